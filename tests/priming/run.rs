//! Runs where everything goes well, and the admin's hand on them.

use crate::driver::Driver;
use keyseed::practice::Enforcement;
use keyseed::priming::{Closing, Draft, Effect, KeyPairChoice, Phase, Plan, Run, State, Verification};
use keyseed::twilio::{Method, accounts};

#[test]
fn a_key_pair_each_under_enforcement() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = driver.run(true, "West\nEast", KeyPairChoice::Each);
    assert_eq!(run.phase, Phase::Finished);
    for seeding in &run.seedings {
        assert_eq!(seeding.verification, Some(Verification::Enforced));
        assert!(seeding.api_key.is_some() && seeding.public_key_sid.is_some());
    }
    let [west, east] = &run.seedings[..] else { panic!() };
    assert_ne!(west.fingerprint(), east.fingerprint());
    assert_ne!(west.account_sid, east.account_sid);
    assert_eq!(run.progress(), (12, 12));
    assert!(driver.waits.is_empty());
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
            .all(|pair| pair[0].public_key_sid != pair[1].public_key_sid)
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
            run.seedings[0].verification,
            Some(expected),
            "{enforcement:?} {sign} {choice:?}"
        );
        assert_eq!(run.seedings[0].public_key_sid.is_some(), choice.seeds_public_key());
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
    let (mut run, mut effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked);
    run.pause();
    let answer = driver.perform(effects.pop().unwrap());
    assert!(run.answer(answer.clone()).is_empty() && run.is_quiet());
    assert!(run.seedings[0].account_sid.is_some(), "the answer is not lost");
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
    let (mut run, mut effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked);
    run.stop();
    let answer = driver.perform(effects.pop().unwrap());
    assert!(run.answer(answer).is_empty());
    assert!(
        run.resume().is_empty() && run.retry(0, false).is_empty(),
        "a stop is final"
    );
    assert_eq!((run.phase, run.seedings[1].state), (Phase::Stopped, State::Waiting));
    let effects = run.close(0, "West");
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].closing, Closing::Closed);
}

#[test]
fn closing_needs_the_name_and_happens_once() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = driver.run(true, "West", KeyPairChoice::Each);
    driver.sent.clear();
    for typed in ["", "west", "Wes", "East"] {
        assert!(run.close(0, typed).is_empty(), "{typed}");
    }
    assert!(run.close(7, "West").is_empty());
    let effects = run.close(0, " West ");
    assert!(run.close(0, "West").is_empty(), "asked for already");
    let sid = run.seedings[0].account_sid.clone().unwrap();
    assert!(matches!(&effects[..], [Effect::Send { request, .. }] if *request == accounts::close(&sid)));
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].closing, Closing::Closed);
    assert_eq!(driver.sent.len(), 1);
    let again = driver.check(driver.identity(true)).passed.unwrap();
    assert_eq!(again.open_subaccounts(), 0);
}

#[test]
fn what_could_not_be_closed_can_be_gone_on_with() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West".to_owned(),
        ..Draft::new(false)
    };
    let (mut run, mut effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked);
    run.pause();
    let answer = driver.perform(effects.pop().unwrap());
    run.answer(answer);
    let mut effects = run.close(0, "West");
    let Effect::Send { ticket, .. } = &effects[0] else {
        panic!()
    };
    let ticket = *ticket;
    run.resume();
    effects.clear();
    let exchange = run.seedings[0].exchanges[0].clone();
    let outcome = keyseed::priming::Outcome::Reply {
        result: Err(keyseed::twilio::TransportError::Unreachable),
        exchange: Box::new(exchange),
    };
    run.answer(keyseed::priming::Answer { ticket, outcome });
    let effects = run.resume();
    driver.drive(&mut run, effects);
    assert_eq!((run.phase, run.seedings[0].state), (Phase::Finished, State::Done));
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
        west.api_key.as_ref().unwrap().sid.to_string(),
    );
    assert_eq!(who, [old.clone(), old.clone(), old, new.clone(), new]);
    let signed = west.exchanges[3].signed.as_ref().unwrap();
    assert_eq!(signed.claims.sub, west.account_sid.as_ref().unwrap().as_str());
    assert_eq!(signed.header.kid, west.public_key_sid.as_ref().unwrap().as_str());
    assert!(west.exchanges[4].signed.is_none());
}

#[test]
fn no_secret_is_in_what_a_run_shows() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = driver.run(true, "West", KeyPairChoice::Each);
    let secret = run.seedings[0].api_key.as_ref().unwrap().secret.expose().to_owned();
    assert!(!format!("{run:?}").contains(&secret));
}
