//! What must hold for every request and every token.

use base64ct::{Base64UrlUnpadded, Encoding};
use keyseed::keys::Fingerprint;
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::{
    Algorithm, CONTENT_TYPE, CanonicalRequest, LIFETIME_MAX, ParsedToken, SIGNED_HEADERS, SigningIdentity,
    UnsignedToken,
};
use keyseed::twilio::{Credentials, Host, HttpRequest, Request, Secret};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// The query line of the canonical form.
fn query(query: &str) -> String {
    let canonical = CanonicalRequest::new("GET", "/", query, &[("host", "h")], "host", "");
    canonical.text().expose().split('\n').nth(2).unwrap().to_owned()
}

fn hash(headers: &[(&str, &str)], signed: &str) -> String {
    CanonicalRequest::new("GET", "/", "", headers, signed, "").hash()
}

/// Texts as they stand in a query: anything, and much of what is special there.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[a-zA-Z0-9+*~%!'()=:@/ .-]{0,16}",
        "(%[0-9a-fA-F]{2}){0,4}"
    ]
}

fn pairs() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((text(), text()), 0..6).prop_map(|pairs| {
        let pair = |(key, value): (String, String)| format!("{key}={value}").replace('&', "%26");
        pairs.into_iter().map(pair).collect()
    })
}

proptest! {
    #[test]
    fn a_canonical_query_is_canonical(pairs in pairs()) {
        let once = query(&pairs.join("&"));
        prop_assert_eq!(query(&once), once);
    }

    #[test]
    fn the_order_of_a_query_does_not_matter(pairs in pairs(), seed in any::<u64>()) {
        let mut shuffled = pairs.clone();
        // Any permutation will do; this one depends on the seed and the pair.
        shuffled.sort_by_key(|pair| hex(&Sha256::digest(format!("{seed}{pair}"))));
        prop_assert_eq!(query(&pairs.join("&")), query(&shuffled.join("&")));
    }

    #[test]
    fn only_unreserved_characters_and_capital_escapes_come_out(pairs in pairs()) {
        for part in query(&pairs.join("&")).split(['&', '=']) {
            let mut rest = part;
            while let Some(next) = rest.chars().next() {
                if next == '%' {
                    let digits = rest.get(1..3).unwrap();
                    prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte)));
                    rest = &rest[3..];
                } else {
                    prop_assert!(next.is_ascii_alphanumeric() || "-._~".contains(next), "{next}");
                    rest = &rest[1..];
                }
            }
        }
    }

    #[test]
    fn the_spelling_of_headers_does_not_matter(
        words in prop::collection::vec("[a-zA-Z0-9=:+/]{1,12}", 1..4),
        space in "[ \t]{1,3}",
        upper in any::<bool>(),
    ) {
        let plain = words.join(" ");
        let spaced = format!("{space}{}{space}", words.join(&space));
        let name = if upper { " AUTHORIZATION " } else { "Authorization" };
        let signed = if upper { "Host ; Authorization" } else { "authorization;host" };
        prop_assert_eq!(
            hash(&[("host", "h"), ("authorization", &plain)], SIGNED_HEADERS),
            hash(&[(name, &spaced), ("Host", "h")], signed)
        );
    }

    #[test]
    fn another_value_gives_another_hash(one in "[a-z]{1,8}", other in "[a-z]{1,8}") {
        let of = |value: &str| hash(&[("authorization", value), ("host", "h")], SIGNED_HEADERS);
        prop_assert_eq!(one == other, of(&one) == of(&other));
    }

    #[test]
    fn the_last_line_is_the_hash_of_the_body(body in ".{1,200}") {
        let canonical = CanonicalRequest::new("POST", "/", "", &[("host", "h")], "host", &body);
        let expected: String = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        prop_assert_eq!(canonical.text().expose().rsplit('\n').next().unwrap(), expected);
    }
}

/// A request, who makes it, how it is signed, and when.
pub(crate) fn calls() -> impl Strategy<Value = (HttpRequest, Credentials, SigningIdentity, i64)> {
    let digits = || "[0-9a-f]{32}";
    let sids = (digits(), digits(), digits(), "[0-9A-Za-z]{32}");
    let request = (
        prop::sample::select(&Host::ALL[..]),
        "(/[a-zA-Z0-9][a-zA-Z0-9.]{0,7}){1,4}",
        ".{0,20}",
        any::<bool>(),
    );
    let signed = (any::<bool>(), any::<[u8; 32]>(), 0i64..4_102_444_800);
    (sids, request, signed).prop_map(
        |((account, key, kid, secret), (host, path, name, post), (pss, print, now))| {
            let who = Credentials {
                account_sid: format!("AC{account}").parse().unwrap(),
                api_key_sid: format!("SK{key}").parse().unwrap(),
                secret: Secret::new(secret),
            };
            let parameters = [("FriendlyName", name.as_str())];
            let request = if post {
                Request::post(host, path, &parameters)
            } else {
                Request::get(host, path, &parameters)
            };
            let http = HttpRequest {
                request,
                authorization: Some(who.authorization()),
                validation: None,
            };
            let signing = SigningIdentity {
                public_key_sid: format!("CR{kid}").parse().unwrap(),
                key: fingerprint(&print),
                algorithm: if pss { Algorithm::PS256 } else { Algorithm::RS256 },
            };
            (http, who, signing, now)
        },
    )
}

fn fingerprint(bytes: &[u8; 32]) -> Fingerprint {
    hex(bytes).parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_token_keeps_twilios_rules((http, who, signing, now) in calls(), signature in any::<[u8; 16]>()) {
        let canonical = CanonicalRequest::of(&http);
        let token = UnsignedToken::new(&who, &signing, &canonical, now);
        let finished = token.with_signature(&signature);

        let read = ParsedToken::parse(finished.expose()).unwrap();
        prop_assert_eq!(&read.signing_input, token.signing_input());
        prop_assert_eq!(&read.signature, &signature);
        prop_assert_eq!(read.header.cty, CONTENT_TYPE);
        prop_assert_eq!(read.header.typ, "JWT");
        prop_assert!(["RS256", "PS256"].contains(&read.header.alg.as_str()));
        prop_assert_eq!(read.header.alg, signing.algorithm.as_str());
        prop_assert_eq!(read.header.kid, signing.public_key_sid.as_str());

        let begins = read.claims.nbf.unwrap_or(now);
        prop_assert!(begins <= now && now < read.claims.exp);
        prop_assert!(read.claims.exp - begins <= LIFETIME_MAX);
        prop_assert_eq!(read.claims.iss, who.api_key_sid.as_str());
        prop_assert_eq!(read.claims.sub, who.account_sid.as_str());
        prop_assert_eq!(read.claims.hrh, SIGNED_HEADERS);
        prop_assert_eq!(&read.claims.rqh, &canonical.hash());
        prop_assert_eq!(read.claims.rqh, hex(&Sha256::digest(canonical.text().expose())));

        // The token goes over the wire and into logs: neither the secret nor the Authorization value may be in it, as
        // they are or encoded once more.
        let parts = finished.expose().split('.').take(2);
        let decoded: Vec<_> = parts.map(|part| Base64UrlUnpadded::decode_vec(part).unwrap()).collect();
        let authorization = who.authorization();
        let pair = authorization.expose().strip_prefix("Basic ").unwrap().trim_end_matches('=');
        let secret = who.secret.expose();
        let encoded = Base64UrlUnpadded::encode_string(secret.as_bytes());
        for text in decoded.iter().map(|bytes| String::from_utf8_lossy(bytes)).chain([finished.expose().into()]) {
            prop_assert!([pair, secret, &encoded].iter().all(|hidden| !text.contains(hidden)), "{}", text);
        }
    }
}
