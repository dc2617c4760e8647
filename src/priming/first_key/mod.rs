//! A public key for the account itself: its first one, or one more against a lock-out.
//!
//! It is added without `AccountSid`, by an unsigned request where nothing is signed yet, and then tried with a request
//! that is signed with it (<https://www.twilio.com/docs/iam/pkcv/quickstart>, step 2). A lost reply is looked up in the
//! list; the key is never added twice by itself. A browser may add it twice, though, without a word ([`stock`]).

mod stock;
mod take;
mod trouble;

use super::effect::Tickets;
use super::{Answer, Effect, Exchange, Finding, Outcome, Pause, RunId, Ticket, check_key_name};
use crate::keys::PublicKey;
use crate::twilio::validation::{Algorithm, SigningIdentity};
use crate::twilio::{CallError, Identity, PageRef, PublicKeySid, accounts, public_keys};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstKeyEnd {
    /// The key is registered, and a request signed with it was accepted.
    Accepted,
    /// The key is registered; the account does not take signatures yet (70053).
    NotEnabled,
    /// The key is registered; the signed try failed.
    Untried,
    /// Nothing was registered: signing is enforced already (70052), so the key is to be pasted in the Console.
    Enforced,
    /// Nothing was registered, as far as is known.
    Refused,
}

/// What it is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Reading the account: only a Main key may.
    Account,
    /// After 20003: may the key at least list public keys?
    StandardKey,
    /// Listing the public keys that are there before.
    List,
    /// Making the key pair.
    MakeKeyPair,
    /// Adding the public key.
    Create,
    /// After a lost reply: looking whether it was added.
    Look(Looking),
    /// Listing the public keys once more, to find a second copy.
    Stock,
    /// Deleting a copy.
    Remove,
    /// Asking with a signature of the new key.
    Try,
}

/// Why the list is looked at after a lost reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looking {
    /// So many looks found nothing.
    Since(usize),
    /// Once more, since the admin wants the key added again.
    BeforeCreating,
}

/// The set-up of one public key of the account's own, as a state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstKey {
    /// Who asks, up to the try.
    pub identity: Identity,
    /// The name that the public key gets. It ends with the set-up's ID, so that no other key has it.
    pub name: String,
    /// What was found so far, in order.
    pub findings: Vec<Finding>,
    /// The requests so far.
    pub exchanges: Vec<Exchange>,
    /// The key pair's public half, once there is one.
    pub public_key: Option<PublicKey>,
    /// The public key's SID, once Twilio holds it.
    pub public_key_sid: Option<PublicKeySid>,
    /// How it ended.
    pub end: Option<FirstKeyEnd>,
    /// Whether what failed can be tried again.
    pub can_retry: bool,
    algorithm: Algorithm,
    step: Step,
    awaited: Option<Ticket>,
    tickets: Tickets,
    /// The public keys that were there before.
    before: Vec<PublicKeySid>,
    /// What a repeated request added a second time, to be deleted.
    copies: Vec<PublicKeySid>,
    /// The list so far, as its pages come.
    listed: Vec<public_keys::PublicKey>,
    page: Option<PageRef>,
    pause: Option<Pause>,
    attempts: usize,
    /// What the last reply's `Retry-After` asked for, in milliseconds.
    retry_after: u32,
    asked_again: bool,
    /// How the account was refused (20003), until more is known.
    account_refused: Option<CallError>,
}

impl FirstKey {
    /// Begins to set up a public key of that name, to which the ID is added. A pair that exists may be given by its
    /// public half; otherwise one is made. The try is signed with `algorithm`.
    #[must_use]
    pub fn begin(
        identity: Identity,
        algorithm: Algorithm,
        (name, id): (&str, RunId),
        public_key: Option<PublicKey>,
    ) -> (Self, Vec<Effect>) {
        let mut first = Self {
            identity,
            name: id.key_name(name.trim()),
            findings: Vec::new(),
            exchanges: Vec::new(),
            public_key,
            public_key_sid: None,
            end: None,
            can_retry: false,
            algorithm,
            step: Step::Account,
            awaited: None,
            tickets: Tickets::default(),
            before: Vec::new(),
            copies: Vec::new(),
            listed: Vec::new(),
            page: None,
            pause: None,
            attempts: 0,
            retry_after: 0,
            asked_again: false,
            account_refused: None,
        };
        let effects = first.act();
        (first, effects)
    }

    /// Whether it is still at work.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.end.is_none()
    }

    /// Takes an answer.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        if self.awaited != Some(answer.ticket) {
            return Vec::new();
        }
        self.awaited = None;
        match answer.outcome {
            Outcome::Waited => self.pause = None,
            Outcome::KeyPair(made) => self.key_pair(made),
            Outcome::Recorded(_) | Outcome::Claimed(_) => {}
            Outcome::Reply { result, exchange } => {
                self.exchanges.push(*exchange);
                self.reply(result);
            }
        }
        self.act()
    }

    /// Takes a failed step again, on the admin's word.
    pub fn retry(&mut self) -> Vec<Effect> {
        if !self.can_retry {
            return Vec::new();
        }
        (self.end, self.can_retry, self.attempts) = (None, false, 0);
        // The last finding is how it ended.
        self.findings.pop();
        self.act()
    }

    /// The new key as the one that signs, for the account that it belongs to.
    #[must_use]
    pub fn signing(&self) -> Option<SigningIdentity> {
        Some(SigningIdentity {
            public_key_sid: self.public_key_sid.clone()?,
            key: self.public_key.as_ref()?.fingerprint(),
            algorithm: self.algorithm,
        })
    }

    /// What it wants done next.
    fn act(&mut self) -> Vec<Effect> {
        if self.end.is_some() {
            return Vec::new();
        }
        if let Some(pause) = self.pause {
            let ticket = self.await_next();
            return vec![Effect::Wait { ticket, pause }];
        }
        let request = match self.step {
            Step::Account => accounts::fetch(&self.identity.credentials.account_sid),
            Step::StandardKey => public_keys::list(),
            Step::List | Step::Look(_) | Step::Stock => {
                self.page.as_ref().map_or_else(public_keys::list, PageRef::request)
            }
            Step::MakeKeyPair => {
                let ticket = self.await_next();
                return vec![Effect::MakeKeyPair { ticket }];
            }
            Step::Create => match &self.public_key {
                Some(key) => public_keys::create(key, &self.name, None),
                None => return Vec::new(),
            },
            Step::Remove => match self.copies.first() {
                Some(copy) => public_keys::delete(copy),
                None => return Vec::new(),
            },
            Step::Try => match &self.public_key_sid {
                Some(sid) => public_keys::fetch(sid),
                None => return Vec::new(),
            },
        };
        let identity = match self.step {
            Step::Try => Identity {
                signing: self.signing(),
                ..self.identity.clone()
            },
            _ => self.identity.clone(),
        };
        let ticket = self.await_next();
        vec![Effect::Send {
            ticket,
            request,
            identity: Box::new(identity),
        }]
    }

    fn await_next(&mut self) -> Ticket {
        let ticket = self.tickets.next();
        self.awaited = Some(ticket);
        ticket
    }

    fn step(&mut self, step: Step) {
        (self.step, self.attempts, self.asked_again) = (step, 0, false);
        self.listed.clear();
        self.page = None;
    }

    fn over(&mut self, end: FirstKeyEnd, finding: Finding) {
        self.findings.push(finding);
        self.end = Some(end);
    }
}

/// What is wrong with a text as the name of a public key; `None` if it will do.
#[must_use]
pub fn key_name_error(name: &str) -> Option<String> {
    check_key_name(name.trim()).err()
}
