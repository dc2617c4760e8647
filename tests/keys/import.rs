//! What the peers write, we read.

use keyseed::keys::{KeyPair, PublicKey, import_private_key, text_of_file};

use crate::peers::{Folder, PASSPHRASE, openssl, openssl_text, shell, their_der, their_key, their_public_key};

fn assert_is_their_key(text: &str, passphrase: Option<&str>) {
    let pair = import_private_key(text, passphrase).unwrap_or_else(|error| panic!("{error}\n{}", &text[..40]));
    assert_eq!(pair.pkcs8_der(), their_der());
    assert_eq!(pair.public_key().to_pem(), their_public_key());
}

#[test]
fn every_plain_format_of_openssl_is_read() {
    let key = their_key().as_bytes();
    assert_is_their_key(their_key(), None);
    assert_is_their_key(their_key(), Some("a passphrase that is not needed"));
    assert_is_their_key(&openssl_text("rsa -traditional", key), None);
    assert_is_their_key(&openssl_text("pkey -text", key), None);
    assert_is_their_key(&openssl_text("rsa -text -traditional", key), None);
    assert_eq!(KeyPair::from_pkcs8_der(their_der()).unwrap().pkcs8_der(), their_der());
}

#[test]
fn a_label_that_is_wrong_does_not_matter() {
    let pkcs1 = openssl_text("rsa -traditional", their_key().as_bytes());
    assert_is_their_key(&pkcs1.replace("RSA PRIVATE KEY", "PRIVATE KEY"), None);
    assert_is_their_key(&their_key().replace("PRIVATE KEY", "RSA PRIVATE KEY"), None);
}

#[test]
fn every_encryption_of_pbes2_is_read() {
    for options in [
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc",
        "-v2 aes-192-cbc",
        "-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 600000",
        "-v2 aes-256-cbc -v2prf hmacWithSHA384",
        "-v2 aes-256-cbc -v2prf hmacWithSHA224",
        "-scrypt",
        // What LibreSSL and OpenSSL 1.0.2 make of the same options.
        "-v2 aes-256-cbc -v2prf hmacWithSHA1",
        "-v2 des3 -v2prf hmacWithSHA1",
        "-v2 des3",
    ] {
        let arguments = format!("pkcs8 -topk8 {options} -passout env:PASSPHRASE");
        let encrypted = openssl_text(&arguments, their_key().as_bytes());
        assert_is_their_key(&encrypted, Some(PASSPHRASE));
    }
    let arguments = "genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes256 -pass env:PASSPHRASE";
    assert!(import_private_key(&openssl_text(arguments, b""), Some(PASSPHRASE)).is_ok());
}

#[test]
fn the_key_is_found_among_certificates_and_bag_attributes() {
    let folder = Folder::new("bag");
    folder.write("key.pem", their_key());
    let bag = shell(
        "openssl req -x509 -new -key key.pem -subj /CN=acme -days 2 -out cert.pem && openssl pkcs12 -export -inkey \
         key.pem -in cert.pem -name acme -passout env:PASSPHRASE -out bag.p12 && openssl pkcs12 -in bag.p12 -nodes \
         -passin env:PASSPHRASE",
        folder.path(),
    );
    assert!(bag.contains("Bag Attributes") && bag.contains("BEGIN CERTIFICATE"));
    assert_is_their_key(&bag, None);
}

/// What LibreSSL and OpenSSL up to 1.1 write unasked.
#[test]
fn every_old_encryption_of_openssl_is_read() {
    for cipher in ["aes128", "aes192", "aes256", "des3"] {
        let arguments = format!("rsa -{cipher} -traditional -passout env:PASSPHRASE");
        let old = openssl_text(&arguments, their_key().as_bytes());
        assert!(old.contains("Proc-Type: 4,ENCRYPTED"));
        assert_is_their_key(&old, Some(PASSPHRASE));
        assert_is_their_key(&old.replace('\n', " "), Some(PASSPHRASE));
        assert_is_their_key(&old.replace('\n', "\\n"), Some(PASSPHRASE));
    }
    // Only OpenSSL's own provider of old methods has single DES.
    let key = their_key().as_bytes();
    let des = openssl_text(
        "rsa -provider legacy -provider default -des -traditional -passout env:PASSPHRASE",
        key,
    );
    assert_is_their_key(&des, Some(PASSPHRASE));
    let arguments = "pkcs8 -provider legacy -provider default -topk8 -v1 PBE-MD5-DES -passout env:PASSPHRASE";
    assert_is_their_key(&openssl_text(arguments, key), Some(PASSPHRASE));
}

#[test]
fn the_line_that_an_encrypted_key_is_refused_with_converts_it() {
    let folder = Folder::new("converted");
    let old = openssl_text(
        "pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout env:PASSPHRASE",
        their_key().as_bytes(),
    );
    folder.write("OLD.pem", &old);
    convert(&folder, &old);
    folder.write("key.pem", their_key());
    shell(
        "openssl req -x509 -new -key key.pem -subj /CN=acme -days 2 -out cert.pem && openssl pkcs12 -export -inkey \
         key.pem -in cert.pem -passout env:PASSPHRASE -out OLD.p12",
        folder.path(),
    );
    let p12 = std::fs::read(folder.path().join("OLD.p12")).unwrap();
    convert(&folder, &text_of_file(&p12));
}

/// Runs the line of the refusal; the file that it makes must be read.
fn convert(folder: &Folder, refused: &str) {
    let refusal = import_private_key(refused, Some(PASSPHRASE)).unwrap_err().to_string();
    let line = &refusal[refusal.find("openssl pkcs").unwrap()..];
    shell(
        &format!("{line} -passin env:PASSPHRASE -passout env:PASSPHRASE"),
        folder.path(),
    );
    let converted = std::fs::read_to_string(folder.path().join("NEW.pem")).unwrap();
    assert_is_their_key(&converted, Some(PASSPHRASE));
}

#[test]
fn the_line_that_an_openssh_key_is_refused_with_converts_it() {
    let folder = Folder::new("openssh");
    shell("ssh-keygen -q -t rsa -b 2048 -N '' -C acme -f COPY", folder.path());
    let read = || std::fs::read_to_string(folder.path().join("COPY")).unwrap();
    let refusal = import_private_key(&read(), None).unwrap_err().to_string();
    assert!(refusal.contains("ssh-keygen -p -m PKCS8 -f COPY."));
    shell("ssh-keygen -p -m PKCS8 -f COPY -P '' -N ''", folder.path());
    let pair = import_private_key(&read(), None).unwrap();

    let public = std::fs::read_to_string(folder.path().join("COPY.pub")).unwrap();
    let refusal = PublicKey::import(&public).unwrap_err().to_string();
    let line = &refusal[refusal.find("ssh-keygen -e").unwrap()..];
    let converted = shell(&line.replace("KEY.pub", "COPY.pub"), folder.path());
    assert_eq!(&PublicKey::import(&converted).unwrap(), pair.public_key());
}

#[test]
fn keys_by_openssl_are_accepted_again_and_again() {
    for _ in 0..5 {
        let key = openssl_text("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048", b"");
        let der = openssl("pkcs8 -topk8 -nocrypt -outform DER", key.as_bytes());
        assert_eq!(import_private_key(&key, None).unwrap().pkcs8_der(), der);
    }
}
