//! A run in words: each subaccount in a line, which is small, so that a run of a thousand redraws only what changed; what
//! is saved of it, and what is not.

use super::{Phase, Run};
use crate::priming::{CleanUp, Seeding, State, Verification};
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{AccountSid, Identity};

/// One subaccount of a run, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLine {
    /// Its name.
    pub name: String,
    /// Its SID, once it is known.
    pub account_sid: Option<String>,
    /// How it stands.
    pub state: State,
    /// The same in words.
    pub summary: String,
    /// What the last requests showed.
    pub verification: Option<Verification>,
    /// Whether it was closed again.
    pub closed: bool,
    /// Whether it was saved before the run was interrupted.
    pub settled: bool,
}

impl Default for RunLine {
    fn default() -> Self {
        Self {
            name: String::new(),
            account_sid: None,
            state: State::Waiting,
            summary: String::new(),
            verification: None,
            closed: false,
            settled: false,
        }
    }
}

impl RunLine {
    fn new(seeding: &Seeding, stopped: bool) -> Self {
        Self {
            name: seeding.name.clone(),
            account_sid: seeding.account_sid().map(ToString::to_string),
            state: seeding.state(),
            summary: summary(seeding, stopped),
            verification: seeding.verification(),
            closed: seeding.is_closed(),
            settled: seeding.settled().is_some(),
        }
    }
}

impl Run {
    /// One of its subaccounts, in a line.
    #[must_use]
    pub fn line(&self, index: usize) -> Option<RunLine> {
        Some(RunLine::new(self.seedings.get(index)?, self.phase == Phase::Stopped))
    }

    /// The results that are not saved yet, in words.
    #[must_use]
    pub fn unsaved(&self) -> Option<String> {
        let pairs = self.plan.key_pairs.makes_key_pair();
        Some(
            match (
                self.seedings.iter().filter(|seeding| seeding.is_unsaved()).count(),
                pairs,
            ) {
                (0, _) => return None,
                (1, true) => "1 result that you have not saved yet: its API key secret and private key".to_owned(),
                (1, false) => "1 result that you have not saved yet: its API key secret".to_owned(),
                (n, true) => format!("{n} results that you have not saved yet: their API key secrets and private keys"),
                (n, false) => format!("{n} results that you have not saved yet: their API key secrets"),
            },
        )
    }

    /// The results that are saved, in words.
    #[must_use]
    pub fn saved(&self) -> Option<String> {
        let saved = |seeding: &&Seeding| seeding.has_secret() && !seeding.is_unsaved();
        match self.seedings.iter().filter(saved).count() {
            0 => None,
            1 => Some("The secret of 1 result, which you have saved".to_owned()),
            n => Some(format!("The secrets of {n} results, which you have saved")),
        }
    }

    /// The keys of one of its subaccounts, made in this session and still here.
    #[must_use]
    pub fn made_here(&self, account: &AccountSid) -> Option<Identity> {
        let mut seedings = self.seedings.iter();
        let seeding = seedings.find(|seeding| seeding.account_sid() == Some(account))?;
        let algorithm = self
            .main
            .as_ref()
            .and_then(|main| Some(main.signing.as_ref()?.algorithm));
        // A recipient's private key is not here, so nothing can be signed with it.
        let algorithm = algorithm.filter(|_| self.plan.key_pairs.private_key_is_here());
        let pair = algorithm
            .zip(seeding.public_key_sid().cloned())
            .zip(seeding.fingerprint());
        Some(Identity {
            credentials: seeding.credentials()?,
            signing: pair.map(|((algorithm, public_key_sid), key)| SigningIdentity {
                public_key_sid,
                key,
                algorithm,
            }),
        })
    }
}

/// How a subaccount stands in a run, in words; whether the run was stopped.
pub fn summary(seeding: &Seeding, stopped: bool) -> String {
    match &seeding.clean_up() {
        CleanUp::No => {}
        CleanUp::Asked => return "Cleaning up".to_owned(),
        CleanUp::Done if seeding.is_closed() => return "Closed for good".to_owned(),
        CleanUp::Done => return "Cleaned up".to_owned(),
        CleanUp::Failed(_) => return "Clean-up not finished".to_owned(),
    }
    match seeding.state() {
        State::Waiting if stopped => "Not started".to_owned(),
        State::Working if stopped && seeding.may_exist() => "Looking whether it exists".to_owned(),
        State::Working if stopped => format!("Stopped before: {}", seeding.step().title()),
        State::Working if seeding.may_exist() => "Reply lost: looking whether it exists".to_owned(),
        State::Working if seeding.is_searching() => {
            format!("{}: looking for what a lost reply made", seeding.step().title())
        }
        State::Working if seeding.is_pausing() => format!("{}: waiting to try again", seeding.step().title()),
        State::Waiting => "Waiting".to_owned(),
        State::Working => seeding.step().title().to_owned(),
        State::Failed => format!("Failed: {}", seeding.step().title()),
        State::Done => seeding.verified().unwrap_or_default().to_owned(),
    }
}
