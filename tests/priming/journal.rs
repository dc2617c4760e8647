//! The journal: written ahead, without secrets, and readable whatever else is in the storage.

use crate::driver::{Driver, creates, occasion};
use keyseed::machine::{Effect, JournalLine};
use keyseed::practice::Enforcement;
use keyseed::priming::{CannotResume, CleanUp, Draft, Journal, KeyPairChoice, Phase, Plan, Run, Was, Way};
use keyseed::twilio::accounts::Status;

pub fn notes(driver: &Driver) -> Vec<JournalLine> {
    let note = |(key, text): (&String, &String)| JournalLine {
        key: key.clone(),
        text: text.clone(),
    };
    driver.storage.iter().map(note).collect()
}

#[test]
fn it_holds_no_secret() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = driver.run(true, "West\nEast", KeyPairChoice::Each);
    let written: String = driver.storage.values().cloned().collect();
    assert!(written.contains(run.seedings[0].account_sid().unwrap().as_str()));
    let main = driver.practice.credentials().main_key.secret;
    assert!(!written.contains(main.expose()) && !written.contains("PRIVATE KEY"));
    for seeding in &run.seedings {
        assert!(!written.contains(seeding.api_key().unwrap().secret.expose()));
    }
}

#[test]
fn a_creation_goes_out_only_once_it_stands_there() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West".to_owned(),
        ..Draft::new(false)
    };
    let (mut run, effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked, occasion());
    assert!(matches!(effects[..], [Effect::Record { .. }]), "the head comes first");
    driver.until(&mut run, effects, creates);
    let journals = Journal::read(&notes(&driver));
    let [west] = &journals[0].subaccounts()[..] else {
        panic!()
    };
    assert_eq!(west.traces.len(), 1, "it may exist from now on");
    assert!(matches!(west.was, Was::At(_)));
}

#[test]
fn what_is_no_journal_is_left_out() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.run(false, "West", KeyPairChoice::No);
    let whole = notes(&driver);
    let mut odd: Vec<JournalLine> = ["", "x", "000000", "000000.0", "../..", "keyseed"]
        .into_iter()
        .flat_map(|key| ["", "{", "null", "[1]", "{\"version\":1}", "\u{0}"].map(|text| (key, text)))
        .map(|(key, text)| JournalLine {
            key: format!("keyseed.journal.{key}"),
            text: text.to_owned(),
        })
        .collect();
    odd.extend(whole.iter().cloned());
    for note in &whole {
        // Cut short, as by a full storage.
        let text = note.text.chars().take(note.text.len() / 2).collect();
        odd.push(JournalLine {
            key: format!("{}9", note.key),
            text,
        });
    }
    assert_eq!(Journal::read(&odd), Journal::read(&whole));
    // A journal of a later program is not touched.
    let later = whole[0].text.replace("\"version\":1", "\"version\":2");
    assert!(
        Journal::read(&[JournalLine {
            key: whole[0].key.clone(),
            text: later
        }])
        .is_empty()
    );
}

#[test]
fn a_run_that_cannot_be_written_down_goes_on_and_says_so() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.storage_full = true;
    let run = driver.run(false, "West", KeyPairChoice::No);
    assert_eq!(run.phase, Phase::Finished);
    assert!(run.unrecorded && driver.storage.is_empty());
}

#[test]
fn only_its_own_account_goes_on_with_it_and_only_signing_where_it_must() {
    let mut driver = Driver::new(Enforcement::Optional);
    let run = driver.run(true, "West", KeyPairChoice::Signing);
    assert_eq!(run.phase, Phase::Finished);
    let journal = Journal::read(&notes(&driver)).remove(0);
    let unsigned = driver.checked(false);
    assert_eq!(
        Run::resume_from(&journal, &unsigned, None).err(),
        Some(CannotResume::NotSigning)
    );
    let mut other = Driver::new(Enforcement::Optional);
    let stranger = other.checked(false);
    assert_eq!(
        Run::resume_from(&journal, &stranger, None).err(),
        Some(CannotResume::OtherAccount)
    );
}

#[test]
fn the_key_pair_that_signs_is_not_seeded_twice() {
    let mut driver = Driver::new(Enforcement::Optional);
    let first = driver.run(true, "West", KeyPairChoice::Signing);
    let journal = Journal::read(&notes(&driver)).remove(0);
    let checked = driver.checked(true);
    let key = first.seedings[0].public_key().cloned();
    let (mut run, effects) = Run::resume_from(&journal, &checked, key.as_ref()).unwrap();
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(run.seedings[0].public_key_sid(), first.seedings[0].public_key_sid());
    assert_ne!(
        run.seedings[0].api_key(),
        first.seedings[0].api_key(),
        "the secret was lost with the page"
    );
    assert_eq!(
        driver.practice.inventory().public_keys.len(),
        2,
        "the parent's and the subaccount's"
    );
}

/// A journal as it is after a crash right before the reply to the subaccount's creation; whether Twilio had done it.
fn interrupted_at_creation(driver: &mut Driver, done: bool) -> Journal {
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West".to_owned(),
        ..Draft::new(false)
    };
    let (mut run, effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked, occasion());
    let creation = driver.until(&mut run, effects, creates);
    if done {
        driver.perform(creation);
    }
    Journal::read(&notes(driver)).remove(0)
}

#[test]
fn what_was_created_while_nobody_looked_is_taken_over_only_on_the_admins_word() {
    let mut driver = Driver::new(Enforcement::Off);
    let journal = interrupted_at_creation(&mut driver, true);
    let checked = driver.checked(false);
    let theirs = checked.subaccounts[0].sid.clone();
    let (mut run, effects) = Run::resume_from(&journal, &checked, None).unwrap();
    driver.drive(&mut run, effects);
    let ways = [Way::TakeOver(theirs.clone()), Way::CreateAnother];
    assert_eq!(run.seedings[0].failure().unwrap().ways, ways);
    let mut another = run.clone();
    let effects = run.go_on(0, &ways[0]);
    driver.drive(&mut run, effects);
    assert_eq!(
        (run.phase, run.seedings[0].account_sid().cloned()),
        (Phase::Finished, Some(theirs.clone()))
    );
    let effects = another.go_on(0, &ways[1]);
    driver.drive(&mut another, effects);
    assert_eq!(another.phase, Phase::Finished);
    assert_ne!(another.seedings[0].account_sid(), Some(&theirs));
}

#[test]
fn a_clean_up_shows_what_it_found_before_it_closes_it() {
    let mut driver = Driver::new(Enforcement::Off);
    let journal = interrupted_at_creation(&mut driver, true);
    let checked = driver.checked(false);
    let (mut run, effects) = Run::resume_from(&journal, &checked, None).unwrap();
    run.stop();
    driver.drive(&mut run, effects);
    for expected in [Status::Active, Status::Closed] {
        let effects = run.clean_up("West");
        driver.drive(&mut run, effects);
        let there = driver.practice.inventory();
        assert_eq!(
            there.accounts[1].status, expected,
            "first it is named, and closed when asked again"
        );
    }
    assert_eq!(run.seedings[0].clean_up(), CleanUp::Done);
}

#[test]
fn a_clean_up_of_what_never_came_looks_five_times() {
    let mut driver = Driver::new(Enforcement::Off);
    let journal = interrupted_at_creation(&mut driver, false);
    let checked = driver.checked(false);
    let (mut run, effects) = Run::resume_from(&journal, &checked, None).unwrap();
    run.stop();
    driver.drive(&mut run, effects);
    driver.sent.clear();
    let effects = run.clean_up("West");
    driver.drive(&mut run, effects);
    assert_eq!((driver.sent.len(), &run.seedings[0].clean_up()), (5, &CleanUp::Done));
    assert!(!run.seedings[0].is_closed(), "nothing was there to close");
}

#[test]
fn a_run_whose_results_are_all_saved_is_over() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = driver.run(false, "West\nEast", KeyPairChoice::No);
    for place in 0..2 {
        assert!(!Journal::read(&notes(&driver))[0].is_over());
        let effects = run.set_saved(place, true);
        driver.drive(&mut run, effects);
    }
    assert!(Journal::read(&notes(&driver))[0].is_over());
}

#[test]
fn the_parent_is_never_one_of_its_own_subaccounts() {
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", KeyPairChoice::No);
    let (parent, west) = (
        run.head.account_sid.to_string(),
        run.seedings[0].account_sid().cloned().unwrap(),
    );
    let mut damaged = notes(&driver);
    damaged
        .iter_mut()
        .for_each(|note| note.text = note.text.replace(west.as_str(), &parent));
    assert!(Journal::read(&damaged)[0].entries.is_empty());
}

#[test]
fn a_run_without_credentials_waits_and_goes_on_once_it_has_them() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = driver.run(false, "West\nEast", KeyPairChoice::No);
    run.disconnect();
    assert!(run.clean_up("close 2 subaccounts").is_empty());
    assert!(
        run.seedings.iter().all(|seeding| seeding.clean_up() == CleanUp::No),
        "nothing is asked for in vain"
    );
    let signing = driver.identity(true);
    assert!(
        run.connect(&signing, None).is_empty() && !run.is_connected(),
        "the run does not sign"
    );
    let main = driver.identity(false);
    run.connect(&main, None);
    let effects = run.clean_up("close 2 subaccounts");
    driver.drive(&mut run, effects);
    assert!(run.seedings.iter().all(|seeding| seeding.clean_up() == CleanUp::Done));
}
