//! The account's first public key: each road and each refusal, and nothing registered twice.

use crate::driver::{Driver, Intercept, first, lose_reply, refusal, wrong_secret};
use getrandom::SysRng;
use keyseed::practice::Enforcement;
use keyseed::priming::{FirstKey, FirstKeyEnd, key_name_error};
use keyseed::twilio::validation::Algorithm;
use keyseed::twilio::{Host, HttpReply, HttpRequest, Identity, Method, TransportError};

const NAME: &str = "First public key";

fn registers(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.host == Host::Accounts
}

fn lists(http: &HttpRequest) -> bool {
    http.request.method == Method::Get && http.request.path.ends_with("/PublicKeys")
}

fn tries(http: &HttpRequest) -> bool {
    http.request.method == Method::Get && http.request.path.contains("/PublicKeys/CR")
}

fn posts(driver: &Driver) -> usize {
    driver
        .sent
        .iter()
        .filter(|request| request.method == Method::Post)
        .count()
}

/// Sets a key up to the end, unsigned, for an account that has no public key yet.
fn set_up(driver: &mut Driver) -> FirstKey {
    driver.set_up_key(driver.identity(false), NAME)
}

fn with(enforcement: Enforcement, intercept: Intercept) -> (Driver, FirstKey) {
    let mut driver = Driver::keyless(enforcement);
    driver.intercept = Some(intercept);
    let first = set_up(&mut driver);
    (driver, first)
}

/// How it ended, and the sentence about it.
fn end(first: &FirstKey) -> (FirstKeyEnd, String) {
    let last = first.findings.last().unwrap();
    (first.end.unwrap(), format!("{} | {}", last.what, last.next))
}

#[test]
fn an_account_without_a_public_key_gets_one_that_then_signs() {
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let mut driver = Driver::keyless(Enforcement::Optional);
        let (mut first, effects) = FirstKey::begin(driver.identity(false), algorithm, NAME, None);
        driver.drive_key(&mut first, effects);
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
            .exchanges
            .iter()
            .map(|exchange| exchange.signed.is_some())
            .collect();
        assert_eq!(signed, [false, false, false, true], "only the try is signed");
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
    let (mut first, effects) = FirstKey::begin(driver.identity(false), Algorithm::RS256, NAME, Some(key.clone()));
    driver.drive_key(&mut first, effects);
    assert_eq!((first.end, first.public_key), (Some(FirstKeyEnd::Accepted), Some(key)));
    assert_eq!(driver.pairs.len(), 1);
}

#[test]
fn a_second_key_is_added_by_a_signed_request_under_enforcement() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let first = driver.set_up_key(driver.identity(true), "Second public key");
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
    assert!(first.exchanges.iter().all(|exchange| exchange.signed.is_some()));
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
        (known.standard_key.clone(), "not a Main key"),
        (wrong_secret(&known.main_key), "Check the secret first"),
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
    identity.credentials.account_sid = run.seedings[0].account_sid.clone().unwrap();
    let first = driver.set_up_key(identity, NAME);
    assert!(end(&first).1.contains("is a subaccount"));
}

#[test]
fn each_refusal_of_the_public_key_has_its_sentence() {
    for (code, sentence) in [
        (70101, "not an RSA key"),
        (70102, "2048 bits"),
        (70103, "65537"),
        (70104, "could not read the public key"),
    ] {
        let (driver, first) = with(Enforcement::Off, first(1, registers, Ok(refusal(400, code))));
        let (how, said) = end(&first);
        assert_eq!((how, first.can_retry), (FirstKeyEnd::Refused, false));
        assert!(said.contains(sentence) && said.contains(&code.to_string()), "{said}");
        assert_eq!(posts(&driver), 1);
    }
}

#[test]
fn a_lost_reply_is_looked_up_and_never_repeated() {
    let (driver, first) = with(Enforcement::Optional, lose_reply(registers));
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted);
    assert!(
        first
            .findings
            .iter()
            .any(|finding| finding.what.contains("The reply was lost"))
    );
    assert_eq!(posts(&driver), 1);
}

#[test]
fn a_key_of_the_same_name_from_before_is_not_taken_for_the_lost_one() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    let earlier = set_up(&mut driver).public_key_sid;
    driver.intercept = Some(lose_reply(registers));
    let first = set_up(&mut driver);
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted);
    assert_ne!(first.public_key_sid, earlier);
}

#[test]
fn a_late_list_is_looked_at_again() {
    let mut lost = lose_reply(registers);
    let mut left = 2;
    let late: Intercept = Box::new(move |http, practice, now| {
        let own = lost(http, practice, now);
        // The look before the registration is not counted: nothing was posted then.
        if own.is_none() && lists(http) && now > crate::driver::START + 3 && left > 0 {
            left -= 1;
            let body = r#"{"credentials":[],"meta":{"key":"credentials","next_page_url":null}}"#.to_owned();
            return Some(Ok(HttpReply {
                status: 200,
                body,
                ..HttpReply::default()
            }));
        }
        own
    });
    let (driver, first) = with(Enforcement::Optional, late);
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
    assert_eq!(
        (posts(&driver), driver.waits.as_slice()),
        (1, &[2_000, 5_000, 10_000][..])
    );
}

#[test]
fn a_registration_that_never_arrived_is_offered_again() {
    for outcome in [
        Err(TransportError::TimedOut { seconds: 30 }),
        Ok(HttpReply {
            status: 502,
            body: "<html>".to_owned(),
            ..HttpReply::default()
        }),
    ] {
        let (mut driver, mut first) = with(Enforcement::Optional, first(1, registers, outcome));
        let (how, said) = end(&first);
        assert_eq!(how, FirstKeyEnd::Refused);
        assert!(
            said.contains("no new public key of this name") && said.contains("looks once more"),
            "{said}"
        );
        assert_eq!(posts(&driver), 1);
        let (key, before) = (first.public_key.clone(), driver.sent.len());
        let effects = first.retry();
        driver.drive_key(&mut first, effects);
        assert_eq!(end(&first).0, FirstKeyEnd::Accepted);
        assert_eq!((posts(&driver), first.public_key == key), (2, true), "the same pair");
        assert_eq!(driver.sent[before].method, Method::Get, "it looked first");
    }
}

#[test]
fn a_key_that_turned_up_late_is_taken_and_not_doubled() {
    let mut done = false;
    let hidden: Intercept = Box::new(move |http, practice, now| {
        if registers(http) && !done {
            done = true;
            practice.answer(http, now, &mut SysRng);
            return Some(Err(TransportError::Unreachable));
        }
        // The list shows nothing until the admin tries again.
        (lists(http) && done && now < crate::driver::START + 1_000).then(|| {
            let body = r#"{"credentials":[],"meta":{"key":"credentials","next_page_url":null}}"#.to_owned();
            Ok(HttpReply {
                status: 200,
                body,
                ..HttpReply::default()
            })
        })
    });
    let (mut driver, mut first) = with(Enforcement::Optional, hidden);
    assert_eq!(end(&first).0, FirstKeyEnd::Refused);
    driver.now += 2_000;
    let effects = first.retry();
    driver.drive_key(&mut first, effects);
    assert_eq!((end(&first).0, posts(&driver)), (FirstKeyEnd::Accepted, 1));
}

#[test]
fn two_new_keys_of_the_name_are_not_guessed_between() {
    let mut done = false;
    let twice: Intercept = Box::new(move |http, practice, now| {
        if done || !registers(http) {
            return None;
        }
        done = true;
        practice.answer(http, now, &mut SysRng);
        practice.answer(http, now, &mut SysRng);
        Some(Err(TransportError::Unreachable))
    });
    let (_, first) = with(Enforcement::Optional, twice);
    let (how, said) = end(&first);
    assert_eq!((how, first.can_retry), (FirstKeyEnd::Refused, false));
    assert!(said.contains("several new public keys"), "{said}");
}

#[test]
fn a_fresh_key_is_waited_for() {
    for code in [20003, 20404, 70153] {
        let (driver, first) = with(Enforcement::Optional, first(2, tries, Ok(refusal(401, code))));
        assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{code}");
        assert_eq!(driver.waits, [1_000, 2_000]);
    }
}

#[test]
fn a_key_that_stays_unknown_is_registered_but_not_tried() {
    let (mut driver, mut first) = with(Enforcement::Optional, first(6, tries, Ok(refusal(401, 70153))));
    let (how, said) = end(&first);
    assert_eq!(how, FirstKeyEnd::Untried);
    assert!(
        said.contains("registered") && said.contains("do not turn enforcement on"),
        "{said}"
    );
    let effects = first.retry();
    driver.drive_key(&mut first, effects);
    assert_eq!((end(&first).0, posts(&driver)), (FirstKeyEnd::Accepted, 1));
    assert!(
        !first.findings.iter().any(|finding| finding.what.contains("failed")),
        "the old end is gone"
    );
}

#[test]
fn a_signature_that_does_not_match_is_said() {
    let (_, first) = with(Enforcement::Optional, first(1, tries, Ok(refusal(401, 20159))));
    let (how, said) = end(&first);
    assert_eq!(how, FirstKeyEnd::Untried);
    assert!(said.contains("another pair's"), "{said}");
}

#[test]
fn too_many_requests_are_waited_out() {
    let busy = HttpReply {
        retry_after: Some("7".to_owned()),
        ..refusal(429, 20429)
    };
    let (driver, first) = with(Enforcement::Optional, first(1, registers, Ok(busy)));
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted);
    assert_eq!((posts(&driver), driver.waits.as_slice()), (2, &[7_000][..]));
}

#[test]
fn a_wrong_clock_is_corrected() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    driver.skew = -7_200;
    let first = set_up(&mut driver);
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
}

#[test]
fn names_are_checked() {
    assert!(key_name_error("  ").is_some_and(|said| said.contains("Enter a name")));
    assert!(key_name_error(&"x".repeat(65)).is_some_and(|said| said.contains("65 characters")));
    assert_eq!(key_name_error(&"x".repeat(64)), None);
}

#[test]
fn what_was_exchanged_shows_no_secret() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    let secret = driver.practice.credentials().main_key.secret.expose().to_owned();
    let first = set_up(&mut driver);
    assert!(!format!("{first:?}").contains(&secret));
}
