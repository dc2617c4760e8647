//! A practice account with a clock and a random source that are the same in every run.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use keyseed::keys::{KeyPair, make_key_pair};
use keyseed::practice::{Enforcement, Practice, PracticeCredentials};
use keyseed::twilio::validation::{Algorithm, CanonicalRequest, SigningIdentity, UnsignedToken};
use keyseed::twilio::{
    AccountSid, Credentials, HttpReply, HttpRequest, Method, PublicKeySid, Request, Secret, accounts, api_keys,
    public_keys,
};
use serde_json::Value;
use std::sync::OnceLock;

/// 14 November 2026, in seconds since 1970.
pub(crate) const NOW: i64 = 1_794_614_400;

/// The account's key pair; made once, because it takes a while.
pub(crate) fn pair() -> &'static KeyPair {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    PAIR.get_or_init(|| make_key_pair(&mut rng(1)).unwrap())
}

/// Another key pair.
pub(crate) fn other_pair() -> &'static KeyPair {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    PAIR.get_or_init(|| make_key_pair(&mut rng(2)).unwrap())
}

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// Who asks.
#[derive(Clone)]
pub(crate) struct Who {
    pub(crate) authorization: Secret,
    /// The key that signs, if the request is signed.
    pub(crate) signing: Option<(Credentials, SigningIdentity, &'static KeyPair)>,
}

pub(crate) struct World {
    pub(crate) practice: Practice,
    pub(crate) known: PracticeCredentials,
    pub(crate) rng: ChaCha20Rng,
    pub(crate) now: i64,
}

impl World {
    pub(crate) fn new(enforcement: Enforcement) -> Self {
        let mut rng = rng(3);
        let practice = Practice::new(enforcement, Some(pair().public_key()), &mut rng).unwrap();
        Self {
            known: practice.credentials(),
            practice,
            rng,
            now: NOW,
        }
    }

    /// The holder of the Main key, who signs unless signing is off.
    pub(crate) fn main(&self, signs: bool) -> Who {
        let key = &self.known.main_key;
        if signs {
            signer(key, self.known.public_key_sid.as_ref().unwrap(), pair())
        } else {
            unsigned(key)
        }
    }

    pub(crate) fn ask(&mut self, who: &Who, request: Request) -> HttpReply {
        let http = dress(who, request, self.now);
        self.send(&http)
    }

    pub(crate) fn send(&mut self, http: &HttpRequest) -> HttpReply {
        let reply = self.practice.answer(http, self.now, &mut self.rng);
        assert!(reply.date.is_some(), "every reply has a Date");
        assert!(
            reply
                .request_id
                .as_ref()
                .is_some_and(|id| id.len() == 34 && id.starts_with("RQ"))
        );
        if !reply.is_success() {
            let body = json(&reply);
            assert_eq!(keys_of(&body), ["code", "message", "more_info", "status"]);
            assert_eq!(body["status"], reply.status);
        }
        reply
    }

    /// A new subaccount with a Standard key, made by `who`.
    pub(crate) fn subaccount(&mut self, who: &Who) -> (AccountSid, Credentials) {
        let account = accounts::parse_account(&self.ask(who, accounts::create("Sub"))).unwrap();
        let request = api_keys::create(api_keys::KeysApi::V2010, &account.sid, "key");
        let key = api_keys::parse_new(&self.ask(who, request)).unwrap();
        let credentials = Credentials {
            account_sid: account.sid.clone(),
            api_key_sid: key.sid,
            secret: key.secret,
        };
        (account.sid, credentials)
    }

    /// A public key of the subaccount `owner`, made by `who`.
    pub(crate) fn seed_public_key(&mut self, who: &Who, owner: &AccountSid, pair: &KeyPair) -> PublicKeySid {
        let request = public_keys::create(pair.public_key(), "seed", Some(owner));
        public_keys::parse_key(&self.ask(who, request)).unwrap().sid
    }
}

pub(crate) fn unsigned(key: &Credentials) -> Who {
    Who {
        authorization: key.authorization(),
        signing: None,
    }
}

pub(crate) fn signer(key: &Credentials, public_key: &PublicKeySid, pair: &'static KeyPair) -> Who {
    let identity = SigningIdentity {
        public_key_sid: public_key.clone(),
        key: pair.public_key().fingerprint(),
        algorithm: Algorithm::RS256,
    };
    Who {
        authorization: key.authorization(),
        signing: Some((key.clone(), identity, pair)),
    }
}

/// The account's Auth Token, as the password of its SID.
pub(crate) fn token_holder(account: &AccountSid, token: &str) -> Who {
    Who {
        authorization: basic(account.as_str(), token),
        signing: None,
    }
}

pub(crate) fn basic(user: &str, password: &str) -> Secret {
    use base64ct::{Base64, Encoding};
    Secret::new(format!(
        "Basic {}",
        Base64::encode_string(format!("{user}:{password}").as_bytes())
    ))
}

/// The request with its headers.
pub(crate) fn dress(who: &Who, request: Request, now: i64) -> HttpRequest {
    let mut http = HttpRequest {
        request,
        authorization: Some(who.authorization.clone()),
        validation: None,
    };
    if let Some((key, identity, pair)) = &who.signing {
        let token = UnsignedToken::new(key, identity, &CanonicalRequest::of(&http), now);
        let signature = match identity.algorithm {
            Algorithm::RS256 => pair.sign_rs256(token.signing_input(), &mut rng(4)),
            Algorithm::PS256 => pair.sign_ps256(token.signing_input(), &mut rng(4)),
        };
        http.validation = Some(token.with_signature(&signature.unwrap()));
    }
    http
}

pub(crate) fn request(method: Method, host: keyseed::twilio::Host, path: &str, form: &[(&str, &str)]) -> Request {
    match method {
        Method::Get => Request::get(host, path.to_owned(), form),
        Method::Post => Request::post(host, path.to_owned(), form),
        Method::Delete => Request::delete(host, path.to_owned()),
    }
}

pub(crate) fn json(reply: &HttpReply) -> Value {
    serde_json::from_str(&reply.body).unwrap()
}

pub(crate) fn keys_of(body: &Value) -> Vec<&str> {
    body.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Twilio's error code, or the HTTP status of a success.
pub(crate) fn outcome(reply: &HttpReply) -> u32 {
    if reply.is_success() {
        return reply.status.into();
    }
    u32::try_from(json(reply)["code"].as_u64().unwrap()).unwrap()
}
