//! The private keys that this page holds, each under its fingerprint.

use super::web_crypto;
use crate::keys::{Fingerprint, PublicKey};
use crate::twilio::validation::Algorithm;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use web_sys::CryptoKey;
use zeroize::Zeroizing;

/// Keys of the browser's, each for one fingerprint and algorithm.
type SigningKeys = Rc<RefCell<HashMap<(Fingerprint, Algorithm), CryptoKey>>>;

/// The private keys of this page, in memory only. One that was made here is kept as PKCS#8 until it is forgotten; the
/// one that signs for the parent is a key of the browser's that cannot be read back.
#[derive(Clone, Default)]
pub struct Keyring {
    made: Rc<RefCell<HashMap<Fingerprint, Zeroizing<Vec<u8>>>>>,
    /// Made here, and imported when they first signed.
    made_signing: SigningKeys,
    /// Brought along to sign for the parent.
    brought: SigningKeys,
    /// The public halves, which are no secret.
    public: Rc<RefCell<HashMap<Fingerprint, PublicKey>>>,
}

impl Keyring {
    /// Keeps a key pair that was made here, so that it can be saved and can sign.
    pub fn keep(&self, key: &PublicKey, pkcs8: Zeroizing<Vec<u8>>) {
        self.made.borrow_mut().insert(key.fingerprint(), pkcs8);
        self.public.borrow_mut().insert(key.fingerprint(), key.clone());
    }

    /// Keeps an imported key pair for signing only. Its bytes are wiped here.
    pub async fn keep_for_signing(&self, key: &PublicKey, pkcs8: Zeroizing<Vec<u8>>) -> bool {
        let fingerprint = key.fingerprint();
        for algorithm in Algorithm::ALL {
            let Some(imported) = web_crypto::import(&pkcs8, algorithm).await else {
                return false;
            };
            self.brought.borrow_mut().insert((fingerprint, algorithm), imported);
        }
        self.public.borrow_mut().insert(fingerprint, key.clone());
        true
    }

    /// The public half of a key pair that is or was kept here.
    #[must_use]
    pub fn public_key(&self, key: Fingerprint) -> Option<PublicKey> {
        self.public.borrow().get(&key).cloned()
    }

    /// The PKCS#8 DER of a key pair that was made here.
    #[must_use]
    pub fn pkcs8(&self, key: Fingerprint) -> Option<Zeroizing<Vec<u8>>> {
        self.made.borrow().get(&key).cloned()
    }

    /// Signs with a key pair that is kept here. The signature is verified before it is given away: one that a fault of the computer
    /// has spoilt can tell the private key (A. Lenstra, 1996).
    pub async fn sign(&self, key: Fingerprint, by: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
        let slot = (key, by);
        let brought = self.brought.borrow().get(&slot).cloned();
        let held = brought.or_else(|| self.made_signing.borrow().get(&slot).cloned());
        let held = match held {
            Some(held) => held,
            None => {
                let pkcs8 = self.pkcs8(key)?;
                let imported = web_crypto::import(&pkcs8, by).await?;
                self.made_signing.borrow_mut().insert(slot, imported.clone());
                imported
            }
        };
        let public = self.public_key(key)?;
        let signature = web_crypto::sign(&held, by, message).await?;
        let holds = web_crypto::verify(public.spki_der(), by, message, &signature).await?;
        holds.then_some(signature)
    }

    /// Forgets a key pair that was made here.
    pub fn forget(&self, key: Fingerprint) {
        self.made.borrow_mut().remove(&key);
        self.made_signing
            .borrow_mut()
            .retain(|(fingerprint, _), _| *fingerprint != key);
    }

    /// Forgets a key pair that was brought along to sign.
    pub fn release(&self, key: Fingerprint) {
        self.brought
            .borrow_mut()
            .retain(|(fingerprint, _), _| *fingerprint != key);
    }
}
