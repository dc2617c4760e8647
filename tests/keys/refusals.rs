//! Every reason for which a private key is refused, by its variant and its sentence.

use keyseed::keys::{ImportError, KeyAlgorithm, KeyFlaw, KeyPair, PemFault, import_private_key};

use crate::peers::{Folder, PASSPHRASE, openssl_text, shell, their_key, their_public_key};

#[track_caller]
pub(crate) fn refused(text: &str, expected: &ImportError, words: &str) {
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
        &key[5..900],
        &damaged(PemFault::BeginLine),
        "its BEGIN line is incomplete or missing",
    );
    refused(
        "BEGIN PRIVATE KEY\nMIIE",
        &damaged(PemFault::BeginLine),
        "its BEGIN line",
    );
    refused(&key.replace("MII", "M.I"), &damaged(PemFault::Base64), "not base64");
    let mixed = key.replace("END PRIVATE", "END RSA PRIVATE").replace("MII", "M.I");
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
    let line = "openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem";
    let not_read = |key: &str, named: &str| {
        let error = import_private_key(key, Some(PASSPHRASE)).unwrap_err();
        assert!(
            matches!(error, ImportError::UnsupportedEncryption { .. }),
            "{named}: {error:?}"
        );
        assert!(
            error.to_string().contains(named) && error.to_string().contains(line),
            "{error}"
        );
    };
    for (options, named) in [
        ("-v1 PBE-SHA1-3DES", "a PKCS#12 method"),
        ("-v2 aria-256-cbc", "PBES2 with a cipher"),
        (
            "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 10000001",
            "PBKDF2 with 10000001 rounds",
        ),
    ] {
        let arguments = format!("pkcs8 -topk8 {options} -passout env:PASSPHRASE");
        not_read(&openssl_text(&arguments, their_key().as_bytes()), named);
    }
    let camellia = "rsa -camellia256 -traditional -passout env:PASSPHRASE";
    not_read(
        &openssl_text(camellia, their_key().as_bytes()),
        "OpenSSL's old method CAMELLIA-256-CBC",
    );
}

#[test]
fn an_old_encryption_asks_for_its_passphrase_too() {
    let old = "rsa -aes256 -traditional -passout env:PASSPHRASE";
    let key = openssl_text(old, their_key().as_bytes());
    refused(&key, &ImportError::PassphraseMissing, "Type the passphrase");
    for number in 0..300 {
        let wrong = format!("wrong {number}");
        refused_with(
            &key,
            Some(&wrong),
            &ImportError::PassphraseWrong,
            "does not open the private key",
        );
    }
    let base64 = ImportError::DamagedPem {
        fault: PemFault::Base64,
    };
    for damaged in [
        "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-256-CBC\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: DES-CBC,00112233\u{e9}445566\n\nAAAA\n-----END RSA PRIVATE KEY-----",
    ] {
        assert_eq!(
            import_private_key(damaged, Some(PASSPHRASE)).unwrap_err(),
            base64,
            "{damaged}"
        );
    }
}

/// The commands that refusals advise, and the options that they may have: those that LibreSSL 2.8 (macOS) and OpenSSL 1.0.2 have, too.
#[test]
fn every_advised_command_works_with_old_programs() {
    const OPTIONS: [(&str, &[&str]); 5] = [
        ("pkcs8", &["-topk8", "-v2", "-in", "-out"]),
        ("pkcs12", &["-nocerts", "-in", "-out"]),
        ("genpkey", &["-algorithm", "-pkeyopt"]),
        ("x509", &["-in", "-pubkey", "-noout"]),
        ("req", &["-in", "-pubkey", "-noout"]),
    ];
    let sources = ["error.rs", "public_error.rs"].map(|name| {
        let path = format!("{}/src/keys/import/{name}", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(path).unwrap();
        let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ")
    });
    let mut seen = Vec::new();
    for command in sources.iter().flat_map(|source| source.split("openssl ").skip(1)) {
        let command = command.split(['"', ',']).next().unwrap();
        let mut words = command.split_whitespace();
        let name = words.next().unwrap().to_owned();
        let (_, known) = OPTIONS.into_iter().find(|(known, _)| *known == name).unwrap();
        for option in words.filter(|word| word.starts_with('-')) {
            assert!(known.contains(&option), "openssl {command}");
        }
        seen.push(name);
    }
    assert!(
        OPTIONS.iter().all(|(name, _)| seen.iter().any(|other| other == name)),
        "{seen:?}"
    );
}
