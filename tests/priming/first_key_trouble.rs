//! The account's first public key where something goes wrong on the way: nothing is registered twice.

use crate::driver::{Driver, Intercept, first, lose_reply, refusal};
use crate::first_key::{end, posts, registers, set_up, with};
use getrandom::SysRng;
use keyseed::practice::Enforcement;
use keyseed::priming::FirstKeyEnd;
use keyseed::twilio::{HttpReply, HttpRequest, Method, TransportError};

fn lists(http: &HttpRequest) -> bool {
    http.request.method == Method::Get && http.request.path.ends_with("/PublicKeys")
}

fn tries(http: &HttpRequest) -> bool {
    http.request.method == Method::Get && http.request.path.contains("/PublicKeys/CR")
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
    assert_eq!((posts(&driver), driver.waits.as_slice()), (1, &[1_000, 2_000][..]));
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
        driver.drive(&mut first, effects);
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
    driver.drive(&mut first, effects);
    assert_eq!((end(&first).0, posts(&driver)), (FirstKeyEnd::Accepted, 1));
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
    driver.drive(&mut first, effects);
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
    assert_eq!((posts(&driver), driver.waits.as_slice()), (2, &[7_500][..]));
}

#[test]
fn a_wrong_clock_is_corrected() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    driver.skew = -7_200;
    let first = set_up(&mut driver);
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
}
