//! Runs where everything goes well, and the admin's hand on them.

use crate::driver::{Driver, creates, first, occasion};
use keyseed::machine::Machine;
use keyseed::practice::Enforcement;
use keyseed::priming::{CleanUp, Draft, KeyPairChoice, Phase, Plan, Run, State, Verification, Way};
use keyseed::twilio::accounts::Status;
use keyseed::twilio::{HttpRequest, Method, Request, TransportError};

#[test]
fn a_key_pair_each_under_enforcement() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = driver.run(true, "West\nEast", KeyPairChoice::Each);
    assert_eq!(run.phase, Phase::Finished);
    for seeding in &run.seedings {
        assert_eq!(seeding.verification(), Some(Verification::Enforced));
        assert!(seeding.api_key().is_some() && seeding.public_key_sid().is_some());
    }
    let [west, east] = &run.seedings[..] else { panic!() };
    assert_ne!(west.fingerprint(), east.fingerprint());
    assert_ne!(west.account_sid(), east.account_sid());
    assert_eq!(run.progress(), (16, 16));
    assert_eq!(driver.waits, [1_000], "once, after the last creation");
}

#[test]
fn one_key_pair_for_all() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = driver.run(true, "West\nEast\nNorth", KeyPairChoice::OneForAll);
    assert_eq!(run.phase, Phase::Finished);
    assert!(
        run.seedings
            .windows(2)
            .all(|pair| pair[0].fingerprint() == pair[1].fingerprint())
    );
    assert!(
        run.seedings
            .windows(2)
            .all(|pair| pair[0].public_key_sid() != pair[1].public_key_sid())
    );
    assert_eq!(driver.pairs.len(), 2, "the signing pair and one new one");
}

#[test]
fn what_the_verification_says() {
    for (enforcement, sign, choice, expected) in [
        (Enforcement::Enforced, true, KeyPairChoice::Each, Verification::Enforced),
        (
            Enforcement::Enforced,
            true,
            KeyPairChoice::No,
            Verification::NeedsPublicKey,
        ),
        (
            Enforcement::Optional,
            true,
            KeyPairChoice::Each,
            Verification::NotEnforced,
        ),
        (Enforcement::Optional, true, KeyPairChoice::No, Verification::Unsigned),
        (
            Enforcement::Optional,
            false,
            KeyPairChoice::Each,
            Verification::Unsigned,
        ),
        (Enforcement::Off, false, KeyPairChoice::Each, Verification::Unsigned),
        (Enforcement::Off, false, KeyPairChoice::No, Verification::Unsigned),
    ] {
        let run = Driver::new(enforcement).run(sign, "West", choice);
        assert_eq!(
            run.seedings[0].verification(),
            Some(expected),
            "{enforcement:?} {sign} {choice:?}"
        );
        assert_eq!(run.seedings[0].public_key_sid().is_some(), choice.seeds_public_key());
    }
}

#[test]
fn a_pause_lets_the_request_under_way_end_and_nothing_more() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West\nEast".to_owned(),
        ..Draft::new(false)
    };
    let (mut run, effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked, occasion());
    let creation = driver.until(&mut run, effects, creates);
    run.pause();
    let answer = driver.perform(creation);
    let effects = run.answer(answer.clone());
    assert!(driver.inside(&mut run, effects).is_empty() && run.is_quiet());
    assert!(run.seedings[0].account_sid().is_some(), "the answer is not lost");
    assert!(
        run.answer(answer).is_empty(),
        "a second answer to the same ticket is ignored"
    );
    let effects = run.resume();
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
    let creations = driver
        .sent
        .iter()
        .filter(|request| request.path == "/2010-04-01/Accounts.json" && request.method == Method::Post);
    assert_eq!(creations.count(), 2);
}

#[test]
fn a_stop_keeps_what_was_made() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West\nEast".to_owned(),
        ..Draft::new(false)
    };
    let (mut run, effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked, occasion());
    let creation = driver.until(&mut run, effects, creates);
    run.stop();
    let answer = driver.perform(creation);
    let effects = run.answer(answer);
    assert!(driver.inside(&mut run, effects).is_empty());
    assert!(
        run.resume().is_empty() && run.go_on(0, &Way::TryAgain).is_empty(),
        "a stop is final"
    );
    assert_eq!((run.phase, run.seedings[1].state()), (Phase::Stopped, State::Waiting));
    let effects = run.clean_up_one(0, "West");
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].clean_up(), CleanUp::Done);
}

#[test]
fn a_clean_up_takes_a_name_with_two_blanks_as_it_is_shown() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = driver.run(false, "West  Team", KeyPairChoice::No);
    assert_eq!(run.seedings[0].name, "West  Team");
    assert!(run.clone().clean_up("WestTeam").is_empty());
    assert!(!run.clone().clean_up("West Team").is_empty());
    assert!(!run.clean_up_one(0, "West Team").is_empty());
}

/// The requests as `METHOD path`, SIDs left out.
fn lines(driver: &Driver) -> Vec<String> {
    let sid = |part: &str| part.len() > 32 && part.is_char_boundary(2);
    let short = |path: &str| -> String {
        let parts = path.split('/').map(|part| if sid(part) { &part[..2] } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    let line = |request: &Request| format!("{} {}", request.method.as_str(), short(&request.path));
    driver.sent.iter().map(line).collect()
}

#[test]
fn a_clean_up_needs_the_name_and_takes_the_last_thing_first() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = driver.run(true, "West", KeyPairChoice::Each);
    driver.sent.clear();
    for typed in ["", "west", "Wes", "East"] {
        assert!(run.clean_up_one(0, typed).is_empty(), "{typed}");
    }
    assert!(run.clean_up_one(7, "West").is_empty());
    let effects = run.clean_up_one(0, " West ");
    assert!(run.clean_up_one(0, "West").is_empty(), "asked for already");
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].clean_up(), CleanUp::Done);
    assert_eq!(
        lines(&driver),
        [
            "DELETE /v1/Credentials/PublicKeys/CR",
            "GET /2010-04-01/Accounts/AC/Keys.json",
            "DELETE /2010-04-01/Accounts/AC/Keys/SK",
            "POST /2010-04-01/Accounts/AC",
            "GET /2010-04-01/Accounts.json",
        ]
    );
    assert!(!run.seedings[0].is_unsaved(), "its secret is of no use any more");
    let again = driver.check(driver.identity(true)).passed.unwrap();
    assert_eq!(again.open_subaccounts(), 0);
}

#[test]
fn a_clean_up_of_the_whole_run_needs_their_number_and_leaves_what_was_there_before() {
    let mut driver = Driver::new(Enforcement::Off);
    let before = driver.run(false, "Old", KeyPairChoice::No);
    let old = before.seedings[0].account_sid().cloned().unwrap();
    let mut run = driver.run(false, &format!("{old}\nWest\nEast"), KeyPairChoice::No);
    assert_eq!(run.clean_up_phrase().as_deref(), Some("close 2 subaccounts"));
    assert_eq!(run.to_clean_up(), (vec![1, 2], vec![0]));
    assert!(run.clean_up("close 3 subaccounts").is_empty());
    let effects = run.clean_up("close 2 subaccounts");
    driver.drive(&mut run, effects);
    assert!(
        run.seedings.iter().all(|seeding| seeding.clean_up() == CleanUp::Done),
        "{run:?}"
    );
    let left = driver.practice.inventory();
    let open = left.accounts.iter().filter(|account| account.status != Status::Closed);
    assert_eq!(open.count(), 2, "the parent and the one that was there before");
    let keys: Vec<_> = left.api_keys.iter().filter(|key| key.account == old).collect();
    assert_eq!(keys.len(), 1, "only this run's key was deleted");
}

#[test]
fn what_could_not_be_cleaned_up_can_be_asked_for_again() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = driver.run(false, "West", KeyPairChoice::No);
    driver.intercept = Some(first(9, closes, Err(TransportError::Unreachable)));
    let effects = run.clean_up_one(0, "West");
    driver.drive(&mut run, effects);
    assert!(matches!(run.seedings[0].clean_up(), CleanUp::Failed(_)));
    assert!(
        run.go_on(0, &Way::TryAgain).is_empty(),
        "nothing is made in it any more"
    );
    driver.intercept = None;
    let effects = run.clean_up_one(0, "West");
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].clean_up(), CleanUp::Done);
    assert!(!run.can_clean_up(0));
}

fn closes(http: &HttpRequest) -> bool {
    http.request.body.contains("Status=closed")
}

#[test]
fn the_parent_speaks_up_to_the_last_step_and_the_new_account_in_it() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let main = driver.identity(true);
    let run = driver.run(true, "West", KeyPairChoice::Each);
    let west = &run.seedings[0];
    let who: Vec<_> = west
        .exchanges
        .iter()
        .map(|exchange| exchange.api_key_sid.clone())
        .collect();
    let (old, new) = (
        main.credentials.api_key_sid.to_string(),
        west.api_key().unwrap().sid.to_string(),
    );
    let by = |key: &String, times| std::iter::repeat_n(key.clone(), times);
    let expected: Vec<_> = by(&old, 4).chain(by(&new, 2)).chain(by(&old, 2)).collect();
    assert_eq!(who, expected);
    let signed = west.exchanges[4].signed.as_ref().unwrap();
    assert_eq!(signed.claims.sub, west.account_sid().unwrap().as_str());
    assert_eq!(signed.header.kid, west.public_key_sid().unwrap().as_str());
    assert!(west.exchanges[5].signed.is_none());
}

#[test]
fn no_secret_is_in_what_a_run_shows() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = driver.run(true, "West", KeyPairChoice::Each);
    let secret = run.seedings[0].api_key().unwrap().secret.expose().to_owned();
    assert!(!format!("{run:?}").contains(&secret));
}
