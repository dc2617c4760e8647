//! What stands around the machines in the tests, in the page's stead: a practice account, key pairs, the browser's
//! storage, a clock. Nothing waits.

use getrandom::SysRng;
use keyseed::keys::{Fingerprint, KeyPair, make_key_pair};
use keyseed::machine::{Answer, Effect, Exchange, Machine, Outcome};
use keyseed::practice::{Enforcement, Practice};
use keyseed::twilio::validation::{Algorithm, SigningIdentity};
use keyseed::twilio::{
    self, HttpReply, HttpRequest, Identity, Method, PublicKeySid, Request, ServerClock, TransportError,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// What stands in the way of a request: given the request, the account and the time, a reply of its own, or nothing.
pub type Intercept = Box<dyn FnMut(&HttpRequest, &mut Practice, i64) -> Option<twilio::HttpOutcome>>;

/// Twilio's clock at the start, in seconds since 1970.
pub const START: i64 = 1_800_000_000;

pub struct World {
    pub practice: Practice,
    pub pairs: HashMap<Fingerprint, KeyPair>,
    /// Gives the key pairs that are asked for.
    pub make: fn() -> Result<KeyPair, String>,
    /// Twilio's time.
    pub now: i64,
    /// How far the local clock is ahead of Twilio's, in seconds.
    pub skew: i64,
    pub clock: ServerClock,
    pub intercept: Option<Intercept>,
    /// Every request that was sent.
    pub sent: Vec<Request>,
    /// What the browser's storage has.
    pub storage: BTreeMap<String, String>,
    /// Whether the storage takes nothing.
    pub storage_full: bool,
    /// What another tab works on.
    pub taken: BTreeSet<String>,
    /// What was asked for this tab alone.
    pub claims: BTreeSet<String>,
    /// Every pause at its longest, in milliseconds.
    pub waits: Vec<u32>,
}

/// The parent's key pair in all tests: making one takes most of a test's time.
pub fn parent_pair() -> &'static KeyPair {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    PAIR.get_or_init(|| make_key_pair(&mut SysRng).unwrap())
}

/// That pair, as the one that signs for a public key.
pub fn signing(sid: PublicKeySid, pair: &KeyPair) -> SigningIdentity {
    SigningIdentity {
        public_key_sid: sid,
        key: pair.public_key().fingerprint(),
        algorithm: Algorithm::RS256,
    }
}

impl World {
    /// A practice account whose public key is the parent's.
    pub fn new(enforcement: Enforcement) -> Self {
        let practice = Practice::new(enforcement, Some(parent_pair().public_key()), &mut SysRng);
        Self::of(practice.unwrap())
    }

    /// One that has no public key yet.
    pub fn keyless(enforcement: Enforcement) -> Self {
        Self::of(Practice::new(enforcement, None, &mut SysRng).unwrap())
    }

    pub fn of(practice: Practice) -> Self {
        let pair = parent_pair().clone();
        Self {
            practice,
            pairs: HashMap::from([(pair.public_key().fingerprint(), pair)]),
            make: || make_key_pair(&mut SysRng).map_err(|error| error.to_string()),
            now: START,
            skew: 0,
            clock: ServerClock::default(),
            intercept: None,
            sent: vec![],
            storage: BTreeMap::new(),
            storage_full: false,
            taken: BTreeSet::new(),
            claims: BTreeSet::new(),
            waits: vec![],
        }
    }

    /// The Main key, signed or not.
    pub fn identity(&self, sign: bool) -> Identity {
        let known = self.practice.credentials();
        let signing = sign.then(|| signing(known.public_key_sid.clone().unwrap(), parent_pair()));
        Identity {
            credentials: known.main_key,
            signing,
        }
    }

    /// Goes on with a machine until nothing is under way.
    pub fn drive<M: Machine>(&mut self, machine: &mut M, mut effects: Vec<Effect>) {
        while let Some(effect) = effects.pop() {
            effects.extend(machine.answer(self.perform(effect)));
        }
    }

    pub fn perform(&mut self, effect: Effect) -> Answer {
        let ticket = effect.ticket();
        let outcome = match effect {
            Effect::Wait { pause, .. } => {
                let millis = pause.millis + pause.jitter;
                self.waits.push(millis);
                self.now += i64::from(millis / 1000);
                Outcome::Waited
            }
            Effect::Record { .. } if self.storage_full => Outcome::Recorded(false),
            Effect::Record { line, .. } => {
                self.storage.insert(line.key, line.text);
                Outcome::Recorded(true)
            }
            Effect::Claim { what, .. } => {
                let alone = !self.taken.contains(&what);
                self.claims.insert(what);
                Outcome::Claimed(alone)
            }
            Effect::MakeKeyPair { .. } => Outcome::KeyPair((self.make)().map(|pair| {
                let key = pair.public_key().clone();
                self.pairs.insert(key.fingerprint(), pair);
                key
            })),
            Effect::Send { request, identity, .. } => self.send(request, &identity),
        };
        Answer { ticket, outcome }
    }

    fn send(&mut self, request: Request, identity: &Identity) -> Outcome {
        self.now += 1;
        let (http, exchange) = self.dress(request, identity);
        self.sent.push(http.request.clone());
        let own = self.intercept.as_mut();
        let own = own.and_then(|own| own(&http, &mut self.practice, self.now));
        let result = own.unwrap_or_else(|| Ok(self.practice.answer(&http, self.now, &mut SysRng)));
        self.heard(exchange, result)
    }

    /// A request as it goes out.
    pub fn dress(&self, request: Request, identity: &Identity) -> (HttpRequest, Exchange) {
        let now = self.clock.now(self.now + self.skew);
        let prepared = identity.prepare(request, now);
        let exchange = Exchange::of(&prepared, identity.credentials.api_key_sid.as_str(), now);
        let http = match &prepared.to_sign {
            None => prepared.http,
            Some(to_sign) => {
                let pair = &self.pairs[&to_sign.signing.key];
                let input = to_sign.token.signing_input();
                let signature = match to_sign.signing.algorithm {
                    Algorithm::RS256 => pair.sign_rs256(input, &mut SysRng),
                    Algorithm::PS256 => pair.sign_ps256(input, &mut SysRng),
                };
                prepared.signed(&signature.unwrap())
            }
        };
        (http, exchange)
    }

    /// What came back.
    pub fn heard(&mut self, exchange: Exchange, result: twilio::HttpOutcome) -> Outcome {
        if let Ok(reply) = &result {
            self.clock.learn(reply.date.as_deref(), self.now + self.skew);
        }
        let exchange = Box::new(exchange.ended(&result, 1, self.clock));
        Outcome::Reply { result, exchange }
    }

    /// Asks past every fault.
    pub fn ask(&mut self, request: Request, identity: &Identity) -> HttpReply {
        let http = self.dress(request, identity).0;
        self.practice.answer(&http, self.now, &mut SysRng)
    }
}

/// Whether a request creates a subaccount.
pub fn creates(request: &Request) -> bool {
    request.method == Method::Post && request.path == "/2010-04-01/Accounts.json"
}

/// A refusal in Twilio's form.
pub fn refusal(status: u16, code: u32) -> HttpReply {
    let body = format!(r#"{{"code":{code},"message":"planted","more_info":"","status":{status}}}"#);
    HttpReply {
        status,
        body,
        ..HttpReply::default()
    }
}

/// Answers the first `times` requests that `which` picks with `outcome`.
pub fn first(times: usize, which: fn(&HttpRequest) -> bool, outcome: twilio::HttpOutcome) -> Intercept {
    let mut left = times;
    Box::new(move |http, _, _| {
        if left == 0 || !which(http) {
            return None;
        }
        left -= 1;
        Some(outcome.clone())
    })
}

/// Lets the first request that `which` picks have its effect, and loses the reply.
pub fn lose_reply(which: fn(&HttpRequest) -> bool) -> Intercept {
    let mut done = false;
    Box::new(move |http, practice, now| {
        if done || !which(http) {
            return None;
        }
        done = true;
        practice.answer(http, now, &mut SysRng);
        Some(Err(TransportError::TimedOut { seconds: 30 }))
    })
}
