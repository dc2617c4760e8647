//! "Saved" belongs to a secret: to the one that was there when the admin said so, and to no later one.

use crate::driver::{Driver, first, refusal};
use crate::journal::notes;
use getrandom::SysRng;
use keyseed::handover::{handed, record_json};
use keyseed::keys::make_key_pair;
use keyseed::practice::Enforcement;
use keyseed::priming::{
    Draft, Journal, KeyPairChoice, Phase, Run, Standing, State, Step, Thing, Verification, Was, Way,
};
use keyseed::twilio::validation::SigningIdentity;
use keyseed::twilio::{ApiKeySid, Host, HttpRequest, Identity, Method};
use std::collections::BTreeSet;

fn makes_key(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.path.ends_with("/Keys.json")
}

fn makes_public_key(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.host == Host::Accounts
}

fn lists_public_keys(http: &HttpRequest) -> bool {
    http.request.method == Method::Get && http.request.host == Host::Accounts
}

/// The API keys whose secrets are in an archive that is written now.
fn archive(run: &Run) -> BTreeSet<ApiKeySid> {
    let with_key = handed(run).into_iter().filter_map(|handed| handed.api_key);
    with_key.map(|(sid, _)| sid).collect()
}

/// West is primed, East fails at its API key.
fn west_and_half_of_east(driver: &mut Driver) -> Run {
    let mut keys = 0;
    driver.intercept = Some(Box::new(move |http, _, _| {
        keys += usize::from(makes_key(http));
        (makes_key(http) && keys > 1).then(|| Ok(refusal(400, 70151)))
    }));
    let run = driver.run(false, "West\nEast", KeyPairChoice::No);
    driver.intercept = None;
    assert_eq!(
        (run.seedings[1].state(), run.seedings[1].step()),
        (State::Failed, Step::SeedApiKey)
    );
    run
}

#[test]
fn an_archive_never_covers_a_secret_that_was_made_after_it() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = west_and_half_of_east(&mut driver);
    let held = archive(&run);
    let effects = run.set_keys_saved(&held, true);
    driver.drive(&mut run, effects);
    let saved: Vec<bool> = run.seedings.iter().map(|seeding| seeding.is_saved()).collect();
    assert_eq!(saved, [true, false], "only what has a secret can be saved");
    assert_eq!(run.to_clean_up().0, [1], "what is half-made can still be cleaned up");
    assert!(run.seedings[1].is_half_made() && !run.seedings[0].is_half_made());
    let record: serde_json::Value = serde_json::from_str(&record_json(&run, 0)).unwrap();
    assert_eq!(record["subaccounts"][1]["secret_and_key_saved"], false);
    let journal = Journal::read(&notes(&driver)).remove(0);
    assert!(!journal.is_over());

    let effects = run.go_on(1, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert!(run.is_complete());
    let unsaved: Vec<bool> = run.seedings.iter().map(|seeding| seeding.is_unsaved()).collect();
    assert_eq!(unsaved, [false, true], "its secret is new");
    // The same box again covers what was in the archive, and nothing else.
    let effects = run.set_keys_saved(&held, true);
    driver.drive(&mut run, effects);
    assert!(run.seedings[1].is_unsaved());
    let newer = archive(&run);
    let effects = run.set_keys_saved(&newer, true);
    driver.drive(&mut run, effects);
    assert!(run.seedings.iter().all(|seeding| seeding.is_saved()));
    assert!(Journal::read(&notes(&driver))[0].is_over());
}

#[test]
fn what_has_no_secret_cannot_be_marked() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = west_and_half_of_east(&mut driver);
    let effects = run.set_saved(1, true);
    driver.drive(&mut run, effects);
    assert!(!run.seedings[1].is_saved());
    let effects = run.go_on(1, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert!(run.seedings[1].is_unsaved());
}

#[test]
fn a_key_that_was_cleaned_up_is_saved_no_longer() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = driver.run(false, "West", KeyPairChoice::No);
    let effects = run.set_saved(0, true);
    driver.drive(&mut run, effects);
    let effects = run.clean_up_one(0, "West");
    driver.drive(&mut run, effects);
    assert!(!run.seedings[0].is_saved() && !run.seedings[0].is_unsaved() && !run.seedings[0].is_half_made());
}

/// A run of West whose `step` is refused, whose secret is saved, and whose page is closed then; and what was saved.
fn interrupted_when_saved(driver: &mut Driver, sign: bool, refused: fn(&HttpRequest) -> bool) -> (Journal, ApiKeySid) {
    driver.intercept = Some(first(9, refused, Ok(refusal(400, 20001))));
    let mut run = driver.run(sign, "West", KeyPairChoice::Each);
    assert_eq!(run.seedings[0].state(), State::Failed);
    let effects = run.set_saved(0, true);
    driver.drive(&mut run, effects);
    driver.intercept = None;
    let key = run.seedings[0].api_key_sid().unwrap().clone();
    (Journal::read(&notes(driver)).remove(0), key)
}

#[test]
fn a_saved_key_is_kept_and_the_rest_is_resumed() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let (journal, key) = interrupted_when_saved(&mut driver, true, makes_public_key);
    assert!(!journal.is_over(), "it still has to get its public key");
    assert_eq!(journal.subaccounts()[0].was, Was::SavedAt(Step::SeedPublicKey));
    let fingerprint = journal.entries[&0].fingerprint;
    let checked = driver.checked(true);
    let signing = driver.pairs[&checked.identity.signing.as_ref().unwrap().key]
        .public_key()
        .clone();
    driver.sent.clear();
    let (mut again, effects) = Run::resume_from(&journal, &checked, Some(&signing)).unwrap();
    driver.drive(&mut again, effects);
    let west = &again.seedings[0];
    assert_eq!(
        (again.phase, west.verification()),
        (Phase::Finished, Some(Verification::SavedUntried))
    );
    assert!(
        driver
            .sent
            .iter()
            .all(|request| request.method == Method::Get || !request.path.contains("/Keys")),
        "its key is not touched"
    );
    assert_eq!(
        (west.api_key_sid(), west.fingerprint()),
        (Some(&key), fingerprint),
        "nor its key pair replaced"
    );
    assert!(west.is_saved() && west.has_result() && again.to_clean_up() == (vec![], vec![]));
    let standing = west
        .trail
        .iter()
        .find(|trace| trace.sid.as_deref() == Some(key.as_str()))
        .unwrap();
    assert_eq!(
        (standing.thing, standing.standing),
        (Thing::ApiKey, Standing::Exists),
        "its secret is not lost"
    );
    let there = driver.practice.inventory();
    assert_eq!(there.public_keys.len(), 2, "the parent's and the subaccount's");
    assert!(Journal::read(&notes(&driver))[0].is_over());
}

#[test]
fn a_saved_key_that_was_not_tried_stays_and_is_not_forgotten() {
    let mut driver = Driver::new(Enforcement::Off);
    let (journal, key) = interrupted_when_saved(&mut driver, false, lists_public_keys);
    assert!(!journal.is_over(), "the admin is told that it was not tried");
    let checked = driver.checked(false);
    let (mut again, effects) = Run::resume_from(&journal, &checked, None).unwrap();
    driver.drive(&mut again, effects);
    assert_eq!(again.seedings[0].verification(), Some(Verification::SavedUntried));
    assert_eq!(again.to_clean_up().0.len(), 0);
    let there = driver.practice.inventory();
    assert!(there.api_keys.iter().any(|known| known.sid == key));
    assert_eq!(there.public_keys.len(), 2, "not seeded twice");
}

#[test]
fn another_key_pair_that_signs_is_seeded_in_place_of_the_one_before() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let checked = driver.checked(true);
    driver.intercept = Some(first(1, lists_public_keys, Ok(refusal(400, 20001))));
    let draft = Draft {
        names: "West\nEast".to_owned(),
        key_pairs: KeyPairChoice::Signing,
        ..Draft::new(true)
    };
    let mut run = driver.run_draft(&draft, &checked);
    assert_eq!(
        (run.seedings[0].step(), run.seedings[1].state()),
        (Step::Verify, State::Waiting)
    );
    let old = run.seedings[0].public_key_sid().cloned().unwrap();
    // While nobody was there, the page let go of the old private key; the admin comes back with another.
    run.disconnect();
    let pair = make_key_pair(&mut SysRng).unwrap();
    let key = pair.public_key().clone();
    let signing: SigningIdentity = driver.paste(pair);
    driver.pairs.remove(&run.plan.given.as_ref().unwrap().fingerprint());
    let main = Identity {
        signing: Some(signing),
        ..driver.identity(false)
    };
    let effects = run.connect(&main, Some(&key));
    driver.drive(&mut run, effects);
    let effects = run.go_on(0, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert!(run.is_complete(), "{:?}", run.seedings[0].failure());
    for seeding in &run.seedings {
        assert_eq!(seeding.verification(), Some(Verification::Enforced));
        assert_eq!(seeding.fingerprint(), Some(key.fingerprint()));
    }
    let there = driver.practice.inventory();
    assert!(
        there.public_keys.iter().all(|key| key.sid != old),
        "the old one is gone"
    );
}
