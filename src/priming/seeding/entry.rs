//! What the journal keeps of a subaccount, and how to go on from it.

use super::{CleanUp, Seeding, State, Step, Thing, Trail};
use crate::keys::{Fingerprint, PublicKey};
use crate::priming::{Plan, Target, Verification};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};
use serde::{Deserialize, Serialize};

/// What the journal keeps of a subaccount: SIDs and names, no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it was there before the run.
    pub existing: bool,
    /// The step that it is at. One that creates may have been sent already.
    pub step: Step,
    /// The subaccount, once it is known.
    pub account_sid: Option<AccountSid>,
    /// The subaccounts of its name that were there before.
    pub before: Vec<AccountSid>,
    /// Which API makes its keys.
    pub keys_api: KeysApi,
    /// Its API key.
    pub api_key_sid: Option<ApiKeySid>,
    /// Its public key.
    pub public_key_sid: Option<PublicKeySid>,
    /// The fingerprint of its key pair.
    pub fingerprint: Option<Fingerprint>,
    /// Its public key as PEM, while it is saved and still to be seeded: the private key is where the admin saved it.
    #[serde(default)]
    public_key: Option<String>,
    /// Everything that was made for it, or may have been.
    pub trail: Trail,
    /// What the last requests showed, in a line.
    pub verified: Option<String>,
    /// What it holds, in words, once its stock was taken.
    #[serde(default)]
    pub holds: Option<String>,
    /// Whether the admin has saved the secret of its API key, and its private key.
    saved: bool,
    /// Whether it was cleaned up.
    pub cleaned_up: bool,
}

impl Entry {
    /// Whether the admin has saved the secret of its API key, and its private key.
    #[must_use]
    pub const fn is_saved(&self) -> bool {
        self.saved && self.api_key_sid.is_some() && self.account_sid.is_some()
    }

    /// Whether nothing is left to do for it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.cleaned_up || self.is_saved() && self.step == Step::Done
    }

    /// The API key that was saved, if its subaccount can be primed on with it: a key pair that was made for it has to be
    /// known, too.
    fn saved_key(&self, plan: &Plan) -> Option<ApiKeySid> {
        let whole =
            !plan.key_pairs.makes_key_pair() || self.public_key_sid.is_some() || self.saved_public_key().is_some();
        self.api_key_sid.clone().filter(|_| self.is_saved() && whole)
    }

    fn saved_public_key(&self) -> Option<PublicKey> {
        PublicKey::import(self.public_key.as_deref()?).ok()
    }

    /// What was made, or may have been: the step that the entry stands at may have been sent without an answer.
    #[must_use]
    pub fn trail_with_what_was_sent(&self, api_key_name: &str, public_key_name: &str) -> Trail {
        let mut trail = self.trail.clone();
        match self.step {
            Step::CreateSubaccount if self.account_sid.is_none() => trail.lost(Thing::Subaccount, &self.name),
            Step::SeedApiKey => trail.lost(Thing::ApiKey, api_key_name),
            Step::SeedPublicKey => trail.lost(Thing::PublicKey, public_key_name),
            _ => {}
        }
        trail
    }
}

impl Seeding {
    /// What the journal should have of it; `None` before anything is made.
    fn entry(&self) -> Option<Entry> {
        if self.recorded.is_none() && self.step < Step::CreateSubaccount {
            return None;
        }
        if let Some(settled) = &self.settled {
            return Some(Entry {
                cleaned_up: self.clean_up == CleanUp::Done,
                trail: self.trail.clone(),
                ..settled.clone()
            });
        }
        let unfinished = self.is_saved() && self.step < Step::Verify;
        Some(Entry {
            name: self.name.clone(),
            existing: self.existing,
            step: self.step,
            account_sid: self.account_sid.clone(),
            before: self.before.clone(),
            keys_api: self.keys_api,
            api_key_sid: self.api_key_sid().cloned(),
            public_key_sid: self.public_key_sid.clone(),
            fingerprint: self.fingerprint(),
            public_key: self.public_key.as_ref().filter(|_| unfinished).map(PublicKey::to_pem),
            trail: self.trail.clone(),
            verified: self.verification.map(|verification| verification.summary().to_owned()),
            holds: self.holds(),
            saved: self.is_saved(),
            cleaned_up: self.clean_up == CleanUp::Done,
        })
    }

    /// What the journal does not have yet.
    pub(in crate::priming) fn unrecorded(&self) -> Option<Entry> {
        let entry = self.entry()?;
        (self.recorded.as_ref() != Some(&entry)).then_some(entry)
    }

    /// A line is being written.
    pub(in crate::priming) fn writes(&mut self, entry: Entry) {
        self.writing = Some(entry);
    }

    /// A line was written, or cannot be: it is not tried again.
    pub(in crate::priming) fn wrote(&mut self) {
        if let Some(entry) = self.writing.take() {
            self.recorded = Some(entry);
        }
    }

    /// As it stood when the run was interrupted. The secret and the private key that were in the page are gone.
    pub(in crate::priming) fn resumed(target: &Target, entry: &Entry, plan: &Plan) -> Self {
        let mut seeding = Self::new(target, plan);
        seeding.name.clone_from(&entry.name);
        seeding.existing = entry.existing;
        seeding.account_sid.clone_from(&entry.account_sid);
        seeding.before.clone_from(&entry.before);
        seeding.keys_api = entry.keys_api;
        seeding.trail = entry.trail.clone();
        seeding.recorded = Some(entry.clone());
        if entry.is_settled() {
            seeding.public_key_sid.clone_from(&entry.public_key_sid);
            (seeding.step, seeding.state) = (Step::Done, State::Done);
            if entry.cleaned_up {
                seeding.clean_up = CleanUp::Done;
            } else {
                seeding.saved.clone_from(&entry.api_key_sid);
            }
            seeding.settled = Some(entry.clone());
            return seeding;
        }
        seeding.trail = entry.trail_with_what_was_sent(&plan.api_key_name, &plan.public_key_name);
        seeding.saved = entry.saved_key(plan);
        seeding.trail.secrets_are_lost(seeding.saved.as_ref());
        if seeding.is_kept() && plan.given.is_none() {
            seeding.public_key = entry.saved_public_key();
        }
        // A key pair that is still at hand, or saved, need not be seeded again.
        let given = plan.given.as_ref().map(PublicKey::fingerprint);
        if seeding.is_kept() && given.is_none() || given.is_some() && given == entry.fingerprint {
            seeding.public_key_sid.clone_from(&entry.public_key_sid);
        }
        seeding.resumed = true;
        if seeding.account_sid.is_some() {
            // Whether it still is the parent's, and active, is looked at first.
            seeding.step = Step::Look;
        } else {
            // The name was looked for before: what is there now that was not then may be its own.
            seeding.step = Step::LookForName;
            seeding.next_step(plan);
        }
        seeding
    }

    /// How it stood at the end, in a line.
    #[must_use]
    pub fn verified(&self) -> Option<&str> {
        let settled = self.settled.as_ref().and_then(|entry| entry.verified.as_deref());
        self.verification.map(Verification::summary).or(settled)
    }
}
