//! What the browser sent twice is found once a subaccount is primed: deleted, or shown to the admin.

use crate::driver::{Driver, first, refusal};
use crate::trouble::failure;
use getrandom::SysRng;
use keyseed::keys::make_key_pair;
use keyseed::machine::{JournalLine, Machine};
use keyseed::practice::{Enforcement, Fault, FaultPlan, Inventory, Met, Operation};
use keyseed::priming::{
    CleanUp, Draft, Journal, KeyPairChoice, Plan, Run, Standing, State, Step, Thing, Verification, Way,
};
use keyseed::twilio::accounts::Status;
use keyseed::twilio::{AccountSid, HttpRequest, Method, TransportError};

use Operation::{CreateAccount, CreateKey, CreatePublicKey, DeleteKey};

/// A driver whose practice account meets these faults, once a run begins.
fn meeting(enforcement: Enforcement, faults: &[(Operation, u32, Fault)]) -> Driver {
    let mut driver = Driver::new(enforcement);
    driver.practice.set_faults(FaultPlan::of(faults.iter().copied()));
    driver.intercept = Some(Box::new(|http, practice, now| {
        Some(match practice.meet(http, now, &mut SysRng) {
            Met::Reply(reply) => Ok(reply),
            Met::Broken => Err(TransportError::Unreachable),
            Met::Silent => Err(TransportError::TimedOut { seconds: 30 }),
        })
    }));
    driver
}

fn repeated(operation: Operation) -> (Operation, u32, Fault) {
    (operation, 1, Fault::Repeated)
}

fn holds(run: &Run) -> String {
    run.seedings[0].holds().unwrap()
}

fn account(run: &Run) -> AccountSid {
    run.seedings[0].account_sid().cloned().unwrap()
}

/// How many API keys and public keys an account has.
fn keys_of(there: &Inventory, account: &AccountSid) -> (usize, usize) {
    let api = there.api_keys.iter().filter(|key| key.account == *account);
    let public = there.public_keys.iter().filter(|key| key.account == *account);
    (api.count(), public.count())
}

fn open(driver: &Driver, name: &str) -> usize {
    let there = driver.practice.inventory();
    let same = there.accounts.iter().filter(|account| account.name == name);
    same.filter(|account| account.status == Status::Active).count()
}

/// Where requests are signed, and where they are not.
const SIGNED: [(Enforcement, bool); 3] = [
    (Enforcement::Enforced, true),
    (Enforcement::Optional, true),
    (Enforcement::Off, false),
];

#[test]
fn nothing_twice_is_exactly_one_of_each() {
    for (enforcement, sign) in SIGNED {
        let run = Driver::new(enforcement).run(sign, "West", KeyPairChoice::Each);
        assert_eq!(holds(&run), "exactly 1 API key and 1 public key", "{enforcement:?}");
        assert_eq!(run.seedings[0].duplicates_deleted(), None);
    }
    let run = Driver::new(Enforcement::Off).run(false, "West", KeyPairChoice::No);
    assert_eq!(holds(&run), "exactly 1 API key and no public key");
}

#[test]
fn a_repeated_key_is_deleted_and_said() {
    for (enforcement, sign) in SIGNED {
        for (of, said) in [
            (CreateKey, "1 duplicate API key deleted"),
            (CreatePublicKey, "1 duplicate public key deleted"),
        ] {
            let mut driver = meeting(enforcement, &[repeated(of)]);
            let run = driver.run(sign, "West", KeyPairChoice::Each);
            assert!(run.is_complete(), "{:?}", run.seedings[0].failure());
            assert_eq!(keys_of(&driver.practice.inventory(), &account(&run)), (1, 1));
            assert_eq!(run.seedings[0].duplicates_deleted().as_deref(), Some(said));
            assert_eq!(holds(&run), "exactly 1 API key and 1 public key");
            let mut gone = run.seedings[0].trail.iter();
            assert!(gone.any(|trace| trace.standing == Standing::DuplicateDeleted && trace.sid.is_some()));
        }
    }
}

#[test]
fn everything_repeated_at_once() {
    let mut driver = meeting(
        Enforcement::Enforced,
        &[CreateAccount, CreateKey, CreatePublicKey, DeleteKey].map(repeated),
    );
    let mut run = driver.run(true, "West", KeyPairChoice::Each);
    assert_eq!(run.seedings[0].second_subaccounts().len(), 1);
    let second = run.seedings[0].second_subaccounts()[0].clone();
    let effects = run.close_second(0, &second, "West");
    driver.drive(&mut run, effects);
    assert!(run.is_complete());
    assert_eq!(keys_of(&driver.practice.inventory(), &account(&run)), (1, 1));
    assert_eq!(open(&driver, "West"), 1);
}

#[test]
fn a_second_subaccount_is_named_and_closed_only_on_a_typed_word() {
    let mut driver = meeting(Enforcement::Off, &[repeated(CreateAccount)]);
    let mut run = driver.run(false, "West", KeyPairChoice::No);
    assert_eq!((run.is_complete(), run.seedings[0].step()), (false, Step::TakeStock));
    assert_eq!(run.seedings[0].verification(), None, "nothing is called verified yet");
    let seconds = run.seedings[0].second_subaccounts();
    let [second] = &seconds[..] else { panic!("{seconds:?}") };
    let shown = failure(&run, 0);
    assert!(shown.explanation.what.contains(second.as_str()), "{shown:?}");
    assert_eq!(shown.ways, [Way::KeepOthers]);
    assert!(run.retry_failed().is_empty());
    let own = account(&run);
    for (sid, typed) in [(second, ""), (second, "west"), (&own, "West")] {
        assert!(run.close_second(0, sid, typed).is_empty());
    }
    assert_eq!(open(&driver, "West"), 2);
    let effects = run.close_second(0, second, " West ");
    driver.drive(&mut run, effects);
    assert_eq!((run.is_complete(), open(&driver, "West")), (true, 1));
    let standing = |sid: &AccountSid| {
        let mut traces = run.seedings[0].trail.iter();
        traces
            .find(|trace| trace.sid.as_deref() == Some(sid.as_str()))
            .map(|trace| trace.standing)
    };
    assert_eq!(standing(second), Some(Standing::Closed));
    assert_eq!(standing(&own), Some(Standing::Exists));
    assert_eq!(holds(&run), "exactly 1 API key and no public key");
}

#[test]
fn a_second_subaccount_that_stays_is_said() {
    let mut driver = meeting(Enforcement::Off, &[repeated(CreateAccount)]);
    let mut run = driver.run(false, "West", KeyPairChoice::No);
    let effects = run.go_on(0, &Way::KeepOthers);
    driver.drive(&mut run, effects);
    assert_eq!((run.is_complete(), open(&driver, "West")), (true, 2));
    assert_eq!(
        holds(&run),
        "1 API key and no public key of this run, besides 1 other subaccount of this name"
    );
    assert!(
        run.seedings[0]
            .trail
            .iter()
            .any(|trace| trace.standing == Standing::Kept)
    );
}

#[test]
fn a_closing_that_fails_can_be_asked_for_again() {
    let mut driver = meeting(Enforcement::Off, &[repeated(CreateAccount)]);
    let mut run = driver.run(false, "West", KeyPairChoice::No);
    let second = run.seedings[0].second_subaccounts()[0].clone();
    driver.intercept = Some(first(1, closes, Ok(refusal(400, 20001))));
    let effects = run.close_second(0, &second, "West");
    driver.drive(&mut run, effects);
    assert_eq!(failure(&run, 0).ways, [Way::KeepOthers]);
    assert_eq!(open(&driver, "West"), 2);
    let effects = run.close_second(0, &second, "West");
    driver.drive(&mut run, effects);
    assert_eq!((run.is_complete(), open(&driver, "West")), (true, 1));
}

fn closes(http: &HttpRequest) -> bool {
    http.request.body.contains("Status=closed")
}

#[test]
fn what_was_there_before_stays() {
    let mut driver = meeting(Enforcement::Off, &[]);
    let before = driver.run(false, "West", KeyPairChoice::Each);
    let west = account(&before);
    driver
        .practice
        .set_faults(FaultPlan::of([CreateKey, CreatePublicKey].map(repeated)));
    let run = driver.run(false, west.as_str(), KeyPairChoice::Each);
    assert!(run.is_complete());
    assert_eq!(keys_of(&driver.practice.inventory(), &west), (2, 2));
    assert_eq!(
        holds(&run),
        "1 API key and 1 public key of this run, besides 1 other API key and 1 other public key"
    );
    assert_eq!(
        run.seedings[0].duplicates_deleted().unwrap(),
        "1 duplicate API key and 1 duplicate public key deleted"
    );
    let names = driver
        .sent
        .iter()
        .filter(|request| request.query.contains("FriendlyName"));
    assert_eq!(names.count(), 0, "nothing was created of that name");
}

#[test]
fn several_of_a_kind_are_counted() {
    let mut driver = meeting(Enforcement::Off, &[]);
    let west = account(&driver.run(false, "West", KeyPairChoice::Each));
    driver.run(false, west.as_str(), KeyPairChoice::Each);
    // From now on each creation arrives three times.
    driver.intercept = Some(Box::new(|http, practice, now| {
        let more = if http.request.method == Method::Post { 2 } else { 0 };
        for _ in 0..more {
            practice.answer(http, now, &mut SysRng);
        }
        None
    }));
    let run = driver.run(false, west.as_str(), KeyPairChoice::Each);
    assert_eq!(
        holds(&run),
        "1 API key and 1 public key of this run, besides 2 other API keys and 2 other public keys"
    );
    assert_eq!(
        run.seedings[0].duplicates_deleted().unwrap(),
        "2 duplicate API keys and 2 duplicate public keys deleted"
    );
}

#[test]
fn a_recipients_public_keys_are_not_checked_under_enforcement() {
    let key = make_key_pair(&mut SysRng).unwrap().public_key().to_pem();
    for (enforcement, expected) in [
        (
            Enforcement::Enforced,
            "exactly 1 API key; other public keys not checked",
        ),
        (Enforcement::Optional, "exactly 1 API key and 1 public key"),
    ] {
        let mut driver = meeting(enforcement, &[repeated(CreatePublicKey)]);
        let checked = driver.checked(true);
        let draft = Draft {
            names: "West".to_owned(),
            key_pairs: KeyPairChoice::Recipient,
            recipient: key.clone(),
            ..Draft::new(true)
        };
        let run = driver.run_draft(&draft, &checked);
        assert!(run.is_complete());
        assert_eq!(holds(&run), expected);
    }
}

#[test]
fn lists_that_are_late_are_read_again() {
    for of in [CreateAccount, CreateKey, CreatePublicKey] {
        let late = (of, 1, Fault::LateListing { seconds: 12 });
        let mut driver = meeting(Enforcement::Enforced, &[repeated(of), late]);
        let mut run = driver.run(true, "West", KeyPairChoice::Each);
        if of == CreateAccount {
            let seconds = run.seedings[0].second_subaccounts();
            assert_eq!(seconds.len(), 1, "{:?}", run.seedings[0].failure());
            let effects = run.close_second(0, &seconds[0], "West");
            driver.drive(&mut run, effects);
        }
        assert!(run.is_complete(), "{of:?} {:?}", run.seedings[0].failure());
        assert_eq!(keys_of(&driver.practice.inventory(), &account(&run)), (1, 1), "{of:?}");
        assert_eq!(open(&driver, "West"), 1);
    }
}

#[test]
fn a_list_that_stays_late_is_the_admins_to_decide() {
    for (of, expected) in [
        (
            CreateKey,
            "at least 1 API key and 1 public key; other API keys not checked",
        ),
        (
            CreateAccount,
            "exactly 1 API key and 1 public key; other subaccounts of this name not checked",
        ),
    ] {
        let late = (of, 1, Fault::LateListing { seconds: 999 });
        let mut driver = meeting(Enforcement::Enforced, &[late]);
        let mut run = driver.run(true, "West", KeyPairChoice::Each);
        assert_eq!(failure(&run, 0).ways, [Way::TryAgain, Way::SkipCheck]);
        assert_eq!(driver.waits, [1_000, 2_000, 3_000, 5_000, 10_000]);
        let effects = run.go_on(0, &Way::SkipCheck);
        driver.drive(&mut run, effects);
        assert_eq!(run.seedings[0].verification(), Some(Verification::Enforced));
        assert!(holds(&run).ends_with(expected), "{}", holds(&run));
    }
}

#[test]
fn a_duplicate_key_that_cannot_be_deleted_stops_the_admin_and_is_named() {
    let mut driver = meeting(Enforcement::Off, &[repeated(CreateKey)]);
    let checked = driver.checked(false);
    let mut meet = driver.intercept.take().unwrap();
    let mut refuse = first(1, |http| http.request.method == Method::Delete, Ok(refusal(403, 20006)));
    driver.intercept = Some(Box::new(move |http, practice, now| {
        refuse(http, practice, now).or_else(|| meet(http, practice, now))
    }));
    let draft = Draft {
        names: "West".to_owned(),
        key_pairs: KeyPairChoice::No,
        ..Draft::new(false)
    };
    let run = driver.run_draft(&draft, &checked);
    assert_eq!(failure(&run, 0).ways, [Way::TryAgain, Way::SkipCheck]);
    let mut again = run.clone();
    let effects = again.go_on(0, &Way::TryAgain);
    driver.drive(&mut again, effects);
    assert_eq!(
        (
            again.is_complete(),
            keys_of(&driver.practice.inventory(), &account(&again))
        ),
        (true, (1, 0))
    );
    let mut left = run;
    let effects = left.go_on(0, &Way::SkipCheck);
    driver.drive(&mut left, effects);
    assert!(left.is_complete());
    assert_eq!(
        holds(&left),
        "1 API key and no public key of this run, besides 1 other API key"
    );
    assert!(
        left.seedings[0]
            .trail
            .iter()
            .any(|trace| trace.standing == Standing::LeftBehind)
    );
}

#[test]
fn of_many_one_list_at_the_end_shows_all() {
    let mut driver = meeting(
        Enforcement::Off,
        &[(CreateAccount, 7, Fault::Repeated), (CreateKey, 9, Fault::Repeated)],
    );
    let names: String = (1..=51).map(|n| format!("Team {n}\n")).collect();
    let mut run = driver.run(false, &names, KeyPairChoice::No);
    let lists = driver.sent.iter().filter(|request| {
        request.method == Method::Get && request.path.ends_with("/Accounts.json") && !request.query.contains("Friendly")
    });
    assert_eq!(lists.count(), 1);
    let with_second: Vec<_> = (0..51)
        .filter(|index| !run.seedings[*index].second_subaccounts().is_empty())
        .collect();
    let [index] = with_second[..] else {
        panic!("{with_second:?}")
    };
    assert_eq!(
        run.seedings
            .iter()
            .filter(|seeding| seeding.state() == State::Done)
            .count(),
        50
    );
    let second = run.seedings[index].second_subaccounts()[0].clone();
    let name = run.seedings[index].name.clone();
    let effects = run.close_second(index, &second, &name);
    driver.drive(&mut run, effects);
    assert_eq!((run.is_complete(), open(&driver, &name)), (true, 1));
    let deleted = run
        .seedings
        .iter()
        .filter(|seeding| seeding.duplicates_deleted().is_some());
    assert_eq!(deleted.count(), 1);
}

#[test]
fn the_plan_lists_exactly_what_is_asked() {
    let names = |count: usize| (1..=count).map(|n| format!("Team {n}\n")).collect::<String>();
    for (enforcement, sign, count) in [(Enforcement::Enforced, true, 2), (Enforcement::Off, false, 51)] {
        let mut driver = Driver::new(enforcement);
        let run = driver.run(sign, &names(count), KeyPairChoice::OneForAll);
        assert!(run.is_complete());
        assert_eq!(driver.sent.len(), run.plan.request_count(), "{count}");
    }
}

#[test]
fn a_stop_leaves_nothing_primed_unchecked() {
    let mut driver = meeting(Enforcement::Off, &[repeated(CreateKey)]);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West\nEast".to_owned(),
        key_pairs: KeyPairChoice::No,
        ..Draft::new(false)
    };
    let plan = Plan::new(&draft, &checked, None).unwrap();
    let (mut run, effects) = Run::begin(plan, &checked, crate::driver::occasion());
    let lists = |request: &keyseed::twilio::Request| request.path.ends_with("/PublicKeys");
    let verify = driver.until(&mut run, effects, lists);
    run.stop();
    let answer = driver.perform(verify);
    let effects = run.answer(answer);
    driver.drive(&mut run, effects);
    assert_eq!(
        (run.seedings[0].state(), run.seedings[1].state()),
        (State::Done, State::Waiting)
    );
    assert_eq!(keys_of(&driver.practice.inventory(), &account(&run)), (1, 0));
}

#[test]
fn a_clean_up_finds_what_was_repeated_before_the_check() {
    // In a subaccount that stays, its keys; of one that is closed, the second of its name.
    let mut driver = meeting(Enforcement::Enforced, &[]);
    let before = driver.run(true, "Old", KeyPairChoice::Each);
    let old = account(&before);
    let checked = driver.checked(true);
    driver
        .practice
        .set_faults(FaultPlan::of([CreateAccount, CreateKey, CreatePublicKey].map(repeated)));
    let mut refuse = first(
        9,
        |http| http.request.path.ends_with("/PublicKeys") && http.request.method == Method::Get,
        Ok(refusal(400, 20001)),
    );
    let mut meet = driver.intercept.take().unwrap();
    driver.intercept = Some(Box::new(move |http, practice, now| {
        refuse(http, practice, now).or_else(|| meet(http, practice, now))
    }));
    let draft = Draft {
        names: format!("{old}\nWest"),
        ..Draft::new(true)
    };
    let mut run = driver.run_draft(&draft, &checked);
    assert_eq!(run.seedings[0].step(), Step::Verify);
    let effects = run.resume();
    driver.drive(&mut run, effects);
    driver.practice.set_faults(FaultPlan::none());
    driver.intercept = None;
    let effects = run.clean_up(&run.clean_up_phrase().unwrap());
    driver.drive(&mut run, effects);
    assert_eq!(
        keys_of(&driver.practice.inventory(), &old),
        (1, 1),
        "{:?}",
        run.seedings[0].clean_up()
    );
    let CleanUp::Failed(why) = &run.seedings[1].clean_up() else {
        panic!("{:?}", run.seedings[1].clean_up())
    };
    let second = run.seedings[1].second_subaccounts()[0].clone();
    assert!(why.what.contains(second.as_str()));
    let effects = run.close_second(1, &second, "West");
    driver.drive(&mut run, effects);
    assert_eq!(
        (&run.seedings[1].clean_up(), open(&driver, "West")),
        (&CleanUp::Done, 0)
    );
}

#[test]
fn a_crash_before_the_check_resumes_into_it() {
    let mut driver = meeting(Enforcement::Off, &[CreateAccount, CreateKey].map(repeated));
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West".to_owned(),
        key_pairs: KeyPairChoice::No,
        ..Draft::new(false)
    };
    let plan = Plan::new(&draft, &checked, None).unwrap();
    let (mut run, effects) = Run::begin(plan, &checked, crate::driver::occasion());
    let lists =
        |request: &keyseed::twilio::Request| request.method == Method::Get && request.path.ends_with("/Keys.json");
    driver.until(&mut run, effects, lists);
    assert_eq!(run.seedings[0].step(), Step::TakeStock);
    // The page is gone.
    let notes: Vec<JournalLine> = driver
        .storage
        .iter()
        .map(|(key, text)| JournalLine {
            key: key.clone(),
            text: text.clone(),
        })
        .collect();
    let journal = Journal::read(&notes).pop().unwrap();
    let checked = driver.checked(false);
    let (mut run, effects) = Run::resume_from(&journal, &checked, None).unwrap();
    driver.drive(&mut run, effects);
    assert_eq!(run.seedings[0].step(), Step::TakeStock);
    let second = run.seedings[0].second_subaccounts()[0].clone();
    let effects = run.close_second(0, &second, "West");
    driver.drive(&mut run, effects);
    assert_eq!((run.is_complete(), open(&driver, "West")), (true, 1));
    let there = driver.practice.inventory();
    assert_eq!(
        keys_of(&there, &account(&run)),
        (1, 0),
        "the lost key and its duplicate are gone"
    );
    let sid = &run.seedings[0].api_key().unwrap().sid;
    assert!(there.api_keys.iter().any(|key| key.sid == *sid));
    assert!(
        run.seedings[0]
            .trail
            .iter()
            .any(|trace| trace.thing == Thing::ApiKey && trace.standing == Standing::Exists)
    );
}
