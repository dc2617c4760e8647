//! Every reason for which a private key is refused, by its variant and its sentence.

use base64ct::{Base64, Encoding};
use keyseed::keys::{ImportError, KeyAlgorithm, KeyFlaw, KeyPair, PemFault, Weakness, import_private_key};
use pkcs8::EncodePrivateKey;
use pkcs8::der::{Decode, Encode};
use rsa::BoxedUint;
use rsa::pkcs1::{RsaPrivateKeyRef, UintRef};
use rsa::traits::PublicKeyParts;

use crate::peers::{Folder, PASSPHRASE, openssl, openssl_text, shell, their_key, their_public_key};

#[track_caller]
fn refused(text: &str, expected: &ImportError, words: &str) {
    refused_with(text, None, expected, words);
}

#[track_caller]
fn refused_with(text: &str, passphrase: Option<&str>, expected: &ImportError, words: &str) {
    let error = import_private_key(text, passphrase).unwrap_err();
    assert_eq!(&error, expected);
    assert!(error.to_string().contains(words), "{error}");
    // Nothing of what was pasted comes back, except the words that every key has.
    for run in text.as_bytes().windows(24) {
        let run = String::from_utf8_lossy(run);
        assert!(
            run.contains("KEY") || run.contains("BEGIN") || !error.to_string().contains(&*run),
            "{error}"
        );
    }
}

#[test]
fn what_is_no_private_key_is_named() {
    let folder = Folder::new("others");
    folder.write("key.pem", their_key());
    let request = shell("openssl req -new -key key.pem -subj /CN=acme", folder.path());
    let certificate = shell(
        "openssl req -x509 -new -key key.pem -subj /CN=acme -days 2",
        folder.path(),
    );
    refused("", &ImportError::Empty, "no private key yet");
    refused("\u{feff} \r\n\t", &ImportError::Empty, "no private key yet");
    refused(
        &"A".repeat(16_385),
        &ImportError::TooLarge { bytes: 16_385 },
        "16385 bytes long",
    );
    refused("hello", &ImportError::NotAPem, "-----BEGIN PRIVATE KEY-----");
    refused(
        "{\"kty\":\"RSA\"}",
        &ImportError::NotAPem,
        "not a private key in PEM form",
    );
    refused(
        &certificate,
        &ImportError::Certificate,
        "certificate, which holds no private key",
    );
    refused(&request, &ImportError::CertificateRequest, "certificate request");
    refused(their_public_key(), &ImportError::PublicKey, "This is a public key.");
    refused(
        "ssh-rsa AAAAB3NzaC1yc2E= me@host",
        &ImportError::PublicKey,
        "This is a public key.",
    );
    refused("PuTTY-User-Key-File-2: ssh-rsa", &ImportError::PuttyKey, "PuTTYgen");
    let openssh = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----";
    refused(openssh, &ImportError::OpenSshKey, "ssh-keygen -p -m PKCS8");
    let several = their_key().repeat(3);
    refused(
        &several,
        &ImportError::SeveralPrivateKeys { count: 3 },
        "3 private keys",
    );
}

#[test]
fn a_damaged_file_is_called_damaged() {
    let key = their_key();
    let damaged = |fault| ImportError::DamagedPem { fault };
    refused(&key[..900], &damaged(PemFault::EndLine), "its END line is missing");
    refused(
        &key[5..],
        &damaged(PemFault::BeginLine),
        "its BEGIN line is incomplete or missing",
    );
    refused(
        "BEGIN PRIVATE KEY\nMIIE",
        &damaged(PemFault::BeginLine),
        "its BEGIN line",
    );
    refused(&key.replace("MII", "M.I"), &damaged(PemFault::Base64), "not base64");
    let mixed = key.replace("END PRIVATE", "END RSA PRIVATE");
    refused(
        &mixed,
        &damaged(PemFault::Labels),
        "BEGIN and END lines do not belong together",
    );
    let lines: Vec<_> = key.lines().collect();
    refused(
        &[&lines[..5], &lines[6..]].concat().join("\n"),
        &ImportError::DamagedDer,
        "Copy the whole file again",
    );
    assert_eq!(KeyPair::from_pkcs8_der(b"").unwrap_err(), ImportError::DamagedDer);
}

#[test]
fn keys_that_twilio_does_not_accept_are_refused_with_the_reason() {
    let make = |arguments: &str| openssl_text(&format!("genpkey -quiet {arguments}"), b"");
    let ec = make("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    let sec1 = openssl_text("ec", ec.as_bytes());
    assert!(sec1.contains("BEGIN EC PRIVATE KEY"));
    for (key, algorithm, words) in [
        (
            ec,
            KeyAlgorithm::Ec,
            "This is an elliptic-curve (EC) key, not a plain RSA key.",
        ),
        (sec1, KeyAlgorithm::Ec, "an elliptic-curve (EC) key"),
        (make("-algorithm ed25519"), KeyAlgorithm::Ed25519, "an Ed25519 key"),
        (make("-algorithm ed448"), KeyAlgorithm::Ed448, "an Ed448 key"),
        (make("-algorithm x25519"), KeyAlgorithm::X25519, "an X25519 key"),
        (
            make("-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"),
            KeyAlgorithm::RsaPss,
            "an RSA-PSS key",
        ),
    ] {
        refused(&key, &ImportError::NotRsa { algorithm }, words);
    }
    let folder = Folder::new("dsa");
    let dsa = shell(
        "openssl dsaparam -out p.pem 1024 2>&- && openssl gendsa -out k.pem p.pem 2>&- && cat k.pem && \
         openssl dsa -in k.pem -out t.pem 2>&-",
        folder.path(),
    );
    let algorithm = KeyAlgorithm::Dsa;
    refused(&dsa, &ImportError::NotRsa { algorithm }, "a DSA key");

    for (bits, words) in [
        (1024, "This is a 1024-bit key."),
        (2047, "This is a 2047-bit key."),
        (
            4096,
            "This is a 4096-bit key. Twilio accepts RSA keys of exactly 2048 bits: make a new key pair here, or run",
        ),
    ] {
        let key = make(&format!("-algorithm RSA -pkeyopt rsa_keygen_bits:{bits}"));
        refused(&key, &ImportError::WrongSize { bits }, words);
    }
    let key = make("-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3");
    let exponent = "3".to_owned();
    refused(
        &key,
        &ImportError::OtherExponent { exponent },
        "The public exponent of this key is 3.",
    );
    let key = make("-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt primes:3");
    let flaw = KeyFlaw::MoreThanTwoPrimes;
    refused(&key, &ImportError::Inconsistent { flaw }, "more than two primes");
}

#[test]
fn an_encrypted_key_asks_for_its_passphrase() {
    let key = openssl_text("pkcs8 -topk8 -passout env:PASSPHRASE", their_key().as_bytes());
    refused_with(&key, None, &ImportError::PassphraseMissing, "Type the passphrase");
    refused_with(&key, Some(""), &ImportError::PassphraseMissing, "Type the passphrase");
    // One wrong passphrase in 256 gives whole padding; the sentence must be the same then.
    for number in 0..300 {
        let wrong = format!("wrong {number}");
        refused_with(
            &key,
            Some(&wrong),
            &ImportError::PassphraseWrong,
            "does not open the private key",
        );
    }
    assert!(import_private_key(&key, Some(PASSPHRASE)).is_ok());
}

#[test]
fn an_encryption_that_is_not_read_is_named_with_the_line_that_converts() {
    let old = openssl_text(
        "rsa -aes256 -traditional -passout env:PASSPHRASE",
        their_key().as_bytes(),
    );
    let line = "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -in OLD.pem -out NEW.pem";
    refused(&old, &ImportError::LegacyEncrypted, line);
    for (options, named) in [
        ("-v1 PBE-SHA1-3DES", "a PKCS#12 method"),
        ("-v2 des3", "PBES2 with a cipher"),
        ("-v2 aes-256-cbc -v2prf hmacWithSHA1", "PBKDF2 with HMAC-SHA1"),
        (
            "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 10000001",
            "PBKDF2 with 10000001 rounds",
        ),
    ] {
        let arguments = format!("pkcs8 -topk8 {options} -passout env:PASSPHRASE");
        let key = openssl_text(&arguments, their_key().as_bytes());
        let error = import_private_key(&key, Some(PASSPHRASE)).unwrap_err();
        assert!(
            matches!(error, ImportError::UnsupportedEncryption { .. }),
            "{options}: {error:?}"
        );
        assert!(
            error.to_string().contains(named) && error.to_string().contains(line),
            "{error}"
        );
    }
}

/// The numbers of an RSA private key in the order of RFC 8017, A.1.2.
#[derive(Clone)]
struct Numbers([Vec<u8>; 8]);

const N: usize = 0;
const D: usize = 2;
const P: usize = 3;
const Q: usize = 4;
const DP: usize = 5;
const DQ: usize = 6;
const QINV: usize = 7;

impl Numbers {
    fn theirs() -> Self {
        Self::read(&openssl("rsa -traditional -outform DER", their_key().as_bytes()))
    }

    fn read(pkcs1: &[u8]) -> Self {
        let key = RsaPrivateKeyRef::from_der(pkcs1).unwrap();
        let (n, e, d, p, q) = (
            key.modulus,
            key.public_exponent,
            key.private_exponent,
            key.prime1,
            key.prime2,
        );
        let numbers = [n, e, d, p, q, key.exponent1, key.exponent2, key.coefficient];
        Self(numbers.map(|number| number.as_bytes().to_vec()))
    }

    /// The key with one number replaced.
    fn with(&self, which: usize, bytes: &[u8]) -> String {
        let mut numbers = self.clone();
        numbers.0[which] = bytes.to_vec();
        numbers.armour()
    }

    /// The key with one number two larger, so that odd stays odd.
    fn with_more(&self, which: usize) -> String {
        let sum = self.integer(which).wrapping_add(&BoxedUint::from(2u64));
        self.with(which, &sum.to_be_bytes())
    }

    fn integer(&self, which: usize) -> BoxedUint {
        let bytes = &self.0[which];
        BoxedUint::from_be_slice(bytes, u32::try_from(bytes.len() * 8).unwrap()).unwrap()
    }

    fn armour(&self) -> String {
        let [n, e, d, p, q, dp, dq, qinv] = self.0.each_ref().map(|bytes| UintRef::new(bytes).unwrap());
        let key = RsaPrivateKeyRef {
            modulus: n,
            public_exponent: e,
            private_exponent: d,
            prime1: p,
            prime2: q,
            exponent1: dp,
            exponent2: dq,
            coefficient: qinv,
            other_prime_infos: None,
        };
        armour(&key.to_der().unwrap())
    }
}

fn armour(der: &[u8]) -> String {
    let base64 = Base64::encode_string(der);
    format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
}

#[test]
fn every_number_of_the_key_is_checked() {
    let key = Numbers::theirs();
    assert!(import_private_key(&key.armour(), None).is_ok());
    let mut swapped = key.clone();
    swapped.0.swap(P, Q);
    for (text, flaw, words) in [
        (key.with_more(N), KeyFlaw::Modulus, "not the product of its primes"),
        (key.with_more(P), KeyFlaw::Modulus, "not the product of its primes"),
        (key.with_more(Q), KeyFlaw::Modulus, "not the product of its primes"),
        (
            key.with(P, &key.0[P][..64]),
            KeyFlaw::UnevenPrimes,
            "not 1024 bits each",
        ),
        (
            key.with_more(D),
            KeyFlaw::PrivateExponent,
            "does not belong to its public exponent",
        ),
        (
            key.with(D, &[1]),
            KeyFlaw::PrivateExponent,
            "does not belong to its public exponent",
        ),
        (key.with_more(DP), KeyFlaw::CrtExponents, "exponents for the two primes"),
        (key.with_more(DQ), KeyFlaw::CrtExponents, "exponents for the two primes"),
        (swapped.armour(), KeyFlaw::CrtExponents, "exponents for the two primes"),
        (
            key.with_more(QINV),
            KeyFlaw::CrtCoefficient,
            "coefficient does not belong",
        ),
        (
            key.with(QINV, &[1]),
            KeyFlaw::CrtCoefficient,
            "coefficient does not belong",
        ),
    ] {
        refused(&text, &ImportError::Inconsistent { flaw }, words);
    }
}

/// p, q and e as a key whose other numbers agree with them; `rsa` does not ask whether p and q are prime.
fn key_of(p: BoxedUint, q: BoxedUint) -> Option<String> {
    let key = rsa::PrivateKey::from_p_q(p, q, BoxedUint::from(65_537u64)).ok()?;
    (key.n().bit_width() == 2048).then(|| armour(key.to_pkcs8_der().unwrap().as_bytes()))
}

#[test]
fn a_prime_that_is_not_prime_is_refused_though_the_rest_agrees() {
    // The modulus of a 1024-bit key is a product of two primes of 512 bits, which no trial division finds.
    let composite = || {
        let key = openssl("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024", b"");
        Numbers::read(&openssl("rsa -traditional -outform DER", &key)).integer(N)
    };
    let prime = Numbers::theirs().integer(P);
    // The product is one bit short now and then.
    let key = (0..50).find_map(|_| key_of(composite(), prime.clone())).unwrap();
    let flaw = KeyFlaw::NotPrime;
    refused(
        &key,
        &ImportError::Inconsistent { flaw },
        "one of its two primes is not prime",
    );
}

#[test]
fn close_primes_are_refused() {
    // The two largest primes of 1024 bits.
    let [p, q] = [105u64, 179].map(|distance| BoxedUint::max(1024).wrapping_sub(&BoxedUint::from(distance - 1)));
    let weakness = Weakness::ClosePrimes;
    refused(
        &key_of(p, q).unwrap(),
        &ImportError::Weak { weakness },
        "lie too close together",
    );
}
