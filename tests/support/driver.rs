//! The world of these tests, with what they do in it time and again.

pub use crate::support::{Intercept, START, creates, first, lose_reply, refusal};

use crate::support::{World, signing};
use getrandom::SysRng;
use keyseed::keys::KeyPair;
use keyseed::machine::{Effect, Machine};
use keyseed::practice::Enforcement;
use keyseed::priming::{Check, Checked, Draft, FirstKey, KeyPairChoice, Occasion, Plan, Run, RunId};
use keyseed::twilio::validation::{Algorithm, SigningIdentity};
use keyseed::twilio::{self, Credentials, Identity, Request};
use std::ops::{Deref, DerefMut};

/// What every run of these tests is begun with.
pub fn occasion() -> Occasion {
    Occasion {
        run: RunId::of(700),
        started: START,
        practice: false,
    }
}

pub struct Driver {
    world: World,
    /// How many runs were begun.
    runs: u32,
}

impl Deref for Driver {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl DerefMut for Driver {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

impl Driver {
    pub fn new(enforcement: Enforcement) -> Self {
        Self::of(World::new(enforcement))
    }

    /// For an account that has no public key yet.
    pub fn keyless(enforcement: Enforcement) -> Self {
        Self::of(World::keyless(enforcement))
    }

    const fn of(world: World) -> Self {
        Self { world, runs: 0 }
    }

    /// Adds a public key as the Console would.
    pub fn paste(&mut self, pair: KeyPair) -> SigningIdentity {
        let (key, now) = (pair.public_key().clone(), self.now);
        let sid = self.practice.paste_public_key(&key, "Pasted", now, &mut SysRng);
        self.pairs.insert(key.fingerprint(), pair);
        signing(sid.unwrap(), &self.pairs[&key.fingerprint()])
    }

    /// Sets a public key of the account's own up, to the end.
    pub fn set_up_key(&mut self, identity: Identity, name: &str) -> FirstKey {
        self.runs += 1;
        let named = (name, RunId::of(self.runs));
        let (mut first, effects) = FirstKey::begin(identity, Algorithm::RS256, named, None);
        self.drive(&mut first, effects);
        first
    }

    /// Checks an identity to the end.
    pub fn check(&mut self, identity: Identity) -> Check {
        let (mut check, effects) = Check::begin(identity);
        self.drive(&mut check, effects);
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
}

/// The account's wrong twin: the same key with another secret.
pub fn wrong_secret(credentials: &Credentials) -> Credentials {
    Credentials {
        secret: twilio::Secret::new("0".repeat(32)),
        ..credentials.clone()
    }
}
