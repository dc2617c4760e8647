//! OpenSSL accepts our signatures and we accept OpenSSL's.

use getrandom::SysRng;

use crate::peers::{Folder, openssl, our_pair, their_key, their_public_key};
use keyseed::keys::PublicKey;

const MESSAGE: &[u8] = b"GET\n/2010-04-01/Accounts\n";
const PSS: &str = "-sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256";

#[test]
fn openssl_verifies_what_we_sign() {
    let folder = Folder::new("verify");
    let public = folder.write("public.pem", our_pair().public_key().to_pem());
    let rs256 = folder.write("rs256", our_pair().sign_rs256(MESSAGE, &mut SysRng).unwrap());
    let ps256 = folder.write("ps256", our_pair().sign_ps256(MESSAGE, &mut SysRng).unwrap());
    openssl(&format!("dgst -sha256 -verify {public} -signature {rs256}"), MESSAGE);
    openssl(
        &format!("dgst -sha256 {PSS} -sigopt rsa_pss_saltlen:32 -verify {public} -signature {ps256}"),
        MESSAGE,
    );
}

#[test]
fn we_verify_what_openssl_signs() {
    let folder = Folder::new("sign");
    let private = folder.write("private.pem", their_key());
    let public = PublicKey::import(their_public_key()).unwrap();
    let rs256 = openssl(&format!("dgst -sha256 -sign {private}"), MESSAGE);
    let ps256 = openssl(
        &format!("dgst -sha256 {PSS} -sigopt rsa_pss_saltlen:32 -sign {private}"),
        MESSAGE,
    );
    let short = openssl(
        &format!("dgst -sha256 {PSS} -sigopt rsa_pss_saltlen:20 -sign {private}"),
        MESSAGE,
    );
    assert!(public.verify_rs256(MESSAGE, &rs256));
    assert!(public.verify_ps256(MESSAGE, &ps256));
    assert!(!public.verify_ps256(MESSAGE, &short), "a salt of 20 bytes is not PS256");
    assert!(!public.verify_rs256(MESSAGE, &ps256));
    assert!(!public.verify_ps256(MESSAGE, &rs256));
}

#[test]
fn an_altered_signature_message_or_key_is_refused() {
    let (pair, public) = (our_pair(), our_pair().public_key());
    let rs256 = pair.sign_rs256(MESSAGE, &mut SysRng).unwrap();
    let ps256 = pair.sign_ps256(MESSAGE, &mut SysRng).unwrap();
    assert_eq!((rs256.len(), ps256.len()), (256, 256));
    assert!(public.verify_rs256(MESSAGE, &rs256));
    assert!(public.verify_ps256(MESSAGE, &ps256));
    let other = PublicKey::import(their_public_key()).unwrap();
    for (signature, verify) in [
        (rs256, PublicKey::verify_rs256 as fn(&PublicKey, &[u8], &[u8]) -> bool),
        (ps256, PublicKey::verify_ps256),
    ] {
        assert!(!verify(public, b"another message", &signature));
        assert!(!verify(&other, MESSAGE, &signature));
        for altered in [
            &signature[1..],
            &[],
            &[&signature[..], &[0]].concat(),
            &[0xff; 256],
            &[0; 256],
        ] {
            assert!(!verify(public, MESSAGE, altered));
        }
        for position in [0, 128, 255] {
            let mut altered = signature.clone();
            altered[position] ^= 1;
            assert!(!verify(public, MESSAGE, &altered), "byte {position}");
        }
    }
}

#[test]
fn rs256_repeats_and_ps256_does_not() {
    let sign = |_| {
        (
            our_pair().sign_rs256(MESSAGE, &mut SysRng),
            our_pair().sign_ps256(MESSAGE, &mut SysRng),
        )
    };
    let [first, second] = [0, 1].map(sign);
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
}
