//! Performs the machines' effects against a practice account, without waiting.

use getrandom::SysRng;
use keyseed::keys::{Fingerprint, KeyPair, make_key_pair};
use keyseed::practice::{Enforcement, Practice};
use keyseed::priming::{
    Answer, Check, Checked, Draft, Effect, Exchange, FirstKey, KeyPairChoice, Occasion, Outcome, Plan, Run, RunId,
};
use keyseed::twilio::validation::{Algorithm, SigningIdentity};
use keyseed::twilio::{
    self, Credentials, HttpReply, HttpRequest, Identity, Method, Request, ServerClock, TransportError,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// What stands in the way of a request: given the request and how many were sent, a reply of its own, or nothing.
pub type Intercept = Box<dyn FnMut(&HttpRequest, &mut Practice, i64) -> Option<twilio::Outcome>>;

/// Twilio's clock at the start, in seconds since 1970.
pub const START: i64 = 1_800_000_000;

/// What every run of these tests is begun with.
pub fn occasion() -> Occasion {
    Occasion {
        run: RunId::of(700),
        started: START,
        practice: false,
    }
}

pub struct Driver {
    pub practice: Practice,
    pub pairs: HashMap<Fingerprint, KeyPair>,
    /// How many runs were begun.
    runs: u32,
    /// Twilio's time.
    pub now: i64,
    /// How far the local clock is ahead of Twilio's, in seconds.
    pub skew: i64,
    clock: ServerClock,
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
    signing: Fingerprint,
}

/// One key pair for all tests: making one takes most of a test's time.
fn main_pair() -> &'static KeyPair {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    PAIR.get_or_init(|| make_key_pair(&mut SysRng).unwrap())
}

impl Driver {
    pub fn new(enforcement: Enforcement) -> Self {
        let practice = Practice::new(enforcement, Some(main_pair().public_key()), &mut SysRng).unwrap();
        Self::of(practice)
    }

    /// For an account that has no public key yet.
    pub fn keyless(enforcement: Enforcement) -> Self {
        Self::of(Practice::new(enforcement, None, &mut SysRng).unwrap())
    }

    fn of(practice: Practice) -> Self {
        let pair = main_pair().clone();
        let signing = pair.public_key().fingerprint();
        let pairs = HashMap::from([(signing, pair)]);
        let clock = ServerClock::default();
        Self {
            practice,
            pairs,
            runs: 0,
            now: START,
            skew: 0,
            clock,
            intercept: None,
            sent: vec![],
            storage: BTreeMap::new(),
            storage_full: false,
            taken: BTreeSet::new(),
            claims: BTreeSet::new(),
            waits: vec![],
            signing,
        }
    }

    /// The Main key, signed or not.
    pub fn identity(&self, sign: bool) -> Identity {
        let credentials = self.practice.credentials();
        let signing = sign.then(|| SigningIdentity {
            public_key_sid: credentials.public_key_sid.clone().unwrap(),
            key: self.signing,
            algorithm: Algorithm::RS256,
        });
        Identity {
            credentials: credentials.main_key,
            signing,
        }
    }

    /// Adds a public key as the Console would.
    pub fn paste(&mut self, pair: KeyPair) -> SigningIdentity {
        let key = pair.public_key().clone();
        let sid = self.practice.paste_public_key(&key, "Pasted", self.now, &mut SysRng);
        self.pairs.insert(key.fingerprint(), pair);
        SigningIdentity {
            public_key_sid: sid.unwrap(),
            key: key.fingerprint(),
            algorithm: Algorithm::RS256,
        }
    }

    /// Sets a public key of the account's own up, to the end.
    pub fn set_up_key(&mut self, identity: Identity, name: &str) -> FirstKey {
        self.runs += 1;
        let named = (name, RunId::of(self.runs));
        let (mut first, effects) = FirstKey::begin(identity, Algorithm::RS256, named, None);
        self.drive_key(&mut first, effects);
        first
    }

    pub fn drive_key(&mut self, first: &mut FirstKey, mut effects: Vec<Effect>) {
        while let Some(effect) = effects.pop() {
            effects.extend(first.answer(self.perform(effect)));
        }
    }

    /// Checks an identity to the end.
    pub fn check(&mut self, identity: Identity) -> Check {
        let (mut check, mut effects) = Check::begin(identity);
        while let Some(effect) = effects.pop() {
            effects.extend(check.answer(self.perform(effect)));
        }
        check
    }

    /// The account, after a check that passed.
    pub fn checked(&mut self, sign: bool) -> Checked {
        let check = self.check(self.identity(sign));
        check.passed.clone().unwrap_or_else(|| panic!("{:?}", check.findings))
    }

    /// A run of these names, to its end or to where it stands still.
    pub fn run(&mut self, sign: bool, names: &str, key_pairs: KeyPairChoice) -> Run {
        let checked = self.checked(sign);
        self.sent.clear();
        let draft = Draft {
            names: names.to_owned(),
            key_pairs,
            ..Draft::new(sign)
        };
        self.run_draft(&draft, &checked)
    }

    /// A run of this draft, to its end or to where it stands still.
    pub fn run_draft(&mut self, draft: &Draft, checked: &Checked) -> Run {
        let signing = checked.identity.signing.as_ref();
        let signing = signing.map(|signing| self.pairs[&signing.key].public_key().clone());
        let plan = Plan::new(draft, checked, signing.as_ref()).unwrap();
        self.runs += 1;
        let occasion = Occasion {
            run: RunId::of(self.runs),
            ..occasion()
        };
        let (mut run, effects) = Run::begin(plan, checked, occasion);
        self.drive(&mut run, effects);
        run
    }

    /// Performs what is not seen from outside, the journal and the claims. The effects that are left go out.
    pub fn inside(&mut self, run: &mut Run, mut effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        while let Some(effect) = effects.pop() {
            if matches!(effect, Effect::Record { .. } | Effect::Claim { .. }) {
                effects.extend(run.answer(self.perform(effect)));
            } else {
                left.push(effect);
            }
        }
        left
    }

    /// Performs until a request goes out that `which` picks; it is given back.
    pub fn until(&mut self, run: &mut Run, mut effects: Vec<Effect>, which: fn(&Request) -> bool) -> Effect {
        loop {
            let effect = effects.pop().expect("no such request");
            if matches!(&effect, Effect::Send { request, .. } if which(request)) {
                return effect;
            }
            effects.extend(run.answer(self.perform(effect)));
        }
    }

    pub fn drive(&mut self, run: &mut Run, mut effects: Vec<Effect>) {
        while let Some(effect) = effects.pop() {
            effects.extend(run.answer(self.perform(effect)));
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
            Effect::Record { note, .. } => {
                self.storage.insert(note.key, note.text);
                Outcome::Recorded(true)
            }
            Effect::Claim { what, .. } => {
                let alone = !self.taken.contains(&what);
                self.claims.insert(what);
                Outcome::Claimed(alone)
            }
            Effect::MakeKeyPair { .. } => {
                let pair = make_key_pair(&mut SysRng).unwrap();
                let key = pair.public_key().clone();
                self.pairs.insert(key.fingerprint(), pair);
                Outcome::KeyPair(Ok(key))
            }
            Effect::Send { request, identity, .. } => self.send(request, &identity),
        };
        Answer { ticket, outcome }
    }

    fn send(&mut self, request: Request, identity: &Identity) -> Outcome {
        self.now += 1;
        let local = self.now + self.skew;
        let prepared = identity.prepare(request, self.clock.now(local));
        let exchange = Exchange::of(
            &prepared,
            identity.credentials.api_key_sid.as_str(),
            self.clock.now(local),
        );
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
        self.sent.push(http.request.clone());
        let own = self
            .intercept
            .as_mut()
            .and_then(|own| own(&http, &mut self.practice, self.now));
        let result = own.unwrap_or_else(|| Ok(self.practice.answer(&http, self.now, &mut SysRng)));
        if let Ok(reply) = &result {
            self.clock.learn(reply.date.as_deref(), local);
        }
        let exchange = Box::new(exchange.ended(&result, 1, self.clock));
        Outcome::Reply { result, exchange }
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
pub fn first(times: usize, which: fn(&HttpRequest) -> bool, outcome: twilio::Outcome) -> Intercept {
    let mut left = times;
    Box::new(move |http, _, _| {
        if left == 0 || !which(http) {
            return None;
        }
        left -= 1;
        Some(outcome.clone())
    })
}

/// The connection breaks after the first request that `which` picks had its effect.
pub fn lose_reply(which: fn(&HttpRequest) -> bool) -> Intercept {
    let mut done = false;
    Box::new(move |http, practice, now| {
        if done || !which(http) {
            return None;
        }
        done = true;
        practice.answer(http, now, &mut SysRng);
        Some(Err(TransportError::Unreachable))
    })
}

/// The account's wrong twin: the same key with another secret.
pub fn wrong_secret(credentials: &Credentials) -> Credentials {
    Credentials {
        secret: twilio::Secret::new("0".repeat(32)),
        ..credentials.clone()
    }
}
