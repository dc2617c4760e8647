//! What we write, the peers read.

use getrandom::SysRng;
use keyseed::keys::{
    ExportError, PBKDF2_ITERATIONS, PassphraseKey, fingerprint_command, import_private_key, public_key_file_name,
    seal_text, unseal_command,
};

use crate::peers::{Folder, PASSPHRASE, openssl, openssl_output, openssl_text, our_pair, python, shell};

#[test]
fn the_plain_private_key_is_byte_for_byte_what_openssl_writes() {
    let pem = our_pair().to_pkcs8_pem().unwrap();
    assert_eq!(
        openssl_text("pkey -check", pem.as_bytes()),
        format!("Key is valid\n{}", *pem)
    );
    assert_eq!(
        openssl("pkcs8 -topk8 -nocrypt -outform DER", pem.as_bytes()),
        our_pair().pkcs8_der()
    );
    let again = import_private_key(&pem, None).unwrap();
    assert_eq!(again.pkcs8_der(), our_pair().pkcs8_der());
    assert_eq!(again.public_key(), our_pair().public_key());
}

#[test]
fn the_public_key_is_byte_for_byte_what_openssl_writes() {
    let (pair, public) = (our_pair(), our_pair().public_key());
    let pem = openssl_text("pkey -pubout", pair.to_pkcs8_pem().unwrap().as_bytes());
    assert_eq!(public.to_pem(), pem);
    assert_eq!(openssl("pkey -pubin -outform DER", pem.as_bytes()), public.spki_der());
    assert_eq!(public.spki_der().len(), 294);
}

#[test]
fn the_fingerprint_is_what_the_command_prints() {
    let folder = Folder::new("fingerprint");
    for name in [public_key_file_name("acme"), "it's a; $(key).pem".to_owned()] {
        folder.write(&name, our_pair().public_key().to_pem());
        let printed = shell(&fingerprint_command(&name), folder.path());
        let digits = printed.trim().rsplit(' ').next().unwrap();
        assert_eq!(digits, our_pair().public_key().fingerprint().to_string());
    }
}

#[test]
fn the_encrypted_private_key_opens_with_the_passphrase_only() {
    let pem = our_pair().to_encrypted_pkcs8_pem(PASSPHRASE, &mut SysRng).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert!(pem.ends_with("\n-----END ENCRYPTED PRIVATE KEY-----\n"));

    assert_eq!(
        openssl_text("pkey -check -noout -passin env:PASSPHRASE", pem.as_bytes()).trim(),
        "Key is valid"
    );
    assert!(
        !openssl_output("pkey -noout -passin pass:wrong", pem.as_bytes())
            .status
            .success()
    );

    let fingerprint = our_pair().public_key().fingerprint().to_string();
    assert_eq!(python(&["open", PASSPHRASE], pem.as_bytes()).trim(), fingerprint);
    assert_eq!(python(&["open", "wrong"], pem.as_bytes()).trim(), "refused");

    let again = import_private_key(&pem, Some(PASSPHRASE)).unwrap();
    assert_eq!(again.pkcs8_der(), our_pair().pkcs8_der());
}

#[test]
fn the_encryption_is_pbkdf2_of_600_000_rounds_and_aes_256() {
    let [first, second] = [0, 1].map(|_| our_pair().to_encrypted_pkcs8_pem(PASSPHRASE, &mut SysRng).unwrap());
    let outline = openssl_text("asn1parse", first.as_bytes());
    for part in [":PBES2", ":PBKDF2", ":hmacWithSHA256", ":aes-256-cbc"] {
        assert!(outline.contains(part), "{part} in {outline}");
    }
    assert_eq!(PBKDF2_ITERATIONS, 600_000);
    assert!(
        outline.contains("INTEGER           :0927C0"),
        "600,000 rounds in {outline}"
    );
    let octets = |outline: &str| -> Vec<String> {
        let lines = outline.lines().filter(|line| line.contains("OCTET STRING"));
        lines.map(|line| line.rsplit(':').next().unwrap().to_owned()).collect()
    };
    let (ours, next) = (octets(&outline), octets(&openssl_text("asn1parse", second.as_bytes())));
    for (position, name) in ["salt", "initialization vector"].into_iter().enumerate() {
        assert_eq!(ours[position].len(), 32, "the {name} has 16 bytes");
        assert_ne!(ours[position], next[position], "the {name} is new each time");
    }
}

#[test]
fn a_passphrase_may_hold_any_character_but_not_be_empty() {
    for passphrase in ["p", "pässwörd ключ 鍵 🔑", "a\"b'c\\d e"] {
        let pem = our_pair().to_encrypted_pkcs8_pem(passphrase, &mut SysRng).unwrap();
        let fingerprint = our_pair().public_key().fingerprint().to_string();
        assert_eq!(python(&["open", passphrase], pem.as_bytes()).trim(), fingerprint);
    }
    let error = our_pair().to_encrypted_pkcs8_pem("", &mut SysRng).unwrap_err();
    assert_eq!(error, ExportError::PassphraseEmpty);
}

#[test]
fn a_passphrase_that_was_derived_once_opens_every_file() {
    let key = PassphraseKey::derive(PASSPHRASE, &mut SysRng).unwrap();
    let files = [(); 2].map(|()| key.encrypt_pem(our_pair().pkcs8_der(), &mut SysRng).unwrap());
    assert_ne!(files[0], files[1], "each has an initialisation vector of its own");
    for pem in &files {
        assert_eq!(
            openssl_text("pkey -check -noout -passin env:PASSPHRASE", pem.as_bytes()).trim(),
            "Key is valid"
        );
    }
}

#[test]
fn a_sealed_text_opens_with_the_command_that_is_shown() {
    let folder = Folder::new("sealed");
    let text = "West,\u{65e5}\u{672c},secret\n".repeat(40);
    folder.write("secrets.csv.enc", seal_text(&text, PASSPHRASE, &mut SysRng).unwrap());
    let command = unseal_command("secrets.csv.enc");
    let opened = shell(&format!("{command} -pass env:PASSPHRASE"), folder.path());
    assert_eq!(opened, text);
    assert_eq!(
        seal_text(&text, "", &mut SysRng).unwrap_err(),
        ExportError::PassphraseEmpty
    );
}
