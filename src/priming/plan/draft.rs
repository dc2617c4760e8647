//! What the admin typed.

use crate::keys::PublicKey;
use serde::{Deserialize, Serialize};

/// Whose key pair the subaccounts get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyPairChoice {
    /// A new one for each.
    Each,
    /// One new one for all of them.
    OneForAll,
    /// The one that signs the parent's requests, as Twilio's sample does.
    Signing,
    /// The recipient's: only its public key comes here.
    Recipient,
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

    /// Whether a key pair is made, which the admin must save.
    #[must_use]
    pub const fn makes_key_pair(self) -> bool {
        matches!(self, Self::Each | Self::OneForAll)
    }

    /// Whether this page can sign with the private key that belongs to the seeded public key.
    #[must_use]
    pub const fn private_key_is_here(self) -> bool {
        matches!(self, Self::Each | Self::OneForAll | Self::Signing)
    }
}

/// What the admin typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// New names and existing SIDs, one a line.
    pub names: String,
    /// Whose key pair.
    pub key_pairs: KeyPairChoice,
    /// The recipient's public key, as it was pasted.
    pub recipient: String,
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
            recipient: String::new(),
            api_key_name: "Seed key".to_owned(),
            public_key_name: "Seed public key".to_owned(),
        }
    }

    /// The public key that exists already, where the choice names one.
    pub(super) fn given(&self, signing: Option<&PublicKey>) -> Result<Option<PublicKey>, String> {
        match self.key_pairs {
            KeyPairChoice::Each | KeyPairChoice::OneForAll | KeyPairChoice::No => Ok(None),
            KeyPairChoice::Signing => signing.cloned().map(Some).ok_or_else(|| {
                "Requests are not signed now, so there is no such key pair. Choose another one.".to_owned()
            }),
            KeyPairChoice::Recipient => {
                let key = PublicKey::import(&self.recipient).map_err(|error| error.to_string())?;
                if signing.is_some_and(|own| own.fingerprint() == key.fingerprint()) {
                    return Err("This is the public key that you sign with, not the recipient's. Ask the recipient for theirs, or choose \u{201c}The key pair I sign with\u{201d}.".to_owned());
                }
                Ok(Some(key))
            }
        }
    }
}
