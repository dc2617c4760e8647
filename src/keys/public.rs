//! A public key that Twilio can take.

use std::fmt;

use crypto_bigint::BoxedUint;
use rsa::pkcs8::EncodePublicKey;

use super::export::pem;
use super::import::{PublicKeyError, public};
use super::weakness::find_weakness;
use super::{Fingerprint, PUBLIC_EXPONENT};

/// An RSA public key of 2048 bits with exponent 65537, free of the known flaws that show in a modulus.
#[derive(Clone)]
pub struct PublicKey {
    spki_der: Box<[u8]>,
    fingerprint: Fingerprint,
    pub(super) key: rsa::PublicKey,
}

impl PublicKey {
    /// Reads a DER-encoded `SubjectPublicKeyInfo` (RFC 5280, 4.1; RFC 3279, 2.3.1).
    ///
    /// # Errors
    /// Whatever is not an RSA key of 2048 bits with exponent 65537, each reason by its name.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, PublicKeyError> {
        public::from_spki(der)
    }

    /// Reads a public key as people paste it.
    ///
    /// Takes PEM with the label `PUBLIC KEY` or `RSA PUBLIC KEY` (RFC 7468, RFC 8017 A.1.1), at any line width or
    /// without line breaks, with text around it, and the bare base64 without its armour.
    ///
    /// # Errors
    /// One for each thing that people paste by mistake; a private key is refused most clearly.
    pub fn import(text: &str) -> Result<Self, PublicKeyError> {
        public::import(text)
    }

    /// A key of this modulus, which the caller has found to have 2048 bits.
    pub(super) fn from_modulus(modulus: BoxedUint) -> Result<Self, PublicKeyError> {
        if let Some(weakness) = find_weakness(&modulus) {
            return Err(PublicKeyError::Weak { weakness });
        }
        let key =
            rsa::PublicKey::new(modulus, BoxedUint::from(PUBLIC_EXPONENT)).map_err(|_| PublicKeyError::DamagedDer)?;
        let spki = key.to_public_key_der().map_err(|_| PublicKeyError::DamagedDer)?;
        Ok(Self {
            fingerprint: Fingerprint::of(spki.as_bytes()),
            spki_der: spki.into_vec().into_boxed_slice(),
            key,
        })
    }

    /// The key as a DER-encoded `SubjectPublicKeyInfo`, 294 bytes.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki_der
    }

    /// The key as PEM: `BEGIN PUBLIC KEY`, lines of 64 columns that end with LF, the last one too (RFC 7468, 13).
    #[must_use]
    pub fn to_pem(&self) -> String {
        let mut pem = pem("PUBLIC KEY", &self.spki_der);
        std::mem::take(&mut *pem)
    }

    /// SHA-256 of [`spki_der`](Self::spki_der).
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki_der == other.spki_der
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.fingerprint).finish()
    }
}
