//! What the journal keeps of a subaccount.

use super::{Step, Thing, Trail};
use crate::keys::{Fingerprint, PublicKey};
use crate::priming::Plan;
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
    pub(super) public_key: Option<String>,
    /// Everything that was made for it, or may have been.
    pub trail: Trail,
    /// What the last requests showed, in a line.
    pub verified: Option<String>,
    /// What it holds, in words, once its stock was taken.
    #[serde(default)]
    pub holds: Option<String>,
    /// Whether the admin has saved the secret of its API key, and its private key.
    pub(super) saved: bool,
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
    pub(super) fn saved_key(&self, plan: &Plan) -> Option<ApiKeySid> {
        let whole =
            !plan.key_pairs.makes_key_pair() || self.public_key_sid.is_some() || self.saved_public_key().is_some();
        self.api_key_sid.clone().filter(|_| self.is_saved() && whole)
    }

    pub(super) fn saved_public_key(&self) -> Option<PublicKey> {
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
