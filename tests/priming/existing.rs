//! Subaccounts that were there before the run.

use crate::driver::{Driver, START, first, refusal};
use getrandom::SysRng;
use keyseed::practice::Enforcement;
use keyseed::priming::{Checked, Draft, KeyPairChoice, Phase, Plan, Run, State, Way, line_for};
use keyseed::twilio::accounts::{Account, Status};
use keyseed::twilio::{AccountSid, HttpReply, Method, Request, accounts};

/// Creates a subaccount as somebody else would have, before the check.
fn create(driver: &mut Driver, name: &str) -> AccountSid {
    accounts::parse_account(&by_main(driver, accounts::create(name)))
        .unwrap()
        .sid
}

fn by_main(driver: &mut Driver, request: Request) -> HttpReply {
    let credentials = driver.practice.credentials().main_key;
    let http = keyseed::twilio::HttpRequest {
        request,
        authorization: Some(credentials.authorization()),
        validation: None,
    };
    driver.practice.answer(&http, START, &mut SysRng)
}

fn draft(names: &str) -> Draft {
    Draft {
        names: names.to_owned(),
        ..Draft::new(true)
    }
}

fn failure(run: &Run, index: usize) -> String {
    let failure = run.seedings[index].failure().unwrap();
    format!("{} {}", failure.explanation.what, failure.explanation.next)
}

#[test]
fn an_existing_subaccount_starts_at_the_second_step() {
    for enforcement in [Enforcement::Off, Enforcement::Optional] {
        let mut driver = Driver::new(enforcement);
        let sid = create(&mut driver, "Existing");
        let checked = driver.checked(enforcement == Enforcement::Optional);
        driver.sent.clear();
        let run = driver.run_draft(&draft(&format!("{sid}\nWest")), &checked);
        assert_eq!(run.phase, Phase::Finished);
        let [existing, west] = &run.seedings[..] else { panic!() };
        assert_eq!(
            (existing.name.as_str(), existing.account_sid()),
            ("Existing", Some(&sid))
        );
        assert!(existing.existing() && !west.existing());
        assert_eq!(driver.sent[0], accounts::fetch(&sid));
        let creations = driver
            .sent
            .iter()
            .filter(|request| **request == accounts::create("West"));
        assert_eq!(creations.count(), 1);
        let created = |request: &&Request| request.method == Method::Post && request.path.ends_with("/Accounts.json");
        assert_eq!(
            driver.sent.iter().filter(created).count(),
            1,
            "nothing is created for the existing one"
        );
        assert_eq!(
            run.to_clean_up(),
            (vec![1], vec![0]),
            "a run closes only what it created"
        );
        assert_eq!(run.made_accounts(&checked.account).len(), 1);
    }
}

#[test]
fn what_is_shown_is_what_is_asked() {
    let mut driver = Driver::new(Enforcement::Optional);
    let sid = create(&mut driver, "Existing");
    let checked = driver.checked(true);
    driver.sent.clear();
    let run = driver.run_draft(&draft(sid.as_str()), &checked);
    let made: Vec<_> = driver
        .sent
        .iter()
        .map(|request| {
            format!(
                "{} {}",
                request.method.as_str(),
                request.url().replace(sid.as_str(), "{AC}")
            )
        })
        .collect();
    let shown: Vec<_> = run.plan.requests().into_iter().map(|request| request.line).collect();
    assert_eq!(made, shown);
    assert_eq!(run.plan.request_count(), made.len());
}

#[test]
fn each_reason_not_to_seed_has_its_sentence_and_nothing_is_made() {
    let mut driver = Driver::new(Enforcement::Off);
    let (suspended, closed) = (create(&mut driver, "Suspended"), create(&mut driver, "Closed"));
    let checked = driver.checked(false);
    let update = |sid: &AccountSid, status: &str| {
        Request::post(
            keyseed::twilio::Host::Api,
            format!("/2010-04-01/Accounts/{sid}.json"),
            &[("Status", status)],
        )
    };
    by_main(&mut driver, update(&suspended, "suspended"));
    by_main(&mut driver, update(&closed, "closed"));
    let unknown = format!("AC{}", "0".repeat(32));
    for (sid, sentence) in [
        (suspended.as_str(), "is suspended. Reactivate it first"),
        (closed.as_str(), "was closed for good"),
        (unknown.as_str(), "no such subaccount (error 20404)"),
    ] {
        driver.sent.clear();
        let run = driver.run_draft(&draft(sid), &checked);
        assert_eq!((run.phase, run.seedings[0].state()), (Phase::Finished, State::Failed));
        assert!(failure(&run, 0).contains(sentence), "{}", failure(&run, 0));
        let quoted = failure(&run, 0).contains("Twilio's words: \u{201c}The requested resource");
        assert_eq!(quoted, sid == unknown, "{}", failure(&run, 0));
        assert!(driver.sent.iter().all(|request| request.method == Method::Get));
    }
}

#[test]
fn a_subaccount_of_somebody_else_is_refused() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let (sid, owner) = (format!("AC{:032x}", 7), format!("AC{:032x}", 8));
    let body = format!(r#"{{"sid":"{sid}","owner_account_sid":"{owner}","friendly_name":"Theirs","status":"active"}}"#);
    let reply = HttpReply {
        status: 200,
        body,
        ..HttpReply::default()
    };
    driver.intercept = Some(first(1, |_| true, Ok(reply)));
    let run = driver.run_draft(&draft(&sid), &checked);
    assert!(failure(&run, 0).contains(&format!("belongs to another account, {owner}")));
    assert!(!run.seedings[0].failure().unwrap().can_retry());
}

#[test]
fn a_suspended_one_goes_on_once_it_is_active() {
    let mut driver = Driver::new(Enforcement::Off);
    let sid = create(&mut driver, "Existing");
    let checked = driver.checked(false);
    let suspended = accounts::parse_account(&by_main(&mut driver, accounts::fetch(&sid))).map(|account| Account {
        status: Status::Suspended,
        ..account
    });
    let account = suspended.unwrap();
    let body = format!(
        r#"{{"sid":"{sid}","owner_account_sid":"{}","friendly_name":"Existing","status":"suspended"}}"#,
        account.owner_sid
    );
    let reply = HttpReply {
        status: 200,
        body,
        ..HttpReply::default()
    };
    driver.intercept = Some(first(1, |_| true, Ok(reply)));
    let mut run = driver.run_draft(&draft(sid.as_str()), &checked);
    assert!(!run.is_complete());
    let effects = run.go_on(0, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert!(run.is_complete());
}

#[test]
fn a_refused_key_is_not_said_to_have_created_it() {
    let mut driver = Driver::new(Enforcement::Off);
    let sid = create(&mut driver, "Existing");
    let checked = driver.checked(false);
    driver.intercept = Some(first(
        1,
        |http| http.request.method == Method::Post,
        Ok(refusal(401, 20003)),
    ));
    let run = driver.run_draft(&draft(sid.as_str()), &checked);
    assert!(failure(&run, 0).contains("has just read the subaccount"));
}

#[test]
fn a_line_carries_the_name_for_those_who_read_it() {
    let mut driver = Driver::new(Enforcement::Off);
    create(&mut driver, "West Team");
    let checked = driver.checked(false);
    let line = line_for(&checked.subaccounts[0]);
    let plan = Plan::new(&draft(&line), &checked, None).unwrap();
    assert_eq!(plan.targets[0].label(), "West Team");
    assert!(!plan.targets[0].is_new());
}

#[test]
fn a_full_account_is_twilios_to_refuse() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.practice.add_subaccounts(1_020, &mut SysRng).unwrap();
    let checked = driver.checked(false);
    let run = driver.run_draft(&draft("West"), &checked);
    let said = failure(&run, 0);
    assert!(
        said.contains("error 21480") && said.contains("maximum number of subaccounts"),
        "{said}"
    );
    let existing = line_for(&checked.subaccounts[0]);
    let run = driver.run_draft(&draft(&existing), &checked);
    assert_eq!(run.phase, Phase::Finished, "those that exist are primed all the same");
}

#[test]
fn a_raised_limit_is_no_wall() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let sub = |n: usize| Account {
        sid: format!("AC{n:032x}").parse().unwrap(),
        owner_sid: checked.account.sid.clone(),
        friendly_name: format!("Existing {n}"),
        status: Status::Active,
    };
    let full = Checked {
        subaccounts: (0..1200).map(sub).collect(),
        ..checked
    };
    assert_eq!(driver.run_draft(&draft("West"), &full).phase, Phase::Finished);
}

#[test]
fn a_name_beyond_the_part_of_the_list_that_was_read_is_looked_up() {
    let mut driver = Driver::new(Enforcement::Off);
    let sid = create(&mut driver, "Oldest");
    driver.practice.add_subaccounts(1_010, &mut SysRng).unwrap();
    let later = |http: &keyseed::twilio::HttpRequest| http.request.query.contains("PageToken");
    driver.intercept = Some(first(9, later, Ok(refusal(400, 70002))));
    let checked = driver.checked(false);
    assert!(!checked.lists_all && checked.subaccounts.iter().all(|account| account.sid != sid));
    let run = driver.run_draft(&draft("Oldest"), &checked);
    assert!(
        failure(&run, 0).contains(&format!("exists already: {sid}")),
        "{}",
        failure(&run, 0)
    );
}

#[test]
fn an_existing_one_keeps_its_place_when_its_key_is_refused() {
    let mut driver = Driver::new(Enforcement::Off);
    let sid = create(&mut driver, "Existing");
    let checked = driver.checked(false);
    driver.intercept = Some(first(
        1,
        |http| http.request.method == Method::Post,
        Ok(refusal(400, 70151)),
    ));
    let run = driver.run_draft(
        &Draft {
            key_pairs: KeyPairChoice::No,
            ..draft(sid.as_str())
        },
        &checked,
    );
    assert!(failure(&run, 0).contains("70151"));
    assert!(run.seedings[0].verification().is_none() && !run.seedings[0].has_result());
}
