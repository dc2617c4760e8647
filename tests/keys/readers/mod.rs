//! The private key that is saved opens in four programs of others', and with its passphrase only.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::Command;
use std::{env, thread};

use base64ct::{Base64, Encoding};
use getrandom::SysRng;
use keyseed::keys::{PassphraseKey, make_key_pair};

use crate::peers::{Folder, openssl_text, our_pair, run, text_of};

/// A private key's file, as its recipient has it.
struct File {
    passphrase: String,
    der: Vec<u8>,
    fingerprint: String,
}

impl File {
    fn make(number: usize) -> Self {
        let pair = make_key_pair(&mut SysRng).unwrap();
        // Of printable ASCII, because Java's own key factory takes nothing else.
        let passphrase = format!("{number}: correct \"horse\" & $battery'\\");
        let pem = pair.to_encrypted_pkcs8_pem(&passphrase, &mut SysRng).unwrap();
        Self {
            passphrase,
            der: der(&pem),
            fingerprint: pair.public_key().fingerprint().to_string(),
        }
    }
}

fn der(pem: &str) -> Vec<u8> {
    let lines: Vec<_> = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&lines.concat()).unwrap()
}

/// The programs, with how each is started.
#[allow(clippy::print_stdout, reason = "a test says what it left out")]
fn readers() -> Vec<(&'static str, Command)> {
    let here = |name: &str| {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/keys/readers")
            .join(name)
    };
    let python = env::var("KEYSEED_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    [
        ("OpenSSL", "sh", "open.sh"),
        ("Node", "node", "open.mjs"),
        ("Python", &python, "open.py"),
        ("Java", "java", "Open.java"),
    ]
    .into_iter()
    .map(|(name, program, script)| {
        let mut command = Command::new(program);
        command.arg(here(script));
        (name, command)
    })
    .filter(|(name, _)| {
        // The others are needed elsewhere, too, and installed for that; a JDK is not.
        let left_out = *name == "Java" && Command::new("javac").arg("--version").output().is_err();
        if left_out {
            println!("There is no JDK here: Java opens nothing.");
        }
        !left_out
    })
    .collect()
}

#[test]
fn twenty_keys_open_in_every_reader_with_their_passphrase_only() {
    let files: Vec<_> = (0..20).map(File::make).collect();
    let ask = |name: &str, command: &mut Command, wrong: &str| -> Vec<String> {
        let folder = Folder::new(&format!("reader-{name}"));
        let line = |file: &File| format!("{}{wrong}\t{}\n", file.passphrase, Base64::encode_string(&file.der));
        let lines: String = files.iter().map(line).collect();
        let answers = text_of(run(command.current_dir(folder.path()), lines.as_bytes()));
        answers.lines().map(str::to_owned).collect()
    };
    let drawn: HashSet<_> = files.iter().flat_map(|file| salt_and_iv(&file.der)).collect();
    assert_eq!(
        drawn.len(),
        2 * files.len(),
        "a salt and an initialisation vector of its own for each"
    );
    let wanted: Vec<_> = files.iter().map(|file| file.fingerprint.clone()).collect();
    thread::scope(|scope| {
        for (name, mut command) in readers() {
            let (ask, wanted) = (&ask, &wanted);
            scope.spawn(move || {
                assert_eq!(ask(name, &mut command, ""), *wanted, "{name}");
                assert_eq!(ask(name, &mut command, "!"), vec!["refused"; wanted.len()], "{name}");
            });
        }
    });
}

/// How many whole exports are compared: each takes a second where the program is not optimised. Before a release, 1,000.
fn exports() -> usize {
    env::var("KEYSEED_EXPORTS").map_or(2, |number| number.parse().unwrap())
}

#[test]
fn no_salt_and_no_initialisation_vector_comes_twice() {
    let mut seen = HashSet::new();
    let whole = (0..exports()).map(|_| our_pair().to_encrypted_pkcs8_pem("correct horse", &mut SysRng).unwrap());
    let whole: Vec<_> = whole.flat_map(|pem| salt_and_iv(&der(&pem))).collect();
    assert!(whole.iter().all(|octets| seen.insert(*octets)));
    // The files of an archive share their salt.
    let key = PassphraseKey::derive("correct horse", &mut SysRng).unwrap();
    let files: Vec<_> = (0..1_000)
        .map(|_| key.encrypt_pem(our_pair().pkcs8_der(), &mut SysRng).unwrap())
        .collect();
    assert!(files.iter().all(|pem| seen.insert(salt_and_iv(&der(pem))[1])));
    assert_eq!(seen.len(), 2 * exports() + files.len());
    // That they are what is compared here, OpenSSL says.
    let pem = our_pair().to_encrypted_pkcs8_pem("correct horse", &mut SysRng).unwrap();
    let outline = openssl_text("asn1parse", pem.as_bytes());
    for octets in salt_and_iv(&der(&pem)) {
        let hex: String = octets.iter().map(|byte| format!("{byte:02X}")).collect();
        assert!(
            outline.contains(&format!("OCTET STRING      [HEX DUMP]:{hex}\n")),
            "{hex} in {outline}"
        );
    }
}

/// The first two strings of 16 bytes, which stand before the encrypted key itself.
fn salt_and_iv(der: &[u8]) -> [[u8; 16]; 2] {
    let mut rest = der;
    [0, 1].map(|_| {
        let at = rest.windows(2).position(|window| window == [4, 16]).unwrap();
        let (found, after) = rest[at + 2..].split_first_chunk().unwrap();
        rest = after;
        *found
    })
}
