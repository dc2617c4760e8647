//! Public Key Client Validation: tokens that are wrong in exactly one way, each with its code.

use crate::support::{NOW, Who, World, dress, other_pair, outcome, pair, rng, signer};
use base64ct::{Base64UrlUnpadded, Encoding};
use keyseed::keys::KeyPair;
use keyseed::practice::Enforcement::{Enforced, Off, Optional};
use keyseed::practice::Verdict;
use keyseed::twilio::validation::{Algorithm, CanonicalRequest, SIGNED_HEADERS};
use keyseed::twilio::{Host, HttpRequest, Request, Secret, accounts, api_keys, public_keys};
use serde_json::{Value, json};

/// A token before it is put together, with the parts that a test may spoil.
struct Draft {
    header: Value,
    claims: Value,
    pair: &'static KeyPair,
    algorithm: Algorithm,
    /// The request as it arrives; the token is for the one before.
    request: Request,
}

impl Draft {
    fn token(&self) -> Secret {
        let part = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
        let input = format!("{}.{}", part(&self.header), part(&self.claims));
        let signature = match self.algorithm {
            Algorithm::RS256 => self.pair.sign_rs256(input.as_bytes(), &mut rng(5)),
            Algorithm::PS256 => self.pair.sign_ps256(input.as_bytes(), &mut rng(5)),
        };
        Secret::new(format!(
            "{input}.{}",
            Base64UrlUnpadded::encode_string(&signature.unwrap())
        ))
    }
}

/// A request to rename the account, and its right token.
fn draft(world: &World) -> (HttpRequest, Draft) {
    let main = &world.known.main_key;
    let path = format!("/2010-04-01/Accounts/{}.json", main.account_sid);
    let http = HttpRequest {
        request: Request {
            query: "b=2&a=1".to_owned(),
            ..Request::post(Host::Api, path, &[("FriendlyName", "New name")])
        },
        authorization: Some(main.authorization()),
        validation: None,
    };
    let draft = Draft {
        header: json!({
            "cty": "twilio-pkrv;v=1", "typ": "JWT", "alg": "RS256",
            "kid": world.known.public_key_sid.as_ref().unwrap().as_str(),
        }),
        claims: json!({
            "iss": main.api_key_sid.as_str(), "sub": main.account_sid.as_str(), "exp": NOW + 300, "nbf": NOW,
            "hrh": SIGNED_HEADERS, "rqh": CanonicalRequest::of(&http).hash(),
        }),
        pair: pair(),
        algorithm: Algorithm::RS256,
        request: http.request.clone(),
    };
    (http, draft)
}

/// What comes of the request with its token spoiled by `spoil`.
fn outcome_of(spoil: impl FnOnce(&World, &mut Draft)) -> u32 {
    let mut world = World::new(Enforced);
    let (mut http, mut draft) = draft(&world);
    spoil(&world, &mut draft);
    http.validation = Some(draft.token());
    http.request = draft.request;
    let reply = world.send(&http);
    let found = outcome(&reply);
    let verdict = if reply.is_success() {
        Verdict::Valid
    } else {
        assert_eq!(reply.status, 401);
        Verdict::Refused(found)
    };
    assert_eq!(world.practice.last_verdict(), Some(verdict));
    found
}

fn set(part: &mut Value, field: &str, value: impl Into<Value>) {
    part[field] = value.into();
}

fn remove(part: &mut Value, field: &str) {
    part.as_object_mut().unwrap().remove(field).unwrap();
}

#[test]
fn the_right_token_is_taken() {
    assert_eq!(outcome_of(|_, _| {}), 200);
    assert_eq!(outcome_of(|_, draft| remove(&mut draft.header, "typ")), 200);
    assert_eq!(
        outcome_of(|_, draft| set(&mut draft.claims, "hrh", " Host ;AUTHORIZATION")),
        200
    );
    assert_eq!(outcome_of(|_, draft| remove(&mut draft.claims, "nbf")), 200);
    assert_eq!(outcome_of(|_, draft| set(&mut draft.claims, "iat", NOW)), 200);
    assert_eq!(outcome_of(|_, draft| draft.request.query = "a=1&b=2".to_owned()), 200);
    assert_eq!(
        outcome_of(|_, draft| {
            set(&mut draft.header, "alg", "PS256");
            draft.algorithm = Algorithm::PS256;
        }),
        200
    );
}

#[test]
fn a_wrong_header_is_20152() {
    for (field, value) in [
        ("cty", "twilio-pkrv;v=2"),
        ("typ", "JWS"),
        ("alg", "none"),
        ("alg", "HS256"),
        ("alg", "rs256"),
        ("kid", "CR123"),
    ] {
        assert_eq!(
            outcome_of(|_, draft| set(&mut draft.header, field, value)),
            20152,
            "{field}"
        );
    }
    for field in ["cty", "alg", "kid"] {
        assert_eq!(
            outcome_of(|_, draft| remove(&mut draft.header, field)),
            20152,
            "{field}"
        );
    }
}

#[test]
fn another_issuer_or_subject_is_20153() {
    let other = |world: &World| world.known.standard_key.api_key_sid.to_string();
    assert_eq!(
        outcome_of(|world, draft| set(&mut draft.claims, "iss", other(world))),
        20153
    );
    let account = |world: &World| world.known.account_sid.to_string();
    assert_eq!(
        outcome_of(|world, draft| set(&mut draft.claims, "iss", account(world))),
        20153
    );
    assert_eq!(
        outcome_of(|_, draft| set(&mut draft.claims, "sub", format!("AC{}", "0".repeat(32)))),
        20153
    );
}

#[test]
fn claims_that_lack_something_are_20154() {
    for field in ["iss", "sub", "exp", "hrh", "rqh"] {
        assert_eq!(
            outcome_of(|_, draft| remove(&mut draft.claims, field)),
            20154,
            "{field}"
        );
    }
    for signed in ["", "host", "authorization", "authorization;hosts"] {
        assert_eq!(
            outcome_of(|_, draft| set(&mut draft.claims, "hrh", signed)),
            20154,
            "{signed}"
        );
    }
    assert_eq!(outcome_of(|_, draft| set(&mut draft.claims, "rqh", "")), 20154);
}

#[test]
fn times() {
    let at = |nbf: i64, exp: i64| {
        outcome_of(|_, draft| {
            set(&mut draft.claims, "nbf", nbf);
            set(&mut draft.claims, "exp", exp);
        })
    };
    assert_eq!(at(NOW, NOW + 1), 200);
    assert_eq!(at(NOW - 299, NOW + 1), 200);
    assert_eq!(at(NOW + 1, NOW + 100), 20155);
    assert_eq!(at(NOW - 10, NOW), 20156);
    assert_eq!(at(NOW - 400, NOW - 100), 20156);
    assert_eq!(at(NOW - 1, NOW + 300), 20157);
    assert_eq!(at(i64::MIN, i64::MAX), 20157);
    let without_nbf = |exp: i64| {
        outcome_of(|_, draft| {
            remove(&mut draft.claims, "nbf");
            set(&mut draft.claims, "exp", exp);
        })
    };
    assert_eq!(without_nbf(NOW + 300), 200);
    assert_eq!(without_nbf(NOW + 301), 20157);
}

#[test]
fn an_unknown_key_is_70153_and_a_wrong_one_20159() {
    let unknown = format!("CR{}", "0".repeat(32));
    assert_eq!(outcome_of(|_, draft| set(&mut draft.header, "kid", unknown)), 70153);
    assert_eq!(outcome_of(|_, draft| draft.pair = other_pair()), 20159);
    // Signed by one algorithm, named as the other.
    assert_eq!(outcome_of(|_, draft| set(&mut draft.header, "alg", "PS256")), 20159);
    assert_eq!(outcome_of(|_, draft| draft.algorithm = Algorithm::PS256), 20159);
}

#[test]
fn a_signed_header_that_did_not_arrive_is_70155() {
    let signed = "authorization;content-type;host";
    assert_eq!(outcome_of(|_, draft| set(&mut draft.claims, "hrh", signed)), 70155);
}

#[test]
fn a_request_that_was_changed_on_the_way_is_70156() {
    assert_eq!(outcome_of(|_, draft| draft.request.body.push('x')), 70156);
    assert_eq!(outcome_of(|_, draft| draft.request.body.clear()), 70156);
    assert_eq!(outcome_of(|_, draft| draft.request.query.push('x')), 70156);
    assert_eq!(outcome_of(|_, draft| draft.request.query.clear()), 70156);
    assert_eq!(outcome_of(|_, draft| draft.request.host = Host::Iam), 70156);
    assert_eq!(outcome_of(|_, draft| draft.request.path.push('x')), 70156);
    assert_eq!(
        outcome_of(|_, draft| draft.request.method = keyseed::twilio::Method::Get),
        70156
    );
    assert_eq!(
        outcome_of(|_, draft| set(&mut draft.claims, "rqh", "0".repeat(64))),
        70156
    );
}

/// A caught token is good for its own request only.
#[test]
fn a_token_is_refused_for_each_of_ten_thousand_other_requests() {
    let mut world = World::new(Enforced);
    let main = world.main(true);
    let (account, _) = world.subaccount(&main);
    let wanted = |number: u32| match number % 4 {
        0 => accounts::create(&format!("Team {number}")),
        1 => accounts::list_named(&format!("Team {number}")),
        2 => api_keys::create(api_keys::KeysApi::V2010, &account, &format!("key {number}")),
        _ => public_keys::create(other_pair().public_key(), &format!("key {number}"), Some(&account)),
    };
    let there = world.practice.inventory();
    for caught in 0..20 {
        let token = dress(&main, wanted(caught), NOW).validation;
        for other in 20..520 {
            let http = HttpRequest {
                validation: token.clone(),
                ..dress(
                    &Who {
                        signing: None,
                        ..main.clone()
                    },
                    wanted(other),
                    NOW,
                )
            };
            assert_eq!(outcome(&world.send(&http)), 70156, "{caught} for {other}");
        }
    }
    assert_eq!(world.practice.inventory(), there, "and nothing came of them");
}

#[test]
fn what_is_not_a_token_is_20160() {
    let mut world = World::new(Enforced);
    let (http, draft) = draft(&world);
    let good = draft.token().expose().to_owned();
    let long = format!("{good}{}", "A".repeat(9000));
    for token in ["", "x", "a.b", "a.b.c.d", "!.!.!", &format!("{good}="), &long] {
        let http = HttpRequest {
            validation: Some(Secret::new(token.to_owned())),
            ..http.clone()
        };
        assert_eq!(outcome(&world.send(&http)), 20160, "{token}");
    }
    let http = HttpRequest {
        validation: Some(Secret::new(good)),
        ..http
    };
    assert_eq!(outcome(&world.send(&http)), 200);
}

/// A token is good for one Authorization only: the header is part of what is signed.
#[test]
fn the_secret_is_checked_before_the_signature() {
    let mut world = World::new(Enforced);
    let (mut http, draft) = draft(&world);
    http.validation = Some(draft.token());
    http.authorization = Some(crate::support::basic(
        world.known.main_key.api_key_sid.as_str(),
        "wrong",
    ));
    assert_eq!(outcome(&world.send(&http)), 20003);
    assert_eq!(world.practice.last_verdict(), None);
}

#[test]
fn a_subaccount_needs_a_public_key_of_its_own() {
    let mut world = World::new(Enforced);
    let main = world.main(true);
    let (sub, key) = world.subaccount(&main);
    let parents = world.known.public_key_sid.clone().unwrap();
    let with = |kid, pair| signer(&key, kid, pair);
    assert_eq!(outcome(&world.ask(&with(&parents, pair()), public_keys::list())), 70153);
    let seeded = world.seed_public_key(&main, &sub, other_pair());
    assert_eq!(
        outcome(&world.ask(&with(&seeded, other_pair()), public_keys::list())),
        200
    );
    assert_eq!(outcome(&world.ask(&with(&seeded, pair()), public_keys::list())), 20159);
    // The same key pair may be held by both accounts, under a SID each.
    let shared = world.seed_public_key(&main, &sub, pair());
    assert_ne!(shared, parents);
    assert_eq!(outcome(&world.ask(&with(&shared, pair()), public_keys::list())), 200);
    world.ask(&with(&shared, pair()), public_keys::delete(&seeded));
    assert_eq!(
        outcome(&world.ask(&with(&seeded, other_pair()), public_keys::list())),
        70153
    );
}

#[test]
fn a_signature_is_looked_at_wherever_it_may_be_given() {
    for (enforcement, unsigned, signed, spoiled) in [
        (Off, 200, 70053, 70053),
        (Optional, 200, 200, 20160),
        (Enforced, 70052, 200, 20160),
    ] {
        let mut world = World::new(enforcement);
        let ask = |world: &mut World, who: &Who, token: Option<&str>| {
            let mut http = dress(who, accounts::list(), NOW);
            if let Some(token) = token {
                http.validation = Some(Secret::new(token.to_owned()));
            }
            outcome(&world.send(&http))
        };
        let (plain, signer) = (world.main(false), world.main(true));
        assert_eq!(ask(&mut world, &plain, None), unsigned, "{enforcement:?}");
        assert_eq!(ask(&mut world, &signer, None), signed, "{enforcement:?}");
        assert_eq!(ask(&mut world, &signer, Some("a.b")), spoiled, "{enforcement:?}");
    }
}
