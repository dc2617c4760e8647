//! A journal as the admin reads it.

use super::{Entry, Journal};
use crate::priming::seeding::{Step, Trace};
use crate::priming::{KeyPairChoice, RunId};
use crate::twilio::AccountSid;

/// How far a subaccount of an interrupted run had come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Was {
    /// Nothing was made for it.
    NotBegun,
    /// It stood at this step.
    At(Step),
    /// It was primed, and its secret and private key were not confirmed as saved.
    NotSaved,
    /// It was primed and saved.
    Saved,
    /// Its secret was saved, at this step.
    SavedAt(Step),
    /// It was cleaned up again.
    CleanedUp,
}

impl Was {
    /// In a few words.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::NotBegun => "Not begun".to_owned(),
            Self::At(step) => format!("Interrupted at: {}", step.title()),
            Self::NotSaved => "Primed, its secret not saved".to_owned(),
            Self::Saved => "Primed and saved".to_owned(),
            Self::SavedAt(step) => format!("Its secret is saved; interrupted at: {}", step.title()),
            Self::CleanedUp => "Cleaned up".to_owned(),
        }
    }
}

/// One subaccount of an interrupted run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Its name.
    pub name: String,
    /// The subaccount, once it is known.
    pub account_sid: Option<AccountSid>,
    /// Whether it was there before the run.
    pub existing: bool,
    /// Whether its secret and private key were saved.
    pub saved: bool,
    /// How far it had come.
    pub was: Was,
    /// What it holds, in words, once that was checked.
    pub holds: Option<String>,
    /// What was made for it, or may have been.
    pub traces: Vec<Trace>,
}

impl Journal {
    /// The run.
    #[must_use]
    pub const fn run(&self) -> RunId {
        self.head.run
    }

    /// Its subaccounts, in the plan's order.
    #[must_use]
    pub fn subaccounts(&self) -> Vec<Unfinished> {
        let targets = self.head.targets.iter().enumerate();
        targets
            .map(|(index, target)| match self.entries.get(&index) {
                None => Unfinished {
                    name: target.label().to_owned(),
                    account_sid: None,
                    existing: !target.is_new(),
                    saved: false,
                    was: Was::NotBegun,
                    holds: None,
                    traces: Vec::new(),
                },
                Some(entry) => Unfinished {
                    name: entry.name.clone(),
                    account_sid: entry.account_sid.clone(),
                    existing: entry.existing,
                    saved: entry.is_saved(),
                    was: match (entry.cleaned_up, entry.is_saved(), entry.step) {
                        (true, ..) => Was::CleanedUp,
                        (_, true, Step::Done) => Was::Saved,
                        (_, false, Step::Done) => Was::NotSaved,
                        (_, true, step) => Was::SavedAt(step),
                        (_, _, step) => Was::At(step),
                    },
                    holds: entry.holds.clone(),
                    traces: self.traces(entry),
                },
            })
            .collect()
    }

    /// Whether nothing is left to do: everything is saved or cleaned up, and only the run's end was not pressed.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let settled = |index| self.entries.get(&index).is_some_and(Entry::is_settled);
        (0..self.head.targets.len()).all(settled)
    }

    fn traces(&self, entry: &Entry) -> Vec<Trace> {
        let trail = entry.trail_with_what_was_sent(&self.head.api_key_name, &self.head.public_key_name);
        trail.iter().cloned().collect()
    }

    /// Whether new private keys take the place of those that were lost with the page.
    #[must_use]
    pub const fn makes_key_pairs(&self) -> bool {
        self.head.key_pairs.makes_key_pair()
    }

    /// Whether the interrupted run signs with a key pair that has to be at hand again.
    #[must_use]
    pub fn needs_signing_key(&self) -> bool {
        self.head.key_pairs == KeyPairChoice::Signing
    }
}
