//! Public keys: what is read, and every reason for which one is refused.

use keyseed::keys::{KeyAlgorithm, PemFault, PublicKey, PublicKeyError, Weakness};

use crate::peers::{Folder, openssl, openssl_text, python, shell, their_key, their_public_key};

fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

#[test]
fn every_form_of_a_public_key_is_read() {
    let pem = their_public_key();
    let pkcs1 = openssl_text("rsa -RSAPublicKey_out", their_key().as_bytes());
    assert!(pkcs1.starts_with("-----BEGIN RSA PUBLIC KEY-----"));
    let text = openssl_text("pkey -pubin -text", pem.as_bytes());
    for form in [
        pem,
        &pem.replace('\n', ""),
        &pem.replace('\n', " "),
        &base64_of(pem),
        &pkcs1,
        &base64_of(&pkcs1),
        &text,
    ] {
        assert_eq!(PublicKey::import(form).unwrap().to_pem(), pem, "{form}");
    }
    let der = openssl("pkey -pubin -outform DER", pem.as_bytes());
    assert_eq!(PublicKey::from_spki_der(&der).unwrap().spki_der(), der);
}

#[track_caller]
fn refused(text: &str, expected: &PublicKeyError, words: &str) {
    let error = PublicKey::import(text).unwrap_err();
    assert_eq!(&error, expected);
    let sentence = error.to_string();
    assert!(sentence.contains(words), "{sentence}");
    assert!(
        sentence.ends_with(|end: char| end == '.' || end.is_alphanumeric()),
        "{sentence}"
    );
}

#[test]
fn a_private_key_is_refused_loudly_in_every_form() {
    let key = their_key();
    let pkcs1 = openssl_text("rsa -traditional", key.as_bytes());
    let encrypted = openssl_text("pkcs8 -topk8 -passout env:PASSPHRASE", key.as_bytes());
    let cut = &key[..key.len() / 2];
    let both = format!("{}{key}", their_public_key());
    for text in [
        key,
        &pkcs1,
        &encrypted,
        &base64_of(key),
        &base64_of(&pkcs1),
        &base64_of(&encrypted),
        cut,
        &both,
    ] {
        refused(
            text,
            &PublicKeyError::PrivateKey,
            "STOP: this is a PRIVATE key. Nothing was sent",
        );
    }
    refused("PuTTY-User-Key-File-3: ssh-rsa", &PublicKeyError::PrivateKey, "STOP");
}

#[test]
fn other_things_are_named() {
    let folder = Folder::new("public-others");
    folder.write("key.pem", their_key());
    let request = shell("openssl req -new -key key.pem -subj /CN=acme", folder.path());
    let certificate = shell(
        "openssl req -x509 -new -key key.pem -subj /CN=acme -days 2",
        folder.path(),
    );
    refused(
        &certificate,
        &PublicKeyError::Certificate,
        "openssl x509 -in CERTIFICATE.pem -pubkey -noout",
    );
    refused(
        &request,
        &PublicKeyError::CertificateRequest,
        "openssl req -in REQUEST.pem -pubkey -noout",
    );
    refused(&base64_of(&certificate), &PublicKeyError::Certificate, "certificate");
    refused(
        "ssh-rsa AAAAB3NzaC1yc2E= me@host",
        &PublicKeyError::OpenSshKey,
        "ssh-keygen -e -m PKCS8",
    );
    refused(
        "---- BEGIN SSH2 PUBLIC KEY ----",
        &PublicKeyError::OpenSshKey,
        "ssh-keygen -e -m PKCS8",
    );
    refused(" \n", &PublicKeyError::Empty, "no public key yet");
    refused("CR0123", &PublicKeyError::NotAPem, "-----BEGIN PUBLIC KEY-----");
    refused(
        "-----BEGIN EC PARAMETERS-----\nAQID\n-----END EC PARAMETERS-----",
        &PublicKeyError::NotAPem,
        "not a public",
    );
    refused(
        &"x".repeat(20_000),
        &PublicKeyError::TooLarge { bytes: 20_000 },
        "20000 bytes",
    );
    let two = their_public_key().repeat(2);
    refused(&two, &PublicKeyError::SeveralPublicKeys { count: 2 }, "2 public keys");
}

#[test]
fn a_damaged_key_is_called_damaged() {
    let pem = their_public_key();
    let damaged = |fault| PublicKeyError::DamagedPem { fault };
    let half = &pem[..pem.len() / 2];
    refused(half, &damaged(PemFault::EndLine), "its END line is missing");
    refused(&pem[5..300], &damaged(PemFault::BeginLine), "its BEGIN line");
    refused(&pem.replace("MII", "M*I"), &damaged(PemFault::Base64), "not base64");
    refused("BEGIN PUBLIC KEY", &damaged(PemFault::BeginLine), "its BEGIN line");
    let lines: Vec<_> = pem.lines().collect();
    let line_lost = [&lines[..3], &lines[4..]].concat().join("\n");
    refused(&line_lost, &PublicKeyError::DamagedDer, "Copy the whole file again");
}

#[test]
fn keys_that_twilio_does_not_accept_are_refused_with_the_reason() {
    let make = |arguments: &str| {
        let private = openssl_text(&format!("genpkey -quiet {arguments}"), b"");
        openssl_text("pkey -pubout", private.as_bytes())
    };
    for (arguments, algorithm, words) in [
        (
            "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
            KeyAlgorithm::Ec,
            "an elliptic-curve (EC) key",
        ),
        ("-algorithm ed25519", KeyAlgorithm::Ed25519, "an Ed25519 key"),
        (
            "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
            KeyAlgorithm::RsaPss,
            "an RSA-PSS key",
        ),
    ] {
        refused(&make(arguments), &PublicKeyError::NotRsa { algorithm }, words);
    }
    for (bits, words) in [(1024, "a 1024-bit key"), (3072, "a 3072-bit key")] {
        let key = make(&format!("-algorithm RSA -pkeyopt rsa_keygen_bits:{bits}"));
        refused(&key, &PublicKeyError::WrongSize { bits }, words);
    }
    let key = make("-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3");
    let exponent = "3".to_owned();
    refused(
        &key,
        &PublicKeyError::OtherExponent { exponent },
        "exponent of this key is 3.",
    );
}

#[test]
fn keys_with_known_flaws_are_refused() {
    for (kind, weakness, words) in [
        ("roca", Weakness::Roca, "CVE-2017-15361"),
        ("close", Weakness::ClosePrimes, "CVE-2022-26320"),
        ("small", Weakness::SmallFactor, "a small number divides"),
    ] {
        refused(&python(&["weak", kind], b""), &PublicKeyError::Weak { weakness }, words);
    }
}
