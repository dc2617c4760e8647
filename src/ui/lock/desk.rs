//! What a desk answers for.

use crate::keys::{Fingerprint, PublicKey};
use crate::priming::Checked;
use crate::twilio::{AccountSid, ApiKeySid, Identity};
use std::cell::RefCell;

/// Something that is in this page only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is, in words.
    pub what: String,
    /// The page where it can be saved.
    pub address: String,
    /// Whether it holds a secret.
    pub is_secret: bool,
}

impl Kept {
    /// A secret.
    pub fn secret(what: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            address: address.into(),
            is_secret: true,
        }
    }
}

/// What was forgotten, in words, each once.
#[derive(Debug, Default)]
pub struct Forgotten(RefCell<Vec<String>>);

impl Forgotten {
    /// Notes it.
    pub fn note(&self, what: impl Into<String>) {
        let what = what.into();
        let mut all = self.0.borrow_mut();
        if !all.contains(&what) {
            all.push(what);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(super) fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// What every desk is told of.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// These credentials were checked, and are in use from now on.
    Connected {
        /// The account.
        checked: &'a Checked,
        /// The public half of the key pair that signs, if requests are signed.
        signing_key: Option<&'a PublicKey>,
        /// Whether other credentials were in use before, or none.
        is_new: bool,
    },
    /// A key of that subaccount, or the subaccount itself, was deleted or closed.
    Gone {
        /// The subaccount.
        account: &'a AccountSid,
        /// What is gone.
        sid: &'a str,
    },
    /// A new practice account takes the place of the one before.
    NewPractice,
    /// A run is finished. The secrets of these API keys were forgotten, and the key pairs with them.
    Finished(&'a [ApiKeySid]),
}

/// What a desk holds that a lock, a closing tab or another account must ask about. A desk that holds a secret, a key pair
/// or a machine enrols with the lock.
pub trait Desk {
    /// Whether something is under way that would be cut off without its credentials.
    fn is_busy(&'static self) -> bool;

    /// What would be lost with the page.
    fn unsaved(&'static self) -> Vec<Kept>;

    /// What goes with the page, and is saved or no secret.
    fn saved(&'static self) -> Vec<Kept> {
        Vec::new()
    }

    /// Whether requests are signed with this key pair, or will be.
    fn signs_with(&'static self, key: Fingerprint) -> bool;

    /// Whether what is open here can go on with these credentials.
    fn accepts(&'static self, _identity: &Identity) -> bool {
        true
    }

    /// The keys of that subaccount that were made here.
    fn made_here(&'static self, _account: &AccountSid) -> Option<Identity> {
        None
    }

    /// Forgets every credential, typed or held, and the way to Twilio. What was made here stays.
    fn forget_credentials(&'static self, gone: &Forgotten);

    /// Forgets what is saved and can go without the rest of the page.
    fn forget_saved(&'static self, gone: &Forgotten);

    /// Takes note of a change.
    fn changed(&'static self, change: &Change);
}
