//! Requests that clients really signed otherwise, and headers as they really arrived.

use crate::support::{Case, bad};
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::inspect::{Report, Rule};
use serde_json::json;
use sha2::{Digest, Sha256};

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Signs the canonical request with `other` in place of `right`.
fn signed(case: &mut Case, right: &str, other: &str) -> Report {
    let canonical = case.canonical_request();
    let text = canonical.text().expose();
    assert!(text.contains(right), "{text}");
    case.claims["rqh"] = json!(hash(&text.replace(right, other)));
    case.inspect()
}

fn reason(report: &Report) -> &str {
    let [check] = bad(report)[..] else {
        panic!("{:?}", bad(report))
    };
    &check.found
}

/// A public sample for Public Key Client Validation leaves / - _ . ! = as they are.
#[test]
fn characters_that_the_client_leaves_are_named() {
    let mut case = Case::good();
    case.method = "GET".into();
    case.url = "https://api.twilio.com/2010-04-01/Accounts.json?FriendlyName=West%2FTeam%21%3D1%3A2&PageSize=50".into();
    case.body = String::new();
    let report = signed(&mut case, "West%2FTeam%21%3D1%3A2", "West/Team!=1%3A2");
    assert_eq!(bad(&report)[0].rule, Rule::Request);
    let reason = reason(&report);
    assert!(reason.contains("leaves / ! = in the query as they are"), "{reason}");
    assert!(reason.contains("%2F %21 %3D"), "{reason}");
}

#[test]
fn another_serialisation_of_the_same_json_is_named() {
    let sent = r#"{"friendly_name":"x","language":"en"}"#;
    let mut case = Case::good();
    case.url = "https://iam.twilio.com/v1/Account/OAuthApps".into();
    case.body = sent.into();
    for (hashed, how) in [
        (r#"{"friendly_name": "x", "language": "en"}"#, "json.dumps"),
        (
            "{\n  \"friendly_name\": \"x\",\n  \"language\": \"en\"\n}",
            "indented by 2",
        ),
        (r#"{ "friendly_name": "x", "language": "en" }"#, "spaces within"),
    ] {
        let report = signed(&mut case, &hash(sent), &hash(hashed));
        let reason = reason(&report);
        assert!(
            reason.contains("another serialisation of the same JSON"),
            "{hashed}: {reason}"
        );
        assert!(reason.contains(how), "{hashed}: {reason}");
    }
}

#[test]
fn a_header_of_another_name_is_named() {
    for (name, token_only) in [
        ("X-Twilio-Client-Validation: ", "X-Twilio-Client-Validation"),
        ("-H 'Twilio_Client_Validation: ", "Twilio_Client_Validation"),
        ("Authorization: Bearer ", "Authorization"),
    ] {
        let mut case = Case::good();
        case.prefix = name;
        let report = case.inspect();
        let [check] = bad(&report)[..] else {
            panic!("{:?}", bad(&report))
        };
        assert_eq!((check.rule, check.code), (Rule::Form, 70052), "{name}");
        assert!(check.found.contains(&format!("called {token_only}")), "{}", check.found);
        assert!(report.checks.len() > 10, "the token itself is checked too");
    }
}

#[test]
fn two_tokens_in_one_header_are_named() {
    let joins: [fn(String) -> String; 4] = [
        |token| format!("{token}, {token}"),
        |token| format!("Twilio-Client-Validation: {token},{token}\n"),
        |token| format!("Twilio-Client-Validation: {token}\ntwilio-client-validation: {token}\n"),
        |token| format!("{token}\n{token}"),
    ];
    for join in joins {
        let mut case = Case::good();
        case.change = join;
        let report = case.inspect();
        let [check] = bad(&report)[..] else {
            panic!("{:?}", bad(&report))
        };
        assert_eq!((check.rule, check.code), (Rule::Form, 20160));
        assert!(check.found.contains("two tokens"), "{}", check.found);
        assert!(report.checks.len() > 10, "the first token is checked too");
    }
}
