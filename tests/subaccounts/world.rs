//! A practice account with one subaccount that has an API key and a key pair, and a machine's way to it.

use getrandom::SysRng;
use keyseed::keys::{Fingerprint, KeyPair, make_key_pair};
use keyseed::practice::{Enforcement, Practice};
use keyseed::priming::{Answer, Check, Checked, Effect, Exchange, Outcome, RunId};
use keyseed::subaccounts::{Listing, Machine, Progress, RotationDraft, RotationKind};
use keyseed::twilio::accounts::{self, Account};
use keyseed::twilio::api_keys::{self, ApiKey, KeysApi};
use keyseed::twilio::public_keys;
use keyseed::twilio::validation::{Algorithm, SigningIdentity};
use keyseed::twilio::{
    self, AccountSid, Credentials, HttpReply, HttpRequest, Identity, PublicKeySid, Request, ServerClock, TransportError,
};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What stands in the way: given a request and how many went before it, an outcome of its own, or nothing.
pub type Intercept = Box<dyn FnMut(usize, &HttpRequest, &mut Practice, i64) -> Option<twilio::Outcome>>;

pub struct World {
    pub practice: Practice,
    pub now: i64,
    pub intercept: Option<Intercept>,
    /// Every request that was sent.
    pub sent: Vec<Request>,
    pub waits: Vec<u32>,
    pub parent: Checked,
    pub account: Account,
    /// The subaccount's own key, signed unless signing is off.
    pub own: Identity,
    pub keys_failing: bool,
    clock: ServerClock,
}

/// The pairs of all tests: that of the parent, that of the subaccount, the new one. Making one takes most of a test.
fn pair(index: usize) -> &'static KeyPair {
    static PAIRS: OnceLock<Vec<KeyPair>> = OnceLock::new();
    let made = PAIRS.get_or_init(|| (0..3).map(|_| make_key_pair(&mut SysRng).unwrap()).collect());
    &made[index]
}

fn pair_of(fingerprint: Fingerprint) -> &'static KeyPair {
    let all = (0..3).map(pair);
    all.into_iter()
        .find(|pair| pair.public_key().fingerprint() == fingerprint)
        .unwrap()
}

fn signing(sid: PublicKeySid, index: usize) -> SigningIdentity {
    SigningIdentity {
        public_key_sid: sid,
        key: pair(index).public_key().fingerprint(),
        algorithm: Algorithm::RS256,
    }
}

impl World {
    pub fn new(enforcement: Enforcement) -> Self {
        let practice = Practice::new(enforcement, Some(pair(0).public_key()), &mut SysRng).unwrap();
        let known = practice.credentials();
        let signs = enforcement != Enforcement::Off;
        let main = Identity {
            credentials: known.main_key.clone(),
            signing: signs.then(|| signing(known.public_key_sid.clone().unwrap(), 0)),
        };
        let (check, effects) = Check::begin(main.clone());
        let placeholder = Account {
            sid: known.account_sid.clone(),
            owner_sid: known.account_sid.clone(),
            friendly_name: String::new(),
            status: accounts::Status::Active,
        };
        let mut world = Self {
            practice,
            now: 1_800_000_000,
            intercept: None,
            sent: vec![],
            waits: vec![],
            parent: Checked {
                account: placeholder.clone(),
                identity: main.clone(),
                enforcement: keyseed::priming::Enforcement::NotEnforced,
                subaccounts: vec![],
                lists_all: true,
            },
            account: placeholder,
            own: main.clone(),
            keys_failing: false,
            clock: ServerClock::default(),
        };
        world.account = accounts::parse_account(&world.ask(&main, accounts::create("West"))).unwrap();
        let sid = world.account.sid.clone();
        let key = world.ask(&main, api_keys::create(KeysApi::V2010, &sid, "Seed key"));
        let key = api_keys::parse_new(&key).unwrap();
        let public = public_keys::create(pair(1).public_key(), "Seed public key", Some(&sid));
        let public = public_keys::parse_key(&world.ask(&main, public)).unwrap();
        world.own = Identity {
            credentials: Credentials {
                account_sid: sid,
                api_key_sid: key.sid,
                secret: key.secret,
            },
            signing: signs.then(|| signing(public.sid, 1)),
        };
        world.parent = world.check(check, effects);
        world.sent.clear();
        world
    }

    fn check(&mut self, mut check: Check, mut effects: Vec<Effect>) -> Checked {
        while let Some(effect) = effects.pop() {
            effects.extend(check.answer(self.perform(effect)));
        }
        check.passed.unwrap()
    }

    pub fn main(&self) -> Identity {
        self.parent.identity.clone()
    }

    pub fn sid(&self) -> &AccountSid {
        &self.account.sid
    }

    /// Asks past every fault.
    pub fn ask(&mut self, identity: &Identity, request: Request) -> HttpReply {
        let http = self.dress(identity, request).0;
        self.practice.answer(&http, self.now, &mut SysRng)
    }

    pub fn drive<M: Machine>(&mut self, (mut machine, effects): (M, Vec<Effect>)) -> M {
        self.go_on(&mut machine, effects);
        machine
    }

    pub fn go_on<M: Machine>(&mut self, machine: &mut M, mut effects: Vec<Effect>) {
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
            Effect::Record { .. } => Outcome::Recorded(true),
            Effect::Claim { .. } => Outcome::Claimed(true),
            Effect::MakeKeyPair { .. } if self.keys_failing => Outcome::KeyPair(Err("No randomness.".to_owned())),
            Effect::MakeKeyPair { .. } => Outcome::KeyPair(Ok(pair(2).public_key().clone())),
            Effect::Send { request, identity, .. } => {
                self.now += 1;
                let (http, exchange) = self.dress(&identity, request);
                let index = self.sent.len();
                self.sent.push(http.request.clone());
                let now = self.now;
                let own = self
                    .intercept
                    .as_mut()
                    .and_then(|own| own(index, &http, &mut self.practice, now));
                let result = own.unwrap_or_else(|| Ok(self.practice.answer(&http, now, &mut SysRng)));
                let exchange = Box::new(exchange.ended(&result, 1, self.clock));
                Outcome::Reply { result, exchange }
            }
        };
        Answer { ticket, outcome }
    }

    pub fn dress(&self, identity: &Identity, request: Request) -> (HttpRequest, Exchange) {
        let prepared = identity.prepare(request, self.now);
        let exchange = Exchange::of(&prepared, identity.credentials.api_key_sid.as_str(), self.now);
        let http = match &prepared.to_sign {
            None => prepared.http,
            Some(to_sign) => {
                let signature = pair_of(to_sign.signing.key).sign_rs256(to_sign.token.signing_input(), &mut SysRng);
                prepared.signed(&signature.unwrap())
            }
        };
        (http, exchange)
    }

    /// The API keys of the subaccount, as its parent sees them.
    pub fn api_keys(&mut self) -> Vec<ApiKey> {
        let (main, sid) = (self.main(), self.sid().clone());
        let reply = self.ask(&main, api_keys::list(KeysApi::V2010, &sid));
        api_keys::parse_list(KeysApi::V2010, &reply).unwrap().items
    }

    /// The public keys of the subaccount, by name and SID, if this identity works.
    pub fn public_keys(&mut self, identity: &Identity) -> Option<BTreeMap<PublicKeySid, String>> {
        let reply = self.ask(identity, public_keys::list());
        let page = public_keys::parse_list(&reply).ok()?;
        Some(page.items.into_iter().map(|key| (key.sid, key.friendly_name)).collect())
    }

    pub fn draft(&mut self, kind: RotationKind, own: bool) -> RotationDraft {
        RotationDraft {
            kind,
            run: RunId::of(7),
            api_key_name: "Key 2026".to_owned(),
            public_key_name: "Public key 2026".to_owned(),
            old_api_keys: self.api_keys().into_iter().map(|key| key.sid).collect(),
            own: own.then(|| self.own.clone()),
            keys_api: KeysApi::V2010,
        }
    }
}

/// A list that must be done.
pub fn done<T>(listing: Listing<T>) -> Vec<T> {
    assert_eq!(listing.progress, Progress::Done);
    listing.items
}

/// A refusal in Twilio's form.
pub fn refusal(status: u16, code: u32) -> HttpReply {
    HttpReply {
        status,
        body: format!(r#"{{"code":{code},"message":"planted","more_info":"","status":{status}}}"#),
        ..HttpReply::default()
    }
}

/// The request at that place meets `fault`; the next ones none.
pub fn at(place: usize, fault: Fault) -> Intercept {
    Box::new(move |index, http, practice, now| (index == place).then(|| fault.meet(http, practice, now)))
}

/// What can go wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Twilio refuses with this code.
    Refused(u16, u32),
    /// Too many requests.
    Busy,
    /// The connection breaks before the effect.
    LostBefore,
    /// The connection breaks after the effect.
    LostAfter,
    /// A gateway's page comes instead, before the effect.
    GatewayBefore,
    /// The same, after the effect.
    GatewayAfter,
    /// The reply is cut off.
    CutOff,
    /// The browser sends the request twice, and the page sees the second reply only.
    Repeated,
}

impl Fault {
    pub const ALL: [Self; 8] = [
        Self::Refused(400, 20001),
        Self::Busy,
        Self::LostBefore,
        Self::LostAfter,
        Self::GatewayBefore,
        Self::GatewayAfter,
        Self::CutOff,
        Self::Repeated,
    ];

    pub fn meet(self, http: &HttpRequest, practice: &mut Practice, now: i64) -> twilio::Outcome {
        let gateway = HttpReply {
            status: 502,
            body: "<html>".to_owned(),
            ..HttpReply::default()
        };
        match self {
            Self::Refused(status, code) => Ok(refusal(status, code)),
            Self::Busy => Ok(refusal(429, 20429)),
            Self::LostBefore => Err(TransportError::Unreachable),
            Self::GatewayBefore => Ok(gateway),
            Self::Repeated => {
                practice.answer(http, now, &mut SysRng);
                Ok(practice.answer(http, now, &mut SysRng))
            }
            Self::LostAfter | Self::GatewayAfter | Self::CutOff => {
                let mut reply = practice.answer(http, now, &mut SysRng);
                match self {
                    Self::LostAfter => Err(TransportError::TimedOut { seconds: 30 }),
                    Self::GatewayAfter => Ok(gateway),
                    _ => {
                        reply.body.truncate(reply.body.len() / 2);
                        Ok(reply)
                    }
                }
            }
        }
    }
}
