//! Reads keys as people have them: leniently about the text, strictly about the key.

mod armour;
mod encrypted;
mod error;
pub(super) mod public;
mod public_error;
mod shape;

pub use self::armour::PemFault;
pub use self::error::ImportError;
pub use self::public_error::PublicKeyError;
pub use self::shape::KeyAlgorithm;

use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use rsa::pkcs1::RsaPrivateKeyRef;

use self::armour::Block;
use self::shape::Shape;
use super::{KeyPair, check};

/// The longest paste that is read, in bytes of UTF-8. A private key with all of `openssl pkey -text` is half of it.
pub const MAX_PASTE_BYTES: usize = 16 * 1024;

/// Reads a private key as people paste it, and checks every number in it.
///
/// Takes PEM or bare base64 of PKCS#8 (RFC 5958), PKCS#1 (RFC 8017, A.1.2) and PKCS#8 encrypted by PBES2 (RFC 8018,
/// 6.2), at any line width or without line breaks, with text around it. What the label says does not matter; what the
/// DER holds does. `passphrase` is used for an encrypted key only.
///
/// # Errors
/// [`ImportError`], whose sentence says what was found and what to do next.
pub fn import_private_key(text: &str, passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    if text.len() > MAX_PASTE_BYTES {
        return Err(ImportError::TooLarge { bytes: text.len() });
    }
    let text = armour::trim(text);
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    let blocks = armour::blocks(text).map_err(|fault| ImportError::DamagedPem { fault })?;
    let mut private = blocks.iter().filter(|block| block.is_private());
    match (private.next(), private.count()) {
        (Some(block), 0) => from_block(block, passphrase),
        (Some(_), others) => Err(ImportError::SeveralPrivateKeys { count: others + 1 }),
        (None, _) => match blocks.first() {
            Some(block) => Err(other_block(block)),
            None => without_armour(text, passphrase),
        },
    }
}

/// The one private key of the paste.
fn from_block(block: &Block<'_>, passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    if block.is_legacy_encrypted() {
        return Err(ImportError::LegacyEncrypted);
    }
    if block.label == "OPENSSH PRIVATE KEY" {
        return Err(ImportError::OpenSshKey);
    }
    let der = armour::decode(block.body).map_err(|fault| ImportError::DamagedPem { fault })?;
    from_der(&der, passphrase)
}

/// A PEM that holds no private key.
fn other_block(block: &Block<'_>) -> ImportError {
    match block.label.as_str() {
        "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => ImportError::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => ImportError::CertificateRequest,
        label if label.ends_with("PUBLIC KEY") => ImportError::PublicKey,
        _ => ImportError::NotAPem,
    }
}

/// A paste without a BEGIN line: the base64 alone, or another program's format.
fn without_armour(text: &str, passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    if text.starts_with("PuTTY-User-Key-File-") {
        Err(ImportError::PuttyKey)
    } else if text.contains(' ') && text.contains("BEGIN SSH2 ENCRYPTED PRIVATE KEY") {
        Err(ImportError::OpenSshKey)
    } else if armour::is_ssh_public_key(text) {
        Err(ImportError::PublicKey)
    } else if let Some(der) = armour::decode_bare(text) {
        from_der(&der, passphrase)
    } else if text.contains("PRIVATE KEY") {
        Err(ImportError::DamagedPem {
            fault: PemFault::BeginLine,
        })
    } else {
        Err(ImportError::NotAPem)
    }
}

fn from_der(der: &[u8], passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    match Shape::of(der) {
        Shape::Pkcs8 => from_pkcs8(der),
        Shape::Pkcs1Private => from_pkcs1(der),
        Shape::Encrypted => from_encrypted(der, passphrase),
        Shape::EcPrivate => Err(ImportError::NotRsa {
            algorithm: KeyAlgorithm::Ec,
        }),
        Shape::DsaPrivate => Err(ImportError::NotRsa {
            algorithm: KeyAlgorithm::Dsa,
        }),
        Shape::Spki | Shape::Pkcs1Public => Err(ImportError::PublicKey),
        Shape::Certificate => Err(ImportError::Certificate),
        Shape::Unknown => Err(ImportError::DamagedDer),
    }
}

/// Reads a `PrivateKeyInfo` (RFC 5958, 2).
pub(super) fn from_pkcs8(der: &[u8]) -> Result<KeyPair, ImportError> {
    let info = PrivateKeyInfoRef::try_from(der).map_err(|_| ImportError::DamagedDer)?;
    match KeyAlgorithm::of(info.algorithm.oid) {
        None => from_pkcs1(info.private_key.as_bytes()),
        Some(algorithm) => Err(ImportError::NotRsa { algorithm }),
    }
}

/// Reads an `RSAPrivateKey` (RFC 8017, A.1.2).
fn from_pkcs1(der: &[u8]) -> Result<KeyPair, ImportError> {
    let file = RsaPrivateKeyRef::from_der(der).map_err(|_| ImportError::DamagedDer)?;
    let key = check::check_private_key(&file)?;
    if let Some(weakness) = super::weakness::find_weakness(rsa::traits::PublicKeyParts::n(&key).as_ref()) {
        return Err(ImportError::Weak { weakness });
    }
    Ok(KeyPair::new(key)?)
}

/// Reads an `EncryptedPrivateKeyInfo` (RFC 5958, 3).
fn from_encrypted(der: &[u8], passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    let opened = encrypted::open(der, passphrase)?;
    // A wrong passphrase opens the padding once in 256 times; what comes out is then no key.
    PrivateKeyInfoRef::try_from(&**opened).map_err(|_| ImportError::PassphraseWrong)?;
    from_pkcs8(&opened)
}
