//! One subaccount on its way: what it wants next, and what each answer makes of it.
//!
//! [`Seeding::next`] is a pure function of the state, so that a run can pause between any two acts and go on later,
//! and one pacer can drive a thousand of these.

mod next;
mod recipient;
mod step;
mod take;
mod trouble;

pub(super) use next::Act;
pub use step::Step;

use super::{Exchange, Plan, Target, Verification};
use crate::keys::{Fingerprint, PublicKey};
use crate::twilio::api_keys::{KeysApi, NewApiKey};
use crate::twilio::{AccountSid, Credentials, Explanation, PublicKeySid};

/// How a subaccount stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its turn has not come.
    Waiting,
    /// At work.
    Working,
    /// Stopped by a failure that the admin must look at.
    Failed,
    /// Primed.
    Done,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened and what to do.
    pub explanation: Explanation,
    /// Whether the step can be taken again.
    pub can_retry: bool,
    /// Whether the newer keys API is worth a try.
    pub offer_iam: bool,
}

/// How far the clean-up of a subaccount is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// Not asked for.
    No,
    /// Asked for.
    Asked,
    /// Closed for good.
    Closed,
    /// Twilio refused.
    Failed(Explanation),
}

/// After a lost reply to the creation: whether the subaccount is to be looked for before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looking {
    /// Nothing was lost.
    No,
    /// So many looks found nothing.
    Since(usize),
    /// Once more, since the admin wants it created again.
    BeforeCreating,
}

/// One subaccount on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeding {
    /// The subaccount's name; its SID where the name is not known yet.
    pub name: String,
    /// Whether the subaccount was there before the run.
    pub existing: bool,
    /// The step that it is at.
    pub step: Step,
    /// How it stands.
    pub state: State,
    /// Why it stands still, if it failed.
    pub failure: Option<Failure>,
    /// The subaccount, once it exists.
    pub account_sid: Option<AccountSid>,
    /// Its API key with the secret, once it was seeded.
    pub api_key: Option<NewApiKey>,
    /// The key pair that it gets, once it was made.
    pub public_key: Option<PublicKey>,
    /// The SID of its public key, once it was seeded.
    pub public_key_sid: Option<PublicKeySid>,
    /// What the last requests showed.
    pub verification: Option<Verification>,
    /// How far its clean-up is.
    pub closing: Closing,
    /// The requests made for it, in order.
    pub exchanges: Vec<Exchange>,
    keys_api: KeysApi,
    attempts: usize,
    pause: Option<u32>,
    looking: Looking,
    /// The signed list was refused with 70053: ask unsigned instead.
    unsigned: bool,
    /// What the last reply's `Retry-After` asked for, in milliseconds.
    retry_after: u32,
}

impl Seeding {
    pub(super) fn new(target: &Target, plan: &Plan) -> Self {
        let existing = !target.is_new();
        let account_sid = match target {
            Target::New(_) => None,
            Target::Existing { sid, .. } => Some(sid.clone()),
        };
        Self {
            name: target.label().to_owned(),
            existing,
            step: Step::taken(plan, existing).next().unwrap_or(Step::Done),
            state: State::Waiting,
            failure: None,
            account_sid,
            api_key: None,
            public_key: plan.given.clone(),
            public_key_sid: None,
            verification: None,
            closing: Closing::No,
            exchanges: Vec::new(),
            keys_api: KeysApi::V2010,
            attempts: 0,
            pause: None,
            looking: Looking::No,
            unsigned: false,
            retry_after: 0,
        }
    }

    /// The key pair's fingerprint, once there is one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.public_key.as_ref().map(PublicKey::fingerprint)
    }

    /// The new account's credentials, once there are some.
    #[must_use]
    pub fn credentials(&self) -> Option<Credentials> {
        let (account_sid, key) = (self.account_sid.clone()?, self.api_key.as_ref()?);
        Some(Credentials {
            account_sid,
            api_key_sid: key.sid.clone(),
            secret: key.secret.clone(),
        })
    }

    /// Whether it has a secret that would be lost with the page: not once it is closed.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.api_key.is_some() && self.closing != Closing::Closed
    }

    /// Whether the reply to its creation was lost, and it may exist.
    #[must_use]
    pub fn may_exist(&self) -> bool {
        self.looking != Looking::No && self.account_sid.is_none()
    }

    /// Whether it waits a moment before it tries its step again.
    #[must_use]
    pub const fn is_pausing(&self) -> bool {
        self.pause.is_some()
    }

    /// The same without what changes while it is at work: what the admin keeps of it.
    #[must_use]
    pub fn at_rest(&self) -> Self {
        Self {
            step: Step::Done,
            state: State::Done,
            failure: None,
            closing: Closing::No,
            exchanges: Vec::new(),
            attempts: 0,
            pause: None,
            looking: Looking::No,
            unsigned: false,
            retry_after: 0,
            ..self.clone()
        }
    }

    /// Whether it exists at Twilio as far as is known, by this run or before it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.account_sid.is_some() && self.step > Step::Look
    }

    /// Whether the run made something in it that is to be handed on: a key, or the subaccount itself.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.account_sid.is_some() && (!self.existing || self.api_key.is_some())
    }

    /// Whether it is to be closed, or is.
    #[must_use]
    pub const fn is_leaving(&self) -> bool {
        matches!(self.closing, Closing::Asked | Closing::Closed)
    }

    /// Which of the two keys APIs it uses.
    #[must_use]
    pub const fn keys_api(&self) -> KeysApi {
        self.keys_api
    }

    /// Goes on to the step after the one that it is at.
    fn next_step(&mut self, plan: &Plan) {
        self.step(self.step.after(plan, self.existing));
    }

    fn step(&mut self, step: Step) {
        (self.step, self.attempts, self.pause) = (step, 0, None);
    }

    fn fail(&mut self, explanation: Explanation, can_retry: bool) {
        self.state = State::Failed;
        self.failure = Some(Failure {
            explanation,
            can_retry,
            offer_iam: false,
        });
    }

    fn done(&mut self, verification: Verification) {
        self.verification = Some(verification);
        self.step(Step::Done);
        self.state = State::Done;
    }
}
