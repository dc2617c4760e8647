//! Two tabs of one browser: never both on one subaccount, whether they know it by its name or by its SID.

use crate::driver::{Driver, creates, lose_reply};
use keyseed::practice::Enforcement;
use keyseed::priming::{Draft, KeyPairChoice, Phase, Run, Way};
use std::collections::BTreeSet;

/// What the tab holds that did all of this so far; a tab that is opened now meets it.
fn another_tab(driver: &mut Driver) {
    driver.taken = std::mem::take(&mut driver.claims);
}

fn draft(names: &str) -> Draft {
    Draft {
        names: names.to_owned(),
        key_pairs: KeyPairChoice::No,
        ..Draft::new(false)
    }
}

fn by_sid(driver: &mut Driver, sid: &str) -> Run {
    let checked = driver.checked(false);
    driver.run_draft(&draft(sid), &checked)
}

fn refused(run: &Run) -> bool {
    let failure = run.seedings[0].failure();
    failure.is_some_and(|failure| failure.explanation.what.contains("in another tab of this browser"))
}

#[test]
fn one_that_was_just_created_is_held_by_its_sid_too() {
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", KeyPairChoice::No);
    let sid = run.seedings[0].account_sid().cloned().unwrap();
    another_tab(&mut driver);
    let keys = driver.practice.inventory().api_keys;
    let second = by_sid(&mut driver, sid.as_str());
    assert!(refused(&second));
    assert_eq!(driver.practice.inventory().api_keys, keys, "no second key");
    // Once the first tab has ended its run, it can be worked on.
    driver.taken = BTreeSet::new();
    assert_eq!(by_sid(&mut driver, sid.as_str()).phase, Phase::Finished);
}

#[test]
fn its_sid_is_held_before_anything_is_made_in_it() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.intercept = Some(lose_reply(|http| creates(&http.request)));
    driver.run(false, "West", KeyPairChoice::No);
    let sid = driver.checked(false).subaccounts[0].sid.to_string();
    assert!(
        driver.claims.iter().any(|what| what.ends_with(&sid)),
        "one that was found, too: {:?}",
        driver.claims
    );
}

#[test]
fn one_that_is_used_instead_of_a_new_one_is_claimed_by_its_sid() {
    let mut driver = Driver::new(Enforcement::Off);
    let before = driver.checked(false);
    driver.run(false, "West", KeyPairChoice::No);
    let west = driver.checked(false).subaccounts[0].sid.clone();
    // A tab works on it by its SID.
    driver.claims.clear();
    assert_eq!(by_sid(&mut driver, west.as_str()).phase, Phase::Finished);
    another_tab(&mut driver);
    let keys = driver.practice.inventory().api_keys;
    // The other one, which has not heard of it, plans its name, meets it, and is told to use it.
    let mut second = driver.run_draft(&draft("West"), &before);
    let effects = second.go_on(0, &Way::Adopt(west.clone()));
    driver.sent.clear();
    driver.drive(&mut second, effects);
    assert!(refused(&second));
    assert!(driver.sent.is_empty() && driver.practice.inventory().api_keys == keys);
    driver.taken.clear();
    let effects = second.go_on(0, &Way::TryAgain);
    driver.drive(&mut second, effects);
    assert_eq!((second.phase, second.seedings[0].existing()), (Phase::Finished, true));
}
