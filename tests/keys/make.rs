//! Keys made here hold every condition of FIPS 186-5, and no bad random source leads to a key.

use getrandom::SysRng;
use keyseed::keys::{ExportError, KeyPair, MakeKeyError, RandomnessError, SignError, make_key_pair};

use crate::peers::{FailsAfter, PASSPHRASE, Stuck, openssl_text, our_pair, python};

#[test]
fn ten_keys_hold_the_conditions_of_fips_186_5() {
    let pairs: Vec<_> = (0..10).map(|_| make_key_pair(&mut SysRng).unwrap()).collect();
    let pems: String = pairs
        .iter()
        .map(|pair| pair.to_pkcs8_pem().unwrap().to_string())
        .collect();
    let verdicts = python(&["predicates"], pems.as_bytes());
    assert_eq!(verdicts, "all hold\n".repeat(pairs.len()));

    for pair in &pairs {
        let verdict = openssl_text("pkey -check -noout", pair.to_pkcs8_pem().unwrap().as_bytes());
        assert_eq!(verdict.trim(), "Key is valid");
        // What is made also passes the checks of what is imported.
        let again = KeyPair::from_pkcs8_der(pair.pkcs8_der()).unwrap();
        assert_eq!(again.pkcs8_der(), pair.pkcs8_der());
    }
    let mut fingerprints: Vec<_> = pairs.iter().map(|pair| pair.public_key().fingerprint()).collect();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), pairs.len());
}

#[test]
fn a_source_that_fails_gives_an_error_at_whatever_draw_it_fails() {
    let failed = RandomnessError::Failed;
    for draws in [0, 1, 2, 3, 20, 100] {
        let error = make_key_pair(&mut FailsAfter(draws)).unwrap_err();
        assert_eq!(error, MakeKeyError::Randomness(failed), "after {draws} draws");
    }
    for draws in 0..3 {
        assert_eq!(
            our_pair().sign_rs256(b"x", &mut FailsAfter(draws)),
            Err(SignError::Randomness(failed))
        );
        assert_eq!(
            our_pair().sign_ps256(b"x", &mut FailsAfter(draws)),
            Err(SignError::Randomness(failed))
        );
    }
    for draws in 0..4 {
        let error = our_pair()
            .to_encrypted_pkcs8_pem(PASSPHRASE, &mut FailsAfter(draws))
            .unwrap_err();
        assert_eq!(error, ExportError::Randomness(failed));
    }
}

#[test]
fn a_stuck_source_gives_an_error() {
    let stuck = RandomnessError::Stuck;
    for byte in [0, 1, 0x55, 0xff] {
        assert_eq!(
            make_key_pair(&mut Stuck(byte)).unwrap_err(),
            MakeKeyError::Randomness(stuck)
        );
        assert_eq!(
            our_pair().sign_rs256(b"x", &mut Stuck(byte)),
            Err(SignError::Randomness(stuck))
        );
        let error = our_pair()
            .to_encrypted_pkcs8_pem(PASSPHRASE, &mut Stuck(byte))
            .unwrap_err();
        assert_eq!(error, ExportError::Randomness(stuck));
    }
}

#[test]
fn debug_shows_the_fingerprint_and_nothing_else() {
    let pair = our_pair();
    let shown = format!("{pair:?}");
    assert_eq!(
        shown,
        format!("KeyPair {{ fingerprint: {:?}, .. }}", pair.public_key().fingerprint())
    );
}
