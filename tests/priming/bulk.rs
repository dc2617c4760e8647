//! Many subaccounts at once: how many at a time, and what a failure of one means for the others.

use crate::driver::{Driver, occasion, refusal};

use keyseed::practice::Enforcement;
use keyseed::priming::{Answer, Draft, Effect, KeyPairChoice, Outcome, Phase, Plan, Run, State, Step};
use keyseed::twilio::HttpRequest;
use keyseed::twilio::Method;
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
    let failed = |run: &Run| run.seedings.iter().filter(|one| one.state == State::Failed).count();
    assert_eq!((run.phase, failed(&run)), (Phase::Paused, 2));
    assert_eq!(run.seedings.iter().filter(|one| one.state == State::Done).count(), 18);
    driver.intercept = None;
    let effects = run.retry_failed();
    drive_abreast(&mut driver, &mut run, effects);
    assert_eq!((run.phase, failed(&run)), (Phase::Finished, 0));
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
    let waiting = run.seedings.iter().filter(|one| one.state == State::Waiting).count();
    assert_eq!(run.phase, Phase::Paused);
    assert!(waiting > 20, "most were not touched: {waiting}");
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
    assert!(run.seedings.iter().any(|one| one.state == State::Done));
    assert!(run.seedings.iter().all(|one| one.step != Step::TakeStock));
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
    let run = driver.run_draft(&draft, &checked);
    assert_eq!(run.phase, Phase::Finished);
    let mut exchanges = run.seedings.iter().flat_map(|one| &one.exchanges);
    assert!(exchanges.all(|exchange| exchange.signed.is_none() && exchange.request.body.is_empty()));
}
