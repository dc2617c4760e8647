//! What was made for a subaccount so far: it lives through all phases.

use super::{Entry, Seeding};
use crate::keys::PublicKey;
use crate::priming::Verification;
use crate::twilio::api_keys::NewApiKey;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

/// Where a subaccount comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The run creates it.
    New,
    /// It was there before the run.
    Existing,
    /// The run was interrupted, and this goes on from the journal.
    Resumed { existing: bool },
    /// As it stood when the run was interrupted: nothing was left to do for it.
    Settled(Box<Entry>),
}

impl Origin {
    /// Whether it was there before the run.
    pub(super) const fn existing(&self) -> bool {
        match self {
            Self::New => false,
            Self::Existing => true,
            Self::Resumed { existing } => *existing,
            Self::Settled(entry) => entry.existing,
        }
    }

    pub(super) const fn is_resumed(&self) -> bool {
        matches!(self, Self::Resumed { .. })
    }
}

/// What was made for a subaccount so far, or was there before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Made {
    pub(super) account_sid: Option<AccountSid>,
    pub(super) api_key: Option<OwnKey>,
    pub(super) public_key: Option<PublicKey>,
    pub(super) public_key_sid: Option<PublicKeySid>,
    /// What the requests with the new credentials showed so far.
    pub(super) showed: Option<Verification>,
}

/// Its API key, and whether the admin has saved that key's secret, and the private key with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OwnKey {
    /// This page has the secret.
    Held { key: NewApiKey, saved: bool },
    /// An earlier page made it, and the secret was saved there: nobody else has it.
    Kept(ApiKeySid),
}

impl OwnKey {
    pub(super) const fn sid(&self) -> &ApiKeySid {
        match self {
            Self::Held { key, .. } => &key.sid,
            Self::Kept(sid) => sid,
        }
    }

    /// The key with its secret.
    pub(super) const fn held(&self) -> Option<&NewApiKey> {
        match self {
            Self::Held { key, .. } => Some(key),
            Self::Kept(_) => None,
        }
    }

    pub(super) const fn is_saved(&self) -> bool {
        matches!(self, Self::Held { saved: true, .. } | Self::Kept(_))
    }
}

impl Seeding {
    /// Its API key: of this page, or of an earlier one if the admin saved its secret there.
    #[must_use]
    pub fn api_key_sid(&self) -> Option<&ApiKeySid> {
        self.made.api_key.as_ref().map(OwnKey::sid)
    }

    /// Its API key with the secret, once it was seeded.
    #[must_use]
    pub fn api_key(&self) -> Option<&NewApiKey> {
        self.made.api_key.as_ref().and_then(OwnKey::held)
    }

    /// Whether the admin has saved the secret of its API key, and its private key.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.made.api_key.as_ref().is_some_and(OwnKey::is_saved)
    }

    /// Whether an earlier page made its API key, and the admin saved the secret there: nobody else has it.
    pub(super) const fn is_kept(&self) -> bool {
        matches!(self.made.api_key, Some(OwnKey::Kept(_)))
    }

    /// Notes whether the admin has saved the secret that it has now.
    pub(in crate::priming) const fn set_saved(&mut self, now: bool) {
        if let Some(OwnKey::Held { saved, .. }) = &mut self.made.api_key {
            *saved = now;
        }
    }
}
