//! A key pair whose private half is wiped when it is dropped.

use std::fmt;

use pkcs8::SecretDocument;
use rsa::pkcs8::EncodePrivateKey;
use rsa::traits::PublicKeyParts;

use super::{ImportError, KeyFlaw, PublicKey, import};

/// An RSA key pair of 2048 bits with exponent 65537, every part of which was checked.
///
/// It is not `Serialize`, and `Debug` shows only the fingerprint: private bytes leave by the methods that say so.
#[derive(Clone)]
pub struct KeyPair {
    public_key: PublicKey,
    pub(super) pkcs8: SecretDocument,
    pub(super) private: rsa::PrivateKey,
}

impl KeyPair {
    /// Reads a DER-encoded `PrivateKeyInfo` (RFC 5958, 2) that is not encrypted, and checks the key fully.
    ///
    /// # Errors
    /// [`ImportError::DamagedDer`] for anything else, and the reasons for which a key is refused.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, ImportError> {
        import::from_pkcs8(der)
    }

    /// A pair from a key whose parts were checked by the caller.
    pub(super) fn new(private: rsa::PrivateKey) -> Result<Self, KeyFlaw> {
        let modulus = private.n().as_ref().clone();
        Ok(Self {
            public_key: PublicKey::from_modulus(modulus).map_err(|_| KeyFlaw::Modulus)?,
            pkcs8: private.to_pkcs8_der().map_err(|_| KeyFlaw::Arithmetic)?,
            private,
        })
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The private key as a DER-encoded `PrivateKeyInfo` of version 1, about 1,218 bytes; wiped with the pair.
    #[must_use]
    pub fn pkcs8_der(&self) -> &[u8] {
        self.pkcs8.as_bytes()
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyPair")
            .field("fingerprint", &self.public_key.fingerprint())
            .finish_non_exhaustive()
    }
}
