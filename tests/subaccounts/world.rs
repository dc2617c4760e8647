//! A practice account with one subaccount that has an API key and a key pair.

pub use crate::support::{Intercept, refusal};

use crate::support::{self, signing};
use getrandom::SysRng;
use keyseed::keys::{KeyPair, make_key_pair};
use keyseed::machine::{Effect, Machine};
use keyseed::practice::{Enforcement, Practice};
use keyseed::priming::{Check, Checked, RunId};
use keyseed::subaccounts::{Listing, Progress, RotationDraft, RotationKind};
use keyseed::twilio::accounts::{self, Account};
use keyseed::twilio::api_keys::{self, ApiKey, KeysApi};
use keyseed::twilio::public_keys;
use keyseed::twilio::{self, AccountSid, Credentials, HttpReply, HttpRequest, Identity, PublicKeySid, TransportError};
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

pub struct World {
    world: support::World,
    pub parent: Checked,
    pub account: Account,
    /// The subaccount's own key, signed unless signing is off.
    pub own: Identity,
}

impl Deref for World {
    type Target = support::World;

    fn deref(&self) -> &support::World {
        &self.world
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut support::World {
        &mut self.world
    }
}

/// The pairs of all tests: that of the subaccount, and the new one. Making one takes most of a test.
fn pair(index: usize) -> &'static KeyPair {
    static PAIRS: OnceLock<Vec<KeyPair>> = OnceLock::new();
    let made = PAIRS.get_or_init(|| (0..2).map(|_| make_key_pair(&mut SysRng).unwrap()).collect());
    &made[index]
}

impl World {
    pub fn new(enforcement: Enforcement) -> Self {
        let mut world = support::World::new(enforcement);
        world.make = || Ok(pair(1).clone());
        let own = pair(0).public_key().clone();
        world.pairs.insert(own.fingerprint(), pair(0).clone());
        let signs = enforcement != Enforcement::Off;
        let main = world.identity(signs);
        let account = accounts::parse_account(&world.ask(accounts::create("West"), &main)).unwrap();
        let sid = account.sid.clone();
        let key = api_keys::parse_new(&world.ask(api_keys::create(KeysApi::V2010, &sid, "Seed key"), &main)).unwrap();
        let public = public_keys::create(&own, "Seed public key", Some(&sid));
        let public = public_keys::parse_key(&world.ask(public, &main)).unwrap();
        let own = Identity {
            credentials: Credentials {
                account_sid: sid,
                api_key_sid: key.sid,
                secret: key.secret,
            },
            signing: signs.then(|| signing(public.sid, pair(0))),
        };
        let (mut check, effects) = Check::begin(main);
        world.drive(&mut check, effects);
        world.sent.clear();
        Self {
            world,
            parent: check.passed.unwrap(),
            account,
            own,
        }
    }

    /// Plays a machine to its end.
    pub fn play<M: Machine>(&mut self, (mut machine, effects): (M, Vec<Effect>)) -> M {
        self.drive(&mut machine, effects);
        machine
    }

    pub fn main(&self) -> Identity {
        self.parent.identity.clone()
    }

    pub fn sid(&self) -> &AccountSid {
        &self.account.sid
    }

    /// The API keys of the subaccount, as its parent sees them.
    pub fn api_keys(&mut self) -> Vec<ApiKey> {
        let main = self.main();
        let list = api_keys::list(KeysApi::V2010, self.sid());
        let reply = self.ask(list, &main);
        api_keys::parse_list(KeysApi::V2010, &reply).unwrap().items
    }

    /// The public keys of the subaccount, by name and SID, if this identity works.
    pub fn public_keys(&mut self, identity: &Identity) -> Option<BTreeMap<PublicKeySid, String>> {
        let reply = self.ask(public_keys::list(), identity);
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

/// What stands in the way, told how many requests went before.
pub fn counted(
    mut own: impl FnMut(usize, &HttpRequest, &mut Practice, i64) -> Option<twilio::HttpOutcome> + 'static,
) -> Intercept {
    let mut before = 0;
    Box::new(move |http, practice, now| {
        before += 1;
        own(before - 1, http, practice, now)
    })
}

/// The request at that place meets `fault`; the next ones none.
pub fn at(place: usize, fault: Fault) -> Intercept {
    counted(move |index, http, practice, now| (index == place).then(|| fault.meet(http, practice, now)))
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

    pub fn meet(self, http: &HttpRequest, practice: &mut Practice, now: i64) -> twilio::HttpOutcome {
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
