//! Whose key pair the subaccounts get: the two choices that make none here.

use crate::driver::Driver;
use getrandom::SysRng;
use keyseed::keys::{PublicKey, make_key_pair};
use keyseed::practice::Enforcement;
use keyseed::priming::{Draft, KeyPairChoice, Phase, Plan, PlanField, Run, Verification};

fn draft(key_pairs: KeyPairChoice, recipient: &str) -> Draft {
    Draft {
        names: "West\nEast".to_owned(),
        key_pairs,
        recipient: recipient.to_owned(),
        ..Draft::new(true)
    }
}

fn recipient() -> PublicKey {
    make_key_pair(&mut SysRng).unwrap().public_key().clone()
}

fn run_for(driver: &mut Driver, sign: bool, key: &PublicKey) -> Run {
    let checked = driver.checked(sign);
    driver.run_draft(&draft(KeyPairChoice::Recipient, &key.to_pem()), &checked)
}

#[test]
fn the_pair_that_signs_now() {
    for (enforcement, expected) in [
        (Enforcement::Enforced, Verification::Enforced),
        (Enforcement::Optional, Verification::NotEnforced),
    ] {
        let mut driver = Driver::new(enforcement);
        let checked = driver.checked(true);
        let run = driver.run_draft(&draft(KeyPairChoice::Signing, ""), &checked);
        assert_eq!(run.phase, Phase::Finished);
        for seeding in &run.seedings {
            assert_eq!(seeding.verification(), Some(expected));
            assert_eq!(
                seeding.fingerprint(),
                checked.identity.signing.as_ref().map(|signing| signing.key)
            );
        }
        assert_eq!(driver.pairs.len(), 1, "no key pair was made");
        assert_eq!(run.plan.request_count(), 16);
    }
}

#[test]
fn it_needs_requests_that_are_signed() {
    let checked = Driver::new(Enforcement::Off).checked(false);
    let problems = Plan::new(&draft(KeyPairChoice::Signing, ""), &checked, None).unwrap_err();
    assert_eq!(problems[0].field, PlanField::PublicKey);
    assert!(problems[0].message.contains("not signed now"));
}

#[test]
fn the_recipients_key_waits_for_their_check() {
    for (enforcement, sign, enforced) in [
        (Enforcement::Enforced, true, true),
        (Enforcement::Optional, true, false),
        (Enforcement::Optional, false, false),
        (Enforcement::Off, false, false),
    ] {
        let mut driver = Driver::new(enforcement);
        let key = recipient();
        let mut run = run_for(&mut driver, sign, &key);
        assert_eq!(run.phase, Phase::Finished, "{enforcement:?}");
        assert_eq!(
            run.seedings[0].verification(),
            Some(Verification::AwaitsRecipient { enforced })
        );
        assert_eq!(run.seedings[0].fingerprint(), Some(key.fingerprint()));
        assert_eq!(driver.pairs.len(), 1, "no key pair was made");
        let sid = run.seedings[0].public_key_sid().cloned().unwrap();
        run.recipient_answered(
            0,
            &format!("$ python3 check.py\r\n  Accepted. The account lists {sid}\r\n"),
        )
        .unwrap();
        assert_eq!(
            run.seedings[0].verification(),
            Some(Verification::RecipientConfirmed { enforced })
        );
        assert_eq!(
            run.seedings[1].verification(),
            Some(Verification::AwaitsRecipient { enforced }),
            "the other one still waits"
        );
    }
}

#[test]
fn an_answer_that_is_no_success_says_why() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = run_for(&mut driver, true, &recipient());
    let sid = run.seedings[0].public_key_sid().cloned().unwrap();
    for (answer, sentence) in [
        ("", "names neither"),
        (
            &format!("public_key = \"{sid}\"  # the program itself\nHTTP 401 20159"),
            "refused with 20159",
        ),
        (&format!("the key is {sid}"), "names neither"),
        ("it works!", "names neither"),
        ("CR00000000000000000000000000000000", "names neither"),
        (r#"{"code":20159,"message":"x","status":401}"#, "refused with 20159"),
        (
            "HTTP Error 401 ... https://www.twilio.com/docs/errors/70156",
            "refused with 70156",
        ),
    ] {
        let error = run.recipient_answered(0, answer).unwrap_err();
        assert!(error.what.contains(sentence), "{answer}: {}", error.what);
        assert!(!error.next.is_empty());
        assert!(matches!(
            run.seedings[0].verification(),
            Some(Verification::AwaitsRecipient { .. })
        ));
    }
}

#[test]
fn what_is_no_public_key_of_the_recipients_is_refused() {
    let driver_checked = Driver::new(Enforcement::Enforced).checked(true);
    let own = make_key_pair(&mut SysRng).unwrap();
    let said = |pem: &str| {
        let draft = draft(KeyPairChoice::Recipient, pem);
        let problems = Plan::new(&draft, &driver_checked, Some(own.public_key())).unwrap_err();
        assert_eq!(problems[0].field, PlanField::PublicKey);
        problems[0].message.clone()
    };
    assert!(said("").contains("no public key yet"));
    assert!(said("hello").contains("not a public key in PEM form"));
    assert!(said(&own.to_pkcs8_pem().unwrap()).contains("PRIVATE key"));
    assert!(said(&own.public_key().to_pem()).contains("that you sign with"));
}
