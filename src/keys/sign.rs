//! Signatures by and against a key: RS256 and PS256 of RFC 7518, 3.3 and 3.5.

use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::rand_core::TryCryptoRng;
use sha2::{Digest, Sha256};

use super::randomness::check_source;
use super::{KeyPair, PublicKey, RandomnessError};

/// Why nothing was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The random source, which blinding and the salt need, cannot be used.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// The computation failed its own check, as it does on faulty hardware.
    #[error("The signature came out wrong and was thrown away. Try again; if it happens again, use another computer.")]
    Failed,
}

impl KeyPair {
    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 8017, 8.2): 256 bytes, the same ones each time.
    ///
    /// The randomness blinds the private operation and leaves no trace in the signature.
    ///
    /// # Errors
    /// [`SignError`], if the random source or the computation fails.
    pub fn sign_rs256<R>(&self, message: &[u8], rng: &mut R) -> Result<Vec<u8>, SignError>
    where
        R: TryCryptoRng + ?Sized,
    {
        check_source(rng)?;
        self.private
            .sign_with_rng(rng, Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
            .map_err(failure)
    }

    /// Signs with RSASSA-PSS, SHA-256 and a salt of 32 bytes (RFC 8017, 8.1): 256 bytes, new ones each time.
    ///
    /// # Errors
    /// [`SignError`], if the random source or the computation fails.
    pub fn sign_ps256<R>(&self, message: &[u8], rng: &mut R) -> Result<Vec<u8>, SignError>
    where
        R: TryCryptoRng + ?Sized,
    {
        check_source(rng)?;
        self.private
            .pss_sign_with_rng::<Sha256, R>(rng, message)
            .map_err(failure)
    }
}

fn failure(error: rsa::Error) -> SignError {
    match error {
        rsa::Error::Rng => RandomnessError::Failed.into(),
        _ => SignError::Failed,
    }
}

impl PublicKey {
    /// Is this the RSASSA-PKCS1-v1_5 signature of the message with SHA-256 (RFC 8017, 8.2.2)?
    #[must_use]
    pub fn verify_rs256(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key
            .verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature)
            .is_ok()
    }

    /// Is this an RSASSA-PSS signature of the message with SHA-256 and a salt of 32 bytes (RFC 8017, 8.1.2)?
    #[must_use]
    pub fn verify_ps256(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.pss_verify::<Sha256>(message, signature).is_ok()
    }
}
