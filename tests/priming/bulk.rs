//! Many subaccounts at once: how many at a time, and what a failure of one means for the others.

use crate::driver::{Driver, creates, occasion, refusal};

use keyseed::machine::{Answer, Effect, Exchange, Machine, Outcome};
use keyseed::practice::Enforcement;
use keyseed::priming::{Draft, KeyPairChoice, Phase, Plan, Run, State, Step};
use keyseed::twilio::{HttpRequest, Method};
use std::collections::VecDeque;

fn names(count: usize) -> String {
    (0..count).map(|n| format!("Team {n}\n")).collect()
}

fn begin(driver: &mut Driver, count: usize) -> (Run, Vec<Effect>) {
    let checked = driver.checked(false);
    let draft = Draft {
        names: names(count),
        key_pairs: KeyPairChoice::No,
        ..Draft::new(false)
    };
    Run::begin(Plan::new(&draft, &checked, None).unwrap(), &checked, occasion())
}

/// Drives the run with every effect in flight at once, oldest first; gives the most requests that were.
fn drive_abreast(driver: &mut Driver, run: &mut Run, effects: Vec<Effect>) -> usize {
    let mut flying: VecDeque<Answer> = VecDeque::new();
    let mut most = 0;
    let mut send = |driver: &mut Driver, flying: &mut VecDeque<Answer>, effects: Vec<Effect>| {
        flying.extend(effects.into_iter().map(|effect| driver.perform(effect)));
        let asked = |answer: &&Answer| matches!(answer.outcome, Outcome::Reply { .. });
        most = most.max(flying.iter().filter(asked).count());
    };
    send(driver, &mut flying, effects);
    while let Some(answer) = flying.pop_front() {
        let next = run.answer(answer);
        send(driver, &mut flying, next);
    }
    most
}

#[test]
fn the_first_goes_alone_and_the_others_several_at_a_time() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 60);
    assert_eq!(effects.len(), 1);
    let most = drive_abreast(&mut driver, &mut run, effects);
    assert_eq!((run.phase, most), (Phase::Finished, 8));
    assert_eq!(driver.checked(false).subaccounts.len(), 60);
}

#[test]
fn too_many_requests_narrow_it_and_nothing_is_lost() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 60);
    let mut count = 0;
    driver.intercept = Some(Box::new(move |_: &HttpRequest, _, _| {
        count += 1;
        (count > 30 && count % 7 == 0).then(|| Ok(refusal(429, 20429)))
    }));
    let most = drive_abreast(&mut driver, &mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
    assert!(most < 8, "{most}");
    driver.intercept = None;
    assert_eq!(driver.checked(false).subaccounts.len(), 60, "none twice, none missing");
}

#[test]
fn one_that_fails_does_not_hold_up_the_others_and_can_be_tried_again() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 20);
    driver.intercept = Some(Box::new(|http: &HttpRequest, _, _| {
        let unlucky = http.request.body.contains("Team+7") || http.request.body.contains("Team+13");
        unlucky.then(|| Ok(refusal(400, 70002)))
    }));
    drive_abreast(&mut driver, &mut run, effects);
    let failed = |run: &Run| {
        run.seedings
            .iter()
            .filter(|seeding| seeding.state() == State::Failed)
            .count()
    };
    assert_eq!(
        (run.phase, failed(&run), run.is_complete()),
        (Phase::Finished, 2, false)
    );
    assert!(!run.has_more() && run.halt.is_none());
    assert_eq!(
        run.seedings
            .iter()
            .filter(|seeding| seeding.state() == State::Done)
            .count(),
        18
    );
    driver.intercept = None;
    let effects = run.retry_failed();
    drive_abreast(&mut driver, &mut run, effects);
    assert_eq!((run.phase, failed(&run)), (Phase::Finished, 0));
    assert!(run.is_complete());
    assert_eq!(driver.checked(false).subaccounts.len(), 20);
}

#[test]
fn three_failures_in_a_row_make_it_stand_still() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 40);
    driver.intercept = Some(Box::new(|http: &HttpRequest, _, _| {
        let number = http.request.body.split("Team+").nth(1)?.parse::<usize>().ok()?;
        (number >= 10).then(|| Ok(refusal(400, 21480)))
    }));
    drive_abreast(&mut driver, &mut run, effects);
    let waiting = run
        .seedings
        .iter()
        .filter(|seeding| seeding.state() == State::Waiting)
        .count();
    assert_eq!(run.phase, Phase::Paused);
    assert!(waiting > 20, "most were not touched: {waiting}");
    let reason = run.halt.as_ref().unwrap().reason();
    for part in ["3 in a row failed", "\u{201c}Create the subaccount\u{201d}", "21480"] {
        assert!(reason.contains(part), "{reason}");
    }
    let effects = run.resume();
    assert!(run.halt.is_none(), "the reason goes with the pause");
    drive_abreast(&mut driver, &mut run, effects);
    assert_eq!(run.phase, Phase::Paused, "three more");
    let effects = run.resume_undeterred();
    drive_abreast(&mut driver, &mut run, effects);
    let failed = run
        .seedings
        .iter()
        .filter(|seeding| seeding.state() == State::Failed)
        .count();
    assert_eq!((run.phase, failed), (Phase::Finished, 30), "and not again");
}

#[test]
fn before_one_is_primed_the_first_failure_says_why_it_stands_still() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 3);
    driver.intercept = Some(Box::new(|http: &HttpRequest, _, _| {
        http.request
            .path
            .ends_with("/Keys.json")
            .then(|| Ok(refusal(400, 70151)))
    }));
    drive_abreast(&mut driver, &mut run, effects);
    let reason = run.halt.as_ref().unwrap().reason();
    for part in [
        "No subaccount is primed yet",
        "\u{201c}Team 0\u{201d}",
        "\u{201c}Seed the API key\u{201d}",
        "70151",
    ] {
        assert!(reason.contains(part), "{reason}");
    }
    run.stop();
    assert!(run.halt.is_none());
}

#[test]
fn a_retry_of_the_failed_goes_to_its_end_whatever_fails_again() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 60);
    let refuse: fn(&HttpRequest) -> bool = |http| {
        let number = http
            .request
            .body
            .split("Team+")
            .nth(1)
            .and_then(|text| text.parse::<usize>().ok());
        number.is_some_and(|number| number >= 10)
    };
    driver.intercept = Some(Box::new(move |http: &HttpRequest, _, _| {
        refuse(http).then(|| Ok(refusal(400, 21480)))
    }));
    drive_abreast(&mut driver, &mut run, effects);
    let effects = run.resume();
    drive_abreast(&mut driver, &mut run, effects);
    let count = |run: &Run, state| run.seedings.iter().filter(|seeding| seeding.state() == state).count();
    let (failed, waiting) = (count(&run, State::Failed), count(&run, State::Waiting));
    assert!(failed > 3 && waiting > 3, "{failed} failed, {waiting} wait");
    driver.sent.clear();
    let effects = run.retry_failed();
    drive_abreast(&mut driver, &mut run, effects);
    let tried = driver.sent.iter().filter(|request| creates(request)).count();
    assert!(
        tried >= failed,
        "all of the {failed} were tried again, not only {tried}"
    );
    assert!(
        count(&run, State::Waiting) > 0,
        "and those that wait are not spent on it"
    );
    assert_eq!(run.phase, Phase::Paused);
    // With nothing else left, a retry never stands still.
    let effects = run.resume_undeterred();
    drive_abreast(&mut driver, &mut run, effects);
    let effects = run.retry_failed();
    drive_abreast(&mut driver, &mut run, effects);
    assert_eq!((run.phase, count(&run, State::Failed)), (Phase::Finished, 50));
}

#[test]
fn time_counts_while_it_works_and_not_in_a_pause_or_after_its_end() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 2);
    assert!(run.is_at_work());
    let creation = driver.until(&mut run, effects, creates);
    run.pause();
    assert!(run.is_at_work(), "until what was asked is answered");
    let answer = driver.perform(creation);
    let effects = run.answer(answer);
    let effects = driver.inside(&mut run, effects);
    assert!(effects.is_empty() && !run.is_at_work());
    let effects = run.resume();
    assert!(run.is_at_work());
    drive_abreast(&mut driver, &mut run, effects);
    assert!(!run.is_at_work());
    let effects = run.clean_up_one(0, "Team 0");
    assert!(!effects.is_empty() && !run.is_at_work(), "a clean-up is not the run");
}

#[test]
fn a_pause_and_a_stop_hold_all_of_them() {
    let mut driver = Driver::new(Enforcement::Off);
    let (mut run, effects) = begin(&mut driver, 30);
    let mut flying: VecDeque<Answer> = effects.into_iter().map(|effect| driver.perform(effect)).collect();
    while flying.len() < 4 {
        let answer = flying.pop_front().unwrap();
        let next = run.answer(answer);
        flying.extend(next.into_iter().map(|effect| driver.perform(effect)));
    }
    run.pause();
    for answer in flying.drain(..) {
        let effects = run.answer(answer);
        assert!(driver.inside(&mut run, effects).is_empty());
    }
    assert!(run.is_quiet());
    let effects = run.resume();
    assert_eq!(effects.len(), run.at_a_time());
    run.stop();
    driver.sent.clear();
    let (under_way, asked) = (run.at_a_time(), effects.len());
    drive_abreast(&mut driver, &mut run, effects);
    assert_eq!((run.phase, asked), (Phase::Stopped, under_way));
    // What was primed is checked for duplicates; nothing new is made.
    let created = driver.sent.iter().filter(|request| request.method == Method::Post);
    assert!(created.count() <= under_way);
    assert!(run.seedings.iter().any(|seeding| seeding.state() == State::Done));
    assert!(run.seedings.iter().all(|seeding| seeding.step() != Step::TakeStock));
}

#[test]
fn of_many_only_the_failed_keep_their_requests_in_full() {
    let mut driver = Driver::new(Enforcement::Optional);
    let checked = driver.checked(true);
    let draft = Draft {
        names: names(60),
        key_pairs: KeyPairChoice::Signing,
        ..Draft::new(true)
    };
    driver.intercept = Some(Box::new(|http: &HttpRequest, _, _| {
        let unlucky = http.request.body.contains("Team+7") || http.request.body.contains("Team+13");
        unlucky.then(|| Ok(refusal(400, 70002)))
    }));
    let run = driver.run_draft(&draft, &checked);
    let of = |state: State| {
        let some = run.seedings.iter().filter(move |seeding| seeding.state() == state);
        some.flat_map(|seeding| &seeding.exchanges).collect::<Vec<_>>()
    };
    let (short, whole) = (of(State::Done), of(State::Failed));
    assert!(short.len() > 200 && whole.len() >= 2);
    let signed = |exchange: &&&Exchange| exchange.is_signed;
    // The unsigned question of each is the only request that was not signed.
    let primed = run
        .seedings
        .iter()
        .filter(|seeding| seeding.state() == State::Done)
        .count();
    assert_eq!(
        short.iter().filter(signed).count(),
        short.len() - primed,
        "they are still known as signed"
    );
    for exchange in short {
        assert!(exchange.signed.is_none() && exchange.request.body.is_empty());
        assert_eq!(
            exchange.is_shortened, exchange.is_signed,
            "and say that something is left out"
        );
    }
    for exchange in whole {
        assert!(exchange.signed.is_some() && !exchange.is_shortened);
        assert_eq!(exchange.request.body.is_empty(), exchange.request.method == Method::Get);
    }
}
