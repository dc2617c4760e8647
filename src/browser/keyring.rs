//! The private keys that this page holds, each under its fingerprint.

use super::web_crypto;
use crate::keys::{Fingerprint, PublicKey};
use crate::twilio::validation::Algorithm;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use web_sys::CryptoKey;
use zeroize::Zeroizing;

/// The private keys of this page. They live in memory only: one that was made here as PKCS#8, until it is saved; the
/// one that signs as a key of the browser's that cannot be read back.
#[derive(Clone, Default)]
pub struct Keyring {
    made: Rc<RefCell<HashMap<Fingerprint, Zeroizing<Vec<u8>>>>>,
    signing: Rc<RefCell<HashMap<(Fingerprint, bool), CryptoKey>>>,
}

impl Keyring {
    /// Keeps a key pair that was made here, so that it can be saved and can sign.
    pub fn keep(&self, key: &PublicKey, pkcs8: Zeroizing<Vec<u8>>) {
        self.made.borrow_mut().insert(key.fingerprint(), pkcs8);
    }

    /// Keeps an imported key pair for signing only. Its bytes are wiped here.
    pub async fn keep_for_signing(&self, key: &PublicKey, pkcs8: Zeroizing<Vec<u8>>) -> bool {
        let fingerprint = key.fingerprint();
        for algorithm in [Algorithm::RS256, Algorithm::PS256] {
            let Some(imported) = web_crypto::import(&pkcs8, algorithm).await else {
                return false;
            };
            self.signing
                .borrow_mut()
                .insert((fingerprint, algorithm == Algorithm::PS256), imported);
        }
        true
    }

    /// The PKCS#8 DER of a key pair that was made here.
    #[must_use]
    pub fn pkcs8(&self, key: Fingerprint) -> Option<Zeroizing<Vec<u8>>> {
        self.made.borrow().get(&key).cloned()
    }

    /// Signs with a key pair that is kept here.
    pub async fn sign(&self, key: Fingerprint, by: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
        let slot = (key, by == Algorithm::PS256);
        let held = self.signing.borrow().get(&slot).cloned();
        let held = match held {
            Some(held) => held,
            None => {
                let pkcs8 = self.pkcs8(key)?;
                let imported = web_crypto::import(&pkcs8, by).await?;
                self.signing.borrow_mut().insert(slot, imported.clone());
                imported
            }
        };
        web_crypto::sign(&held, by, message).await
    }

    /// Forgets a key pair.
    pub fn forget(&self, key: Fingerprint) {
        self.made.borrow_mut().remove(&key);
        self.signing
            .borrow_mut()
            .retain(|(fingerprint, _), _| *fingerprint != key);
    }
}
