//! A key in every spelling that a person could paste: read where it belongs, recognised where it does not.

use std::time::{Duration, Instant};

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use keyseed::keys::{
    ImportError, KeyAlgorithm, PublicKey, PublicKeyError, holds_private_key, import_private_key, text_of_file,
};
use proptest::prelude::*;

use crate::peers::{Folder, PASSPHRASE, openssl, openssl_text, python, shell, their_der, their_key, their_public_key};

type Spelling = (&'static str, String);

fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn wrapped(text: &str, width: usize) -> String {
    let lines: Vec<_> = text.as_bytes().chunks(width).map(String::from_utf8_lossy).collect();
    lines.join("\n")
}

fn each(bytes: &[u8], format: fn(u8) -> String, between: &str) -> String {
    bytes.iter().map(|byte| format(*byte)).collect::<Vec<_>>().join(between)
}

fn each_line(text: &str, format: impl Fn(&str) -> String) -> String {
    text.lines().map(format).collect::<Vec<_>>().join("\n")
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The base64 of a PEM's body, in its lines.
fn body(pem: &str) -> String {
    each_line(pem, |line| {
        if line.contains("KEY") {
            String::new()
        } else {
            line.to_owned()
        }
    })
    .trim()
    .to_owned()
}

/// What programs and people make of a PEM.
fn of_pem(pem: &str) -> Vec<Spelling> {
    let base64 = Base64::encode_string(pem.as_bytes());
    let base64url = Base64UrlUnpadded::encode_string(pem.as_bytes());
    let html = pem
        .replace('-', "&#45;")
        .replace('+', "&plus;")
        .replace('/', "&#x2F;")
        .replace('\n', "<br>\n");
    let quoted = pem.replace('\n', "\\n");
    vec![
        ("escaped", quoted.clone()),
        ("escaped twice", pem.replace('\n', "\\\\n")),
        ("escaped, with a shell's continuation", pem.replace('\n', "\\n\\\n")),
        ("escaped, in PowerShell", pem.replace('\n', "`n")),
        ("in JSON", format!("{{\"private_key\":{},\"n\":1}}", json(pem))),
        ("in JSON in JSON", json(&json(pem))),
        (
            "with escaped hyphens",
            pem.replace('-', "\\u002d").replace('\n', "\\x0a"),
        ),
        ("percent-encoded", percent(pem)),
        ("percent-encoded twice", percent(&percent(pem))),
        ("percent-encoded in a form", percent(pem).replace("%20", "+")),
        ("percent-encoded line ends", pem.replace('\n', "%0D%0A")),
        ("base64", base64.clone()),
        ("base64 in lines", wrapped(&base64, 76)),
        ("base64 in quotes", format!("\"{base64}\"")),
        ("base64 in a variable", format!("export TWILIO_KEY={base64}\n")),
        (
            "base64 in a secret",
            format!("apiVersion: v1\ndata:\n  tls.key: {base64}\nkind: Secret"),
        ),
        (
            "base64 in a data URL",
            format!("data:application/x-pem-file;base64,{base64}"),
        ),
        (
            "base64 in a letter",
            format!("Hello,\nhere it is:\n\n{}\n\nThanks", wrapped(&base64, 64)),
        ),
        ("base64 twice", Base64::encode_string(base64.as_bytes())),
        ("base64, percent-encoded", percent(&base64)),
        ("base64url", base64url),
        ("base64 of UTF-16", Base64::encode_string(&utf16(pem))),
        (
            "base64 of the percent-encoded",
            Base64::encode_string(percent(pem).as_bytes()),
        ),
        (
            "base64 of the escaped, in JSON",
            json(&Base64::encode_string(quoted.as_bytes())),
        ),
        ("HTML", html.clone()),
        (
            "HTML in HTML",
            html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        ),
        ("with dashes", pem.replace("-----", "\u{2014}\u{2013}-")),
        ("with one dash", pem.replace("-----", "\u{2014}")),
        ("UTF-16", String::from_utf8(utf16(pem)).unwrap()),
        ("quoted-printable", pem.replace('=', "=3D")),
        ("quoted in a mail", each_line(pem, |line| format!("> {line}"))),
        ("commented out", each_line(pem, |line| format!("# {line}"))),
        (
            "joined by a program",
            each_line(pem, |line| format!("  \"{line}\\n\" +")),
        ),
        ("joined by C", each_line(pem, |line| format!("  \"{line}\\n\""))),
        ("in an array", each_line(pem, |line| format!("  '{line}',"))),
        ("hexadecimal", each(pem.as_bytes(), |byte| format!("{byte:02x}"), "")),
        (
            "a list of numbers",
            format!(
                "{{\"type\":\"Buffer\",\"data\":[{}]}}",
                each(pem.as_bytes(), |byte| byte.to_string(), ",")
            ),
        ),
    ]
}

/// What programs and people make of DER.
fn of_der(der: &[u8]) -> Vec<Spelling> {
    let base64 = Base64::encode_string(der);
    vec![
        ("base64", base64.clone()),
        ("base64 in narrow lines", wrapped(&base64, 20)),
        ("base64, percent-encoded", percent(&base64)),
        ("base64, escaped", wrapped(&base64, 64).replace('\n', "\\n")),
        (
            "base64 in a letter",
            format!("Hello,\n{}\nThanks", wrapped(&base64, 64)),
        ),
        (
            "base64 joined by a program",
            each_line(&wrapped(&base64, 64), |line| format!("\"{line}\" +")),
        ),
        (
            "base64 with four hyphens",
            format!("----BEGIN KEY----\n{}\n----END KEY----", wrapped(&base64, 64)),
        ),
        ("base64url", Base64UrlUnpadded::encode_string(der)),
        ("base64 of base64", Base64::encode_string(base64.as_bytes())),
        ("hexadecimal", each(der, |byte| format!("{byte:02x}"), "")),
        ("hexadecimal in capitals", each(der, |byte| format!("{byte:02X}"), " ")),
        (
            "hexadecimal with colons",
            wrapped(&each(der, |byte| format!("{byte:02x}"), ":"), 45),
        ),
        (
            "hexadecimal in a program",
            format!("byte[] key = {{{}}};", each(der, |byte| format!("0x{byte:02x}"), ", ")),
        ),
        (
            "escaped bytes",
            format!("b'{}'", each(der, |byte| format!("\\x{byte:02x}"), "")),
        ),
        ("percent-encoded bytes", each(der, |byte| format!("%{byte:02x}"), "")),
        (
            "signed numbers",
            format!("[{}]", each(der, |byte| byte.cast_signed().to_string(), ", ")),
        ),
        ("a dump", dump(der)),
    ]
}

/// As xxd prints it.
fn dump(bytes: &[u8]) -> String {
    let line = |(number, bytes): (usize, &[u8])| {
        let digits = each(bytes, |byte| format!("{byte:02x}"), "");
        format!(
            "{:08x}: {}  {}",
            number * 16,
            wrapped(&digits, 4).replace('\n', " "),
            "................"
        )
    };
    bytes.chunks(16).enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// A key as a JSON Web Key and as XML, by Python.
fn written(key: &str, kind: &str) -> String {
    python(&["written", kind], key.as_bytes()).trim().to_owned()
}

fn of_numbers(key: &str) -> Vec<Spelling> {
    let jwk = written(key, "jwk");
    let xml = written(key, "xml");
    vec![
        ("a JWK", jwk.clone()),
        ("a JWK in JSON", json(&jwk)),
        ("a JWK, percent-encoded", percent(&jwk)),
        ("a JWK, base64", Base64::encode_string(jwk.as_bytes())),
        (
            "a JWK as JavaScript prints it",
            jwk.replace("\":", ":")
                .replace("{\"", "{ ")
                .replace(",\"", ",\n  ")
                .replace('"', "'"),
        ),
        ("a set of one JWK", format!("{{\"keys\":[{jwk}]}}")),
        ("XML", xml.clone()),
        ("XML in HTML", xml.replace('<', "&lt;").replace('>', "&gt;")),
        ("XML, base64", Base64::encode_string(xml.as_bytes())),
        ("XML in lines", xml.replace("><", ">\n  <")),
    ]
}

#[test]
fn a_private_key_is_read_in_every_spelling() {
    let pkcs1 = openssl_text("rsa -traditional", their_key().as_bytes());
    let pkcs1_der = Base64::decode_vec(&body(&pkcs1).replace('\n', "")).unwrap();
    let all = [
        of_pem(their_key()),
        of_pem(&pkcs1),
        of_der(their_der()),
        of_der(&pkcs1_der),
        of_numbers(their_key()),
    ];
    for (name, text) in all.concat() {
        let pair = import_private_key(&text, None).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        assert_eq!(pair.pkcs8_der(), their_der(), "{name}");
    }
}

#[test]
fn an_encrypted_private_key_is_read_in_every_spelling() {
    let modern = openssl_text("pkcs8 -topk8 -iter 1 -passout env:PASSPHRASE", their_key().as_bytes());
    let legacy = openssl_text(
        "rsa -aes256 -traditional -passout env:PASSPHRASE",
        their_key().as_bytes(),
    );
    for pem in [&modern, &legacy] {
        for (name, text) in of_pem(pem) {
            let refused = import_private_key(&text, None).unwrap_err();
            assert_eq!(refused, ImportError::PassphraseMissing, "{name}");
            let pair =
                import_private_key(&text, Some(PASSPHRASE)).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
            assert_eq!(pair.pkcs8_der(), their_der(), "{name}");
        }
    }
}

#[test]
fn a_public_key_is_read_in_every_spelling_and_is_no_private_key() {
    let pem = their_public_key();
    let der = openssl("pkey -pubin -outform DER", pem.as_bytes());
    for (name, text) in [of_pem(pem), of_der(&der), of_numbers(pem)].concat() {
        assert!(!holds_private_key(&text), "{name}: {text}");
        let key = PublicKey::import(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        assert_eq!(key.to_pem(), pem, "{name}");
        assert_eq!(
            import_private_key(&text, None).unwrap_err(),
            ImportError::PublicKey,
            "{name}"
        );
    }
}

/// Private keys of every kind, as the files of the programs that made them.
fn private_files() -> Vec<Spelling> {
    let key = their_key().as_bytes();
    let make = |arguments: &str| openssl_text(&format!("genpkey -quiet {arguments}"), b"");
    let ec = make("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    vec![
        ("PKCS#8", their_key().to_owned()),
        ("PKCS#1", openssl_text("rsa -traditional", key)),
        ("encrypted", openssl_text("pkcs8 -topk8 -passout env:PASSPHRASE", key)),
        (
            "scrypt",
            openssl_text("pkcs8 -topk8 -scrypt -passout env:PASSPHRASE", key),
        ),
        (
            "PKCS#12's encryption",
            openssl_text("pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout env:PASSPHRASE", key),
        ),
        ("4096 bits", make("-algorithm RSA -pkeyopt rsa_keygen_bits:4096")),
        ("SEC 1", openssl_text("ec", ec.as_bytes())),
        ("EC", ec),
        ("Ed25519", make("-algorithm ed25519")),
    ]
}

#[test]
fn a_private_key_is_recognised_in_every_spelling() {
    let mut all: Vec<_> = of_numbers(their_key());
    for (_, pem) in private_files() {
        let der = Base64::decode_vec(&body(&pem).replace('\n', "")).unwrap();
        all.extend([of_pem(&pem), of_der(&der)].concat());
    }
    for (name, text) in all {
        for text in [
            &text,
            &format!("Hi,\nhere is it:\n{text}\nThanks"),
            &format!("{}\n{text}", their_public_key()),
        ] {
            assert!(holds_private_key(text), "{name}: {text}");
            assert_eq!(PublicKey::import(text), Err(PublicKeyError::PrivateKey), "{name}");
        }
    }
}

#[test]
fn a_piece_of_a_private_key_is_recognised() {
    for (kind, pem) in private_files().into_iter().take(6) {
        let body = body(&pem);
        let lines: Vec<_> = body.lines().collect();
        let one_line = lines.concat().trim_end_matches('=').to_owned();
        let mut pieces = vec![
            ("without its last line", lines[..lines.len() - 1].join("\n")),
            ("its first half", lines[..lines.len() / 2].join("\n")),
            ("a line is lost in it", [&lines[..9], &lines[10..]].concat().join("\n")),
            ("without its last line, in one", lines[..lines.len() - 1].concat()),
        ];
        pieces.extend((1..5).map(|cut| ("cut in its last line", one_line[..one_line.len() - cut].to_owned())));
        // What is encrypted has no numbers to tell it by.
        if !kind.contains("crypt") {
            pieces.push(("without its first line", lines[1..].join("\n")));
            if lines.len() < 30 {
                pieces.push(("its second half", lines[lines.len() / 2..].join("\n")));
            }
        }
        for (name, text) in pieces {
            for text in [
                &text,
                &format!("here: {text}"),
                &format!("{text}\n-----END PUBLIC KEY-----"),
            ] {
                assert!(holds_private_key(text), "{kind}, {name}: {text}");
                assert_eq!(
                    PublicKey::import(text),
                    Err(PublicKeyError::PrivateKey),
                    "{kind}, {name}"
                );
            }
            assert!(import_private_key(&text, None).is_err(), "{kind}, {name}");
        }
    }
}

#[test]
fn a_private_key_in_a_text_that_is_too_long_is_recognised() {
    let filler = "West Team\n".repeat(3_000);
    for text in [
        format!("{filler}{}", their_key()),
        format!("{}\n{filler}", body(their_key())),
    ] {
        assert!(holds_private_key(&text));
        assert_eq!(PublicKey::import(&text), Err(PublicKeyError::PrivateKey));
    }
}

/// Fields ask at each key that is pressed.
#[test]
fn a_long_text_is_looked_through_in_no_time() {
    let lists = [
        "AC00000000000000000000000000000001 West\n".repeat(25_000),
        "A-subaccount-with-one-long-word\n".repeat(30_000),
        "West Team & Co. <west@example.com> 100% \u{2014} 1, 2, 3\n".repeat(20_000),
        "\\\"".repeat(500_000),
        "PRIVATE ".repeat(130_000),
        "<".repeat(1_000_000),
        "<a".repeat(500_000),
    ];
    for list in lists {
        let start = Instant::now();
        assert!(!holds_private_key(&list));
        assert!(
            start.elapsed() < Duration::from_secs(3),
            "{:?}: {}",
            start.elapsed(),
            &list[..40]
        );
    }
}

#[test]
fn other_programs_private_keys_are_named_and_recognised() {
    let folder = Folder::new("other-programs");
    folder.write("key.pem", their_key());
    shell("ssh-keygen -q -t rsa -b 2048 -N '' -C acme -f ssh", folder.path());
    shell(
        "openssl req -x509 -new -key key.pem -subj /CN=acme -days 2 -out cert.pem && openssl pkcs12 -export -inkey \
         key.pem -in cert.pem -passout env:PASSPHRASE -out bag.p12",
        folder.path(),
    );
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let ssh = String::from_utf8(read("ssh")).unwrap();
    let printed = openssl_text("rsa -text -noout", their_key().as_bytes());
    let incomplete = written(their_key(), "jwk").replace("\"qi\"", "\"x\"");
    let pgp = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\nlQOYBF\n=aaaa\n-----END PGP PRIVATE KEY BLOCK-----";
    let okp = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let ec = KeyAlgorithm::Ec;
    for (text, expected, words) in [
        (ssh.clone(), ImportError::OpenSshKey, "ssh-keygen -p -m PKCS8"),
        (body(&ssh), ImportError::OpenSshKey, "ssh-keygen -p -m PKCS8"),
        (
            Base64::encode_string(ssh.as_bytes()),
            ImportError::OpenSshKey,
            "ssh-keygen -p -m PKCS8",
        ),
        (
            "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 1\nAAAA".to_owned(),
            ImportError::PuttyKey,
            "PuTTYgen",
        ),
        (pgp.to_owned(), ImportError::PgpKey, "This is a PGP key"),
        (percent(pgp), ImportError::PgpKey, "This is a PGP key"),
        (
            text_of_file(&read("bag.p12")).to_string(),
            ImportError::Pkcs12,
            "openssl pkcs12 -nocerts -in OLD.p12",
        ),
        (printed, ImportError::Printed, "as OpenSSL prints them"),
        (incomplete, ImportError::PartsMissing, "p, q, dp, dq and qi"),
        (
            okp.to_owned(),
            ImportError::NotRsa { algorithm: ec },
            "not a plain RSA key",
        ),
    ] {
        let error = import_private_key(&text, None).unwrap_err();
        assert_eq!(error, expected, "{text}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(holds_private_key(&text), "{text}");
        assert_eq!(PublicKey::import(&text), Err(PublicKeyError::PrivateKey), "{text}");
    }
}

#[test]
fn what_is_no_private_key_is_not_taken_for_one() {
    let folder = Folder::new("no-private-key");
    folder.write("key.pem", their_key());
    let certificate = shell(
        "openssl req -x509 -new -key key.pem -subj /CN=acme -days 2",
        folder.path(),
    );
    let request = shell("openssl req -new -key key.pem -subj /CN=acme", folder.path());
    shell("ssh-keygen -q -t rsa -b 2048 -N '' -C acme -f ssh", folder.path());
    let ssh = std::fs::read_to_string(folder.path().join("ssh.pub")).unwrap();
    let small = openssl_text("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024", b"");
    let small = openssl_text("pkey -pubout", small.as_bytes());
    let printed = openssl_text("pkey -pubin -text", their_public_key().as_bytes());
    let sids = "AC00000000000000000000000000000001 West\n".repeat(200);
    let token =
        "eyJjdHkiOiJ0d2lsaW8tcGtydjt2PTEiLCJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6IkNSMDAifQ.eyJpc3MiOiJTSzAwIn0.";
    let token = format!("{token}{}", Base64UrlUnpadded::encode_string(&[0x5a; 256]));
    for text in [
        "",
        "West Team",
        "The PRIVATE KEY team",
        "Send me your public key, never your private key: it stays with you.",
        "TWILIO_PRIVATE_KEY_FILE=private-key.pem",
        "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}",
        &written(their_public_key(), "jwk"),
        &sids,
        &certificate,
        &body(&certificate.replace("CERTIFICATE", "KEY")),
        &Base64::encode_string(certificate.as_bytes()),
        &request,
        &ssh,
        &small,
        &body(&small),
        &printed,
        &token,
        &body(their_public_key())[..200],
        &their_public_key()[..200],
        &format!(
            "Basic {}",
            Base64::encode_string(b"SK00000000000000000000000000000001:0123456789abcdef0123456789abcdef")
        ),
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----",
    ] {
        assert!(!holds_private_key(text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn random_text_is_no_private_key(bytes in prop::collection::vec(any::<u8>(), 0..2_000), text in "[ -~\n]{0,400}") {
        prop_assert!(!holds_private_key(&text));
        prop_assert!(!holds_private_key(&Base64::encode_string(&bytes)));
        let hexadecimal = each(&bytes, |byte| format!("{byte:02x}"), "");
        prop_assert!(!holds_private_key(&hexadecimal));
        prop_assert!(!holds_private_key(&String::from_utf8_lossy(&bytes)));
    }
}

#[test]
fn a_file_is_read_whatever_its_encoding() {
    let pem = their_key();
    let little = [&[0xff, 0xfe], &*utf16(pem)].concat();
    let big: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(pem.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let marked = [b"\xef\xbb\xbf", pem.as_bytes()].concat();
    for bytes in [pem.as_bytes(), &marked, &little, &big, their_der()] {
        let pair = import_private_key(&text_of_file(bytes), None).unwrap();
        assert_eq!(pair.pkcs8_der(), their_der());
    }
    let damaged = import_private_key(&text_of_file(&[0x80; 300]), None).unwrap_err();
    assert_eq!(damaged, ImportError::NotAPem);
}
