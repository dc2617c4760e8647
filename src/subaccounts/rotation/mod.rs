//! Rotation: new keys are made and seen to work before an old one is deleted, never the other way round.
//!
//! After a failure at any step the old keys are there, or the new ones work; and [`Rotation::record`] names every key.
//! A browser may send a creation twice without a word, so the new keys are called verified only after a look at what
//! was made in all: see [`stock`].

mod next;
mod plan;
mod record;
mod state;
mod step;
mod stock;
mod take;
mod trouble;

pub use plan::{RotationDraft, RotationField, RotationKind, RotationPlan};
pub use record::{Item, KeyState, RecordedKey};
pub use state::{Setback, Stage, State, Stock, Way};
pub use step::Step;

use crate::keys::{Fingerprint, PublicKey};
use crate::machine::{Conversation, Effect, Line};
use crate::priming::Verification;
use crate::twilio::api_keys::{ApiKey, KeysApi, NewApiKey};
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{CallError, Credentials, HttpReply, Identity, PageRef, PublicKeySid, public_keys};
use record::Record;
use state::Looking;
use std::collections::BTreeSet;

/// A rotation, as a state machine.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// The plan.
    pub plan: RotationPlan,
    /// The step that it is at.
    pub step: Step,
    /// How it stands.
    pub state: State,
    /// Why it stands still, if it failed.
    pub setback: Option<Setback>,
    /// The new API key with its secret, once it was made.
    pub api_key: Option<NewApiKey>,
    /// The new key pair, once it was made.
    pub public_key: Option<PublicKey>,
    /// The SID of the new public key, once it was added.
    pub public_key_sid: Option<PublicKeySid>,
    /// What the requests with the new keys showed.
    pub verification: Option<Verification>,
    /// Whether the subaccount's public keys could be listed, so that the record has all of them.
    pub public_keys_listed: bool,
    /// Whether the API keys were listed once more after the last creation.
    pub stock: Stock,
    /// What a repeated request created a second time.
    duplicates: Vec<Item>,
    record: Record,
    main: Identity,
    keys_api: KeysApi,
    looking: Looking,
    /// A deletion got no reply: the key is being looked for.
    checking: bool,
    /// The keys that the admin left where they are, after their deletion failed.
    skipped: BTreeSet<Item>,
    /// Signed requests are refused with 70053: ask unsigned instead.
    unsigned: bool,
    again: bool,
    /// The admin kept every old key.
    kept: bool,
    page: Option<PageRef>,
    api_seen: Vec<ApiKey>,
    public_seen: Vec<public_keys::PublicKey>,
    line: Line,
}

impl Rotation {
    /// Begins a rotation, with the parent's Main key.
    #[must_use]
    pub fn begin(plan: RotationPlan, main: Identity) -> (Self, Vec<Effect>) {
        let mut rotation = Self {
            step: Step::ListApiKeys,
            state: State::Working,
            setback: None,
            api_key: None,
            public_key: None,
            public_key_sid: None,
            verification: None,
            public_keys_listed: false,
            stock: if plan.draft.kind.makes_api_key() {
                Stock::Due
            } else {
                Stock::Taken
            },
            duplicates: Vec::new(),
            record: Record::default(),
            main,
            keys_api: plan.draft.keys_api,
            looking: Looking::No,
            checking: false,
            skipped: BTreeSet::new(),
            unsigned: false,
            again: false,
            kept: false,
            page: None,
            api_seen: Vec::new(),
            public_seen: Vec::new(),
            line: Line::default(),
            plan,
        };
        rotation.record.has_api_keys(&rotation.plan.existing);
        let effects = rotation.advance();
        (rotation, effects)
    }

    /// Every key that is known, and how it stands.
    #[must_use]
    pub fn record(&self) -> &[RecordedKey] {
        &self.record.0
    }

    /// Whether a request with the new keys was accepted.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.record.0.iter().any(|key| key.state == KeyState::InUse)
    }

    /// The new key pair's fingerprint, once there is one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.public_key.as_ref().map(PublicKey::fingerprint)
    }

    /// Whether it has a secret or a private key that would be lost with the page.
    #[must_use]
    pub const fn is_unsaved(&self) -> bool {
        self.api_key.is_some() || self.public_key.is_some()
    }

    /// The steps and how each stands.
    #[must_use]
    pub fn stages(&self) -> Vec<(Step, Stage)> {
        let stage = |step: Step| match self.state {
            _ if step < self.step => Stage::Past,
            State::Failed if step == self.step => Stage::Failed,
            _ if step == self.step => Stage::Now,
            _ => Stage::Later,
        };
        let steps = self.plan.steps().into_iter();
        steps
            .filter(|step| !self.kept || *step <= Step::HandOver)
            .map(|step| (step, stage(step)))
            .collect()
    }

    /// The old keys of the kinds that were renewed, each with whether the plan wants it deleted.
    #[must_use]
    pub fn candidates(&self) -> Vec<(RecordedKey, bool)> {
        let kind = self.plan.draft.kind;
        let wanted = |key: &RecordedKey| match key.item.as_ref()? {
            Item::Api(sid) => kind.makes_api_key().then(|| self.plan.draft.old_api_keys.contains(sid)),
            Item::Public(_) => kind.makes_key_pair().then_some(true),
        };
        let old = self.record.0.iter().filter(|key| key.state == KeyState::Old);
        old.filter_map(|key| Some((key.clone(), wanted(key)?))).collect()
    }

    /// After the hand-over: deletes the chosen old keys. Only now, and only old keys of the kinds that were renewed.
    pub fn delete_old(&mut self, chosen: &BTreeSet<Item>) -> Vec<Effect> {
        if self.state != State::HandOver {
            return Vec::new();
        }
        let old: Vec<_> = self.candidates().into_iter().map(|(key, _)| key).collect();
        let mut any = false;
        for key in old {
            if let Some(item) = key.item.filter(|item| chosen.contains(item)) {
                self.record.set(item, &key.name, KeyState::ToDelete);
                any = true;
            }
        }
        self.state = State::Working;
        if any {
            self.forward();
        } else {
            self.kept = true;
            self.end();
        }
        self.advance()
    }

    /// Goes on after a failure.
    pub fn go_on(&mut self, way: Way) -> Vec<Effect> {
        if self.state != State::Failed || !self.setback.as_ref().is_some_and(|setback| setback.ways.contains(&way)) {
            return Vec::new();
        }
        (self.state, self.setback) = (State::Working, None);
        self.line.renew();
        match way {
            Way::TryAgain | Way::MakeAgain => {}
            Way::TryIam => self.keys_api = KeysApi::IamV1,
            Way::AddAgain => self.looking = Looking::No,
            Way::Skip => self.skip(),
            Way::Unchecked => self.stock = Stock::NotTaken,
        }
        self.advance()
    }

    /// The subaccount's own identity with the new keys, signed unless it takes no signatures.
    #[must_use]
    pub fn new_identity(&self) -> Option<Identity> {
        self.identity(self.plan.signs() && !self.unsigned)
    }

    fn identity(&self, signed: bool) -> Option<Identity> {
        let own = self.plan.draft.own.as_ref();
        let credentials = match &self.api_key {
            Some(key) => Credentials {
                account_sid: self.plan.account.sid.clone(),
                api_key_sid: key.sid.clone(),
                secret: key.secret.clone(),
            },
            None => own?.credentials.clone(),
        };
        let signing = match (signed, self.plan.draft.kind.makes_key_pair()) {
            (false, _) => None,
            (true, false) => Some(own?.signing.clone()?),
            (true, true) => Some(SigningIdentity {
                public_key_sid: self.public_key_sid.clone()?,
                key: self.fingerprint()?,
                algorithm: self.plan.algorithm,
            }),
        };
        Some(Identity { credentials, signing })
    }

    /// Goes to the next step that this rotation takes.
    fn forward(&mut self) {
        let next = self.plan.steps().into_iter().find(|step| *step > self.step);
        self.step = next.unwrap_or(Step::Done);
        self.start_over();
        self.line.renew();
        match self.step {
            Step::HandOver => self.state = State::HandOver,
            Step::Done => self.end(),
            _ => {}
        }
    }

    fn end(&mut self) {
        (self.step, self.state) = (Step::Done, State::Done);
    }

    /// Forgets what the step has read so far.
    fn start_over(&mut self) {
        self.page = None;
        self.api_seen.clear();
        self.public_seen.clear();
    }

    fn advance(&mut self) -> Vec<Effect> {
        let again = std::mem::take(&mut self.again);
        if self.state != State::Working {
            return Vec::new();
        }
        match self.next() {
            Some(next::Act::MakeKeyPair) => self.line.make_key_pair(),
            Some(next::Act::Send(request, identity)) if again => self.line.send_later(request, *identity),
            Some(next::Act::Send(request, identity)) => self.line.send(request, *identity),
            None => Vec::new(),
        }
    }
}

impl Conversation for Rotation {
    fn line(&self) -> &Line {
        &self.line
    }

    fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        if let Err(error) = result.and_then(|reply| self.take(&reply)) {
            self.refused(&error);
        }
        self.advance()
    }

    fn key_pair_made(&mut self, made: Result<PublicKey, String>) -> Vec<Effect> {
        self.key_pair(made);
        self.advance()
    }
}
