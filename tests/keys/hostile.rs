//! No bytes and no text, however broken, do worse than an error.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use keyseed::keys::{ImportError, KeyPair, PublicKey, import_private_key};
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::{Encode, asn1::OctetStringRef};
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::scrypt::Params;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::peers::{PASSPHRASE, openssl, their_der, their_key, their_public_key};

/// One change to a document.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Cut(Index),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let bytes = prop::collection::vec(any::<u8>(), 1..8);
    let change = prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        1 => any::<Index>().prop_map(Change::Cut),
        1 => (any::<Index>(), bytes).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        1 => (any::<Index>(), 1usize..40).prop_map(|(at, count)| Change::Remove(at, count)),
        1 => (any::<Index>(), 1usize..40).prop_map(|(at, count)| Change::Repeat(at, count)),
    ];
    prop::collection::vec(change, 1..5)
}

/// Changes fall among the first `reach` bytes, where the structure is.
fn apply(document: &[u8], reach: usize, changes: &[Change]) -> Vec<u8> {
    let mut bytes = document.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let reach = reach.min(bytes.len());
        match change {
            Change::Set(at, byte) => bytes[at.index(reach)] = *byte,
            Change::Cut(at) => bytes.truncate(at.index(reach)),
            Change::Insert(at, more) => {
                let at = at.index(reach);
                bytes.splice(at..at, more.iter().copied());
            }
            Change::Remove(at, count) => {
                let at = at.index(reach);
                bytes.drain(at..(at + count).min(bytes.len()));
            }
            Change::Repeat(at, count) => {
                let at = at.index(reach);
                let again = bytes[at..(at + count).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

/// Their key under the cheapest PBKDF2 and scrypt, as DER.
fn encrypted() -> &'static [Vec<u8>; 2] {
    static KEYS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    KEYS.get_or_init(|| {
        ["-iter 1 -v2 aes-256-cbc", "-scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1"].map(|options| {
            let arguments = format!("pkcs8 -topk8 {options} -outform DER -passout env:PASSPHRASE");
            openssl(&arguments, their_key().as_bytes())
        })
    })
}

fn public_der() -> &'static [u8] {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    KEY.get_or_init(|| openssl("pkey -pubin -outform DER", their_public_key().as_bytes()))
}

/// Every importer on every input; only their very key may come out.
fn try_everything(bytes: &[u8]) {
    let text = Base64::encode_string(bytes);
    let pairs = [
        KeyPair::from_pkcs8_der(bytes),
        import_private_key(&text, Some(PASSPHRASE)),
    ];
    for pair in pairs.into_iter().flatten() {
        assert_eq!(pair.pkcs8_der(), their_der(), "another key was accepted");
    }
    // A public key that comes out is the one that the bytes hold, to the last bit.
    if let Ok(key) = PublicKey::from_spki_der(bytes) {
        assert_eq!(key.spki_der(), bytes, "another key than the bytes hold");
    }
    if let Ok(key) = PublicKey::import(&text) {
        let mut pieces = bytes.windows(key.spki_der().len());
        assert!(
            pieces.any(|piece| piece == key.spki_der()),
            "another key than the bytes hold"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn an_altered_private_key_is_refused_or_unharmed(changes in changes()) {
        try_everything(&apply(their_der(), usize::MAX, &changes));
        try_everything(&apply(their_der(), 60, &changes));
    }

    #[test]
    fn an_altered_public_key_is_an_error_or_the_key_that_it_says(changes in changes()) {
        try_everything(&apply(public_der(), usize::MAX, &changes));
        try_everything(&apply(public_der(), 40, &changes));
    }

    #[test]
    fn an_altered_encrypted_key_is_refused_in_time(changes in changes(), scrypt in any::<bool>()) {
        let changed = apply(&encrypted()[usize::from(scrypt)], 110, &changes);
        let start = Instant::now();
        // Work within the bounds may take seconds; it begins only with a passphrase, so that it is left out here.
        if asks_for_much_work(&changed) {
            prop_assert!(import_private_key(&Base64::encode_string(&changed), None).is_err());
        } else {
            try_everything(&changed);
        }
        prop_assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    }

    #[test]
    fn any_text_is_an_error(text in any::<String>(), label in "[A-Z ]{0,20}") {
        let armoured = format!("-----BEGIN {label}-----{text}-----END {label}-----");
        for text in [&text, &armoured] {
            prop_assert!(import_private_key(text, Some("x")).is_err());
            prop_assert!(PublicKey::import(text).is_err());
        }
    }

    #[test]
    fn any_bytes_are_an_error(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(KeyPair::from_pkcs8_der(&bytes).is_err());
        prop_assert!(PublicKey::from_spki_der(&bytes).is_err());
    }
}

/// How long the least work may take where everything else runs beside it.
const IN_TIME: Duration = Duration::from_secs(3);

#[test]
fn work_out_of_bounds_is_refused_before_it_begins() {
    let pbkdf2 = |rounds| {
        let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &[1; 16], [2; 16]).unwrap();
        file_of(parameters)
    };
    let scrypt = |log_n, r, p| {
        let parameters = Params::new(log_n, r, p).unwrap();
        file_of(Parameters::generate_scrypt_aes256cbc(parameters, &[1; 16], [2; 16]).unwrap())
    };
    for (file, words) in [
        (pbkdf2(10_000_001), "PBKDF2 with 10000001 rounds"),
        (pbkdf2(100_000_000), "PBKDF2 with 100000000 rounds"),
        (scrypt(20, 8, 1), "scrypt with N = 1048576, r = 8, p = 1"),
        (scrypt(14, 8, 129), "scrypt with N = 16384, r = 8, p = 129"),
        (scrypt(24, 8, 1), "scrypt with N = 16777216, r = 8, p = 1"),
    ] {
        let start = Instant::now();
        let error = import_private_key(&Base64::encode_string(&file), Some(PASSPHRASE)).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    }
}

/// An encrypted key with these parameters; its text is not one.
fn file_of(parameters: Parameters) -> Vec<u8> {
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: parameters.into(),
        encrypted_data: OctetStringRef::new(&[3; 1_264]).unwrap(),
    };
    info.to_der().unwrap()
}

fn asks_for_much_work(der: &[u8]) -> bool {
    let Ok(info) = EncryptedPrivateKeyInfoRef::try_from(der) else {
        return false;
    };
    match info.encryption_algorithm.pbes2().map(|parameters| &parameters.kdf) {
        Some(Kdf::Pbkdf2(pbkdf2)) => (100_000..=10_000_000).contains(&pbkdf2.iteration_count),
        Some(Kdf::Scrypt(scrypt)) => {
            let work = scrypt.cost_parameter.saturating_mul(scrypt.block_size.into());
            (1 << 15..=1 << 20).contains(&work.saturating_mul(scrypt.parallelization.into()))
        }
        _ => false,
    }
}

/// Their key under scrypt with N, whose one byte stands where `-scrypt_N 2` put it.
fn with_scrypt_cost(n: u8) -> Vec<u8> {
    let mut der = encrypted()[1].clone();
    let parameters = [2, 1, 2, 2, 1, 1, 2, 1, 1];
    let at = der
        .windows(parameters.len())
        .position(|window| window == parameters)
        .unwrap();
    der[at + 2] = n;
    der
}

#[test]
fn a_scrypt_cost_on_which_the_library_panics_is_refused() {
    assert!(import_private_key(&Base64::encode_string(&with_scrypt_cost(2)), Some(PASSPHRASE)).is_ok());
    for n in [0, 1, 3] {
        let error = import_private_key(&Base64::encode_string(&with_scrypt_cost(n)), Some(PASSPHRASE)).unwrap_err();
        let method = format!("scrypt with N = {n}, r = 1, p = 1");
        assert_eq!(error, ImportError::UnsupportedEncryption { method });
    }
}
