//! A result says what was done on other pages to the keys that it shows.

use crate::driver::Driver;
use crate::journal::notes;
use keyseed::handover::{handed, record_csv, table};
use keyseed::practice::Enforcement;
use keyseed::priming::{Journal, KeyPairChoice, Run, Verification};
use keyseed::twilio::AccountSid;

fn primed(driver: &mut Driver) -> (Run, AccountSid) {
    let run = driver.run(true, "West\nEast", KeyPairChoice::Each);
    assert!(run.is_complete());
    let account = run.seedings[0].account_sid().cloned().unwrap();
    (run, account)
}

fn gone(driver: &mut Driver, run: &mut Run, account: &AccountSid, sid: &str) {
    let effects = run.note_gone(account, sid);
    assert!(!effects.is_empty(), "the journal has it, too");
    driver.drive(run, effects);
}

#[test]
fn a_deleted_api_key_is_no_result_any_more() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let (mut run, account) = primed(&mut driver);
    let key = run.seedings[0].api_key_sid().cloned().unwrap();
    gone(&mut driver, &mut run, &account, key.as_str());
    let west = &run.seedings[0];
    assert_eq!(west.verification(), Some(Verification::KeysDeletedSince));
    assert!(!west.has_secret() && !west.is_unsaved(), "its secret opens nothing");
    let results = handed(&run);
    assert!(results[0].api_key.is_none() && results[1].api_key.is_some());
    assert!(table(&results).contains(Verification::KeysDeletedSince.summary()));
    assert_eq!(run.line(0).unwrap().summary, Verification::KeysDeletedSince.summary());
    assert_eq!(run.seedings[1].verification(), Some(Verification::Enforced));
    assert!(
        record_csv(&run).contains(&format!("{key},Deleted")),
        "{}",
        record_csv(&run)
    );
}

#[test]
fn a_deleted_public_key_leaves_the_secret() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let (mut run, account) = primed(&mut driver);
    let key = run.seedings[0].public_key_sid().cloned().unwrap();
    gone(&mut driver, &mut run, &account, key.as_str());
    let west = &run.seedings[0];
    assert_eq!(west.verification(), Some(Verification::KeysDeletedSince));
    assert!(west.is_unsaved(), "the API key is still there");
}

#[test]
fn a_closed_subaccount_is_said_to_be_closed_and_the_journal_keeps_it() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let (mut run, account) = primed(&mut driver);
    gone(&mut driver, &mut run, &account, account.as_str());
    assert_eq!(run.seedings[0].verification(), Some(Verification::ClosedSince));
    assert!(!run.seedings[0].has_secret());
    let journal = Journal::read(&notes(&driver)).remove(0);
    let west = journal.subaccounts().remove(0);
    assert!(
        west.traces
            .iter()
            .all(|trace| !trace.may_be_there() || trace.sid.as_deref() != Some(account.as_str()))
    );
}

#[test]
fn what_is_of_another_subaccount_changes_nothing() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let (mut run, _) = primed(&mut driver);
    let stranger: AccountSid = format!("AC{}", "0".repeat(32)).parse().unwrap();
    assert!(run.note_gone(&stranger, "SK1").is_empty());
    assert_eq!(run.seedings[0].verification(), Some(Verification::Enforced));
}
