//! Reads public keys.

use crypto_bigint::BoxedUint;
use pkcs8::SubjectPublicKeyInfoRef;
use pkcs8::der::Decode;
use rsa::pkcs1::RsaPublicKeyRef;

use super::armour::{self, Block, PemFault};
use super::shape::{KeyAlgorithm, Shape};
use super::spelling::{self, Layer};
use super::written::{self, Written};
use super::{MAX_PASTE_BYTES, PublicKeyError, SEQUENCE, holds_private_key};
use crate::keys::check::{bit_length, exponent_in_words, is_public_exponent};
use crate::keys::{MODULUS_BITS, PublicKey};

/// Reads what was pasted as a public key.
pub(in crate::keys) fn import(text: &str) -> Result<PublicKey, PublicKeyError> {
    let text = armour::trim(text);
    if text.is_empty() {
        return Err(PublicKeyError::Empty);
    }
    // First of all, so that a private key is never called merely damaged or too large.
    if holds_private_key(text) {
        return Err(PublicKeyError::PrivateKey);
    }
    if text.len() > MAX_PASTE_BYTES {
        return Err(PublicKeyError::TooLarge { bytes: text.len() });
    }
    let mut found = Err(PublicKeyError::NotAPem);
    spelling::search(text, &mut |layer| {
        let read = match layer {
            Layer::Text(text) => from_text(text),
            Layer::Bytes(bytes) => from_bytes(bytes),
        };
        // As for a private key: the first fault is the one to tell, unless there is more behind it.
        let goes_on = match &read {
            Err(PublicKeyError::NotAPem) => return false,
            Err(PublicKeyError::DamagedPem { .. } | PublicKeyError::DamagedDer) => true,
            _ => false,
        };
        if !goes_on || matches!(found, Err(PublicKeyError::NotAPem)) {
            found = read;
        }
        !goes_on
    });
    found
}

fn from_text(text: &str) -> Result<PublicKey, PublicKeyError> {
    let blocks = armour::blocks(text).map_err(|fault| PublicKeyError::DamagedPem { fault })?;
    let mut public = blocks.iter().filter(|block| block.label.ends_with("PUBLIC KEY"));
    match (public.next(), public.count()) {
        (Some(block), 0) => {
            let der = armour::decode(block.body).map_err(|fault| PublicKeyError::DamagedPem { fault })?;
            from_der(&der)
        }
        (Some(_), others) => Err(PublicKeyError::SeveralPublicKeys { count: others + 1 }),
        (None, _) => match blocks.first() {
            Some(block) => Err(other_block(block)),
            None => without_armour(text),
        },
    }
}

/// A PEM that is labelled neither as a public nor as a private key.
fn other_block(block: &Block<'_>) -> PublicKeyError {
    match block.label.as_str() {
        "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => PublicKeyError::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => PublicKeyError::CertificateRequest,
        _ => PublicKeyError::NotAPem,
    }
}

/// A text without a BEGIN line: another program's format, or the numbers by name.
fn without_armour(text: &str) -> Result<PublicKey, PublicKeyError> {
    match written::find(text) {
        Some(Written::Public(der)) => from_pkcs1(&der),
        Some(Written::Several { count, private: false }) => Err(PublicKeyError::SeveralPublicKeys { count }),
        Some(_) => Err(PublicKeyError::PrivateKey),
        None if armour::is_ssh_public_key(text) => Err(PublicKeyError::OpenSshKey),
        None if text.contains("PUBLIC KEY") => Err(PublicKeyError::DamagedPem {
            fault: PemFault::BeginLine,
        }),
        None => Err(PublicKeyError::NotAPem),
    }
}

/// Bytes that digits spelled: DER, or nothing that was meant.
fn from_bytes(bytes: &[u8]) -> Result<PublicKey, PublicKeyError> {
    match from_der(bytes) {
        Err(PublicKeyError::DamagedDer) if bytes.first() != Some(&SEQUENCE) => Err(PublicKeyError::NotAPem),
        read => read,
    }
}

fn from_der(der: &[u8]) -> Result<PublicKey, PublicKeyError> {
    match Shape::of(der) {
        Shape::Spki => from_spki(der),
        Shape::Pkcs1Public => from_pkcs1(der),
        Shape::Certificate => Err(PublicKeyError::Certificate),
        Shape::Unknown => Err(PublicKeyError::DamagedDer),
        _ => Err(PublicKeyError::PrivateKey),
    }
}

/// Reads a `SubjectPublicKeyInfo` (RFC 5280, 4.1).
pub(in crate::keys) fn from_spki(der: &[u8]) -> Result<PublicKey, PublicKeyError> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| PublicKeyError::DamagedDer)?;
    if let Some(algorithm) = KeyAlgorithm::of(info.algorithm.oid) {
        return Err(PublicKeyError::NotRsa { algorithm });
    }
    // RFC 3279, 2.3.1 demands NULL. Without it, the bytes here and those of OpenSSL would differ in fingerprint.
    if !info.algorithm.parameters.is_some_and(|parameters| parameters.is_null()) {
        return Err(PublicKeyError::DamagedDer);
    }
    from_pkcs1(info.subject_public_key.as_bytes().ok_or(PublicKeyError::DamagedDer)?)
}

/// Reads an `RSAPublicKey` (RFC 8017, A.1.1).
fn from_pkcs1(der: &[u8]) -> Result<PublicKey, PublicKeyError> {
    let key = RsaPublicKeyRef::from_der(der).map_err(|_| PublicKeyError::DamagedDer)?;
    let bits = bit_length(&key.modulus);
    if bits != MODULUS_BITS {
        return Err(PublicKeyError::WrongSize { bits });
    }
    if !is_public_exponent(&key.public_exponent) {
        return Err(PublicKeyError::OtherExponent {
            exponent: exponent_in_words(&key.public_exponent),
        });
    }
    let modulus =
        BoxedUint::from_be_slice(key.modulus.as_bytes(), MODULUS_BITS).map_err(|_| PublicKeyError::DamagedDer)?;
    PublicKey::from_modulus(modulus)
}
