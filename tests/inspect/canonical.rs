//! The canonical request that the client computed, beside ours.

use crate::support::{Case, sid};
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::inspect::{Comparison, Place, Verdict};
use serde_json::json;
use sha2::{Digest, Sha256};

fn compared(case: &Case) -> Comparison {
    let report = case.inspect();
    let shown = format!("{report:?}");
    assert!(!shown.contains(Case::good().authorization.strip_prefix("Basic ").unwrap()));
    report.comparisons.last().unwrap().clone()
}

fn ours(case: &Case) -> String {
    case.canonical_request().text().expose().to_owned()
}

#[test]
fn the_same_is_called_the_same_though_a_line_break_was_lost() {
    let mut case = Case::good();
    (case.method, case.body) = ("GET".into(), String::new());
    case.claims["rqh"] = json!(case.canonical_request().hash());
    for text in [ours(&case), ours(&case).trim_end().to_owned(), ours(&case) + "\n"] {
        case.canonical = text;
        let compared = compared(&case);
        assert_eq!(compared.place, None);
        assert!(compared.found[0].contains("the same, and rqh is their hash"));
    }
}

#[test]
fn the_first_difference_is_marked_and_the_hash_says_who_is_right() {
    let mut case = Case::good();
    let theirs = ours(&case).replace("Accounts.json", "accounts.json");
    case.canonical = theirs.clone();
    let here = Some(Place { line: 2, column: 13 });
    let found = compared(&case);
    assert_eq!(found.place, here);
    assert!(
        found.found[0].contains("not what your client hashed"),
        "{:?}",
        found.found
    );
    let line = &found.theirs.unwrap().1[1];
    assert_eq!(
        (line.same.as_str(), line.differs.as_deref()),
        ("/2010-04-01/", Some("accounts.json"))
    );

    case.claims["rqh"] = json!(hex(&Sha256::digest(theirs.as_bytes())));
    assert!(compared(&case).found[0].contains("your client's form"));
    case.claims["rqh"] = json!("0".repeat(64));
    assert!(compared(&case).found[0].contains("hash of neither"));
    case.canonical = ours(&case);
    assert!(compared(&case).found[0].contains("rqh is not their hash"));
}

#[test]
fn an_authorization_that_was_not_given_does_not_count_as_a_difference() {
    let mut case = Case::good();
    case.canonical = ours(&case);
    case.authorization = sid("SK");
    assert_eq!(compared(&case).place, None);
}

#[test]
fn without_a_request_only_the_hash_is_compared() {
    let mut case = Case::good();
    case.canonical = ours(&case);
    (case.url, case.body) = Default::default();
    assert_eq!(compared(&case).found, ["rqh is its hash."]);
    assert_eq!(compared(&case).ours, None);
    case.canonical = "GET\n/".into();
    assert_eq!(compared(&case).found, ["rqh is not its hash."]);
    assert_eq!(case.inspect().with(Verdict::Bad).count(), 0);
}
