//! From what the admin typed to a plan, and every request that it will make.

mod draft;
mod reading;
mod remarks;
mod requests;
mod targets;

pub use draft::{Draft, KeyPairChoice};
pub use reading::{Reading, Remark};
pub use requests::{AppliesTo, PlannedRequest};
pub use targets::{Target, line_for};

use super::{Checked, RunId};
use crate::keys::PublicKey;
use crate::twilio::FRIENDLY_NAME_MAX;

/// How many wrong lines are named in a sentence.
const LINES_NAMED: usize = 12;

/// A plan that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The subaccounts, in order, each once.
    pub targets: Vec<Target>,
    /// Whose key pair.
    pub key_pairs: KeyPairChoice,
    /// The public key that every subaccount gets, where it exists already.
    pub given: Option<PublicKey>,
    /// The name for each API key.
    pub api_key_name: String,
    /// The name for each public key.
    pub public_key_name: String,
    /// Whether requests are signed.
    pub signed: bool,
}

/// A field of the plan's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanField {
    /// The new names, and the SIDs of existing subaccounts.
    Names,
    /// The recipient's public key.
    PublicKey,
    /// What the API keys are called.
    ApiKeyName,
    /// What the public keys are called.
    PublicKeyName,
}

impl PlanField {
    /// Its label, under which what is wrong with it is filed.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Names => "Subaccount names or SIDs",
            Self::PublicKey => "Public key (PEM)",
            Self::ApiKeyName => "API key name",
            Self::PublicKeyName => "Public key name",
        }
    }
}

/// What is wrong with a field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanProblem {
    /// Which field.
    pub field: PlanField,
    /// The sentence beside it.
    pub message: String,
}

impl Plan {
    /// Makes a plan of a draft for an account that was checked. `signing` is the public half of the key pair that signs
    /// its requests, if they are signed.
    ///
    /// # Errors
    /// Every problem of every field, in the order of the form.
    pub fn new(draft: &Draft, account: &Checked, signing: Option<&PublicKey>) -> Result<Self, Vec<PlanProblem>> {
        let mut problems = Vec::new();
        let mut problem = |field, message: String| problems.push(PlanProblem { field, message });
        let reading = Reading::of(&draft.names, account);
        if let Some(message) = names_problem(&reading) {
            problem(PlanField::Names, message);
        }
        let given = draft.given(signing).unwrap_or_else(|message| {
            problem(PlanField::PublicKey, message);
            None
        });
        let seeds = draft.key_pairs.seeds_public_key();
        if let Err(message) = check_key_name(draft.api_key_name.trim()) {
            problem(PlanField::ApiKeyName, message);
        }
        if let (true, Err(message)) = (seeds, check_key_name(draft.public_key_name.trim())) {
            problem(PlanField::PublicKeyName, message);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            targets: reading.targets.into_iter().map(|(_, target)| target).collect(),
            key_pairs: draft.key_pairs,
            given,
            api_key_name: draft.api_key_name.trim().to_owned(),
            public_key_name: draft.public_key_name.trim().to_owned(),
            signed: account.identity.signing.is_some(),
        })
    }

    /// Whether the last step's requests are signed by the seeded key pair: its private key must be here.
    #[must_use]
    pub const fn verifies_signed(&self) -> bool {
        self.signed && self.key_pairs.private_key_is_here()
    }
}

/// What is wrong with the lines, in short: each has its own remark.
fn names_problem(reading: &Reading) -> Option<String> {
    let lines: Vec<_> = reading.wrong().map(|remark| remark.line).collect();
    match lines.as_slice() {
        [] if reading.targets.is_empty() => Some("Enter at least one name or SID, one a line.".to_owned()),
        [] => None,
        [None, ..] => Some("The list is longer than 1 MiB.".to_owned()),
        [Some(line)] => Some(format!("Line {line} needs a correction.")),
        several => {
            let named = several.iter().flatten().take(LINES_NAMED);
            let named = named.map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let more = match several.len().saturating_sub(LINES_NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            Some(format!("{} lines need a correction: {named}{more}.", several.len()))
        }
    }
}

/// A key's name, to which the run adds its own.
pub(crate) fn check_key_name(name: &str) -> Result<(), String> {
    check_name(name)?;
    let length = name.chars().count();
    if length > RunId::KEY_NAME_MAX {
        return Err(format!(
            "This name has {length} characters; {} are left beside the run's own name, which is added to it.",
            RunId::KEY_NAME_MAX
        ));
    }
    Ok(())
}

pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let length = name.chars().count();
    if name.is_empty() {
        return Err("Enter a name; it tells the keys apart in the Twilio Console.".to_owned());
    }
    if length > FRIENDLY_NAME_MAX {
        return Err(format!(
            "This name has {length} characters; Twilio takes {FRIENDLY_NAME_MAX} at most."
        ));
    }
    if name.chars().any(char::is_control) {
        return Err("This name has a control character in it, such as a tab. Remove it.".to_owned());
    }
    Ok(())
}
