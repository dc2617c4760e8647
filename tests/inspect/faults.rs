//! One planted fault a test case: it is found, it is named with its code, and nothing else is called broken.

use crate::support::{Case, NOW, bad, basic, pair, ps256, rng, sid};
use keyseed::twilio::code_info;
use keyseed::twilio::validation::inspect::Rule;
use serde_json::{Value, json};

type Plant = fn(&mut Case);

const FAULTS: &[(&str, Rule, u32, Plant)] = &[
    ("the signature is cut off", Rule::Form, 20160, |case| {
        case.change = |token| token.rsplit_once('.').unwrap().0.to_owned();
    }),
    ("something else was pasted", Rule::Form, 20160, |case| {
        case.change = |_| "hunter2".into()
    }),
    ("Bearer in front", Rule::Form, 20160, |case| {
        case.change = |token| format!("Bearer {token}")
    }),
    ("padded base64", Rule::Form, 20160, |case| {
        case.change = |token| format!("{token}==")
    }),
    ("no base64", Rule::Form, 20160, |case| {
        case.change = |token| token.replace('.', ".!")
    }),
    ("five parts", Rule::Form, 20160, |case| {
        case.change = |token| format!("{token}.e30.e30")
    }),
    ("the header is not JSON", Rule::ContentType, 20152, |case| {
        case.header = json!("{cty")
    }),
    ("cty missing", Rule::ContentType, 20152, |case| {
        drop(take(&mut case.header, "cty"))
    }),
    ("cty of another kind", Rule::ContentType, 20152, |case| {
        case.header["cty"] = json!("twilio-fpa;v=1")
    }),
    ("typ other than JWT", Rule::Type, 20152, |case| {
        case.header["typ"] = json!("at+jwt")
    }),
    ("HS256", Rule::Algorithm, 20152, |case| {
        case.header["alg"] = json!("HS256")
    }),
    ("kid is an API key SID", Rule::PublicKeySid, 20152, |case| {
        case.header["kid"] = json!(sid("SK"))
    }),
    ("kid missing", Rule::PublicKeySid, 20152, |case| {
        drop(take(&mut case.header, "kid"))
    }),
    ("the claims are not JSON", Rule::SignedHeaders, 20154, |case| {
        case.claims = json!("[]")
    }),
    ("iss is an Account SID", Rule::Issuer, 20153, |case| {
        case.claims["iss"] = json!(sid("AC"))
    }),
    ("space behind iss", Rule::Issuer, 20153, |case| {
        case.claims["iss"] = json!(sid("SK") + " ")
    }),
    ("sub is an API key SID", Rule::Subject, 20153, |case| {
        case.claims["sub"] = json!(sid("SK"))
    }),
    ("iss is another key than the Basic user", Rule::ApiKey, 20153, |case| {
        case.claims["iss"] = json!(format!("SK{}", "6".repeat(32)));
    }),
    ("Account SID and Auth Token", Rule::ApiKey, 20003, |case| {
        case.authorization = basic(&sid("AC"));
        sign_again(case);
    }),
    ("hrh missing", Rule::SignedHeaders, 20154, |case| {
        drop(take(&mut case.claims, "hrh"))
    }),
    ("hrh without authorization", Rule::SignedHeaders, 20154, |case| {
        case.claims["hrh"] = json!("host");
        let headers = [("host", "api.twilio.com")];
        let path = "/2010-04-01/Accounts.json";
        let canonical =
            keyseed::twilio::validation::CanonicalRequest::new("POST", path, "", &headers, "host", &case.body);
        case.claims["rqh"] = json!(canonical.hash());
    }),
    ("rqh missing", Rule::RequestHash, 20154, |case| {
        drop(take(&mut case.claims, "rqh"))
    }),
    ("rqh in base64", Rule::RequestHash, 70156, |case| {
        case.claims["rqh"] = json!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NM")
    }),
    ("rqh in capitals", Rule::RequestHash, 70156, |case| {
        case.claims["rqh"] = json!(case.claims["rqh"].as_str().unwrap().to_uppercase());
    }),
    ("nbf in the future", Rule::Begin, 20155, |case| {
        case.claims["nbf"] = json!(NOW + 45)
    }),
    ("nbf is a text", Rule::Begin, 20155, |case| {
        case.claims["nbf"] = json!("now")
    }),
    ("exp passed", Rule::End, 20156, |case| {
        case.claims["nbf"] = json!(NOW - 400);
        case.claims["exp"] = json!(NOW - 100);
    }),
    ("exp passed before the time given", Rule::End, 20156, |case| {
        case.at = (NOW + 121).to_string()
    }),
    ("exp missing", Rule::End, 20156, |case| {
        drop(take(&mut case.claims, "exp"))
    }),
    ("exp this very second", Rule::End, 20156, |case| {
        case.claims["exp"] = json!(NOW)
    }),
    ("exp is a text", Rule::End, 20156, |case| {
        case.claims["exp"] = json!((NOW + 60).to_string())
    }),
    ("an hour's life", Rule::Lifetime, 20157, |case| {
        case.claims["exp"] = json!(NOW + 3600)
    }),
    ("301 seconds", Rule::Lifetime, 20157, |case| {
        case.claims["exp"] = json!(NOW - 30 + 301)
    }),
    ("an hour's life without nbf", Rule::Lifetime, 20157, |case| {
        take(&mut case.claims, "nbf");
        case.claims["exp"] = json!(NOW + 3600);
    }),
    ("exp in milliseconds", Rule::Lifetime, 20157, |case| {
        case.claims["exp"] = json!((NOW + 60) * 1000)
    }),
    ("a signature by another key", Rule::Signature, 20159, |case| {
        case.sign = |message| pair(1).sign_rs256(message, &mut rng(9)).unwrap();
    }),
    ("PS256 called RS256", Rule::Signature, 20159, |case| case.sign = ps256),
    ("a signature by a secret", Rule::Signature, 20159, |case| {
        case.sign = |_| vec![7; 32]
    }),
    ("a signature changed on the way", Rule::Signature, 20159, |case| {
        case.change = |token| {
            let (input, signature) = token.rsplit_once('.').unwrap();
            let first = if signature.starts_with('A') { 'B' } else { 'A' };
            format!("{input}.{first}{}", &signature[1..])
        };
    }),
    ("a signed header is absent", Rule::Headers, 70155, |case| {
        case.claims["hrh"] = json!("authorization;content-type;host");
        case.headers = "Accept: application/json".into();
    }),
    ("another body", Rule::Request, 70156, |case| {
        case.body = "FriendlyName=East+Team".into()
    }),
    ("another account", Rule::Request, 70156, |case| {
        case.url = format!("https://api.twilio.com/2010-04-01/Accounts/{}.json", sid("AC"))
    }),
    ("another secret", Rule::Request, 70156, |case| {
        case.authorization = basic(&format!("{}:x", sid("SK")))
    }),
];

fn take(map: &mut Value, name: &str) -> Value {
    map.as_object_mut().unwrap().remove(name).unwrap()
}

fn sign_again(case: &mut Case) {
    case.claims["rqh"] = json!(case.canonical_request().hash());
}

#[test]
fn each_planted_fault_is_named_and_no_other() {
    for (name, rule, code, plant) in FAULTS {
        let mut case = Case::good();
        plant(&mut case);
        let report = case.inspect();
        let found: Vec<_> = bad(&report).iter().map(|check| (check.rule, check.code)).collect();
        assert_eq!(found, [(*rule, *code)], "{name}");
        let summary = report.summary();
        assert_eq!(summary.refused, Some(*code), "{name}");
        assert!(
            code_info(*code).is_some() && summary.text.contains(&code.to_string()),
            "{name}"
        );
        let check = bad(&report)[0];
        assert!(!check.found.is_empty() && !check.next.is_empty(), "{name}: {check:?}");
        // The reason is the heading: one sentence.
        assert_eq!(summary.title, check.reason(), "{name}");
        assert!(
            check.found.starts_with(&summary.title) && summary.title.len() > 10,
            "{name}"
        );
        assert!(!summary.title.contains(". ") && !summary.title.contains('\n'), "{name}");
    }
}

#[test]
fn every_rule_but_twilios_own_has_a_fault() {
    let planted: std::collections::HashSet<_> = FAULTS.iter().map(|(_, rule, ..)| rule).collect();
    // Whether Twilio holds the public key cannot be seen from here.
    let report = Case::good().inspect();
    let rules: Vec<_> = report.checks.iter().map(|check| check.rule).collect();
    assert_eq!(rules.len(), 17);
    for rule in rules.iter().filter(|rule| **rule != Rule::PublicKey) {
        assert!(planted.contains(rule), "{rule:?}");
    }
}

#[test]
fn a_sentence_repeats_no_secret() {
    for (name, _, _, plant) in FAULTS {
        let mut case = Case::good();
        plant(&mut case);
        let shown = format!("{:?}", case.inspect());
        let value = case.authorization.strip_prefix("Basic ").unwrap();
        assert!(!shown.contains("hunter2") && !shown.contains(value), "{name}");
    }
}
