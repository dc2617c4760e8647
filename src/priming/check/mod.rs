//! Checks the credentials before anything is created, and says what is wrong with them.
//!
//! A refusal with 20003 alone does not tell a wrong secret from a Standard key, so the check asks more than once.

mod sentences;

pub(crate) use sentences::is_clock;
use sentences::unsigned;
pub(in crate::priming) use sentences::{may_manage, refused_key, unfit};

use super::effect::Tickets;
use super::{Answer, Effect, Exchange, Finding, Level, Outcome, Ticket};
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{CallError, HttpReply, Identity, PageRef, Request, SUBACCOUNTS_MAX, public_keys};

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
}

impl Checked {
    /// How many subaccounts count against the limit: all that are not closed.
    #[must_use]
    pub fn open_subaccounts(&self) -> usize {
        self.subaccounts
            .iter()
            .filter(|sub| sub.status != Status::Closed)
            .count()
    }
}

/// What the check is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Question {
    /// The account itself.
    Account,
    /// After 20003: may the key at least list public keys?
    StandardKey,
    /// The subaccounts, page by page.
    Subaccounts(Account, Vec<Account>),
    /// The public key that the tokens name.
    PublicKey(Account, Vec<Account>),
    /// The account once more, unsigned.
    Unsigned(Account, Vec<Account>),
    /// Nothing more.
    Done,
}

/// A check of credentials, as a state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    identity: Identity,
    question: Question,
    awaited: Option<Ticket>,
    tickets: Tickets,
    asked_again: bool,
    /// What was found so far, in order.
    pub findings: Vec<Finding>,
    /// The requests so far.
    pub exchanges: Vec<Exchange>,
    /// The account, once everything is in order.
    pub passed: Option<Checked>,
}

impl Check {
    /// Begins to check an identity.
    #[must_use]
    pub fn begin(identity: Identity) -> (Self, Vec<Effect>) {
        let mut check = Self {
            identity,
            question: Question::Account,
            awaited: None,
            tickets: Tickets::default(),
            asked_again: false,
            findings: Vec::new(),
            exchanges: Vec::new(),
            passed: None,
        };
        let effects = check.ask();
        (check, effects)
    }

    /// Whether the check still runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.question != Question::Done
    }

    /// Takes an answer.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        if self.awaited != Some(answer.ticket) {
            return Vec::new();
        }
        self.awaited = None;
        let Outcome::Reply { result, exchange } = answer.outcome else {
            return Vec::new();
        };
        self.exchanges.push(*exchange);
        match result {
            Ok(reply) => self.reply(&reply),
            Err(error) => self.fail(&error.into()),
        }
    }

    fn ask(&mut self) -> Vec<Effect> {
        let unsigned = matches!(self.question, Question::Unsigned(..));
        let request = match &self.question {
            Question::Account | Question::Unsigned(..) => accounts::fetch(&self.identity.credentials.account_sid),
            Question::StandardKey => public_keys::list(),
            Question::Subaccounts(..) => accounts::list(),
            Question::PublicKey(..) => match &self.identity.signing {
                Some(signing) => public_keys::fetch(&signing.public_key_sid),
                None => return Vec::new(),
            },
            Question::Done => return Vec::new(),
        };
        let identity = if unsigned {
            self.identity.unsigned()
        } else {
            self.identity.clone()
        };
        self.send(request, identity)
    }

    fn send(&mut self, request: Request, identity: Identity) -> Vec<Effect> {
        let ticket = self.tickets.next();
        self.awaited = Some(ticket);
        vec![Effect::Send {
            ticket,
            request,
            identity: Box::new(identity),
        }]
    }

    fn reply(&mut self, reply: &HttpReply) -> Vec<Effect> {
        match std::mem::replace(&mut self.question, Question::Done) {
            Question::Account => match accounts::parse_account(reply) {
                Ok(account) => self.account(account),
                Err(error) if is_clock(&error) && !self.asked_again => {
                    self.asked_again = true;
                    self.question = Question::Account;
                    self.ask()
                }
                Err(error) if error.code() == Some(20003) => {
                    self.question = Question::StandardKey;
                    self.ask()
                }
                Err(error) => self.fail(&error),
            },
            Question::StandardKey => {
                self.findings.push(refused_key(public_keys::parse_list(reply).is_ok()));
                Vec::new()
            }
            Question::Subaccounts(account, subaccounts) => match accounts::parse_list(reply) {
                Ok(page) => self.subaccounts(account, subaccounts, page.items, page.next),
                Err(error) => self.fail(&error),
            },
            Question::PublicKey(account, subaccounts) => match public_keys::parse_key(reply) {
                Ok(key) => {
                    self.findings.push(Finding::good(format!(
                        "Requests are signed, and Twilio knows the public key \u{201c}{}\u{201d} ({}).",
                        key.friendly_name, key.sid
                    )));
                    self.question = Question::Unsigned(account, subaccounts);
                    self.ask()
                }
                Err(error) if error.code() == Some(20404) => {
                    self.findings.push(Finding::problem(
                        "The account has no public key with this SID (error 20404).",
                        "Enter the public key SID (CR...) that the Twilio Console lists for this account; another account's does not work.",
                    ));
                    Vec::new()
                }
                Err(error) => self.fail(&error),
            },
            Question::Unsigned(account, subaccounts) => match accounts::parse_account(reply) {
                Ok(_) => self.pass(account, subaccounts, Enforcement::NotEnforced),
                Err(error) if error.code() == Some(70052) => self.pass(account, subaccounts, Enforcement::Enforced),
                Err(error) => self.fail(&error),
            },
            Question::Done => Vec::new(),
        }
    }

    fn account(&mut self, account: Account) -> Vec<Effect> {
        if let Some(offset) = self.exchanges.last().and_then(|exchange| exchange.clock_offset)
            && offset.abs() > 30
        {
            let side = if offset > 0 { "behind" } else { "ahead of" };
            self.findings.push(Finding::note(
                format!("This machine's clock is {} seconds {side} Twilio's.", offset.abs()),
                "Keyseed dates its signatures by Twilio's clock, so nothing needs to be done here; other tools will fail with 20155 or 20156.",
            ));
        }
        if let Some(problem) = unfit(&account) {
            self.findings.push(problem);
            return Vec::new();
        }
        self.findings.push(may_manage(&account));
        self.question = Question::Subaccounts(account, Vec::new());
        self.ask()
    }

    fn subaccounts(
        &mut self,
        account: Account,
        mut seen: Vec<Account>,
        items: Vec<Account>,
        next: Option<PageRef>,
    ) -> Vec<Effect> {
        seen.extend(items.into_iter().filter(|item| item.sid != account.sid));
        if let Some(next) = next {
            self.question = Question::Subaccounts(account, seen);
            return self.send(next.request(), self.identity.clone());
        }
        let open = seen.iter().filter(|sub| sub.status != Status::Closed).count();
        if open >= SUBACCOUNTS_MAX {
            self.findings.push(Finding::note(
                format!("The account has {open} subaccounts; {SUBACCOUNTS_MAX} are allowed."),
                "No new one can be made: close some that are no longer used, or ask Twilio's support to raise the limit. Those that exist can be primed.",
            ));
        } else {
            self.findings.push(Finding::good(match open {
                0 => "It has no subaccounts yet.".to_owned(),
                1 => "It has one subaccount.".to_owned(),
                _ => format!("It has {open} subaccounts."),
            }));
        }
        if self.identity.signing.is_some() {
            self.question = Question::PublicKey(account, seen);
            return self.ask();
        }
        self.pass(account, seen, Enforcement::NotEnforced)
    }

    fn pass(&mut self, account: Account, subaccounts: Vec<Account>, enforcement: Enforcement) -> Vec<Effect> {
        self.findings.push(match (enforcement, self.identity.signing.is_some()) {
            (Enforcement::Enforced, _) => Finding::good("The signature is proven: an unsigned request is refused (70052)."),
            (Enforcement::NotEnforced, true) => Finding::note(
                "Signed requests are accepted, but unsigned ones too.",
                "Public Key Client Validation is not enforced for this account, so nothing proves the signature yet.",
            ),
            (Enforcement::NotEnforced, false) => {
                Finding::good("Requests need no signature: Public Key Client Validation is not enforced.")
            }
        });
        self.passed = Some(Checked {
            account,
            identity: self.identity.clone(),
            enforcement,
            subaccounts,
        });
        Vec::new()
    }

    fn fail(&mut self, error: &CallError) -> Vec<Effect> {
        self.question = Question::Done;
        self.findings.push(match error.code() {
            Some(70052) => unsigned(),
            _ => Finding::error(error),
        });
        Vec::new()
    }

    /// Whether the check ended with a problem.
    #[must_use]
    pub fn has_problem(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Problem)
    }
}
