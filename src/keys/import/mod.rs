//! Reads keys as people have them: leniently about the text, strictly about the key.

mod armour;
mod encrypted;
mod error;
mod file;
mod legacy;
mod private;
pub(super) mod public;
mod public_error;
mod shape;
mod spelling;
mod written;

pub use self::armour::PemFault;
pub use self::error::ImportError;
pub use self::file::text_of_file;
pub use self::private::holds_private_key;
pub use self::public_error::PublicKeyError;
pub use self::shape::KeyAlgorithm;

use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use rsa::pkcs1::RsaPrivateKeyRef;

use self::armour::Block;
use self::shape::Shape;
use self::spelling::Layer;
use self::written::Written;
use super::{KeyPair, check};

/// The longest paste that is read, in bytes of UTF-8. A private key with all of `openssl pkey -text` is half of it.
pub const MAX_PASTE_BYTES: usize = 16 * 1024;

/// Reads a private key as people paste it, and checks every number in it.
///
/// Takes PKCS#8 (RFC 5958), PKCS#1 (RFC 8017, A.1.2), PKCS#8 encrypted by PBES2 (RFC 8018, 6.2) and OpenSSL's older encryptions, as PEM
/// at any line width or without line breaks, with text around it; a JSON Web Key; XML; and all of these in whatever spelling the private
/// module `spelling` knows: bare base64, base64 of the file, escaped, percent-encoded, in hexadecimal digits. What the label says does
/// not matter; what the DER holds does. `passphrase` is used for an encrypted key only.
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
    let mut found = Err(ImportError::NotAPem);
    spelling::search(text, &mut |layer| {
        let (read, is_whole) = match layer {
            Layer::Text(text) => (from_text(text, passphrase), true),
            Layer::Bytes(bytes) => (from_bytes(bytes, passphrase), false),
        };
        // What is damaged may be a spelling; of what comes out of it then, the first fault is the one to tell.
        let goes_on = match &read {
            Err(ImportError::NotAPem) => return false,
            Err(ImportError::DamagedPem { .. }) => true,
            Err(ImportError::DamagedDer) => !is_whole,
            _ => false,
        };
        if !goes_on || matches!(found, Err(ImportError::NotAPem)) {
            found = read;
        }
        !goes_on
    });
    found
}

fn from_text(text: &str, passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    let blocks = armour::blocks(text).map_err(|fault| ImportError::DamagedPem { fault })?;
    let mut private = blocks.iter().filter(|block| block.is_private());
    match (private.next(), private.count()) {
        (Some(block), 0) => from_block(block, passphrase),
        (Some(_), others) => Err(ImportError::SeveralPrivateKeys { count: others + 1 }),
        (None, _) => match blocks.first() {
            Some(block) => Err(other_block(block)),
            None => without_armour(text),
        },
    }
}

/// The one private key of the paste.
fn from_block(block: &Block<'_>, passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    if block.label == "OPENSSH PRIVATE KEY" {
        return Err(ImportError::OpenSshKey);
    }
    if let Some(header) = legacy::header(block.body) {
        let der = legacy::open_block(header, passphrase)?;
        // As with PBES2, a wrong passphrase opens the padding now and then.
        return match from_der(&der, None) {
            Err(ImportError::DamagedDer) => Err(ImportError::PassphraseWrong),
            read => read,
        };
    }
    let der = armour::decode(block.body).map_err(|fault| ImportError::DamagedPem { fault })?;
    from_der(&der, passphrase)
}

/// A PEM that holds no private key.
fn other_block(block: &Block<'_>) -> ImportError {
    match block.label.as_str() {
        "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => ImportError::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => ImportError::CertificateRequest,
        label if label.starts_with("PGP ") => ImportError::PgpKey,
        label if label.ends_with("PUBLIC KEY") => ImportError::PublicKey,
        _ => ImportError::NotAPem,
    }
}

/// A text without a BEGIN line: another program's format, or the numbers by name.
fn without_armour(text: &str) -> Result<KeyPair, ImportError> {
    match written::find(text) {
        Some(Written::Private(der)) => return from_pkcs1(&der),
        Some(Written::Public(_) | Written::Several { private: false, .. }) => return Err(ImportError::PublicKey),
        Some(Written::PrivateOnly { rsa: true }) => return Err(ImportError::PartsMissing),
        Some(Written::PrivateOnly { rsa: false }) => {
            let algorithm = KeyAlgorithm::Ec;
            return Err(ImportError::NotRsa { algorithm });
        }
        Some(Written::Several { count, private: true }) => return Err(ImportError::SeveralPrivateKeys { count }),
        None => {}
    }
    if text.contains("PuTTY-User-Key-File-") {
        Err(ImportError::PuttyKey)
    } else if text.contains(' ') && text.contains("BEGIN SSH2 ENCRYPTED PRIVATE KEY") {
        Err(ImportError::OpenSshKey)
    } else if armour::is_ssh_public_key(text) {
        Err(ImportError::PublicKey)
    } else if private::is_printed(text) {
        Err(ImportError::Printed)
    } else if text.contains("PRIVATE KEY") {
        Err(ImportError::DamagedPem {
            fault: PemFault::BeginLine,
        })
    } else {
        Err(ImportError::NotAPem)
    }
}

/// Bytes that digits spelled: DER, or nothing that was meant.
fn from_bytes(bytes: &[u8], passphrase: Option<&str>) -> Result<KeyPair, ImportError> {
    match from_der(bytes, passphrase) {
        Err(ImportError::DamagedDer) if bytes.first() != Some(&SEQUENCE) => Err(ImportError::NotAPem),
        read => read,
    }
}

/// The first byte of every key in DER.
const SEQUENCE: u8 = 0x30;

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
        Shape::OpenSsh => Err(ImportError::OpenSshKey),
        Shape::Pkcs12 => Err(ImportError::Pkcs12),
        Shape::Spki | Shape::Pkcs1Public => Err(ImportError::PublicKey),
        Shape::Certificate => Err(ImportError::Certificate),
        Shape::PrivatePiece | Shape::Unknown => Err(ImportError::DamagedDer),
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
