//! From a subaccount to what the journal keeps of it, and from that to a subaccount that goes on.

use super::{CleanUp, Entry, Made, Origin, OwnKey, Phase, Seeding, Step, Work};
use crate::keys::PublicKey;
use crate::priming::{Plan, Target, Verification};

/// What the journal has of a subaccount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Notes {
    written: Option<Entry>,
    /// What is being written.
    writing: Option<Entry>,
}

impl Seeding {
    /// What the journal should have of it; `None` before anything is made.
    fn entry(&self) -> Option<Entry> {
        if self.notes.written.is_none() && self.step() < Step::CreateSubaccount {
            return None;
        }
        let cleaned_up = self.clean_up() == CleanUp::Done;
        if let Some(settled) = self.settled() {
            return Some(Entry {
                cleaned_up,
                trail: self.trail.clone(),
                ..settled.clone()
            });
        }
        let unfinished = self.is_saved() && self.step() < Step::Verify;
        Some(Entry {
            name: self.name.clone(),
            existing: self.existing(),
            step: self.step(),
            account_sid: self.account_sid().cloned(),
            before: self.before.clone(),
            keys_api: self.keys_api,
            api_key_sid: self.api_key_sid().cloned(),
            public_key_sid: self.public_key_sid().cloned(),
            fingerprint: self.fingerprint(),
            public_key: self.public_key().filter(|_| unfinished).map(PublicKey::to_pem),
            trail: self.trail.clone(),
            verified: self.verified().map(str::to_owned),
            holds: self.holds(),
            saved: self.is_saved(),
            cleaned_up,
        })
    }

    /// As it stood when the run was interrupted. The secret and the private key that were in the page are gone.
    pub(in crate::priming) fn resumed(target: &Target, entry: &Entry, plan: &Plan) -> Self {
        let mut seeding = Self::new(target, plan);
        seeding.name.clone_from(&entry.name);
        seeding.before.clone_from(&entry.before);
        seeding.keys_api = entry.keys_api;
        seeding.trail = entry.trail.clone();
        seeding.notes.written = Some(entry.clone());
        seeding.made = Made {
            account_sid: entry.account_sid.clone(),
            public_key_sid: entry.public_key_sid.clone(),
            ..seeding.made
        };
        if entry.is_settled() {
            let saved = entry.api_key_sid.clone().filter(|_| !entry.cleaned_up);
            seeding.made.api_key = saved.map(OwnKey::Kept);
            seeding.origin = Origin::Settled(Box::new(entry.clone()));
            seeding.phase = match entry.cleaned_up {
                true => Phase::CleanUpOver(None, Box::new(Phase::Done)),
                false => Phase::Done,
            };
            return seeding;
        }
        let existing = entry.existing;
        seeding.origin = Origin::Resumed { existing };
        let saved = entry.saved_key(plan);
        seeding.trail = entry.trail_with_what_was_sent(&plan.api_key_name, &plan.public_key_name);
        seeding.trail.secrets_are_lost(saved.as_ref());
        // A key pair that is still at hand, or saved, need not be seeded again.
        let at_hand = match &plan.given {
            Some(given) => Some(given.fingerprint()) == entry.fingerprint,
            None => saved.is_some(),
        };
        if plan.given.is_none() && saved.is_some() {
            seeding.made.public_key = entry.saved_public_key();
        }
        seeding.made.public_key_sid.take_if(|_| !at_hand);
        seeding.made.api_key = saved.map(OwnKey::Kept);
        // Whether one that is known still is the parent's, and active, is looked at first. Otherwise the name was looked
        // for before: what is there now that was not then may be its own.
        seeding.phase = Phase::Waiting(Work::LookForName { insisted: false });
        seeding.phase = Phase::Waiting(match seeding.account_sid() {
            Some(_) => Work::Look,
            None => seeding.next_work(plan),
        });
        seeding
    }

    /// As it stood when the run was interrupted, if nothing was left to do for it then.
    #[must_use]
    pub fn settled(&self) -> Option<&Entry> {
        match &self.origin {
            Origin::Settled(entry) => Some(entry),
            _ => None,
        }
    }

    /// How it stood at the end, in a line.
    #[must_use]
    pub fn verified(&self) -> Option<&str> {
        let settled = self.settled().and_then(|entry| entry.verified.as_deref());
        self.verification().map(Verification::summary).or(settled)
    }

    /// What the journal does not have yet.
    pub(in crate::priming) fn unrecorded(&self) -> Option<Entry> {
        let entry = self.entry()?;
        (self.notes.written.as_ref() != Some(&entry)).then_some(entry)
    }

    /// A line is being written.
    pub(in crate::priming) fn writes(&mut self, entry: Entry) {
        self.notes.writing = Some(entry);
    }

    /// A line was written, or cannot be: it is not tried again.
    pub(in crate::priming) fn wrote(&mut self) {
        if let Some(entry) = self.notes.writing.take() {
            self.notes.written = Some(entry);
        }
    }
}
