//! The journal: written ahead, without secrets, and readable whatever else is in the storage.

use crate::driver::{Driver, creates, occasion};
use keyseed::practice::Enforcement;
use keyseed::priming::{CannotResume, Draft, Effect, Journal, KeyPairChoice, Note, Phase, Plan, Run, Was};

fn notes(driver: &Driver) -> Vec<Note> {
    let note = |(key, text): (&String, &String)| Note {
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
    assert!(written.contains(run.seedings[0].account_sid.as_ref().unwrap().as_str()));
    let main = driver.practice.credentials().main_key.secret;
    assert!(!written.contains(main.expose()) && !written.contains("PRIVATE KEY"));
    for seeding in &run.seedings {
        assert!(!written.contains(seeding.api_key.as_ref().unwrap().secret.expose()));
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
    let mut odd: Vec<Note> = ["", "x", "000000", "000000.0", "../..", "keyseed"]
        .into_iter()
        .flat_map(|key| ["", "{", "null", "[1]", "{\"version\":1}", "\u{0}"].map(|text| (key, text)))
        .map(|(key, text)| Note {
            key: format!("keyseed.journal.{key}"),
            text: text.to_owned(),
        })
        .collect();
    odd.extend(whole.iter().cloned());
    for note in &whole {
        // Cut short, as by a full storage.
        let text = note.text.chars().take(note.text.len() / 2).collect();
        odd.push(Note {
            key: format!("{}9", note.key),
            text,
        });
    }
    assert_eq!(Journal::read(&odd), Journal::read(&whole));
    // A journal of a later program is not touched.
    let later = whole[0].text.replace("\"version\":1", "\"version\":2");
    assert!(
        Journal::read(&[Note {
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
    let key = first.seedings[0].public_key.clone();
    let (mut run, effects) = Run::resume_from(&journal, &checked, key.as_ref()).unwrap();
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(run.seedings[0].public_key_sid, first.seedings[0].public_key_sid);
    assert_ne!(
        run.seedings[0].api_key, first.seedings[0].api_key,
        "the secret was lost with the page"
    );
    assert_eq!(
        driver.practice.inventory().public_keys.len(),
        2,
        "the parent's and the subaccount's"
    );
}
