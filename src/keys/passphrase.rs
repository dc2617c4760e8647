//! Files that a passphrase opens.

use aes::Aes256;
use cbc::Encryptor;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use pkcs8::EncryptedPrivateKeyInfo;
use pkcs8::der::{Encode, asn1::OctetStringRef};
use pkcs8::pkcs5::pbes2;
use rsa::rand_core::TryCryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::ExportError;
use super::export::pem;
use super::randomness::{check_source, draw};

/// Rounds of PBKDF2-HMAC-SHA256 that turn a passphrase into a key (OWASP, Password Storage Cheat Sheet).
pub const PBKDF2_ITERATIONS: u32 = 600_000;

/// A passphrase turned into a key, for any number of private key files. They share the salt, so that the rounds are paid
/// for once, also by whoever guesses: with another file of the same passphrase they would gain nothing. Each file has its
/// own initialisation vector.
pub struct PassphraseKey {
    salt: Zeroizing<[u8; 16]>,
    key: Zeroizing<[u8; 32]>,
}

impl PassphraseKey {
    /// Draws a salt and derives the key. This takes most of a second.
    ///
    /// # Errors
    /// [`ExportError`], if the passphrase is empty or the random source fails.
    pub fn derive<R: TryCryptoRng + ?Sized>(passphrase: &str, rng: &mut R) -> Result<Self, ExportError> {
        if passphrase.is_empty() {
            return Err(ExportError::PassphraseEmpty);
        }
        check_source(rng)?;
        let salt = draw::<16, R>(rng)?;
        let key = derive::<32>(passphrase, &*salt);
        Ok(Self { salt, key })
    }

    /// A private key (PKCS#8 DER) as encrypted PEM: `BEGIN ENCRYPTED PRIVATE KEY` (RFC 7468, 11), an
    /// `EncryptedPrivateKeyInfo` (RFC 5958, 3) by PBES2 and AES-256-CBC (RFC 8018, 6.2).
    ///
    /// # Errors
    /// [`ExportError`], if the random source fails.
    pub fn encrypt_pem<R>(&self, pkcs8: &[u8], rng: &mut R) -> Result<Zeroizing<String>, ExportError>
    where
        R: TryCryptoRng + ?Sized,
    {
        let iv = draw::<16, R>(rng)?;
        let parameters = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(PBKDF2_ITERATIONS, &*self.salt, *iv)
            .map_err(|_| ExportError::Failed)?;
        let encrypted = encrypt(&self.key, &iv, pkcs8);
        let encrypted_data = OctetStringRef::new(&encrypted).map_err(|_| ExportError::Failed)?;
        let info = EncryptedPrivateKeyInfo {
            encryption_algorithm: parameters.into(),
            encrypted_data,
        };
        let der = info.to_der().map_err(|_| ExportError::Failed)?;
        Ok(pem("ENCRYPTED PRIVATE KEY", &der))
    }
}

/// Seals a text that is no private key, as `openssl enc -aes-256-cbc -pbkdf2` writes it: `Salted__`, a salt of 8 bytes, the
/// text encrypted. Key and initialisation vector both come out of the passphrase (openssl-enc(1)).
///
/// # Errors
/// [`ExportError`], if the passphrase is empty or the random source fails.
pub fn seal_text<R>(text: &str, passphrase: &str, rng: &mut R) -> Result<Vec<u8>, ExportError>
where
    R: TryCryptoRng + ?Sized,
{
    if passphrase.is_empty() {
        return Err(ExportError::PassphraseEmpty);
    }
    check_source(rng)?;
    let salt = draw::<8, R>(rng)?;
    let derived = derive::<48>(passphrase, &*salt);
    let (Some((key, _)), Some((_, iv))) = (derived.split_first_chunk::<32>(), derived.split_last_chunk::<16>()) else {
        return Err(ExportError::Failed);
    };
    let mut file = b"Salted__".to_vec();
    file.extend_from_slice(&*salt);
    file.extend(encrypt(key, iv, text.as_bytes()));
    Ok(file)
}

/// The command that opens a file of [`seal_text`]. It asks for the passphrase.
#[must_use]
pub fn unseal_command(file: &str) -> String {
    format!("openssl enc -d -aes-256-cbc -pbkdf2 -iter {PBKDF2_ITERATIONS} -md sha256 -in {file}")
}

fn derive<const N: usize>(passphrase: &str, salt: &[u8]) -> Zeroizing<[u8; N]> {
    let mut key = Zeroizing::new([0; N]);
    pbkdf2::pbkdf2_hmac::<Sha256>(passphrase.as_bytes(), salt, PBKDF2_ITERATIONS, &mut *key);
    key
}

fn encrypt(key: &[u8; 32], iv: &[u8; 16], text: &[u8]) -> Vec<u8> {
    Encryptor::<Aes256>::new(key.into(), iv.into()).encrypt_padded_vec::<Pkcs7>(text)
}
