//! Opens an encrypted PKCS#8 key, within bounds: the file itself says how much work and memory its passphrase costs.

use pkcs8::der::Decode;
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::pkcs5::pbes2::{self, Kdf};
use pkcs8::pkcs5::{EncryptionScheme, Error};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier};
use zeroize::Zeroizing;

use super::{ImportError, legacy};

/// The most PBKDF2 rounds: "for especially critical keys" (RFC 8018, 4.2); some seconds of work.
const MAX_PBKDF2_ITERATIONS: u32 = 10_000_000;

/// The most memory for scrypt, in bytes. OpenSSL stops at a quarter of it.
const MAX_SCRYPT_BYTES: u64 = 128 * 1024 * 1024;

/// The most work for scrypt, as the product N r p.
const MAX_SCRYPT_WORK: u64 = 1 << 24;

/// Decrypts an `EncryptedPrivateKeyInfo` (RFC 5958, 3): the bytes of a `PrivateKeyInfo`, if the passphrase was right.
pub(super) fn open(der: &[u8], passphrase: Option<&str>) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (algorithm, ciphertext) = split(der).ok_or(ImportError::DamagedDer)?;
    let unsupported = || ImportError::UnsupportedEncryption {
        method: method_in_words(algorithm.oid),
    };
    let scheme = EncryptionScheme::try_from(algorithm).map_err(|_| unsupported())?;
    if let Some(algorithm) = scheme.pbes1() {
        return legacy::open_pbes1(algorithm, ciphertext, passphrase).unwrap_or_else(|| Err(unsupported()));
    }
    let parameters = scheme.pbes2().ok_or_else(unsupported)?;
    check_cost(&parameters.kdf)?;
    let passphrase = legacy::given(passphrase)?;

    let mut buffer = Zeroizing::new(ciphertext.to_vec());
    let length = match parameters.decrypt_in_place(passphrase, &mut buffer) {
        Ok(plaintext) => plaintext.len(),
        Err(Error::DecryptFailed) => return Err(ImportError::PassphraseWrong),
        Err(_) => return Err(unsupported()),
    };
    buffer.truncate(length);
    Ok(buffer)
}

fn split(der: &[u8]) -> Option<(AlgorithmIdentifierRef<'_>, &[u8])> {
    let document = AnyRef::from_der(der).ok()?;
    let pair = document.sequence(|reader| {
        let algorithm = AlgorithmIdentifierRef::decode(reader)?;
        let ciphertext = <&OctetStringRef>::decode(reader)?;
        Ok::<_, pkcs8::der::Error>((algorithm, ciphertext.as_bytes()))
    });
    pair.ok()
}

/// Refuses parameters that would hang the page, and those that `pkcs5` answers with a panic (N = 0).
fn check_cost(kdf: &Kdf) -> Result<(), ImportError> {
    let unsupported = |method: String| Err(ImportError::UnsupportedEncryption { method });
    match kdf {
        Kdf::Pbkdf2(pbkdf2) => match pbkdf2.iteration_count {
            1..=MAX_PBKDF2_ITERATIONS => Ok(()),
            rounds => unsupported(format!("PBKDF2 with {rounds} rounds")),
        },
        Kdf::Scrypt(scrypt) => {
            let (n, r, p) = (
                scrypt.cost_parameter,
                u64::from(scrypt.block_size),
                u64::from(scrypt.parallelization),
            );
            let memory = n.checked_mul(r).and_then(|blocks| blocks.checked_mul(128));
            let work = n.checked_mul(r).and_then(|blocks| blocks.checked_mul(p));
            let fits = memory.is_some_and(|bytes| bytes <= MAX_SCRYPT_BYTES)
                && work.is_some_and(|work| (2..=MAX_SCRYPT_WORK).contains(&work));
            if fits && n.is_power_of_two() {
                Ok(())
            } else {
                unsupported(format!("scrypt with N = {n}, r = {r}, p = {p}"))
            }
        }
        _ => unsupported(method_in_words(kdf.oid())),
    }
}

/// The name of an encryption that is not read here, or its object identifier.
fn method_in_words(oid: ObjectIdentifier) -> String {
    let digits = oid.to_string();
    if oid == pbes2::PBES2_OID {
        "PBES2 with a cipher or a key derivation that is not read here".to_owned()
    } else if digits.starts_with("1.2.840.113549.1.5.") {
        "PBES1, an outdated method".to_owned()
    } else if digits.starts_with("1.2.840.113549.1.12.1.") {
        "a PKCS#12 method, which is outdated".to_owned()
    } else {
        format!("the method {digits}")
    }
}
