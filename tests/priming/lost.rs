//! Replies that were lost: nothing is doubled, and nothing is left that nobody knows of.

use crate::driver::{Driver, Intercept, creates, first, lose_reply, occasion, refusal};
use crate::trouble::{creates_account, creates_key, failure, run_with};
use keyseed::machine::Machine;
use keyseed::practice::Enforcement;
use keyseed::priming::{Draft, KeyPairChoice, Phase, Plan, Reading, Run, Standing, State, Thing, Way};
use keyseed::twilio::{Host, HttpReply, HttpRequest, Method, TransportError};

#[test]
fn a_lost_reply_to_the_creation_is_looked_up_and_never_repeated() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(&mut driver, "West", lose_reply(creates_account));
    assert_eq!(run.phase, Phase::Finished);
    let creations = driver
        .sent
        .iter()
        .filter(|request| request.method == Method::Post && request.path.ends_with("/Accounts.json"));
    assert_eq!(creations.count(), 1);
    assert_eq!(driver.checked(true).subaccounts.len(), 1);
}

type Which = fn(&HttpRequest) -> bool;

/// The relay let the first copy through, and refuses the one that the browser sent by itself.
fn refuse_second_copy(which: Which) -> Intercept {
    let mut lost = lose_reply(which);
    Box::new(move |http, practice, now| {
        let _ = lost(http, practice, now)?;
        Some(Ok(HttpReply {
            status: 409,
            body: "<html><head><title>409 Conflict</title></head>".to_owned(),
            ..HttpReply::default()
        }))
    })
}

#[test]
fn a_second_copy_that_the_relay_refused_is_looked_up_and_never_sent_again() {
    // A subaccount is found. A key is deleted, and created again.
    let kinds: [(Which, &str, usize); 3] = [
        (creates_account, "/Accounts.json", 1),
        (creates_key, "/Keys.json", 2),
        (adds_public_key, "/PublicKeys", 2),
    ];
    for (which, collection, posts) in kinds {
        let mut driver = Driver::new(Enforcement::Enforced);
        let run = run_with(&mut driver, "West", refuse_second_copy(which));
        assert_eq!(run.phase, Phase::Finished, "{collection}");
        let sent = driver.sent.iter();
        let sent = sent.filter(|request| request.creates() && request.path.ends_with(collection));
        assert_eq!(sent.count(), posts, "{collection}");
        let left = driver.practice.inventory();
        let west: Vec<_> = left.accounts.iter().filter(|account| account.name == "West").collect();
        assert_eq!(west.len(), 1, "{collection}");
        assert_eq!(left.api_keys.iter().filter(|key| key.account == west[0].sid).count(), 1);
        assert_eq!(
            left.public_keys.iter().filter(|key| key.account == west[0].sid).count(),
            1
        );
    }
}

#[test]
fn a_creation_that_never_arrived_is_offered_again() {
    for outcome in [
        Err(TransportError::TimedOut { seconds: 30 }),
        Ok(HttpReply {
            status: 502,
            body: "<html>".to_owned(),
            ..HttpReply::default()
        }),
        Ok(HttpReply {
            status: 201,
            body: "{\"sid\":\"AC".to_owned(),
            ..HttpReply::default()
        }),
    ] {
        let mut driver = Driver::new(Enforcement::Enforced);
        let mut run = run_with(&mut driver, "West\nEast", first(1, creates_account, outcome));
        assert!(
            failure(&run, 0)
                .explanation
                .what
                .contains("no subaccount of this name exists")
        );
        assert_eq!(
            (run.phase, run.seedings[1].state()),
            (Phase::Paused, State::Waiting),
            "the next one waits for the admin"
        );
        let effects = run.go_on(0, &Way::TryAgain);
        driver.drive(&mut run, effects);
        assert_eq!(run.phase, Phase::Finished);
        assert_eq!(driver.checked(true).subaccounts.len(), 2);
    }
}

#[test]
fn an_api_key_whose_secret_was_lost_is_deleted_and_made_again() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(&mut driver, "West", lose_reply(creates_key));
    assert_eq!(run.phase, Phase::Finished);
    let left = driver.practice.inventory();
    let west = run.seedings[0].account_sid().cloned().unwrap();
    let keys: Vec<_> = left.api_keys.iter().filter(|key| key.account == west).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!(Some(&keys[0].sid), run.seedings[0].api_key().map(|key| &key.sid));
    let standings: Vec<_> = run.seedings[0]
        .trail
        .iter()
        .map(|trace| (trace.thing, trace.standing))
        .collect();
    assert_eq!(
        standings,
        [
            (Thing::Subaccount, Standing::Exists),
            (Thing::ApiKey, Standing::Deleted),
            (Thing::ApiKey, Standing::Exists),
            (Thing::PublicKey, Standing::Exists),
        ]
    );
}

#[test]
fn a_key_of_another_run_is_never_deleted() {
    let mut driver = Driver::new(Enforcement::Off);
    let before = driver.run(false, "West", KeyPairChoice::No);
    let west = before.seedings[0].account_sid().cloned().unwrap();
    driver.intercept = Some(lose_reply(creates_key));
    let run = driver.run(false, west.as_str(), KeyPairChoice::No);
    assert_eq!(run.phase, Phase::Finished);
    let left = driver.practice.inventory();
    let keys = left.api_keys.iter().filter(|key| key.account == west);
    assert_eq!(keys.count(), 2, "the earlier run's and this run's");
}

#[test]
fn a_public_key_that_was_added_twice_is_deleted_once() {
    for (enforcement, sign) in [(Enforcement::Enforced, true), (Enforcement::Off, false)] {
        let mut driver = Driver::new(enforcement);
        driver.intercept = Some(lose_reply(adds_public_key));
        let run = driver.run(sign, "West", KeyPairChoice::Each);
        assert_eq!(run.phase, Phase::Finished);
        let left = driver.practice.inventory();
        let west = run.seedings[0].account_sid().cloned().unwrap();
        let keys: Vec<_> = left.public_keys.iter().filter(|key| key.account == west).collect();
        assert_eq!(keys.len(), 1, "{enforcement:?}");
        assert_eq!(Some(&keys[0].sid), run.seedings[0].public_key_sid());
    }
}

#[test]
fn a_public_key_that_cannot_be_deleted_is_named() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut lose = lose_reply(adds_public_key);
    let mut refuse = first(1, |http| http.request.method == Method::Delete, Ok(refusal(401, 20003)));
    let mut refuse_more = first(9, |http| http.request.method == Method::Delete, Ok(refusal(403, 20006)));
    driver.intercept = Some(Box::new(move |http, practice, now| {
        lose(http, practice, now)
            .or_else(|| refuse(http, practice, now))
            .or_else(|| refuse_more(http, practice, now))
    }));
    let run = driver.run(true, "West", KeyPairChoice::Each);
    assert_eq!(run.phase, Phase::Finished, "{:?}", run.seedings[0].failure());
    let left: Vec<_> = run.seedings[0]
        .trail
        .iter()
        .filter(|trace| trace.standing == Standing::LeftBehind)
        .collect();
    assert_eq!(left.len(), 1);
    let exists = driver.practice.inventory();
    assert!(
        exists
            .public_keys
            .iter()
            .any(|key| Some(key.sid.as_str()) == left[0].sid.as_deref())
    );
}

fn adds_public_key(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.host == Host::Accounts
}

#[test]
fn a_name_that_is_taken_is_somebody_elses_until_the_admin_says_otherwise() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let before = driver.run(false, "West", KeyPairChoice::No);
    let theirs = before.seedings[0].account_sid().cloned().unwrap();
    let draft = Draft {
        names: "West".to_owned(),
        ..Draft::new(false)
    };
    // The account was checked before the other subaccount came.
    let mut run = driver.run_draft(&draft, &checked);
    let ways = [Way::Adopt(theirs.clone()), Way::CreateAnother];
    assert_eq!(failure(&run, 0).ways, ways);
    assert!(run.to_clean_up().0.is_empty(), "and it is not cleaned up");
    let mut adopted = run.clone();
    let effects = adopted.go_on(0, &ways[0]);
    driver.drive(&mut adopted, effects);
    assert_eq!(adopted.seedings[0].account_sid(), Some(&theirs));
    assert!(
        adopted.to_clean_up().0.is_empty(),
        "what was there before is never closed"
    );
    let effects = run.go_on(0, &ways[1]);
    driver.drive(&mut run, effects);
    assert_eq!((run.phase, run.to_clean_up().0), (Phase::Finished, vec![0]));
    assert_ne!(run.seedings[0].account_sid(), Some(&theirs));
}

#[test]
fn what_another_tab_works_on_is_left_to_it() {
    let mut driver = Driver::new(Enforcement::Off);
    let parent = driver.identity(false).credentials.account_sid;
    driver.taken.insert(format!("{parent} West"));
    let mut run = driver.run(false, "West", KeyPairChoice::No);
    assert!(failure(&run, 0).explanation.what.contains("another tab"));
    assert!(driver.sent.is_empty(), "nothing was asked");
    driver.taken.clear();
    let effects = run.go_on(0, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
}

#[test]
fn while_something_lost_is_looked_for_nothing_new_is_made() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut lost = false;
    let mut looks = 0;
    driver.intercept = Some(Box::new(move |http, practice, now| {
        let request = &http.request;
        if creates_account(http) && request.body.contains("East") && !lost {
            lost = true;
            practice.answer(http, now, &mut getrandom::SysRng);
            return Some(Err(TransportError::Unreachable));
        }
        if lost && looks < 5 && request.query.contains("FriendlyName=East") {
            looks += 1;
            let body = r#"{"accounts":[]}"#.to_owned();
            let reply = HttpReply {
                status: 200,
                body,
                ..HttpReply::default()
            };
            return Some(if looks == 5 {
                Ok(practice.answer(http, now, &mut getrandom::SysRng))
            } else {
                Ok(reply)
            });
        }
        assert!(!lost || looks == 5 || request.method != Method::Post, "{request:?}");
        None
    }));
    let run = driver.run(false, "West\nEast\nNorth\nSouth", KeyPairChoice::No);
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(driver.checked(false).subaccounts.len(), 4);
}

#[test]
fn a_stop_does_not_leave_a_lost_creation_in_the_dark() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West\nEast".to_owned(),
        key_pairs: KeyPairChoice::No,
        ..Draft::new(false)
    };
    driver.intercept = Some(lose_reply(creates_account));
    let (mut run, effects) = Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked, occasion());
    let creation = driver.until(&mut run, effects, creates);
    run.stop();
    let answer = driver.perform(creation);
    let effects = run.answer(answer);
    assert!(run.seedings[0].may_exist());
    driver.drive(&mut run, effects);
    assert!(run.seedings[0].account_sid().is_some(), "it was looked for");
    assert!(
        run.seedings[0].api_key().is_none() && run.seedings[1].state() == State::Waiting,
        "and nothing more was done"
    );
}

#[test]
fn the_parent_is_never_taken_for_a_lost_subaccount() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let checked = driver.checked(true);
    let name = checked.account.friendly_name.clone();
    let draft = Draft {
        names: name.clone(),
        ..Draft::new(true)
    };
    assert!(Plan::new(&draft, &checked, None).is_err());
    let remarks = Reading::of(&name, &checked).remarks;
    assert!(remarks[0].sentence.contains("exists already"), "{remarks:?}");
    // Even if it got its name after the check.
    let mut renamed = checked.clone();
    renamed.account.friendly_name = "Renamed".to_owned();
    driver.intercept = Some(first(1, creates_account, Err(TransportError::Unreachable)));
    let (mut run, effects) = Run::begin(Plan::new(&draft, &renamed, None).unwrap(), &renamed, occasion());
    driver.drive(&mut run, effects);
    assert!(
        failure(&run, 0)
            .explanation
            .what
            .contains("no subaccount of this name exists")
    );
    assert_eq!(driver.waits, [2_000, 3_000, 5_000, 10_000]);
}

#[test]
fn a_retry_of_a_lost_creation_looks_once_more() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let empty = HttpReply {
        status: 200,
        body: r#"{"accounts":[]}"#.to_owned(),
        ..HttpReply::default()
    };
    let mut lose = lose_reply(creates_account);
    let mut late = first(6, |http| http.request.query.contains("FriendlyName"), Ok(empty));
    driver.intercept = Some(Box::new(move |http, practice, now| {
        lose(http, practice, now).or_else(|| late(http, practice, now))
    }));
    let mut run = driver.run(true, "West", KeyPairChoice::Each);
    assert!(failure(&run, 0).can_retry());
    let effects = run.go_on(0, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(
        driver.checked(true).subaccounts.len(),
        1,
        "the list was late; nothing was made twice"
    );
}
