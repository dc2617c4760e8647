//! The plan: what may be typed, and what it will send.

use crate::driver::Driver;
use keyseed::practice::Enforcement;
use keyseed::priming::{Checked, Draft, KeyPairChoice, Plan, PlanField, Target};
use keyseed::twilio::accounts::{Account, Status};

fn draft(names: &str) -> Draft {
    Draft {
        names: names.to_owned(),
        ..Draft::new(true)
    }
}

fn refused(account: &Checked, draft: &Draft) -> String {
    let problems = Plan::new(draft, account, None).unwrap_err();
    problems
        .iter()
        .map(|problem| format!("{:?}: {}\n", problem.field, problem.message))
        .collect()
}

fn with_subaccounts(account: &Checked, count: usize) -> Checked {
    let sub = |n: usize| Account {
        sid: format!("AC{n:032x}").parse().unwrap(),
        owner_sid: account.account.sid.clone(),
        friendly_name: format!("Existing {n}"),
        status: if n % 10 == 9 { Status::Closed } else { Status::Active },
    };
    Checked {
        subaccounts: (0..count).map(sub).collect(),
        ..account.clone()
    }
}

#[test]
fn names_are_trimmed_and_empty_lines_skipped() {
    let account = Driver::new(Enforcement::Enforced).checked(true);
    let plan = Plan::new(&draft("  West \n\n\u{65e5}\u{672c}\r\nIt's \"<b>\"\n"), &account, None).unwrap();
    let names: Vec<_> = plan.targets.iter().map(Target::label).collect();
    assert_eq!(names, ["West", "\u{65e5}\u{672c}", "It's \"<b>\""]);
    assert!(plan.targets.iter().all(Target::is_new));
}

#[test]
fn each_mistake_has_its_sentence() {
    let account = with_subaccounts(&Driver::new(Enforcement::Enforced).checked(true), 20);
    for (names, sentence) in [
        ("", "at least one name or SID"),
        ("  \n\n", "at least one name or SID"),
        ("West\nEast\nWest", "Line 3 is the same as line 1"),
        ("Existing 3", "exists already"),
        ("a\tb", "control character"),
        (&"x".repeat(65), "65 characters; Twilio takes 64"),
        (
            &format!("AC{}", "0".repeat(31)),
            "Line 1 looks like a SID. 31 characters follow AC",
        ),
        (
            &format!("SK{}", "0".repeat(32)),
            "Line 1 looks like a SID. This is an API key SID",
        ),
        (account.account.sid.as_str(), "is the parent account itself"),
        (&format!("AC{:032x}", 9), "was closed for good"),
        (
            &format!("AC{:032x}\nWest\nAC{:032x} again", 3, 3),
            "Line 3 is the same as line 1",
        ),
        (&"a\tb\n".repeat(9), "And 4 more lines"),
        (&format!("AC{:032x},Acme", 3), "has a SID in it"),
        (&format!("\"AC{:032x}\"", 3), "has a SID in it"),
        (&format!("ac{:032x}", 3), "has a SID in it"),
        (&format!("Acme,SK{:032x}", 3), "has a SID in it"),
    ] {
        let said = refused(&account, &draft(names));
        assert!(
            said.starts_with("Names") && said.contains(sentence),
            "{names:?}: {said}"
        );
    }
    assert!(
        Plan::new(&draft(&"\u{e9}".repeat(64)), &account, None).is_ok(),
        "characters count, not bytes"
    );
}

#[test]
fn every_field_is_judged_at_once() {
    let account = Driver::new(Enforcement::Enforced).checked(true);
    let all = Draft {
        api_key_name: String::new(),
        public_key_name: "y".repeat(65),
        ..draft("")
    };
    let fields: Vec<_> = Plan::new(&all, &account, None)
        .unwrap_err()
        .into_iter()
        .map(|problem| problem.field)
        .collect();
    assert_eq!(
        fields,
        [PlanField::Names, PlanField::ApiKeyName, PlanField::PublicKeyName]
    );
    let without = Draft {
        key_pairs: KeyPairChoice::No,
        public_key_name: String::new(),
        ..draft("West")
    };
    assert!(
        Plan::new(&without, &account, None).is_ok(),
        "a name that is not used is not judged"
    );
}

#[test]
fn a_thousand_is_the_limit_and_closed_ones_do_not_count() {
    let account = Driver::new(Enforcement::Enforced).checked(true);
    let names = |count: usize| (0..count).map(|n| format!("New {n}\n")).collect::<String>();
    assert!(Plan::new(&draft(&names(1000)), &account, None).is_ok());
    assert!(refused(&account, &draft(&names(1001))).contains("do not fit"));
    let some = with_subaccounts(&account, 100);
    assert!(Plan::new(&draft(&names(910)), &some, None).is_ok());
    assert!(refused(&some, &draft(&names(911))).contains("has 90 of 1000 already, so 910 more"));
}

#[test]
fn the_requests_that_are_shown_are_the_requests_that_are_made() {
    for (enforcement, sign) in [(Enforcement::Enforced, true), (Enforcement::Off, false)] {
        for choice in [KeyPairChoice::Each, KeyPairChoice::OneForAll, KeyPairChoice::No] {
            let mut driver = Driver::new(enforcement);
            let run = driver.run(sign, "West", choice);
            let sid = run.seedings[0].account_sid.as_ref().unwrap();
            let made: Vec<_> = driver
                .sent
                .iter()
                .map(|request| {
                    format!(
                        "{} {}",
                        request.method.as_str(),
                        request.url().replace(sid.as_str(), "{AC}").replace("=West", "={name}")
                    )
                })
                .collect();
            let shown: Vec<_> = run.plan.requests().into_iter().map(|request| request.line).collect();
            assert_eq!(made, shown, "{choice:?}");
            let signed: Vec<_> = run.seedings[0]
                .exchanges
                .iter()
                .map(|exchange| exchange.signed.is_some())
                .collect();
            let said: Vec<_> = run
                .plan
                .requests()
                .iter()
                .map(|request| request.signs.is_some())
                .collect();
            assert_eq!(signed, said, "{choice:?}");
        }
    }
}
