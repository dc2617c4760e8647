//! Checks the credentials before anything is created, and says what is wrong with them.
//!
//! A refusal with 20003 alone does not tell a wrong secret from a Standard key, so the check asks more than once.

mod causes;
mod sentences;

pub(in crate::priming) use sentences::{accepted, refused_key, unfit};
use sentences::{clock, count, other_account, partly_listed, passed, trial, unknown_public_key, unsigned};

use super::{Finding, Level};
use crate::machine::{Conversation, Effect, Line};
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{CallError, HttpReply, Identity, Page, Request, public_keys};

/// Whether the account enforces signing, as far as a request without a signature tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforcement {
    /// An unsigned request was refused with 70052.
    Enforced,
    /// An unsigned request was accepted.
    NotEnforced,
}

/// An account whose credentials passed the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The account.
    pub account: Account,
    /// Its credentials, as they were checked.
    pub identity: Identity,
    /// Whether it enforces signing.
    pub enforcement: Enforcement,
    /// Its subaccounts, as they were when it was checked.
    pub subaccounts: Vec<Account>,
    /// Whether these are all of them: a page of the list may be refused.
    pub lists_all: bool,
}

impl Checked {
    /// How many subaccounts count against the limit: all that are not closed.
    #[must_use]
    pub fn open_subaccounts(&self) -> usize {
        open(&self.subaccounts)
    }
}

/// Whether a refused list leaves no hope for what follows: the key may not see subaccounts, or nobody answers.
const fn is_wall(error: &CallError) -> bool {
    match error {
        CallError::Refused(refusal) => matches!(refusal.status, 401 | 403 | 429),
        _ => true,
    }
}

fn open(subaccounts: &[Account]) -> usize {
    let open = subaccounts.iter().filter(|sub| sub.status != Status::Closed);
    open.count()
}

/// What is known of an account that was shown.
#[derive(Debug, Clone)]
struct Shown {
    account: Account,
    subaccounts: Vec<Account>,
    lists_all: bool,
}

/// What the check is asking.
#[derive(Debug, Clone)]
enum Question {
    /// The account itself.
    Account,
    /// After this refusal (20003): may the key at least list public keys?
    StandardKey(CallError),
    /// The subaccounts, page by page; whether one was read.
    Subaccounts(Shown, bool),
    /// The public key that the tokens name.
    PublicKey(Shown),
    /// The account once more, unsigned.
    Unsigned(Shown),
}

/// A check of credentials, as a state machine.
#[derive(Debug, Clone)]
pub struct Check {
    identity: Identity,
    question: Option<Question>,
    line: Line,
    /// What was found so far, in order.
    pub findings: Vec<Finding>,
    /// The account, once everything is in order.
    pub passed: Option<Checked>,
}

impl Check {
    /// Begins to check an identity.
    #[must_use]
    pub fn begin(identity: Identity) -> (Self, Vec<Effect>) {
        let mut check = Self {
            identity,
            question: None,
            line: Line::default(),
            findings: Vec::new(),
            passed: None,
        };
        let effects = check.ask(Question::Account);
        (check, effects)
    }

    /// Whether the check still runs.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.question.is_some()
    }

    /// Why it waits before it asks again, for people; `None` while it does not.
    #[must_use]
    pub fn waiting(&self) -> Option<&str> {
        self.line.waiting()
    }

    fn ask(&mut self, question: Question) -> Vec<Effect> {
        let request = match (&question, &self.identity.signing) {
            (Question::PublicKey(_), Some(signing)) => public_keys::fetch(&signing.public_key_sid),
            (Question::StandardKey(_), _) => public_keys::list(),
            (Question::Subaccounts(..), _) => accounts::list(),
            _ => accounts::fetch(&self.identity.credentials.account_sid),
        };
        self.send(question, request)
    }

    fn send(&mut self, question: Question, request: Request) -> Vec<Effect> {
        let identity = match question {
            Question::Unsigned(_) => self.identity.unsigned(),
            _ => self.identity.clone(),
        };
        self.question = Some(question);
        self.line.renew();
        self.line.send(request, identity)
    }

    fn fail(&mut self, error: &CallError) -> Vec<Effect> {
        self.findings.push(match error.code() {
            Some(70052) => unsigned(error),
            Some(20153) => other_account(error),
            _ => Finding::error(error),
        });
        Vec::new()
    }

    fn account(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        let is_trial = result.as_ref().is_ok_and(accounts::is_trial);
        let account = match result.and_then(|reply| accounts::parse_account(&reply)) {
            Ok(account) => account,
            Err(error) if error.code() == Some(20003) => return self.ask(Question::StandardKey(error)),
            Err(error) => return self.fail(&error),
        };
        let offset = self.exchanges().last().and_then(|exchange| exchange.clock_offset);
        self.findings.extend(offset.and_then(clock));
        if let Some(problem) = unfit(&account) {
            self.findings.push(problem);
            return Vec::new();
        }
        self.findings.push(accepted(&account));
        self.findings.extend(is_trial.then(trial));
        let shown = Shown {
            account,
            subaccounts: Vec::new(),
            lists_all: false,
        };
        self.ask(Question::Subaccounts(shown, false))
    }

    fn subaccounts(&mut self, mut shown: Shown, later: bool, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        match result.and_then(|reply| accounts::parse_list(&reply)) {
            Ok(Page { items, next }) => {
                let own = &shown.account.sid;
                shown
                    .subaccounts
                    .extend(items.into_iter().filter(|item| item.sid != *own));
                if let Some(next) = next {
                    return self.send(Question::Subaccounts(shown, true), next.request());
                }
                shown.lists_all = true;
                self.findings.push(count(open(&shown.subaccounts)));
            }
            // A list is no condition: before each creation the name is looked up by itself.
            Err(error) if later || !is_wall(&error) => {
                self.findings.push(partly_listed(shown.subaccounts.len(), &error));
            }
            Err(error) => return self.fail(&error),
        }
        if self.identity.signing.is_some() {
            return self.ask(Question::PublicKey(shown));
        }
        self.pass(shown, Enforcement::NotEnforced)
    }

    fn public_key(&mut self, shown: Shown, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        match result.and_then(|reply| public_keys::parse_key(&reply)) {
            Ok(key) => {
                self.findings.push(Finding::good(format!(
                    "Requests are signed, and Twilio knows the public key \u{201c}{}\u{201d} ({}).",
                    key.friendly_name, key.sid
                )));
                self.ask(Question::Unsigned(shown))
            }
            Err(error) if error.code() == Some(20404) => {
                self.findings.push(unknown_public_key(&error));
                Vec::new()
            }
            Err(error) => self.fail(&error),
        }
    }

    fn unsigned(&mut self, shown: Shown, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        match result.and_then(|reply| accounts::parse_account(&reply)) {
            Ok(_) => self.pass(shown, Enforcement::NotEnforced),
            Err(error) if error.code() == Some(70052) => self.pass(shown, Enforcement::Enforced),
            Err(error) => self.fail(&error),
        }
    }

    fn pass(&mut self, shown: Shown, enforcement: Enforcement) -> Vec<Effect> {
        self.findings.push(passed(enforcement, self.identity.signing.is_some()));
        self.passed = Some(Checked {
            account: shown.account,
            identity: self.identity.clone(),
            enforcement,
            subaccounts: shown.subaccounts,
            lists_all: shown.lists_all,
        });
        Vec::new()
    }

    /// Whether the check ended with a problem.
    #[must_use]
    pub fn has_problem(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Problem)
    }
}

impl Conversation for Check {
    fn line(&self) -> &Line {
        &self.line
    }

    fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        let Some(question) = self.question.take() else {
            return Vec::new();
        };
        match question {
            Question::Account => self.account(result),
            Question::StandardKey(error) => {
                let lists = result.and_then(|reply| public_keys::parse_list(&reply));
                self.findings.push(refused_key(&error, &lists.map(drop)));
                Vec::new()
            }
            Question::Subaccounts(shown, later) => self.subaccounts(shown, later, result),
            Question::PublicKey(shown) => self.public_key(shown, result),
            Question::Unsigned(shown) => self.unsigned(shown, result),
        }
    }
}
