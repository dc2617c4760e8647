//! Opens what was encrypted before PBES2: OpenSSL's own form, which LibreSSL and OpenSSL up to 1.1 write for `genrsa -aes256`, and PBES1 with
//! MD5 and DES, the default of `openssl pkcs8` up to 1.0.2. Both are read only; neither protects a key well.

use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit};
use des::{Des, TdesEde3};
use md5::{Digest, Md5};
use pkcs8::pkcs5::pbes1;
use zeroize::Zeroizing;

use super::ImportError;
use super::armour::{self, PemFault};

/// The header that names the cipher and its initialisation vector (RFC 1421, 4.6.1.3).
const HEADER: &str = "DEK-Info:";

/// What a private key's block says that is encrypted in OpenSSL's form; nothing, if it has no such header. Base64 has no colon, so a key
/// that is not is passed over in a time that tells nothing of it.
pub(super) fn header(body: &str) -> Option<&str> {
    body.contains(':')
        .then(|| body.split_once(HEADER))
        .flatten()
        .map(|(_, rest)| rest)
}

/// Decrypts the block whose [`header`] begins here: the bytes of a private key in DER, if the passphrase was right.
pub(super) fn open_block(header: &str, passphrase: Option<&str>) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let damaged = || ImportError::DamagedPem {
        fault: PemFault::Base64,
    };
    let (name, rest) = header.split_once(',').ok_or_else(damaged)?;
    let name = name.trim();
    let cipher = Cipher::named(name).ok_or_else(|| ImportError::UnsupportedEncryption {
        method: format!("OpenSSL's old method {name:.32}"),
    })?;
    // Told by its length, because the line's end may be lost.
    let rest = rest.trim_start();
    let digits = rest.get(..2 * cipher.block()).ok_or_else(damaged)?;
    let digit = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let iv: Vec<u8> = (0..digits.len())
        .step_by(2)
        .map(digit)
        .collect::<Option<_>>()
        .ok_or_else(damaged)?;
    let ciphertext = armour::decode(&rest[digits.len()..]).map_err(|fault| ImportError::DamagedPem { fault })?;
    let key = bytes_to_key(given(passphrase)?, &iv[..8], cipher.key());
    cipher
        .decrypt(&key, &iv, ciphertext)
        .ok_or(ImportError::PassphraseWrong)
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round.
fn bytes_to_key(passphrase: &str, salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::with_capacity(length + 16));
    while key.len() < length {
        let before = key.len().saturating_sub(16);
        let digest = Md5::new()
            .chain_update(&key[before..])
            .chain_update(passphrase)
            .chain_update(salt);
        key.extend_from_slice(&digest.finalize());
    }
    key.truncate(length);
    key
}

/// Decrypts by PBES1 (RFC 8018, 6.1.2) with PBKDF1; nothing if it is of another kind.
pub(super) fn open_pbes1(
    algorithm: &pbes1::Algorithm,
    ciphertext: &[u8],
    passphrase: Option<&str>,
) -> Option<Result<Zeroizing<Vec<u8>>, ImportError>> {
    if algorithm.encryption != pbes1::EncryptionScheme::PbeWithMd5AndDesCbc {
        return None;
    }
    Some(given(passphrase).and_then(|passphrase| {
        let parameters = &algorithm.parameters;
        let mut derived = Md5::new()
            .chain_update(passphrase)
            .chain_update(parameters.salt)
            .finalize();
        for _ in 1..parameters.iteration_count {
            derived = Md5::digest(derived);
        }
        let (key, iv) = derived.split_at(8);
        let plaintext = Cipher::Des.decrypt(key, iv, ciphertext.to_vec().into());
        plaintext.ok_or(ImportError::PassphraseWrong)
    }))
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Des,
    TripleDes,
}

impl Cipher {
    /// By OpenSSL's name.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "AES-128-CBC" => Self::Aes128,
            "AES-192-CBC" => Self::Aes192,
            "AES-256-CBC" => Self::Aes256,
            "DES-CBC" => Self::Des,
            "DES-EDE3-CBC" => Self::TripleDes,
            _ => return None,
        })
    }

    /// Bytes of the key.
    const fn key(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Des => 8,
        }
    }

    /// Bytes of a block, and of the initialisation vector.
    const fn block(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::Des | Self::TripleDes => 8,
        }
    }

    fn decrypt(self, key: &[u8], iv: &[u8], mut text: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
        let length = match self {
            Self::Aes128 => decrypt::<Aes128>(key, iv, &mut text),
            Self::Aes192 => decrypt::<Aes192>(key, iv, &mut text),
            Self::Aes256 => decrypt::<Aes256>(key, iv, &mut text),
            Self::Des => decrypt::<Des>(key, iv, &mut text),
            Self::TripleDes => decrypt::<TdesEde3>(key, iv, &mut text),
        }?;
        text.truncate(length);
        Some(text)
    }
}

/// Decrypts in place; how long the text is without its padding.
fn decrypt<C: BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], text: &mut [u8]) -> Option<usize> {
    let cipher = C::new_from_slice(key).ok()?;
    let decryptor = Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    Some(decryptor.decrypt_padded::<Pkcs7>(text).ok()?.len())
}

/// The passphrase, if there is one.
pub(super) fn given(passphrase: Option<&str>) -> Result<&str, ImportError> {
    passphrase
        .filter(|text| !text.is_empty())
        .ok_or(ImportError::PassphraseMissing)
}
