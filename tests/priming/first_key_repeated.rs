//! The account's first public key where the browser repeats a request by itself: one key stays, and it is said.

use crate::driver::{Driver, Intercept, refusal};
use crate::first_key::{end, posts, registers, set_up, with};
use getrandom::SysRng;
use keyseed::practice::{Enforcement, Fault, FaultPlan, Met, Operation};
use keyseed::priming::{FirstKey, FirstKeyEnd, Level};
use keyseed::twilio::{HttpReply, HttpRequest, Method, TransportError};

const ONCE: &str = "holds this public key exactly once";

/// Meets the faults of a plan, as the practice account does in the page.
fn planned(faults: &[(Operation, u32, Fault)], enforcement: Enforcement, keyless: bool) -> (Driver, FirstKey) {
    let mut driver = if keyless {
        Driver::keyless(enforcement)
    } else {
        Driver::new(enforcement)
    };
    driver.practice.set_faults(FaultPlan::of(faults.iter().copied()));
    driver.intercept = Some(Box::new(|http, practice, now| {
        Some(match practice.meet(http, now, &mut SysRng) {
            Met::Reply(reply) => Ok(reply),
            Met::Broken => Err(TransportError::Unreachable),
            Met::Silent => Err(TransportError::TimedOut { seconds: 30 }),
        })
    }));
    let first = if keyless {
        set_up(&mut driver)
    } else {
        driver.set_up_key(driver.identity(true), "Second public key")
    };
    (driver, first)
}

/// The account's public keys of this set-up are the one that it holds.
fn one_is_there(driver: &Driver, first: &FirstKey) {
    let there = driver.practice.inventory().public_keys.into_iter();
    let own = there.filter(|key| key.name.as_ref() == Some(&first.name));
    let own: Vec<_> = own.map(|key| key.sid).collect();
    assert_eq!(
        own,
        Vec::from_iter(first.public_key_sid.clone()),
        "{:?}",
        first.findings
    );
}

fn says(first: &FirstKey, words: &str) -> bool {
    first.findings.iter().any(|finding| finding.what.contains(words))
}

#[test]
fn a_repeated_registration_leaves_one_key() {
    use Fault::{LateListing, LostReply, Repeated};
    let create = |fault| (Operation::CreatePublicKey, 1, fault);
    for faults in [
        vec![create(Repeated)],
        vec![create(Repeated), create(LateListing { seconds: 12 })],
        vec![create(Repeated), create(LostReply)],
        vec![create(Repeated), create(LostReply), create(LateListing { seconds: 12 })],
        // The deletion of the copy is repeated too: the reply that is seen says 20404.
        vec![create(Repeated), (Operation::DeletePublicKey, 1, Repeated)],
        vec![create(Repeated), (Operation::DeletePublicKey, 1, LostReply)],
        vec![create(Repeated), (Operation::DeletePublicKey, 1, Fault::LostRequest)],
        vec![create(Repeated), (Operation::ListPublicKeys, 2, Fault::LostRequest)],
    ] {
        for (enforcement, keyless) in [(Enforcement::Optional, true), (Enforcement::Enforced, false)] {
            let (driver, first) = planned(&faults, enforcement, keyless);
            assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{faults:?}: {:?}", first.findings);
            one_is_there(&driver, &first);
            assert!(
                says(&first, "Keyseed deleted the copy") && says(&first, ONCE),
                "{:?}",
                first.findings
            );
        }
    }
}

#[test]
fn a_key_that_is_there_once_is_said_before_it_is_tried() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    let first = set_up(&mut driver);
    let place = |words: &str| {
        first
            .findings
            .iter()
            .position(|finding| finding.what.contains(words))
            .unwrap()
    };
    assert!(place(ONCE) < place("was accepted"));
    assert!(first.name.ends_with(')') && first.name.starts_with("First public key ("));
}

fn lists_again(http: &HttpRequest, listed: &mut usize) -> bool {
    let lists = http.request.method == Method::Get && http.request.path.ends_with("/PublicKeys");
    *listed += usize::from(lists);
    lists && *listed > 1
}

#[test]
fn what_cannot_be_listed_is_not_checked() {
    let nothing = r#"{"credentials":[],"meta":{"key":"credentials","next_page_url":null}}"#;
    let empty = HttpReply {
        status: 200,
        body: nothing.to_owned(),
        ..HttpReply::default()
    };
    for reply in [refusal(401, 20003), refusal(500, 20500), empty] {
        let mut listed = 0;
        let planted = reply.clone();
        let refuses: Intercept =
            Box::new(move |http, _, _| lists_again(http, &mut listed).then(|| Ok(planted.clone())));
        let (_, first) = with(Enforcement::Optional, refuses);
        assert_eq!(end(&first).0, FirstKeyEnd::Accepted, "{:?}", first.findings);
        assert!(
            says(&first, "Not checked") && !says(&first, ONCE),
            "{:?}",
            first.findings
        );
    }
}

#[test]
fn a_copy_that_cannot_be_deleted_is_named() {
    let (driver, first) = with(
        Enforcement::Optional,
        Box::new(|http, practice, now| {
            if registers(http) {
                practice.answer(http, now, &mut SysRng);
            }
            (http.request.method == Method::Delete).then(|| Ok(refusal(401, 20003)))
        }),
    );
    assert_eq!((end(&first).0, posts(&driver)), (FirstKeyEnd::Accepted, 1));
    let there = driver.practice.inventory().public_keys;
    let copy = there
        .iter()
        .find(|key| Some(&key.sid) != first.public_key_sid.as_ref())
        .unwrap();
    let named = first
        .findings
        .iter()
        .find(|finding| finding.level == Level::Problem)
        .unwrap();
    assert!(
        named.what.contains(copy.sid.as_str()) && named.next.contains("Twilio Console"),
        "{named:?}"
    );
    assert!(!says(&first, ONCE));
}

#[test]
fn a_key_of_the_same_words_that_somebody_else_adds_stays() {
    let mut driver = Driver::keyless(Enforcement::Optional);
    let theirs = driver.pairs.values().next().unwrap().public_key().clone();
    driver.intercept = Some(Box::new(move |http, practice, now| {
        if registers(http) {
            practice
                .paste_public_key(&theirs, "First public key", now, &mut SysRng)
                .unwrap();
        }
        None
    }));
    let first = set_up(&mut driver);
    assert_eq!(end(&first).0, FirstKeyEnd::Accepted);
    assert_eq!(driver.practice.inventory().public_keys.len(), 2);
    assert!(says(&first, ONCE));
}
