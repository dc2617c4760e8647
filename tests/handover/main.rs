//! What is handed on: whole where it must be, and without a secret where it may be read by anybody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

use getrandom::SysRng;
use keyseed::handover::{
    Archive, Handed, archive_name, handed, handed_one, manifest, note, readme, record_csv, record_json, secrets_table,
    table,
};
use keyseed::keys::make_key_pair;
use keyseed::practice::{Enforcement, Fault, FaultPlan, Met, Operation};
use keyseed::priming::{Draft, KeyPairChoice, Run};
use keyseed::snippets::Copyable;
use keyseed::twilio::Method;
use std::collections::HashSet;
use support::driver::{self, Driver};

const NAMES: &str = "West Team\n=cmd|' /C calc'!A0\nwest team\nA, \"quoted\" name";

fn run(choice: KeyPairChoice, recipient: &str) -> Run {
    let mut driver = Driver::new(Enforcement::Enforced);
    let checked = driver.checked(true);
    let draft = Draft {
        names: NAMES.to_owned(),
        key_pairs: choice,
        recipient: recipient.to_owned(),
        ..Draft::new(true)
    };
    driver.run_draft(&draft, &checked)
}

fn secrets(run: &Run) -> Vec<String> {
    let secret = |seeding: &keyseed::priming::Seeding| seeding.api_key().unwrap().secret.expose().to_owned();
    run.seedings.iter().map(secret).collect()
}

fn shown(note: &Copyable) -> String {
    note.whole().expose().to_owned()
}

#[test]
fn the_tables_without_secrets_have_none() {
    let run = run(KeyPairChoice::Each, "");
    let results = handed(&run);
    let open = [table(&results), manifest(&results), readme(&results)].concat();
    for secret in secrets(&run) {
        assert!(!open.contains(&secret));
        assert!(
            secrets_table(&results).contains(&secret),
            "but they are in their own table"
        );
    }
}

#[test]
fn manifest_and_record_say_what_each_subaccount_holds() {
    let mut driver = Driver::new(Enforcement::Off);
    let repeated = FaultPlan::of([(Operation::CreateKey, 1, Fault::Repeated)]);
    driver.practice.set_faults(repeated);
    driver.intercept = Some(Box::new(|http, practice, now| {
        let Met::Reply(reply) = practice.meet(http, now, &mut SysRng) else {
            panic!("there is a reply")
        };
        Some(Ok(reply))
    }));
    let run = driver.run(false, "West\nEast", KeyPairChoice::Each);
    let holds = "exactly 1 API key and 1 public key";
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let record = json(&record_json(&run, driver.now));
    for (list, place) in [
        (json(&manifest(&handed(&run))), 0),
        (record.clone(), 0),
        (record.clone(), 1),
    ] {
        assert_eq!(list["subaccounts"][place]["holds"], holds);
    }
    assert_eq!(record["subaccounts"][0]["duplicates"], "1 duplicate API key deleted");
    assert!(record["subaccounts"][1]["duplicates"].is_null());
    let things = record["subaccounts"][0]["things"].as_array().unwrap();
    assert!(things.iter().any(|thing| thing["standing"] == "Duplicate, deleted"));
    let csv = record_csv(&run);
    assert!(csv.contains(&format!("Check,Holds,,{holds}")) && csv.contains("1 duplicate API key deleted"));
    let west = run.seedings[0].account_sid().cloned().unwrap();
    let run = driver.run(false, west.as_str(), KeyPairChoice::Each);
    let holds = "1 API key and 1 public key of this run, besides 1 other API key and 1 other public key";
    for list in [manifest(&handed(&run)), record_json(&run, driver.now)] {
        assert_eq!(json(&list)["subaccounts"][0]["holds"], holds);
    }
    assert!(record_csv(&run).contains(&format!("Check,Holds,,\"{holds}\"")));
    // Before the lists were read, nothing is said.
    driver.intercept = Some(driver::first(
        99,
        |http| http.request.method == Method::Get && http.request.path.ends_with("/Keys.json"),
        Ok(driver::refusal(403, 20006)),
    ));
    let run = driver.run(false, "North", KeyPairChoice::No);
    for list in [manifest(&handed(&run)), record_json(&run, driver.now)] {
        assert!(json(&list)["subaccounts"][0]["holds"].is_null());
    }
    assert!(!record_csv(&run).contains("Check,Holds"));
}

#[test]
fn a_spreadsheet_reads_the_table_and_computes_nothing() {
    let run = run(KeyPairChoice::Each, "");
    let results = handed(&run);
    let table = table(&results);
    // Excel takes a file for UTF-8 by its byte order mark; a program that reads the secrets would take it for text.
    for file in [&table, &record_csv(&run)] {
        assert_eq!(file.matches('\u{feff}').count(), 1);
        assert!(file.starts_with('\u{feff}'));
    }
    assert!(!secrets_table(&results).contains('\u{feff}'));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    // Python's csv and a script by columns read what is written for them.
    let code = "import csv, sys; print([row['Name'] for row in csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline=''))])";
    let path = std::env::temp_dir().join(format!("keyseed-table-{}.csv", std::process::id()));
    std::fs::write(&path, &table).unwrap();
    let read = std::process::Command::new("python3")
        .args(["-c", code])
        .arg(&path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(String::from_utf8(read.stdout).unwrap().contains("'West Team'"));
    assert_eq!(&rows[1][0], "'=cmd|' /C calc'!A0");
    assert_eq!(&rows[3][0], "A, \"quoted\" name");
    for (row, seeding) in rows.iter().zip(&run.seedings) {
        assert_eq!(&row[1], seeding.account_sid().unwrap().as_str());
        assert_eq!(row[4], seeding.fingerprint().unwrap().to_string());
    }
}

#[test]
fn files_of_names_that_come_out_alike_are_told_apart() {
    let run = run(KeyPairChoice::Each, "");
    let results = handed(&run);
    let files: HashSet<_> = results
        .iter()
        .map(|handed| handed.private_key_file().unwrap().to_lowercase())
        .collect();
    assert_eq!(files.len(), 4, "{files:?}");
    let manifest: serde_json::Value = serde_json::from_str(&manifest(&results)).unwrap();
    let entry = &manifest["subaccounts"][2];
    assert_eq!(entry["name"], "west team");
    let sid = run.seedings[2].account_sid().unwrap();
    assert_eq!(
        entry["private_key"],
        format!("private-keys/{sid}-west-team-private-key.pem")
    );
}

#[test]
fn files_of_names_that_one_file_system_takes_for_the_same_are_told_apart() {
    // Composed and decomposed, small and capital, and letters that become two as capitals.
    let names = [
        "Caf\u{e9}",
        "Cafe\u{301}",
        "CAFE\u{301}",
        "Stra\u{df}e",
        "STRASSE",
        "\u{3a3}\u{3c3}",
        "\u{3c3}\u{3c2}",
    ];
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, &names.join("\n"), KeyPairChoice::Each);
    let results = handed(&run);
    let files: Vec<&str> = results.iter().filter_map(Handed::private_key_file).collect();
    let plain = |index: usize| files[index] == keyseed::keys::private_key_file_name(names[index]);
    let first = [true, false, false, true, false, true, false];
    assert_eq!([0, 1, 2, 3, 4, 5, 6].map(plain), first, "{files:?}");
    let others = files.iter().zip(first).filter(|(_, first)| !first);
    assert!(others.clone().all(|(file, _)| file.starts_with("AC")), "{files:?}");
}

#[test]
fn one_key_pair_for_all_is_one_file() {
    let run = run(KeyPairChoice::OneForAll, "");
    let files: HashSet<_> = handed(&run)
        .iter()
        .map(|handed| handed.private_key_file().unwrap().to_owned())
        .collect();
    assert_eq!(files.len(), 1);
}

#[test]
fn the_note_has_nothing_of_the_admins_and_the_secret_only_when_asked() {
    let theirs = make_key_pair(&mut SysRng).unwrap();
    for (choice, private_key) in [
        (KeyPairChoice::Each, "a file that comes to you separately"),
        (KeyPairChoice::Signing, "the parent account's"),
        (KeyPairChoice::Recipient, "the one that you made"),
    ] {
        let run = run(choice, &theirs.public_key().to_pem());
        let handed: Handed = handed_one(&run, 0).unwrap();
        let (without, with) = (shown(&note(&handed, false)), shown(&note(&handed, true)));
        let secret = &secrets(&run)[0];
        assert!(!without.contains(secret) && with.contains(secret));
        for text in [&without, &with] {
            assert!(
                text.contains(handed.account_sid.as_str()) && text.contains(private_key),
                "{text}"
            );
            assert!(text.contains(&handed.fingerprint().unwrap().to_string()));
            assert!(text.contains("Every request must be signed"), "{text}");
        }
        assert!(!format!("{:?}", note(&handed, true)).contains(secret.as_str()));
    }
}

#[test]
fn what_was_closed_is_not_handed_on() {
    let mut driver = Driver::new(Enforcement::Off);
    let mut run = driver.run(false, "West\nEast", KeyPairChoice::No);
    let effects = run.clean_up_one(0, "West");
    driver.drive(&mut run, effects);
    let names: Vec<_> = handed(&run).into_iter().map(|handed| handed.name).collect();
    assert_eq!(names, ["East"]);
    assert!(handed_one(&run, 0).is_none());
}

#[test]
fn the_archive_is_a_zip_that_others_open() {
    let mut archive = Archive::default();
    archive.add("README.txt", b"hello").unwrap();
    archive
        .add("private-keys/\u{65e5}\u{672c}-private-key.pem", b"x")
        .unwrap();
    assert!(archive.add("README.txt", b"again").is_err(), "a path is taken once");
    let path = std::env::temp_dir().join(format!("keyseed-{}.zip", std::process::id()));
    std::fs::write(&path, archive.finish().unwrap()).unwrap();
    let code = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.namelist(), z.read('README.txt'))";
    let output = std::process::Command::new("python3")
        .args(["-c", code])
        .arg(&path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("hello") && said.contains("\u{65e5}\u{672c}"), "{said}");
}

#[test]
fn long_names_that_differ_at_their_end_only_keep_their_own_files() {
    let mut driver = Driver::new(Enforcement::Off);
    let long = "\u{65e5}".repeat(60);
    let run = driver.run(false, &format!("{long}1\n{long}2\n{long}3"), KeyPairChoice::Each);
    let files: HashSet<_> = handed(&run)
        .iter()
        .map(|handed| handed.private_key_file().unwrap().to_owned())
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
}

#[test]
fn the_archive_is_named_after_its_day_and_its_run() {
    let run = run(KeyPairChoice::No, "");
    let name = archive_name(run.head.run, 1_795_969_740);
    assert_eq!(name, format!("keyseed-2026-11-29-{}.zip", run.head.run));
}
