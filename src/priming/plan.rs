//! From what the admin typed to a plan, and every request that it will make.

use super::Checked;
use crate::twilio::accounts::Status;
use crate::twilio::{FRIENDLY_NAME_MAX, SUBACCOUNTS_MAX};
use std::collections::{HashMap, HashSet};

/// Whose key pair the new subaccounts get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPairChoice {
    /// A new one for each.
    Each,
    /// One new one for all of them.
    OneForAll,
    /// None.
    No,
}

impl KeyPairChoice {
    /// The choice to start from: where requests are signed, a subaccount is of no use without a public key.
    #[must_use]
    pub const fn default_for(signing: bool) -> Self {
        if signing { Self::Each } else { Self::No }
    }

    /// Whether a public key is seeded.
    #[must_use]
    pub const fn seeds_public_key(self) -> bool {
        !matches!(self, Self::No)
    }
}

/// What the admin typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Names of new subaccounts, one a line.
    pub names: String,
    /// Whose key pair.
    pub key_pairs: KeyPairChoice,
    /// The name for each API key.
    pub api_key_name: String,
    /// The name for each public key.
    pub public_key_name: String,
}

impl Draft {
    /// An empty draft.
    #[must_use]
    pub fn new(signing: bool) -> Self {
        Self {
            names: String::new(),
            key_pairs: KeyPairChoice::default_for(signing),
            api_key_name: "Seed key".to_owned(),
            public_key_name: "Seed public key".to_owned(),
        }
    }
}

/// A plan that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The names of the new subaccounts, in order, each once.
    pub names: Vec<String>,
    /// Whose key pair.
    pub key_pairs: KeyPairChoice,
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
    /// "Subaccount names or SIDs".
    Names,
    /// "API key name".
    ApiKeyName,
    /// "Public key name".
    PublicKeyName,
}

/// What is wrong with a field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanProblem {
    /// Which field.
    pub field: PlanField,
    /// The sentence beside it.
    pub message: String,
}

/// A request that a plan will make, before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRequest {
    /// What it is for.
    pub purpose: &'static str,
    /// The verb and the address; what Twilio assigns later stands in braces.
    pub line: String,
    /// The form's fields, readable.
    pub form: String,
    /// Whose API key asks.
    pub asks: &'static str,
    /// Whose key pair signs; `None` if it goes unsigned.
    pub signs: Option<&'static str>,
}

impl Plan {
    /// Makes a plan of a draft for an account that was checked.
    ///
    /// # Errors
    /// Every problem of every field, in the order of the form.
    pub fn new(draft: &Draft, account: &Checked) -> Result<Self, Vec<PlanProblem>> {
        let mut problems = Vec::new();
        let mut problem = |field, message: String| problems.push(PlanProblem { field, message });
        let names = check_names(&draft.names, account).unwrap_or_else(|message| {
            problem(PlanField::Names, message);
            Vec::new()
        });
        let seeds = draft.key_pairs.seeds_public_key();
        if let Err(message) = check_name(draft.api_key_name.trim()) {
            problem(PlanField::ApiKeyName, message);
        }
        if let (true, Err(message)) = (seeds, check_name(draft.public_key_name.trim())) {
            problem(PlanField::PublicKeyName, message);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            names,
            key_pairs: draft.key_pairs,
            api_key_name: draft.api_key_name.trim().to_owned(),
            public_key_name: draft.public_key_name.trim().to_owned(),
            signed: account.identity.signing.is_some(),
        })
    }

    /// Whether the last step's requests are signed by the new key pair.
    #[must_use]
    pub const fn verifies_signed(&self) -> bool {
        self.signed && self.key_pairs.seeds_public_key()
    }

    /// The requests for each subaccount, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<PlannedRequest> {
        let main = self.signed.then_some("your key pair");
        let (asks, new) = ("your Main API key", "the new API key");
        let mut requests = vec![
            PlannedRequest {
                purpose: "Create the subaccount",
                line: "POST https://api.twilio.com/2010-04-01/Accounts.json".to_owned(),
                form: "FriendlyName = {name}".to_owned(),
                asks,
                signs: main,
            },
            PlannedRequest {
                purpose: "Seed an API key",
                line: "POST https://api.twilio.com/2010-04-01/Accounts/{AC}/Keys.json".to_owned(),
                form: format!("FriendlyName = {}", self.api_key_name),
                asks,
                signs: main,
            },
        ];
        if self.key_pairs.seeds_public_key() {
            requests.push(PlannedRequest {
                purpose: "Seed a public key",
                line: "POST https://accounts.twilio.com/v1/Credentials/PublicKeys".to_owned(),
                form: format!(
                    "PublicKey = {{PEM}}, FriendlyName = {}, AccountSid = {{AC}}",
                    self.public_key_name
                ),
                asks,
                signs: main,
            });
        }
        let list = |purpose, signs| PlannedRequest {
            purpose,
            line: "GET https://accounts.twilio.com/v1/Credentials/PublicKeys?PageSize=1000".to_owned(),
            form: String::new(),
            asks: new,
            signs,
        };
        let signs = self.verifies_signed().then_some("the new key pair");
        requests.push(list("Try the new credentials: list the public keys", signs));
        if self.verifies_signed() {
            requests.push(list("Ask once unsigned: is signing enforced?", None));
        }
        requests
    }
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

/// Checks the lines of names. The sentence names the line.
fn check_names(text: &str, account: &Checked) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    let open = account.subaccounts.iter().filter(|sub| sub.status != Status::Closed);
    let existing: HashSet<&str> = open
        .chain([&account.account])
        .map(|other| other.friendly_name.as_str())
        .collect();
    for (index, line) in text.lines().enumerate() {
        let (number, name) = (index + 1, line.trim());
        if name.is_empty() {
            continue;
        }
        check_name(name).map_err(|message| format!("Line {number}: {message}"))?;
        if name.parse::<crate::twilio::AccountSid>().is_ok() {
            return Err(format!(
                "Line {number} looks like the SID of an account. This version primes new subaccounts: enter a name."
            ));
        }
        if existing.contains(name) {
            return Err(format!(
                "Line {number}: an account named \u{201c}{name}\u{201d} exists already. Choose a name of its own, so that the two cannot be confused."
            ));
        }
        if let Some(first) = lines.insert(name.to_owned(), number) {
            return Err(format!(
                "Lines {first} and {number} are the same name. Remove one of them."
            ));
        }
        names.push(name.to_owned());
    }
    if names.is_empty() {
        return Err("Enter at least one name, one a line.".to_owned());
    }
    let room = SUBACCOUNTS_MAX.saturating_sub(account.open_subaccounts());
    if names.len() > room {
        return Err(format!(
            "{} new subaccounts do not fit: the account has {} of {SUBACCOUNTS_MAX} already, so {room} more may be made. Close some, or ask Twilio to raise the limit.",
            names.len(),
            account.open_subaccounts(),
        ));
    }
    Ok(names)
}
