//! Runs where something goes wrong.

use crate::driver::{Driver, first, refusal};
use keyseed::practice::Enforcement;
use keyseed::priming::{Failure, KeyPairChoice, Phase, State, Step, Verification, Way};
use keyseed::twilio::api_keys::KeysApi;
use keyseed::twilio::{Host, HttpReply, HttpRequest, Method};

pub fn creates_account(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.path.ends_with("/Accounts.json")
}

pub fn creates_key(http: &HttpRequest) -> bool {
    http.request.method == Method::Post && http.request.host == Host::Api && http.request.path.ends_with("/Keys.json")
}

fn lists_public_keys(http: &HttpRequest) -> bool {
    http.request.method == Method::Get && http.request.host == Host::Accounts
}

/// A driver whose intercept begins after the check.
pub fn run_with(driver: &mut Driver, names: &str, intercept: crate::driver::Intercept) -> keyseed::priming::Run {
    driver.intercept = Some(intercept);
    driver.run(true, names, KeyPairChoice::Each)
}

pub fn failure(run: &keyseed::priming::Run, index: usize) -> &Failure {
    assert_eq!(run.seedings[index].state(), State::Failed);
    run.seedings[index].failure().unwrap()
}

#[test]
fn a_refusal_names_code_and_remedy_and_the_rest_can_go_on() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = run_with(
        &mut driver,
        "West\nEast",
        first(1, creates_account, Ok(refusal(400, 21480))),
    );
    let shown = failure(&run, 0).explanation.clone();
    assert!(shown.what.contains("21480") && shown.next.contains("Close subaccounts"));
    let effects = run.resume();
    driver.drive(&mut run, effects);
    assert_eq!(
        (run.seedings[0].state(), run.seedings[1].state()),
        (State::Failed, State::Done)
    );
    assert_eq!(run.phase, Phase::Finished, "nothing is left to resume");
    let effects = run.go_on(0, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
}

#[test]
fn the_newer_keys_api_is_offered_on_20003_and_works() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = run_with(&mut driver, "West", first(9, creates_key, Ok(refusal(401, 20003))));
    assert!(failure(&run, 0).ways.contains(&Way::TryIam));
    let effects = run.go_on(0, &Way::TryIam);
    driver.drive(&mut run, effects);
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(run.seedings[0].keys_api(), KeysApi::IamV1);
}

#[test]
fn too_many_requests_are_waited_out() {
    let slow = HttpReply {
        retry_after: Some("7".to_owned()),
        ..refusal(429, 20429)
    };
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(&mut driver, "West", first(2, creates_key, Ok(slow)));
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(
        driver.waits,
        [7_500, 8_000, 1_000],
        "what Twilio asks for, and a part that is drawn"
    );
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(&mut driver, "West", first(99, creates_key, Ok(refusal(429, 20429))));
    assert!(failure(&run, 0).explanation.next.contains("Wait a little"));
    assert_eq!(driver.waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000]);
}

#[test]
fn a_fresh_key_is_given_a_moment() {
    for code in [20003, 70153] {
        let mut driver = Driver::new(Enforcement::Enforced);
        // The check passes first: it fetches one public key and never lists them.
        let run = run_with(
            &mut driver,
            "West",
            first(3, lists_public_keys_unfetched, Ok(refusal(401, code))),
        );
        assert_eq!(run.seedings[0].verification(), Some(Verification::Enforced), "{code}");
        assert_eq!(driver.waits, [1_000, 2_000, 4_000, 1_000]);
    }
}

fn lists_public_keys_unfetched(http: &HttpRequest) -> bool {
    lists_public_keys(http) && http.request.path.ends_with("/PublicKeys")
}

#[test]
fn a_list_that_is_late_is_asked_again() {
    let empty = r#"{"credentials":[],"meta":{"key":"credentials","next_page_url":null}}"#;
    let late = HttpReply {
        status: 200,
        body: empty.to_owned(),
        ..HttpReply::default()
    };
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(
        &mut driver,
        "West",
        first(2, lists_public_keys_unfetched, Ok(late.clone())),
    );
    assert_eq!(run.seedings[0].verification(), Some(Verification::Enforced));
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(&mut driver, "West", first(99, lists_public_keys_unfetched, Ok(late)));
    assert!(failure(&run, 0).explanation.what.contains("does not show"));
    assert_eq!(run.seedings[0].step(), Step::Verify);
}

#[test]
fn a_subaccount_that_takes_no_signature_is_a_result() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let empty = r#"{"credentials":[],"meta":{"key":"credentials","next_page_url":null}}"#.to_owned();
    let mut sid = None;
    driver.intercept = Some(Box::new(move |http, practice, now| {
        if http.request.method == Method::Post && http.request.host == Host::Accounts {
            let reply = practice.answer(http, now, &mut getrandom::SysRng);
            sid = serde_json::from_str::<serde_json::Value>(&reply.body)
                .ok()
                .and_then(|body| body["sid"].as_str().map(str::to_owned));
            return Some(Ok(reply));
        }
        if !lists_public_keys_unfetched(http) {
            return None;
        }
        if http.validation.is_some() {
            return Some(Ok(refusal(401, 70053)));
        }
        let item = format!(
            r#"{{"sid":"{}","account_sid":"AC{}","friendly_name":"x"}}"#,
            sid.as_ref()?,
            "0".repeat(32)
        );
        let body = empty.replace("[]", &format!("[{item}]"));
        Some(Ok(HttpReply {
            status: 200,
            body,
            ..HttpReply::default()
        }))
    }));
    let run = driver.run(true, "West", KeyPairChoice::Each);
    assert_eq!(run.seedings[0].verification(), Some(Verification::NotEnabled));
}

#[test]
fn a_clock_that_goes_wrong_during_the_run_is_corrected() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let run = run_with(&mut driver, "West", first(1, creates_key, Ok(refusal(401, 20155))));
    assert_eq!(run.phase, Phase::Finished);
    assert_eq!(driver.waits, [1_000], "only the one before the check for duplicates");
}

#[test]
fn what_is_being_closed_is_not_seeded_any_further() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = run_with(
        &mut driver,
        "West\nEast",
        first(1, creates_key, Ok(refusal(400, 70151))),
    );
    assert_eq!(
        (run.phase, run.can_clean_up(0), run.can_clean_up(1)),
        (Phase::Paused, true, false)
    );
    let effects = run.clean_up_one(0, "West");
    assert!(run.go_on(0, &Way::TryAgain).is_empty());
    driver.drive(&mut run, effects);
    let effects = run.resume();
    driver.drive(&mut run, effects);
    assert_eq!((run.phase, run.seedings[1].state()), (Phase::Finished, State::Done));
    assert!(run.seedings[0].api_key().is_none());
}

#[test]
fn an_enforcement_that_only_shows_at_the_end_is_not_called_a_proof() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.intercept = Some(first(1, lists_public_keys, Ok(refusal(401, 70052))));
    let run = driver.run(false, "West", KeyPairChoice::Each);
    assert_eq!(run.seedings[0].verification(), Some(Verification::EnforcedUntried));
}
