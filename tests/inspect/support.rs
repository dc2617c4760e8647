//! A token that is in order, to be broken.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use keyseed::keys::{KeyPair, make_key_pair};
use keyseed::twilio::validation::CanonicalRequest;
use keyseed::twilio::validation::inspect::{Check, Pasted, Question, Report, Verdict, inspect};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// 14 November 2026, in seconds since 1970.
pub(crate) const NOW: i64 = 1_794_614_400;

pub(crate) fn pair(seed: u64) -> &'static KeyPair {
    static PAIRS: [OnceLock<KeyPair>; 2] = [const { OnceLock::new() }; 2];
    let index = usize::try_from(seed).unwrap();
    PAIRS[index].get_or_init(|| make_key_pair(&mut rng(seed)).unwrap())
}

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(crate) fn sid(prefix: &str) -> String {
    format!("{prefix}{}", "5".repeat(32))
}

pub(crate) fn basic(user: &str) -> String {
    format!(
        "Basic {}",
        Base64::encode_string(format!("{user}:hunter2hunter2").as_bytes())
    )
}

/// A request, a token for it, and what the admin gives of both; each part can be changed.
pub(crate) struct Case {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// Signs the finished token; `None` leaves the signature to `signature`.
    pub(crate) sign: fn(&[u8]) -> Vec<u8>,
    /// What stands in front of the token's text.
    pub(crate) prefix: &'static str,
    /// Changes the token's text when all is done.
    pub(crate) change: fn(String) -> String,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) authorization: String,
    pub(crate) headers: String,
    pub(crate) public_key: String,
    pub(crate) at: String,
    pub(crate) canonical: String,
}

pub(crate) fn rs256(message: &[u8]) -> Vec<u8> {
    pair(0).sign_rs256(message, &mut rng(9)).unwrap()
}

pub(crate) fn ps256(message: &[u8]) -> Vec<u8> {
    pair(0).sign_ps256(message, &mut rng(9)).unwrap()
}

impl Case {
    /// A request that makes a subaccount, signed as it should be.
    pub(crate) fn good() -> Self {
        let mut case = Self {
            header: json!({"cty": "twilio-pkrv;v=1", "typ": "JWT", "alg": "RS256", "kid": sid("CR")}),
            claims: json!({
                "iss": sid("SK"), "sub": sid("AC"), "exp": NOW + 120, "nbf": NOW - 30,
                "hrh": "authorization;host", "rqh": "",
            }),
            sign: rs256,
            prefix: "",
            change: |token| token,
            method: "POST".into(),
            url: "https://api.twilio.com/2010-04-01/Accounts.json".into(),
            body: "FriendlyName=West+Team".into(),
            authorization: basic(&sid("SK")),
            headers: String::new(),
            public_key: pair(0).public_key().to_pem(),
            at: String::new(),
            canonical: String::new(),
        };
        case.claims["rqh"] = case.canonical_request().hash().into();
        case
    }

    /// The canonical request of the case's request.
    pub(crate) fn canonical_request(&self) -> CanonicalRequest {
        let (host, target) = self.url.strip_prefix("https://").unwrap().split_once('/').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers = [("host", host), ("authorization", self.authorization.as_str())];
        CanonicalRequest::new(
            &self.method,
            &format!("/{path}"),
            query,
            &headers,
            "authorization;host",
            &self.body,
        )
    }

    pub(crate) fn token(&self) -> String {
        let part = |json: &Value| match json {
            // A text stands for itself: JSON that is none.
            Value::String(text) => Base64UrlUnpadded::encode_string(text.as_bytes()),
            json => Base64UrlUnpadded::encode_string(json.to_string().as_bytes()),
        };
        let input = format!("{}.{}", part(&self.header), part(&self.claims));
        let signature = Base64UrlUnpadded::encode_string(&(self.sign)(input.as_bytes()));
        (self.change)(format!("{}{input}.{signature}", self.prefix))
    }

    pub(crate) fn inspect(&self) -> Report {
        let token = self.token();
        let pasted = Pasted {
            token: &token,
            method: &self.method,
            url: &self.url,
            body: &self.body,
            authorization: &self.authorization,
            headers: &self.headers,
            public_key: &self.public_key,
            at: &self.at,
            canonical: &self.canonical,
        };
        inspect(&Question::read(&pasted, NOW).unwrap())
    }
}

/// The rules that were found broken.
pub(crate) fn bad(report: &Report) -> Vec<&Check> {
    report.with(Verdict::Bad).collect()
}
