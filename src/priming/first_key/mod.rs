//! A public key for the account itself: its first one, or one more against a lock-out.
//!
//! It is added without `AccountSid`, by an unsigned request where nothing is signed yet, and then tried with a request
//! that is signed with it (<https://www.twilio.com/docs/iam/pkcv/quickstart>, step 2). A lost reply is looked up in the
//! list; the key is never added twice by itself. A browser may add it twice, though, without a word ([`stock`]).

mod replies;
mod stock;
mod trouble;

use super::{Finding, RunId, check_key_name};
use crate::keys::PublicKey;
use crate::machine::{Conversation, Effect, Line};
use crate::twilio::public_keys::{self, PublicKeyResource as Listed};
use crate::twilio::validation::{Algorithm, SigningIdentity};
use crate::twilio::{CallError, HttpReply, Identity, Pages, PublicKeySid, Request, accounts};

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

/// What it is doing, with what only that needs.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Reading the account: only a Main key may.
    Account,
    /// The account was refused so (20003): may the key at least list public keys?
    StandardKey(CallError),
    /// Listing the public keys that are there before.
    List(Pages<Listed>),
    /// Making the key pair.
    MakeKeyPair,
    /// Adding the public key.
    Create,
    /// After a lost reply: looking whether it was added.
    Look(Looking, Pages<Listed>),
    /// Listing the public keys once more, to find a second copy.
    Stock(Pages<Listed>),
    /// Deleting copies: what a repeated request added a second time.
    Remove(Vec<PublicKeySid>),
    /// Asking with a signature of the new key.
    Try,
}

/// Why the list is looked at after a lost reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looking {
    /// The reply was lost just now.
    Since,
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
    /// The public keys that were there before.
    before: Vec<PublicKeySid>,
    /// The next request waits a while first.
    later: bool,
    line: Line,
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
            public_key,
            public_key_sid: None,
            end: None,
            can_retry: false,
            algorithm,
            step: Step::Account,
            before: Vec::new(),
            later: false,
            line: Line::default(),
        };
        let effects = first.act();
        (first, effects)
    }

    /// Whether it is still at work.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.end.is_none()
    }

    /// Takes a failed step again, on the admin's word.
    pub fn retry(&mut self) -> Vec<Effect> {
        if !self.can_retry {
            return Vec::new();
        }
        (self.end, self.can_retry) = (None, false);
        self.line.renew();
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
        if self.step == Step::MakeKeyPair {
            return self.line.make_key_pair();
        }
        let Some(request) = self.request() else {
            return Vec::new();
        };
        let identity = match self.step {
            Step::Try => Identity {
                signing: self.signing(),
                ..self.identity.clone()
            },
            _ => self.identity.clone(),
        };
        if std::mem::take(&mut self.later) {
            self.line.send_later(request, identity)
        } else {
            self.line.send(request, identity)
        }
    }

    fn request(&self) -> Option<Request> {
        Some(match &self.step {
            Step::Account => accounts::fetch(&self.identity.credentials.account_sid),
            Step::StandardKey(_) => public_keys::list(),
            Step::List(pages) | Step::Look(_, pages) | Step::Stock(pages) => pages.request(public_keys::list),
            Step::MakeKeyPair => return None,
            Step::Create => public_keys::create(self.public_key.as_ref()?, &self.name, None),
            Step::Remove(copies) => public_keys::delete(copies.first()?),
            Step::Try => public_keys::fetch(self.public_key_sid.as_ref()?),
        })
    }

    /// Asks again after a while. Whether that was not done often enough yet.
    fn again_later(&mut self) -> bool {
        self.later = self.line.may_repeat();
        self.later
    }

    fn step(&mut self, step: Step) {
        self.step = step;
        self.line.renew();
    }

    fn over(&mut self, end: FirstKeyEnd, finding: Finding) {
        self.findings.push(finding);
        self.end = Some(end);
    }
}

impl Conversation for FirstKey {
    fn line(&self) -> &Line {
        &self.line
    }

    fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        let step = self.step.clone();
        if let Err(error) = result.and_then(|reply| self.take(step.clone(), &reply)) {
            self.refused(step, &error);
        }
        self.act()
    }

    fn key_pair_made(&mut self, made: Result<PublicKey, String>) -> Vec<Effect> {
        self.key_pair(made);
        self.act()
    }
}

/// What is wrong with a text as the name of a public key; `None` if it will do.
#[must_use]
pub fn key_name_error(name: &str) -> Option<String> {
    check_key_name(name.trim()).err()
}
