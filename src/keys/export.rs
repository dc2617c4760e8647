//! A key pair as the files that OpenSSL, Java, Node and Python read.

use pkcs8::der::pem::{LineEnding, encode_string};
use rsa::rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{KeyPair, PassphraseKey, RandomnessError};

/// Why no file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The passphrase is empty.
    #[error("The passphrase is empty. Type one, or choose to save the private key without a passphrase.")]
    PassphraseEmpty,
    /// The random source, which the salt needs, cannot be used.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// The key could not be encoded or encrypted.
    #[error("The private key could not be written. Try again; if it happens again, make a new key pair.")]
    Failed,
}

impl KeyPair {
    /// The private key as PEM that is not encrypted: `BEGIN PRIVATE KEY` (RFC 7468, 10), LF, 64 columns.
    ///
    /// # Errors
    /// None at present.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, ExportError> {
        Ok(pem("PRIVATE KEY", self.pkcs8_der()))
    }

    /// The private key as encrypted PEM: `BEGIN ENCRYPTED PRIVATE KEY` (RFC 7468, 11).
    ///
    /// PBES2 with PBKDF2-HMAC-SHA256, [`super::PBKDF2_ITERATIONS`] rounds, a salt of 16 bytes, and AES-256-CBC (RFC 8018,
    /// 6.2): the strongest form that OpenSSL, Java, Node and Python all read. Java cannot read scrypt, and none of
    /// them reads AES-GCM here.
    ///
    /// # Errors
    /// [`ExportError`], if the passphrase is empty or the random source fails.
    pub fn to_encrypted_pkcs8_pem<R>(&self, passphrase: &str, rng: &mut R) -> Result<Zeroizing<String>, ExportError>
    where
        R: TryCryptoRng + ?Sized,
    {
        PassphraseKey::derive(passphrase, rng)?.encrypt_pem(self.pkcs8_der(), rng)
    }
}

/// DER in its armour (RFC 7468): 64 columns, with LF after every line. It is empty only where a label is none, which the
/// three labels here are not.
pub(super) fn pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(encode_string(label, LineEnding::LF, der).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_64_columns_and_end_with_lf() {
        assert_eq!(
            *pem("TEST", &[0; 50]),
            format!("-----BEGIN TEST-----\n{}\nAAA=\n-----END TEST-----\n", "A".repeat(64))
        );
        assert_eq!(
            *pem("TEST", &[0; 48]),
            format!("-----BEGIN TEST-----\n{}\n-----END TEST-----\n", "A".repeat(64))
        );
    }

    #[test]
    fn the_text_is_written_without_growing() {
        for length in 0..200 {
            let text = pem("ENCRYPTED PRIVATE KEY", &vec![7; length]);
            // A string that grew has twice the room that it had.
            assert_eq!(text.capacity(), text.len(), "{length}");
        }
    }
}
