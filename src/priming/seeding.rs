//! One subaccount on its way: what it wants next, and what each answer makes of it.
//!
//! [`Seeding::next`] is a pure function of the state, so that a run can pause between any two acts and go on later,
//! and one pacer can drive a thousand of these.

use super::check::is_clock;
use super::{Exchange, Plan, Verification};
use crate::keys::{Fingerprint, PublicKey};
use crate::twilio::api_keys::{self, KeysApi, NewApiKey};
use crate::twilio::{
    AccountSid, CallError, Credentials, Explanation, Fate, HttpReply, PublicKeySid, Request, accounts, public_keys,
};
use std::collections::BTreeSet;

/// The steps for one subaccount, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Make its key pair, before anything exists at Twilio that could be left half-made.
    MakeKeyPair,
    /// Create the subaccount.
    CreateSubaccount,
    /// Give it an API key.
    SeedApiKey,
    /// Give it the public key.
    SeedPublicKey,
    /// List its public keys with its own credentials.
    Verify,
    /// Ask once unsigned, to learn whether signing is enforced.
    AskUnsigned,
    /// Everything is done.
    Done,
}

impl Step {
    /// What the step does, as the admin reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::MakeKeyPair => "Make the key pair",
            Self::CreateSubaccount => "Create the subaccount",
            Self::SeedApiKey => "Seed the API key",
            Self::SeedPublicKey => "Seed the public key",
            Self::Verify => "Try the new credentials",
            Self::AskUnsigned => "Ask whether signing is enforced",
            Self::Done => "Done",
        }
    }
}

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

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    /// The Main key.
    Main,
    /// The new account's key, signed where the plan says so.
    New,
    /// The new account's key, unsigned.
    NewUnsigned,
}

/// What a subaccount wants done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    MakeKeyPair,
    Send(Request, Speaker),
    Wait(u32),
}

/// How often a step is tried again by itself before the admin is asked, and after how many milliseconds.
const PAUSES: [u32; 5] = [1_000, 2_000, 4_000, 8_000, 15_000];

/// One subaccount on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeding {
    /// The subaccount's name.
    pub name: String,
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
    /// After a lost reply to the creation: look for the subaccount before anything else.
    looking: bool,
    /// The signed list was refused with 70053: ask unsigned instead.
    unsigned: bool,
}

impl Seeding {
    pub(super) fn new(name: &str, plan: &Plan) -> Self {
        let step = if plan.key_pairs.seeds_public_key() {
            Step::MakeKeyPair
        } else {
            Step::CreateSubaccount
        };
        Self {
            name: name.to_owned(),
            step,
            state: State::Waiting,
            failure: None,
            account_sid: None,
            api_key: None,
            public_key: None,
            public_key_sid: None,
            verification: None,
            closing: Closing::No,
            exchanges: Vec::new(),
            keys_api: KeysApi::V2010,
            attempts: 0,
            pause: None,
            looking: false,
            unsigned: false,
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

    /// Which of the two keys APIs it uses.
    #[must_use]
    pub const fn keys_api(&self) -> KeysApi {
        self.keys_api
    }

    /// What it wants done next; `None` once it is done or failed.
    pub(super) fn next(&self, plan: &Plan) -> Option<Act> {
        if matches!(self.state, State::Failed | State::Done) {
            return None;
        }
        if let Some(millis) = self.pause {
            return Some(Act::Wait(millis));
        }
        let account = self.account_sid.as_ref();
        let act = match self.step {
            Step::MakeKeyPair => Act::MakeKeyPair,
            Step::CreateSubaccount if self.looking => Act::Send(accounts::list_named(&self.name), Speaker::Main),
            Step::CreateSubaccount => Act::Send(accounts::create(&self.name), Speaker::Main),
            Step::SeedApiKey => Act::Send(
                api_keys::create(self.keys_api, account?, &plan.api_key_name),
                Speaker::Main,
            ),
            Step::SeedPublicKey => Act::Send(
                public_keys::create(self.public_key.as_ref()?, &plan.public_key_name, Some(account?)),
                Speaker::Main,
            ),
            Step::Verify if self.unsigned => Act::Send(public_keys::list(), Speaker::NewUnsigned),
            Step::Verify => Act::Send(public_keys::list(), Speaker::New),
            Step::AskUnsigned => Act::Send(public_keys::list(), Speaker::NewUnsigned),
            Step::Done => return None,
        };
        Some(act)
    }

    pub(super) fn waited(&mut self) {
        self.pause = None;
    }

    pub(super) fn key_pair(&mut self, made: Result<PublicKey, String>) {
        match made {
            Ok(key) => {
                self.public_key = Some(key);
                self.step(Step::CreateSubaccount);
            }
            Err(what) => self.fail(
                Explanation {
                    what,
                    next: "Try again. Nothing was created at Twilio.".to_owned(),
                },
                true,
            ),
        }
    }

    /// Takes the reply to its last act. `known` are the subaccounts that are not this one.
    pub(super) fn reply(&mut self, plan: &Plan, result: Result<HttpReply, CallError>, known: &BTreeSet<AccountSid>) {
        let taken = result.and_then(|reply| match self.step {
            Step::CreateSubaccount if self.looking => self.found(&reply, known),
            Step::CreateSubaccount => {
                self.account_sid = Some(accounts::parse_account(&reply)?.sid);
                self.step(Step::SeedApiKey);
                Ok(())
            }
            Step::SeedApiKey => {
                self.api_key = Some(api_keys::parse_new(&reply)?);
                let seeds = plan.key_pairs.seeds_public_key();
                self.step(if seeds { Step::SeedPublicKey } else { Step::Verify });
                Ok(())
            }
            Step::SeedPublicKey => {
                self.public_key_sid = Some(public_keys::parse_key(&reply)?.sid);
                self.step(Step::Verify);
                Ok(())
            }
            Step::Verify => self.listed(plan, &reply),
            Step::AskUnsigned => self.asked_unsigned(&reply),
            Step::MakeKeyPair | Step::Done => Ok(()),
        });
        if let Err(error) = taken {
            self.refused(plan, &error);
        }
    }

    /// The list of accounts of its name, after the reply to the creation was lost.
    fn found(&mut self, reply: &HttpReply, known: &BTreeSet<AccountSid>) -> Result<(), CallError> {
        let page = accounts::parse_list(reply)?;
        let mut new = page
            .items
            .into_iter()
            .map(|account| account.sid)
            .filter(|sid| !known.contains(sid));
        self.looking = false;
        match (new.next(), new.next()) {
            (Some(sid), None) => {
                self.account_sid = Some(sid);
                self.step(Step::SeedApiKey);
            }
            (None, _) => self.fail(
                Explanation {
                    what: "The reply to the creation was lost, and no subaccount of this name exists.".to_owned(),
                    next: "Try again. If the list is late and it appears after all, close one of the two.".to_owned(),
                },
                true,
            ),
            (Some(first), Some(second)) => self.fail(
                Explanation {
                    what: format!("Several subaccounts of this name exist now: {first}, {second}."),
                    next: "Look at them in the Twilio Console; Keyseed does not guess which is meant.".to_owned(),
                },
                false,
            ),
        }
        Ok(())
    }

    /// The new account's own list of public keys.
    fn listed(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        let page = public_keys::parse_list(reply)?;
        let listed = self
            .public_key_sid
            .as_ref()
            .is_none_or(|sid| page.items.iter().any(|key| key.sid == *sid));
        if !listed {
            if !self.pause_and_repeat() {
                self.fail(
                    Explanation {
                        what: "The new account's list of public keys does not show the one that was just added."
                            .to_owned(),
                        next: "Try again in a minute.".to_owned(),
                    },
                    true,
                );
            }
            return Ok(());
        }
        if self.unsigned {
            self.done(Verification::NotEnabled);
        } else if plan.verifies_signed() {
            self.step(Step::AskUnsigned);
        } else {
            self.done(Verification::Unsigned);
        }
        Ok(())
    }

    fn asked_unsigned(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        match public_keys::parse_list(reply) {
            Ok(_) => self.done(Verification::NotEnforced),
            Err(error) if error.code() == Some(70052) => self.done(Verification::Enforced),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Decides what a refused or lost request means for the step.
    fn refused(&mut self, plan: &Plan, error: &CallError) {
        let fresh = self.step == Step::Verify && matches!(error.code(), Some(20003 | 70153));
        // A fresh key may take a moment; a wrong clock is corrected by the refusal itself.
        if (fresh || error.fate() == Fate::NotDoneWait) && self.pause_and_repeat() {
            return;
        }
        if is_clock(error) && self.attempts == 0 {
            self.attempts = 1;
            return;
        }
        match (self.step, error.code()) {
            (Step::Verify, Some(70053)) if plan.verifies_signed() => {
                self.unsigned = true;
                return;
            }
            (Step::Verify, Some(70052)) if !plan.verifies_signed() => {
                // The plan's switches leave the new account unable to sign: that is a result, not a failure.
                self.done(if plan.key_pairs.seeds_public_key() {
                    Verification::Enforced
                } else {
                    Verification::NeedsPublicKey
                });
                return;
            }
            (Step::CreateSubaccount, _) if error.fate() == Fate::Unknown && !self.looking => {
                self.looking = true;
                self.pause = Some(2_000);
                return;
            }
            _ => {}
        }
        let mut explanation = error.explain();
        if error.fate() == Fate::Unknown && matches!(self.step, Step::SeedApiKey | Step::SeedPublicKey) {
            explanation.next = format!(
                "{} It may have been made all the same; then trying again makes a second one of the same name, and the first should be deleted.",
                explanation.next
            );
        }
        self.fail(explanation, true);
        if let Some(failure) = &mut self.failure {
            failure.offer_iam =
                self.step == Step::SeedApiKey && self.keys_api == KeysApi::V2010 && error.code() == Some(20003);
        }
    }

    /// Takes the step again after a polite pause, unless that was done often enough.
    fn pause_and_repeat(&mut self) -> bool {
        let Some(millis) = PAUSES.get(self.attempts) else {
            return false;
        };
        self.attempts += 1;
        self.pause = Some(*millis);
        true
    }

    /// Takes a failed step again, on the admin's word.
    pub(super) fn retry(&mut self, iam: bool) {
        if !self.failure.as_ref().is_some_and(|failure| failure.can_retry) {
            return;
        }
        if iam {
            self.keys_api = KeysApi::IamV1;
        }
        (self.state, self.failure, self.attempts) = (State::Working, None, 0);
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
