//! Any request, signed in any of the spellings that a client may choose: found and named, and refused by the practice
//! account. The spellings are written here by other code than the inspection's own.

use crate::support::{NOW, bad, pair, rng};
use base64ct::{Base64UrlUnpadded, Encoding};
use keyseed::practice::{Enforcement, Practice};
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::CanonicalRequest;
use keyseed::twilio::validation::inspect::{Pasted, Question, Report, inspect};
use keyseed::twilio::{Host, HttpRequest, Method, Request, Secret, refused};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Characters that encoders do not agree on.
const SPECIAL: &str = "!'()*/:@,=~$;?";

/// How the client of a case writes its canonical request.
#[derive(Debug, Clone)]
struct Client {
    /// Of [`SPECIAL`], those that it leaves as they are in the query.
    left: Vec<char>,
    plus: bool,
    small: bool,
    sorted: bool,
    host: Host_,
    python: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Host_ {
    Plain,
    Port,
    Capitals,
}

impl Client {
    const RIGHT: Self = Self {
        left: Vec::new(),
        plus: false,
        small: false,
        sorted: true,
        host: Host_::Plain,
        python: false,
    };
}

/// Up to four deviations at once, of any lines.
fn client() -> impl Strategy<Value = Client> {
    let special: Vec<char> = SPECIAL.chars().collect();
    let changes = prop::sample::subsequence((0..8).collect::<Vec<usize>>(), 0..=4);
    (prop::sample::subsequence(special, 2), changes).prop_map(|(special, changes)| {
        let mut client = Client::RIGHT;
        for change in changes {
            match change {
                0 | 1 => client.left.push(special[change]),
                2 => client.plus = true,
                3 => client.small = true,
                4 => client.sorted = false,
                5 => client.host = Host_::Port,
                6 => client.host = Host_::Capitals,
                _ => client.python = true,
            }
        }
        client
    })
}

/// Any number of deviations in the query alone.
fn query_client() -> impl Strategy<Value = Client> {
    let special: Vec<char> = SPECIAL.chars().collect();
    let left = prop::sample::subsequence(special, 0..SPECIAL.len());
    (left, any::<(bool, bool, bool)>()).prop_map(|(left, (plus, small, sorted))| Client {
        left,
        plus,
        small,
        sorted,
        ..Client::RIGHT
    })
}

/// A request: some path, parameters with special characters, and a body of JSON, a form, or none.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    pairs: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    None,
    Form(Vec<(String, String)>),
    Json(Vec<(String, String)>),
}

fn asked() -> impl Strategy<Value = Asked> {
    let pairs = || {
        prop::collection::vec(
            ("[A-Z][a-z]{1,6}", "[a-z]{1,3}[ !'()*/:@,=~$;?\u{e4}]{0,2}[a-z0-9]{1,3}"),
            1..3,
        )
    };
    let body = prop_oneof![
        Just(Body::None),
        pairs().prop_map(Body::Form),
        pairs().prop_map(Body::Json)
    ];
    ("(/[a-zA-Z0-9][a-zA-Z0-9.]{0,7}){1,3}", pairs(), body).prop_map(|(path, pairs, body)| Asked { path, pairs, body })
}

impl Client {
    fn encode(&self, text: &str) -> String {
        let spelt = |c: char| match c {
            ' ' if self.plus => "+".to_owned(),
            c if c.is_ascii_alphanumeric()
                || c == '~' && !self.left.contains(&'~')
                || self.left.contains(&c) && c != '~' =>
            {
                c.to_string()
            }
            c => c
                .to_string()
                .bytes()
                .map(|byte| {
                    if self.small {
                        format!("%{byte:02x}")
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect(),
        };
        text.chars().map(spelt).collect()
    }

    fn query(&self, pairs: &[(String, String)]) -> String {
        let mut written: Vec<_> = pairs
            .iter()
            .map(|(key, value)| format!("{}={}", self.encode(key), self.encode(value)))
            .collect();
        if self.sorted {
            written.sort();
        }
        written.join("&")
    }

    /// The body that this client hashes.
    fn body(&self, body: &Body) -> String {
        match body {
            Body::Json(pairs) if self.python => {
                let fields: Vec<_> = pairs
                    .iter()
                    .map(|(key, value)| format!("{}: {}", json!(key), python(value)))
                    .collect();
                format!("{{{}}}", fields.join(", "))
            }
            Body::Form(_) if self.python => sent(body).replace('+', "%20"),
            _ => sent(body),
        }
    }

    fn canonical(&self, asked: &Asked, authorization: &str, method: &str) -> String {
        let host = match self.host {
            Host_::Plain => "api.twilio.com",
            Host_::Port => "api.twilio.com:443",
            Host_::Capitals => "API.TWILIO.COM",
        };
        let body = self.body(&asked.body);
        let hash = if body.is_empty() {
            String::new()
        } else {
            hex(&Sha256::digest(body.as_bytes()))
        };
        format!(
            "{method}\n{}\n{}\nauthorization:{authorization}\nhost:{host}\n\nauthorization;host\n{hash}",
            asked.path,
            self.query(&asked.pairs)
        )
    }
}

/// As `json.dumps` writes a text: ASCII only.
fn python(text: &str) -> String {
    let spelt = |c: char| match c {
        c if c.is_ascii() => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(spelt).collect::<String>())
}

/// The body as it is sent.
fn sent(body: &Body) -> String {
    match body {
        Body::None => String::new(),
        Body::Form(pairs) => form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish(),
        Body::Json(pairs) => {
            let fields: Vec<_> = pairs
                .iter()
                .map(|(key, value)| format!("{}:{}", json!(key), json!(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

/// What the inspection finds and the code that the practice account refuses the request with, if the client signs
/// `canonical` of what is sent.
fn judged(asked: &Asked, canonical: impl Fn(&str, &str) -> String) -> (Report, Option<u32>, bool) {
    let mut random = rng(3);
    let mut practice = Practice::new(Enforcement::Enforced, Some(pair(0).public_key()), &mut random).unwrap();
    let known = practice.credentials();
    let key = &known.main_key;
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&asked.pairs)
        .finish();
    let body = sent(&asked.body);
    let method = if body.is_empty() { Method::Get } else { Method::Post };
    let mut http = HttpRequest {
        request: Request {
            method,
            host: Host::Api,
            path: asked.path.clone(),
            query,
            body: body.clone(),
        },
        authorization: Some(key.authorization()),
        validation: None,
    };
    let authorization = key.authorization();
    let signed = canonical(authorization.expose(), method.as_str());
    let right = signed == CanonicalRequest::of(&http).text().expose();
    let header = json!({"cty": "twilio-pkrv;v=1", "typ": "JWT", "alg": "RS256", "kid": known.public_key_sid.clone().unwrap().as_str()});
    let claims = json!({
        "iss": key.api_key_sid.as_str(), "sub": key.account_sid.as_str(), "exp": NOW + 100, "nbf": NOW - 30,
        "hrh": "authorization;host", "rqh": hex(&Sha256::digest(signed.as_bytes())),
    });
    let part = |json: &Value| Base64UrlUnpadded::encode_string(json.to_string().as_bytes());
    let input = format!("{}.{}", part(&header), part(&claims));
    let signature = pair(0).sign_rs256(input.as_bytes(), &mut random).unwrap();
    let token = format!("{input}.{}", Base64UrlUnpadded::encode_string(&signature));
    http.validation = Some(Secret::new(token.clone()));
    let reply = practice.answer(&http, NOW, &mut random);
    let code = refused(&reply).and_then(|error| error.code());
    let (url, pem) = (http.request.url(), pair(0).public_key().to_pem());
    let pasted = Pasted {
        token: &token,
        method: method.as_str(),
        url: &url,
        body: &body,
        authorization: authorization.expose(),
        public_key: &pem,
        ..Pasted::default()
    };
    (inspect(&Question::read(&pasted, NOW).unwrap()), code, right)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_spelling_is_found_and_named(asked in asked(), client in prop_oneof![client(), query_client()]) {
        let (report, refused, right) = judged(&asked, |authorization, method| client.canonical(&asked, authorization, method));
        prop_assert_eq!(refused == Some(70156), !right);
        if right {
            prop_assert!(bad(&report).is_empty());
            return Ok(());
        }
        let said = &bad(&report)[0].found;
        prop_assert!(!said.contains("No spelling"), "{}", said);
        // What is said is what was done.
        let value: String = asked.pairs.iter().flat_map(|(key, value)| [key.as_str(), value]).collect();
        let left: Vec<_> = client.left.iter().filter(|c| **c != '~' && value.contains(**c)).collect();
        for c in left {
            prop_assert!(said.contains(&format!(" {c} ")) || said.contains("does not encode the query"), "{}: {}", c, said);
        }
        prop_assert_eq!(client.host == Host_::Port, said.contains("default port"), "{}", said);
        prop_assert_eq!(client.host == Host_::Capitals, said.contains("host with capitals"), "{}", said);
        prop_assert_eq!(client.plus && value.contains(' '), said.contains("as forms and twilio-python do"), "{}", said);
        let other_body = client.body(&asked.body) != sent(&asked.body);
        prop_assert_eq!(other_body, said.contains("another serialisation of the same JSON") || said.contains("another encoding"), "{}", said);
    }

    #[test]
    fn of_a_request_that_is_signed_right_nothing_is_claimed(asked in asked()) {
        let client = Client::RIGHT;
        let (report, refused, right) = judged(&asked, |authorization, method| client.canonical(&asked, authorization, method));
        prop_assert!(right && bad(&report).is_empty());
        prop_assert!(refused != Some(70156));
    }
}
