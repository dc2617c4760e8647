//! The inspection and the practice account judge alike: what one refuses with a code, the other names with it first.

use crate::support::{NOW, pair, rng};
use base64ct::{Base64UrlUnpadded, Encoding};
use keyseed::practice::{Enforcement, Practice};
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::CanonicalRequest;
use keyseed::twilio::validation::inspect::{Pasted, Question, Verdict, inspect};
use keyseed::twilio::{HttpRequest, Secret, accounts, refused};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Stands for the hash of what a client signed that writes the method in lowercase.
const OTHER: &str = "other";

/// A claim or a field of the header, and what stands there instead.
fn mutation() -> impl Strategy<Value = (&'static str, Value)> {
    let sid =
        prop::sample::select(vec!["AC", "SK", "CR"]).prop_map(|prefix| json!(format!("{prefix}{}", "7".repeat(32))));
    let time = (-400..400_i64).prop_map(|seconds| json!(NOW + seconds));
    prop_oneof![
        (prop::sample::select(vec!["iss", "sub", "kid"]), sid),
        (prop::sample::select(vec!["exp", "nbf"]), time),
        (
            Just("alg"),
            prop::sample::select(vec![json!("RS256"), json!("PS256"), json!("none")])
        ),
        (Just("cty"), Just(json!("jwt"))),
        (Just("typ"), Just(json!("x"))),
        (
            Just("hrh"),
            prop::sample::select(vec![
                json!("host"),
                json!("host;authorization"),
                json!("authorization;host;x")
            ])
        ),
        (Just("rqh"), Just(json!(OTHER))),
        (Just("none"), Just(json!(1))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_first_code_is_the_practice_accounts(changes in prop::collection::vec(mutation(), 1..3), other_key in prop::bool::weighted(0.1)) {
        let mut random = rng(3);
        let mut practice = Practice::new(Enforcement::Enforced, Some(pair(0).public_key()), &mut random).unwrap();
        let known = practice.credentials();
        let key = &known.main_key;
        let mut http = HttpRequest { request: accounts::create("West Team"), authorization: Some(key.authorization()), validation: None };
        let kid = known.public_key_sid.clone().unwrap();
        let mut header = json!({"cty": "twilio-pkrv;v=1", "typ": "JWT", "alg": "RS256", "kid": kid.as_str()});
        let mut claims = json!({
            "iss": key.api_key_sid.as_str(), "sub": key.account_sid.as_str(), "exp": NOW + 100, "nbf": NOW - 30,
            "hrh": "authorization;host", "rqh": CanonicalRequest::of(&http).hash(),
        });
        // Which public keys the account holds, and which account the API key belongs to, the inspection cannot know.
        let changed = |wanted: &str, prefix: &str| changes.iter().any(|(name, value)| *name == wanted && value.as_str().unwrap().starts_with(prefix));
        let (other_kid, other_account) = (changed("kid", "CR"), changed("sub", "AC"));
        for (name, value) in changes.clone() {
            let part = if ["cty", "typ", "alg", "kid"].contains(&name) { &mut header } else { &mut claims };
            part[name] = value;
        }
        if claims["rqh"] == OTHER {
            let other = CanonicalRequest::of(&http).text().expose().replacen("POST", "post", 1);
            claims["rqh"] = json!(hex(&Sha256::digest(other.as_bytes())));
        }
        let part = |json: &Value| Base64UrlUnpadded::encode_string(json.to_string().as_bytes());
        let input = format!("{}.{}", part(&header), part(&claims));
        let signature = pair(u64::from(other_key)).sign_rs256(input.as_bytes(), &mut random).unwrap();
        let token = format!("{input}.{}", Base64UrlUnpadded::encode_string(&signature));

        http.validation = Some(Secret::new(token.clone()));
        let reply = practice.answer(&http, NOW, &mut random);
        let refused = refused(&reply).and_then(|error| error.code());
        let authorization = key.authorization();
        let pem = pair(0).public_key().to_pem();
        let pasted = Pasted {
            token: &token,
            method: "POST",
            url: &http.request.url(),
            body: &http.request.body,
            authorization: authorization.expose(),
            headers: "Accept: application/json",
            at: &keyseed::twilio::http_date(NOW),
            public_key: &pem,
            ..Pasted::default()
        };
        let report = inspect(&Question::read(&pasted, NOW).unwrap());
        let only_twilio = refused == Some(70153) && other_kid || refused == Some(20153) && other_account && report.with(Verdict::Bad).all(|check| check.code != 20153);
        if !only_twilio {
            prop_assert_eq!(report.summary().refused, refused, "{}", reply.body);
        }
    }
}
