//! Rotation: new keys are made and seen to work before an old one is deleted, never the other way round.
//!
//! After a failure at any step the old keys are there, or the new ones work; and [`Rotation::record`] names every key.
//! A browser may send a creation twice without a word, so the new keys are called verified only after a look at what
//! was made in all: see [`stock`].

mod next;
mod plan;
mod record;
mod replies;
mod state;
mod step;
mod stock;
mod trouble;
mod work;

pub use plan::{RotationDraft, RotationField, RotationKind, RotationPlan};
pub use record::{Item, KeyState, RecordedKey};
pub use state::{Setback, Stage, State, Stock, Way};
pub use step::Step;

use crate::keys::{Fingerprint, PublicKey};
use crate::machine::{Conversation, Effect, Line};
use crate::priming::Verification;
use crate::twilio::api_keys::{KeysApi, NewApiKey};
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{CallError, Credentials, HttpReply, Identity, Pages, PublicKeySid};
use record::Record;
use std::collections::BTreeSet;
use work::{Deletion, Looking, Phase, Work};

/// A rotation, as a state machine.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// The plan.
    pub plan: RotationPlan,
    made: Made,
    stock: Stock,
    record: Record,
    main: Identity,
    keys_api: KeysApi,
    phase: Phase,
    line: Line,
}

/// The new keys so far, and what is known of them.
#[derive(Debug, Clone, Default)]
struct Made {
    api_key: Option<NewApiKey>,
    public_key: Option<PublicKey>,
    public_key_sid: Option<PublicKeySid>,
    /// Signed requests are refused with 70053: it is asked unsigned instead.
    unsigned: bool,
    verification: Option<Verification>,
}

impl Rotation {
    /// Begins a rotation, with the parent's Main key.
    #[must_use]
    pub fn begin(plan: RotationPlan, main: Identity) -> (Self, Vec<Effect>) {
        let there = plan.existing.iter();
        let record = Record::of(there.map(|key| (Item::Api(key.sid.clone()), key.friendly_name.clone())));
        let mut rotation = Self {
            made: Made::default(),
            stock: if plan.draft.kind.makes_api_key() {
                Stock::Due
            } else {
                Stock::Taken
            },
            record,
            main,
            keys_api: plan.draft.keys_api,
            phase: Work::ListApiKeys.into(),
            line: Line::default(),
            plan,
        };
        let effects = rotation.advance();
        (rotation, effects)
    }

    /// The step that it is at.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.phase.step()
    }

    /// How it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.phase.state()
    }

    /// Why it stands still, if it failed.
    #[must_use]
    pub const fn setback(&self) -> Option<&Setback> {
        match &self.phase {
            Phase::Failed(_, setback) => Some(setback),
            _ => None,
        }
    }

    /// The new API key with its secret, once it was made.
    #[must_use]
    pub const fn api_key(&self) -> Option<&NewApiKey> {
        self.made.api_key.as_ref()
    }

    /// The new key pair, once it was made.
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        self.made.public_key.as_ref()
    }

    /// The SID of the new public key, once it was added.
    #[must_use]
    pub const fn public_key_sid(&self) -> Option<&PublicKeySid> {
        self.made.public_key_sid.as_ref()
    }

    /// What the requests with the new keys showed.
    #[must_use]
    pub const fn verification(&self) -> Option<Verification> {
        self.made.verification
    }

    /// Whether the subaccount's public keys could be listed, so that the record has all of them.
    #[must_use]
    pub const fn public_keys_listed(&self) -> bool {
        self.record.has_public_keys
    }

    /// Whether the API keys were listed once more after the last creation.
    #[must_use]
    pub const fn stock(&self) -> Stock {
        self.stock
    }

    /// Every key that is known, and how it stands.
    #[must_use]
    pub fn record(&self) -> &[RecordedKey] {
        &self.record.keys
    }

    /// Whether a request with the new keys was accepted.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.record.keys.iter().any(|key| key.state == KeyState::InUse)
    }

    /// The new key pair's fingerprint, once there is one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.public_key().map(PublicKey::fingerprint)
    }

    /// Whether it has a secret or a private key that would be lost with the page.
    #[must_use]
    pub const fn is_unsaved(&self) -> bool {
        self.api_key().is_some() || self.public_key().is_some()
    }

    /// The steps and how each stands.
    #[must_use]
    pub fn stages(&self) -> Vec<(Step, Stage)> {
        let (now, state) = (self.step(), self.state());
        let stage = |step: Step| match state {
            _ if step < now => Stage::Past,
            State::Failed if step == now => Stage::Failed,
            _ if step == now => Stage::Now,
            _ => Stage::Later,
        };
        let kept = matches!(self.phase, Phase::Done { kept: true });
        let steps = self.plan.steps().into_iter();
        steps
            .filter(|step| !kept || *step <= Step::HandOver)
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
        let old = self.record.keys.iter().filter(|key| key.state == KeyState::Old);
        old.filter_map(|key| Some((key.clone(), wanted(key)?))).collect()
    }

    /// After the hand-over: deletes the chosen old keys. Only now, and only old keys of the kinds that were renewed.
    pub fn delete_old(&mut self, chosen: &BTreeSet<Item>) -> Vec<Effect> {
        if self.state() != State::HandOver {
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
        self.phase = match any {
            true => self.forward(),
            false => Phase::Done { kept: true },
        };
        self.advance()
    }

    /// Goes on after a failure.
    pub fn go_on(&mut self, way: Way) -> Vec<Effect> {
        let Phase::Failed(work, setback) = self.phase.clone() else {
            return Vec::new();
        };
        if !setback.ways.contains(&way) {
            return Vec::new();
        }
        self.line.renew();
        let work = match (way, work) {
            (Way::AddAgain, Work::AddPublicKey(_)) => Work::AddPublicKey(Looking::No),
            (Way::Skip, Work::Delete(step, _)) => {
                if let Some(item) = self.due(step).cloned() {
                    self.record.skip(item);
                }
                Work::Delete(step, Deletion::Asking)
            }
            (Way::Unchecked, _) => {
                self.stock = Stock::NotTaken;
                Work::Delete(Step::TakeStock, Deletion::Asking)
            }
            (Way::TryIam, work) => {
                self.keys_api = KeysApi::IamV1;
                work
            }
            (_, work) => work,
        };
        self.phase = work.into();
        self.advance()
    }

    /// The subaccount's own identity with the new keys, signed unless it takes no signatures.
    #[must_use]
    pub fn new_identity(&self) -> Option<Identity> {
        self.identity(self.plan.signs() && !self.made.unsigned)
    }

    fn identity(&self, signed: bool) -> Option<Identity> {
        let own = self.plan.draft.own.as_ref();
        let credentials = match self.api_key() {
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
                public_key_sid: self.public_key_sid().cloned()?,
                key: self.fingerprint()?,
                algorithm: self.plan.algorithm,
            }),
        };
        Some(Identity { credentials, signing })
    }

    /// The step that this rotation takes next.
    fn forward(&mut self) -> Phase {
        self.after(self.step())
    }

    /// The one that it takes after `step`.
    fn after(&mut self, step: Step) -> Phase {
        self.line.renew();
        let next = self.plan.steps().into_iter().find(|next| *next > step);
        let work = match next.unwrap_or(Step::Done) {
            Step::ListApiKeys => Work::ListApiKeys,
            Step::TryOwn => Work::TryOwn,
            Step::MakeKeyPair => Work::MakeKeyPair,
            Step::CreateApiKey => Work::CreateApiKey(Looking::No),
            Step::ListPublicKeys => Work::ListPublicKeys,
            Step::AddPublicKey => Work::AddPublicKey(Looking::No),
            Step::Verify => Work::Verify,
            Step::TakeStock if self.stock == Stock::Due => Work::TakeStock,
            Step::AskUnsigned => Work::AskUnsigned,
            step @ (Step::TakeStock | Step::DeletePublicKeys | Step::DeleteApiKeys) => {
                Work::Delete(step, Deletion::Asking)
            }
            Step::VerifyAgain => Work::VerifyAgain,
            Step::HandOver => return Phase::HandOver,
            Step::Done => return Phase::Done { kept: false },
        };
        work.into()
    }

    fn advance(&mut self) -> Vec<Effect> {
        // Where nothing is left to delete there is no request.
        while let Phase::Working(Work::Delete(step, _), _) = self.phase
            && self.due(step).is_none()
        {
            self.phase = match step {
                Step::TakeStock => self.settle(),
                step => self.after(step),
            };
        }
        let again = matches!(self.phase, Phase::Again(_));
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
        let (work, pages) = match self.phase.clone() {
            Phase::Working(work, pages) => (work, pages),
            Phase::Again(work) => (work, Pages::default()),
            _ => return Vec::new(),
        };
        let taken = result.and_then(|reply| self.take(work, pages, &reply));
        self.phase = taken.unwrap_or_else(|error| self.refused(work, &error));
        self.advance()
    }

    fn key_pair_made(&mut self, made: Result<PublicKey, String>) -> Vec<Effect> {
        self.phase = self.key_pair(made);
        self.advance()
    }
}
