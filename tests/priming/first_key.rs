//! The account's first public key: each road, and who is refused.

use crate::driver::{Driver, Intercept, first, refusal, wrong_secret};
use getrandom::SysRng;
use keyseed::machine::Conversation;
use keyseed::practice::Enforcement;
use keyseed::priming::{FirstKey, FirstKeyEnd, RunId, key_name_error};
use keyseed::twilio::validation::Algorithm;
use keyseed::twilio::{Host, HttpRequest, Identity, Method};

const NAME: &str = "First public key";

pub fn registers(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.host == Host::Accounts
}

pub fn posts(driver: &Driver) -> usize {
    driver
        .sent
        .iter()
        .filter(|request| request.method == Method::Post)
        .count()
}

/// Sets a key up to the end, unsigned, for an account that has no public key yet.
pub fn set_up(driver: &mut Driver) -> FirstKey {
    driver.set_up_key(driver.identity(false), NAME)
}

pub fn with(enforcement: Enforcement, intercept: Intercept) -> (Driver, FirstKey) {
    let mut driver = Driver::keyless(enforcement);
    driver.intercept = Some(intercept);
    let first = set_up(&mut driver);
    (driver, first)
}

/// How it ended, and the sentence about it.
pub fn end(first: &FirstKey) -> (FirstKeyEnd, String) {
    let last = first.findings.last().unwrap();
    (first.end.unwrap(), format!("{} | {}", last.what, last.next))
}

#[test]
fn an_account_without_a_public_key_gets_one_that_then_signs() {
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let mut driver = Driver::keyless(Enforcement::Optional);
        let (mut first, effects) = FirstKey::begin(driver.identity(false), algorithm, (NAME, RunId::of(1)), None);
        driver.drive(&mut first, effects);
        assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
        assert!(
            first
                .findings
                .iter()
                .any(|finding| finding.what.contains("no public key yet"))
        );
        let creation = driver
            .sent
            .iter()
            .find(|request| request.method == Method::Post)
            .unwrap();
        assert!(creation.body.contains("FriendlyName=First+public+key") && !creation.body.contains("AccountSid"));
        let signed: Vec<bool> = first
            .exchanges()
            .iter()
            .map(|exchange| exchange.signed.is_some())
            .collect();
        assert_eq!(signed, [false, false, false, false, true], "only the try is signed");
        let identity = Identity {
            signing: first.signing(),
            ..driver.identity(false)
        };
        assert!(driver.check(identity).passed.is_some(), "Connect takes it");
    }
}

#[test]
fn a_pair_that_exists_is_not_made_again() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    let key = driver.pairs.values().next().unwrap().public_key().clone();
    let named = (NAME, RunId::of(1));
    let (mut first, effects) = FirstKey::begin(driver.identity(false), Algorithm::RS256, named, Some(key.clone()));
    driver.drive(&mut first, effects);
    assert_eq!((first.end, first.public_key), (Some(FirstKeyEnd::Accepted), Some(key)));
    assert_eq!(driver.pairs.len(), 1);
}

#[test]
fn a_second_key_is_added_by_a_signed_request_under_enforcement() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let first = driver.set_up_key(driver.identity(true), "Second public key");
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
    assert!(first.exchanges().iter().all(|exchange| exchange.signed.is_some()));
    let before = driver.practice.credentials().public_key_sid.unwrap();
    assert!(
        first
            .findings
            .iter()
            .any(|finding| finding.what.contains("has a public key already") && finding.what.contains(before.as_str())),
        "the key that is there is named"
    );
    let identity = Identity {
        signing: first.signing(),
        ..driver.identity(false)
    };
    assert!(driver.check(identity).passed.is_some());
}

#[test]
fn an_account_that_does_not_take_signatures_keeps_the_key_for_later() {
    let mut driver = Driver::keyless(Enforcement::Off);
    let first = set_up(&mut driver);
    let (how, said) = end(&first);
    assert_eq!(how, FirstKeyEnd::NotEnabled);
    assert!(said.contains("70053") && said.contains("The key waits"), "{said}");
    assert!(first.public_key_sid.is_some() && first.can_retry);
}

#[test]
fn an_account_that_enforces_signing_leads_to_the_console() {
    let mut driver = Driver::keyless(Enforcement::Enforced);
    let first = set_up(&mut driver);
    let (how, said) = end(&first);
    assert_eq!(how, FirstKeyEnd::Enforced);
    assert!(
        said.contains("70052") && said.contains("paste the public key in the Twilio Console"),
        "{said}"
    );
    assert_eq!((posts(&driver), first.public_key), (0, None), "no pair is made in vain");

    // The other road: the Console takes the key, and it signs.
    let pair = keyseed::keys::make_key_pair(&mut SysRng).unwrap();
    let identity = Identity {
        signing: Some(driver.paste(pair)),
        ..driver.identity(false)
    };
    assert!(driver.check(identity).passed.is_some());
}

#[test]
fn enforcement_that_is_turned_on_meanwhile_leads_to_the_console_too() {
    let (_, first) = with(Enforcement::Off, first(1, registers, Ok(refusal(401, 70052))));
    assert_eq!(end(&first).0, FirstKeyEnd::Enforced);
    assert!(first.public_key_sid.is_none());
}

#[test]
fn each_wrong_credential_has_the_sentence_of_the_check() {
    let mut driver = Driver::keyless(Enforcement::Off);
    let known = driver.practice.credentials();
    let identity = driver.identity(false);
    for (credentials, sentence) in [
        (known.standard_key.clone(), "SID and secret are right"),
        (wrong_secret(&known.main_key), "in the same words"),
    ] {
        let first = driver.set_up_key(
            Identity {
                credentials,
                ..identity.clone()
            },
            NAME,
        );
        let (how, said) = end(&first);
        assert_eq!(how, FirstKeyEnd::Refused);
        assert!(said.contains(sentence), "{said}");
    }
    assert_eq!(posts(&driver), 0);
}

#[test]
fn a_subaccount_is_refused() {
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", keyseed::priming::KeyPairChoice::No);
    let mut identity = driver.identity(false);
    identity.credentials.account_sid = run.seedings[0].account_sid().cloned().unwrap();
    let first = driver.set_up_key(identity, NAME);
    assert!(end(&first).1.contains("is a subaccount"));
}

#[test]
fn names_are_checked() {
    assert!(key_name_error("  ").is_some_and(|said| said.contains("Enter a name")));
    let longest = RunId::KEY_NAME_MAX;
    assert!(key_name_error(&"x".repeat(longest + 1)).is_some_and(|said| said.contains("56 characters")));
    assert_eq!(key_name_error(&"x".repeat(longest)), None);
    assert!(key_name_error("First\tkey").is_some_and(|said| said.contains("control character")));
}

#[test]
fn what_was_exchanged_shows_no_secret() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    let secret = driver.practice.credentials().main_key.secret.expose().to_owned();
    let first = set_up(&mut driver);
    assert!(!format!("{first:?}").contains(&secret));
}
