//! Arbitrary text: a sentence, never a panic, and limits before anything else.

use crate::support::{Case, NOW};
use base64ct::{Base64UrlUnpadded, Encoding};
use keyseed::twilio::validation::inspect::{Field, Pasted, Question, TOKEN_MAX, Verdict, inspect};
use proptest::prelude::*;

/// Inspects if it can be read; gives the fields that cannot.
fn fields(pasted: &Pasted<'_>) -> Vec<Field> {
    match Question::read(pasted, NOW) {
        Ok(question) => {
            let report = inspect(&question);
            assert!(!report.checks.is_empty() && !report.summary().title.is_empty());
            vec![]
        }
        Err(errors) => {
            assert!(errors.iter().all(|(_, sentence)| sentence.ends_with('.')));
            errors.into_iter().map(|(field, _)| field).collect()
        }
    }
}

#[test]
fn nothing_and_too_much_are_refused_with_a_sentence() {
    let of = |change: &dyn Fn(&mut Pasted<'_>)| {
        let mut pasted = Pasted {
            token: "a.b.c",
            ..Pasted::default()
        };
        change(&mut pasted);
        fields(&pasted)
    };
    let long = "x".repeat(300 * 1024);
    let long: &'static str = long.leak();
    assert_eq!(of(&|_| ()), []);
    assert_eq!(of(&|pasted| pasted.token = " \u{feff}\n"), [Field::Token]);
    assert_eq!(of(&|pasted| pasted.token = &long[..TOKEN_MAX]), []);
    assert_eq!(of(&|pasted| pasted.token = &long[..TOKEN_MAX + 1]), [Field::Token]);
    assert_eq!(
        of(&|pasted| (pasted.url, pasted.body) = ("https://api.twilio.com/", long)),
        [Field::Body]
    );
    assert_eq!(of(&|pasted| pasted.url = long), [Field::Url]);
    assert_eq!(of(&|pasted| pasted.body = "a=b"), [Field::Url]);
    assert_eq!(of(&|pasted| pasted.method = "GET /"), [Field::Method]);
    assert_eq!(of(&|pasted| pasted.authorization = long), [Field::Authorization]);
    assert_eq!(of(&|pasted| pasted.authorization = "hunter2"), [Field::Authorization]);
    assert_eq!(of(&|pasted| pasted.headers = "no colon"), [Field::Headers]);
    assert_eq!(of(&|pasted| pasted.headers = long), [Field::Headers]);
    assert_eq!(of(&|pasted| pasted.canonical = long), [Field::Canonical]);
    assert_eq!(of(&|pasted| pasted.at = "yesterday"), [Field::At]);
    assert_eq!(
        of(&|pasted| pasted.public_key = "-----BEGIN PRIVATE KEY-----"),
        [Field::PublicKey]
    );
    let all = of(&|pasted| {
        (pasted.token, pasted.url, pasted.at) = ("", "nowhere", "never");
    });
    assert_eq!(all, [Field::Token, Field::At, Field::Url]);
}

/// The search for a deviation ends, however much there is to try.
#[test]
fn the_largest_request_is_inspected_in_time() {
    let mut case = Case::good();
    let query = (0..1000).map(|n| format!("{n}!=*~%2f")).collect::<Vec<_>>().join("&");
    case.url = format!("https://api.twilio.com/{}?{}", "a(b)*/".repeat(100), &query[..7000]);
    case.body = "a=%20+&".repeat(256 * 1024 / 7);
    case.claims["rqh"] = "0".repeat(64).into();
    let started = std::time::Instant::now();
    let report = case.inspect();
    assert_eq!(report.with(Verdict::Bad).count(), 1);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

/// Numbers, texts and other things where a claim should stand.
fn odd() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("JSON has none", |number| number.is_finite())
            .prop_map(|number| number.to_string()),
        Just("18446744073709551615".to_owned()),
        Just("null".to_owned()),
        Just("{\"a\":[1]}".to_owned()),
        "[ -~]{0,40}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        "\\PC{0,40}".prop_map(|text| serde_json::to_string(&text).unwrap()),
    ]
}

fn object(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(names), odd()), 0..8).prop_map(|fields| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", fields.join(","))
    })
}

proptest! {
    #[test]
    fn any_text_anywhere_is_survived(texts in prop::collection::vec("\\PC{0,60}", 9), token in "[a-zA-Z0-9_=+/-]{0,9}\\.[a-zA-Z0-9_-]{0,9}\\.[a-zA-Z0-9_-]{0,9}") {
        let [method, url, body, authorization, headers, key, at, canonical, any] = &texts[..] else { unreachable!() };
        for token in [&token, any] {
            fields(&Pasted { token, method, url, body, authorization, headers, public_key: key, at, canonical });
            fields(&Pasted { token, body, canonical, url: "https://api.twilio.com/a?b", ..Pasted::default() });
        }
    }

    #[test]
    fn any_header_and_claims_are_survived(
        header in object(&["cty", "typ", "alg", "kid", "crit"]),
        claims in object(&["iss", "sub", "exp", "nbf", "iat", "hrh", "rqh"]),
        signature in prop::collection::vec(any::<u8>(), 0..300),
        target in "/[a-zA-Z0-9%*~+/?&=.!()-]{0,40}",
        at in 0..5_000_000_000_i64,
    ) {
        let part = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
        let token = format!("{}.{}.{}", part(header.as_bytes()), part(claims.as_bytes()), part(&signature));
        let (at, url) = (at.to_string(), format!("https://api.twilio.com{target}"));
        let authorization = crate::support::basic("SK1");
        let pasted = Pasted { token: &token, url: &url, body: "a=b+c", authorization: &authorization, at: &at, canonical: "GET\n/", ..Pasted::default() };
        prop_assert!(fields(&pasted).is_empty());
    }

    #[test]
    fn any_query_has_its_own_hash(target in "[a-zA-Z0-9%*~+/&=.!()-]{0,40}") {
        let mut case = Case::good();
        case.url = format!("https://api.twilio.com/2010-04-01/Accounts.json?{target}");
        case.claims["rqh"] = case.canonical_request().hash().into();
        prop_assert_eq!(case.inspect().with(Verdict::Bad).count(), 0);
    }
}
