//! The check of the credentials: each mistake has its sentence.

use crate::driver::{Driver, first, refusal, wrong_secret};
use keyseed::practice::Enforcement;
use keyseed::priming::{Check, Enforcement as Found, Level};
use keyseed::twilio::validation::{Algorithm, SigningIdentity};
use keyseed::twilio::{HttpReply, Identity, TransportError};

/// What the check says is wrong.
fn problem(check: &Check) -> String {
    assert!(
        check.has_problem() && check.passed.is_none() && !check.is_running(),
        "{:?}",
        check.findings
    );
    let problem = check
        .findings
        .iter()
        .find(|finding| finding.level == Level::Problem)
        .unwrap();
    format!("{} | {}", problem.what, problem.next)
}

#[test]
fn a_main_key_passes_signed_and_learns_that_signing_is_enforced() {
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let mut driver = Driver::new(Enforcement::Enforced);
        let mut identity = driver.identity(true);
        identity.signing = identity.signing.map(|signing| SigningIdentity { algorithm, ..signing });
        let check = driver.check(identity);
        assert_eq!(check.passed.unwrap().enforcement, Found::Enforced);
        assert!(check.findings.iter().all(|finding| finding.level == Level::Good));
    }
}

#[test]
fn a_main_key_passes_unsigned_where_nothing_is_enforced() {
    for enforcement in [Enforcement::Off, Enforcement::Optional] {
        let checked = Driver::new(enforcement).checked(false);
        assert_eq!(checked.enforcement, Found::NotEnforced);
    }
}

#[test]
fn signing_without_enforcement_is_said() {
    let mut driver = Driver::new(Enforcement::Optional);
    let check = driver.check(driver.identity(true));
    assert!(
        check
            .findings
            .iter()
            .any(|finding| finding.level == Level::Note && finding.what.contains("unsigned"))
    );
}

#[test]
fn a_wrong_secret() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let identity = driver.identity(true);
    let wrong = Identity {
        credentials: wrong_secret(&identity.credentials),
        ..identity
    };
    assert!(problem(&driver.check(wrong)).contains("Check the secret first"));
}

#[test]
fn a_standard_key() {
    for (enforcement, sign) in [(Enforcement::Enforced, true), (Enforcement::Off, false)] {
        let mut driver = Driver::new(enforcement);
        let credentials = driver.practice.credentials().standard_key;
        let identity = Identity {
            credentials,
            ..driver.identity(sign)
        };
        assert!(problem(&driver.check(identity)).contains("not a Main key"));
    }
}

#[test]
fn a_subaccounts_sid() {
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", keyseed::priming::KeyPairChoice::No);
    let mut identity = driver.identity(false);
    identity.credentials.account_sid = run.seedings[0].account_sid.clone().unwrap();
    let parent = driver.practice.credentials().account_sid;
    let said = problem(&driver.check(identity));
    assert!(
        said.contains("is a subaccount") && said.contains(parent.as_str()),
        "{said}"
    );
}

#[test]
fn signing_required_but_not_set() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let check = driver.check(driver.identity(false));
    assert!(problem(&check).contains("70052") && problem(&check).contains("Turn on"));
}

#[test]
fn signing_set_but_not_enabled() {
    let mut driver = Driver::new(Enforcement::Off);
    let check = driver.check(driver.identity(true));
    assert!(problem(&check).contains("70053") && problem(&check).contains("Turn off"));
}

#[test]
fn an_unknown_public_key_sid() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut identity = driver.identity(true);
    let unknown = format!("CR{}", "0".repeat(32)).parse().unwrap();
    identity.signing = identity.signing.map(|signing| SigningIdentity {
        public_key_sid: unknown,
        ..signing
    });
    assert!(problem(&driver.check(identity)).contains("70153"));
}

#[test]
fn a_private_key_that_does_not_belong() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut identity = driver.identity(true);
    let other = keyseed::keys::make_key_pair(&mut getrandom::SysRng).unwrap();
    let key = other.public_key().fingerprint();
    driver.pairs.insert(key, other);
    identity.signing = identity.signing.map(|signing| SigningIdentity { key, ..signing });
    let said = problem(&driver.check(identity));
    assert!(
        said.contains("20159") && said.contains("private key that belongs"),
        "{said}"
    );
}

#[test]
fn a_wrong_clock_is_corrected_and_said() {
    for skew in [-86_400 - 3_600, -600, 600, 86_400 + 3_600] {
        let mut driver = Driver::new(Enforcement::Enforced);
        driver.skew = skew;
        let check = driver.check(driver.identity(true));
        assert!(check.passed.is_some(), "{skew}: {:?}", check.findings);
        let note = check
            .findings
            .iter()
            .find(|finding| finding.level == Level::Note)
            .unwrap();
        assert!(note.what.contains("clock") && note.what.contains(if skew > 0 { "ahead of" } else { "behind" }));
        assert_eq!(check.exchanges.len(), 5, "one more than without");
    }
}

#[test]
fn a_clock_that_stays_wrong_ends_in_a_sentence() {
    let mut driver = Driver::new(Enforcement::Enforced);
    driver.intercept = Some(first(9, |_| true, Ok(refusal(401, 20156))));
    let check = driver.check(driver.identity(true));
    assert!(problem(&check).contains("clock"));
    assert_eq!(check.exchanges.len(), 2);
}

#[test]
fn a_relay_that_is_not_there() {
    let page = HttpReply {
        status: 200,
        body: "<!doctype html>".to_owned(),
        ..HttpReply::default()
    };
    let gateway = HttpReply {
        status: 502,
        body: "<html>".to_owned(),
        ..HttpReply::default()
    };
    let empty = HttpReply {
        status: 500,
        ..HttpReply::default()
    };
    for (outcome, sentence) in [
        (Ok(page), "no relay"),
        (Ok(gateway), "could not reach Twilio"),
        (Ok(empty), "could not reach Twilio"),
        (Err(TransportError::Unreachable), "connection to the relay failed"),
    ] {
        let mut driver = Driver::new(Enforcement::Off);
        driver.intercept = Some(first(9, |_| true, outcome));
        let check = driver.check(driver.identity(false));
        assert!(problem(&check).contains(sentence), "{}", problem(&check));
    }
}

#[test]
fn nothing_is_created_by_a_check() {
    let mut driver = Driver::new(Enforcement::Enforced);
    driver.check(driver.identity(true));
    assert!(
        driver
            .sent
            .iter()
            .all(|request| request.method == keyseed::twilio::Method::Get)
    );
}

#[test]
fn what_was_exchanged_shows_no_secret() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let identity = driver.identity(true);
    let authorization = identity.credentials.authorization();
    let basic = authorization.expose().trim_start_matches("Basic ").to_owned();
    let secret = identity.credentials.secret.expose().to_owned();
    let check = driver.check(identity);
    let shown = format!("{:?}", check.exchanges);
    assert!(shown.contains("authorization:Basic"));
    assert!(!shown.contains(&basic) && !shown.contains(&secret));
    assert!(!format!("{check:?}").contains(&secret));
}
