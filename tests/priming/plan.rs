//! The plan: what may be typed, and what it will send.

use crate::driver::Driver;
use keyseed::practice::Enforcement;
use keyseed::priming::{Checked, Draft, KeyPairChoice, Plan, PlanField, Reading, Target};
use keyseed::twilio::accounts::{Account, Status};

fn draft(names: &str) -> Draft {
    Draft {
        names: names.to_owned(),
        ..Draft::new(true)
    }
}

fn refused(account: &Checked, draft: &Draft) -> String {
    let problems = Plan::new(draft, account, None).unwrap_err();
    let problems = problems
        .iter()
        .map(|problem| format!("{:?}: {}\n", problem.field, problem.message));
    let wrong = Reading::of(&draft.names, account)
        .remarks
        .into_iter()
        .filter(|remark| remark.is_wrong);
    problems.chain(wrong.map(|remark| remark.sentence + "\n")).collect()
}

/// What is remarked about lines that can be run.
fn noted(account: &Checked, names: &str) -> Vec<(Option<usize>, String)> {
    let plan = Plan::new(&draft(names), account, None);
    assert!(plan.is_ok(), "{:?} is no wall", names.lines().next());
    let remarks = Reading::of(names, account).remarks;
    assert!(remarks.iter().all(|remark| !remark.is_wrong));
    remarks
        .into_iter()
        .map(|remark| (remark.line, remark.sentence))
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
        (
            "West\nEast\nWest",
            "Line 3, \u{201c}West\u{201d}, is the same as line 1",
        ),
        ("Existing 3", "exists already"),
        ("a\u{7}b", "control character"),
        (
            "Acme\tmail@acme.example",
            "Line 1, \u{201c}Acme[tab]mail@acme.example\u{201d}, has several columns",
        ),
        (&"x".repeat(65), "65 characters; Twilio takes 64"),
        (
            &format!("AC{}", "0".repeat(31)),
            "looks like a SID. 31 characters follow AC",
        ),
        (
            &format!("SK{}", "0".repeat(32)),
            "looks like a SID. This is an API key SID",
        ),
        (account.account.sid.as_str(), "is the parent account itself"),
        (&format!("AC{:032x}", 9), "was closed for good"),
        (
            &format!("AC{:032x}\nWest\nAC{:032x} again", 3, 3),
            "is the same as line 1",
        ),
        (
            &"a\tb\n".repeat(9),
            "9 lines need a correction: 1, 2, 3, 4, 5, 6, 7, 8, 9.",
        ),
        (
            &"a\tb\n".repeat(19),
            "19 lines need a correction: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 7 more.",
        ),
        ("a\tb\nWest", "Line 1 needs a correction."),
        (&format!("AC{}O", "0".repeat(31)), "looks like a SID."),
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
fn twilio_alone_decides_how_many_subaccounts_fit() {
    let account = Driver::new(Enforcement::Enforced).checked(true);
    let names = |count: usize| (0..count).map(|n| format!("New {n}\n")).collect::<String>();
    assert_eq!(noted(&account, &names(1000)), []);
    let some = with_subaccounts(&account, 100);
    assert_eq!(noted(&some, &names(910)), [], "closed ones do not count");
    let [(None, said)] = &noted(&some, &names(911))[..] else {
        panic!()
    };
    assert!(said.contains("1001 subaccounts") && said.contains("21480"), "{said}");
    let many = with_subaccounts(&account, 1400);
    assert_eq!(noted(&many, "One").len(), 1);
    assert_eq!(noted(&many, &format!("AC{:032x}", 3)), [], "nothing new");
}

#[test]
fn what_is_suspicious_is_a_note_with_its_line() {
    let account = with_subaccounts(&Driver::new(Enforcement::Enforced).checked(true), 20);
    for (names, line, sentence) in [
        (
            "West\nWide World\u{200b} Importers",
            2,
            "\u{201c}Wide World[U+200B] Importers\u{201d}, has an invisible character in it (U+200B)",
        ),
        ("West\u{a0}Team", 1, "a blank in it that is not an ordinary space"),
        ("West  Team", 1, "two spaces in a row"),
        ("\"Smith, Jones & Co\"", 1, "quotation marks, as in a CSV file"),
        ("Acme,mail@acme.example", 1, "several columns of a CSV file"),
        ("\"Acme\",\"Berlin\"", 1, "quotation marks, as in a CSV file"),
        ("\n\ncustomer name\nWest", 3, "heading of a column"),
        ("Acme GmbH\nWest\nacme gmbh", 3, "differs from line 1 only in capitals"),
        (
            "Acme GmbH\nAcme\u{200b}  GmbH",
            2,
            "differs from line 1 only in capitals, blanks or invisible characters",
        ),
        (
            "EXISTING 3",
            1,
            "differs from the existing account \u{201c}Existing 3\u{201d} only in capitals",
        ),
        (
            "ACCOUNTINGDEPARTMENTOFTHEWESTERNREGION",
            1,
            "begins like a SID, but is read as a new name",
        ),
        (
            "CRACKERFACTORYHOLDINGSINTERNATIONAL",
            1,
            "begins like a SID, but is read as a new name",
        ),
    ] {
        let found = noted(&account, names);
        assert!(
            found.iter().any(|(at, said)| *at == Some(line)
                && said.starts_with(&format!("Line {line}, "))
                && said.contains(sentence)),
            "{names:?}: {found:?}"
        );
    }
    for names in [
        "West\nWest Team\nEast",
        "Smith, Jones & Co",
        "B\u{e4}ckerei \u{d6}z",
        "West\ncustomer name",
    ] {
        assert_eq!(noted(&account, names), [], "{names:?}");
    }
}

#[test]
fn lines_are_told_in_their_order_and_targets_keep_their_numbers() {
    let account = Driver::new(Enforcement::Enforced).checked(true);
    let reading = Reading::of("\u{feff}name\n\nWest\na\tb\nwest\n\nWest\n North \u{200b}\n", &account);
    let lines: Vec<_> = reading
        .remarks
        .iter()
        .map(|remark| (remark.line.unwrap(), remark.is_wrong))
        .collect();
    assert_eq!(lines, [(1, false), (4, true), (5, false), (7, true)]);
    let targets: Vec<_> = reading
        .targets
        .iter()
        .map(|(line, target)| (*line, target.label()))
        .collect();
    assert_eq!(targets, [(1, "name"), (3, "West"), (5, "west"), (8, "North")]);
}

#[test]
fn the_requests_that_are_shown_are_the_requests_that_are_made() {
    for (enforcement, sign) in [(Enforcement::Enforced, true), (Enforcement::Off, false)] {
        for choice in [KeyPairChoice::Each, KeyPairChoice::OneForAll, KeyPairChoice::No] {
            let mut driver = Driver::new(enforcement);
            let run = driver.run(sign, "West", choice);
            let sid = run.seedings[0].account_sid().unwrap();
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
