//! What belongs to one phase of a subaccount ends with it, whatever the admin presses then.

use crate::driver::{Driver, first, refusal};
use crate::journal::notes;
use getrandom::SysRng;
use keyseed::keys::make_key_pair;
use keyseed::practice::{Enforcement, Fault, FaultPlan, Met, Operation};
use keyseed::priming::{CleanUp, Draft, Journal, KeyPairChoice, Run, State, Step, Verification, Way};
use keyseed::twilio::{HttpRequest, Identity, Method, TransportError};

fn reads(http: &HttpRequest) -> bool {
    http.request.method == Method::Get
}

#[test]
fn closing_another_subaccount_is_no_clean_up_of_this_one() {
    let mut driver = Driver::new(Enforcement::Off);
    let twice = (Operation::CreateAccount, 1, Fault::Repeated);
    driver.practice.set_faults(FaultPlan::of([twice]));
    driver.intercept = Some(Box::new(|http, practice, now| {
        Some(match practice.meet(http, now, &mut SysRng) {
            Met::Reply(reply) => Ok(reply),
            Met::Broken | Met::Silent => Err(TransportError::Unreachable),
        })
    }));
    let run = driver.run(false, "West", KeyPairChoice::No);
    let second = run.seedings[0].second_subaccounts()[0].clone();
    // The page is gone; the next one has the second one from the journal, and its first request fails.
    driver.intercept = None;
    let journal = Journal::read(&notes(&driver)).remove(0);
    let checked = driver.checked(false);
    let (mut run, effects) = Run::resume_from(&journal, &checked, None).unwrap();
    driver.intercept = Some(first(1, reads, Ok(refusal(403, 20006))));
    driver.drive(&mut run, effects);
    assert_eq!(
        (run.seedings[0].step(), run.seedings[0].state()),
        (Step::Look, State::Failed)
    );
    let effects = run.close_second(0, &second, "West");
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].clean_up(), CleanUp::No);
    let effects = run.go_on(0, &Way::TryAgain);
    driver.drive(&mut run, effects);
    assert!(run.is_complete(), "{:?}", run.seedings[0].failure());
    assert!(run.seedings[0].second_subaccounts().is_empty());
}

#[test]
fn a_check_that_is_left_out_leaves_out_no_key_pair_that_came_since() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let checked = driver.checked(true);
    // The name is looked for before, and again when stock is taken.
    let mut looks = 0;
    driver.intercept = Some(Box::new(move |http, _, _| {
        looks += usize::from(reads(http) && http.request.path.ends_with("/Accounts.json"));
        (looks == 2).then(|| {
            looks += 1;
            Ok(refusal(403, 20006))
        })
    }));
    let draft = Draft {
        names: "West".to_owned(),
        key_pairs: KeyPairChoice::Signing,
        ..Draft::new(true)
    };
    let mut run = driver.run_draft(&draft, &checked);
    assert_eq!(run.seedings[0].step(), Step::TakeStock);
    run.disconnect();
    let pair = make_key_pair(&mut SysRng).unwrap();
    let key = pair.public_key().clone();
    let main = Identity {
        signing: Some(driver.paste(pair)),
        ..driver.identity(false)
    };
    let effects = run.connect(&main, Some(&key));
    driver.drive(&mut run, effects);
    let effects = run.go_on(0, &Way::SkipCheck);
    driver.drive(&mut run, effects);
    let west = &run.seedings[0];
    assert_eq!(
        west.verification(),
        Some(Verification::Enforced),
        "{:?}",
        west.failure()
    );
    assert_eq!(west.fingerprint(), Some(key.fingerprint()));
    assert!(west.public_key_sid().is_some());
}
