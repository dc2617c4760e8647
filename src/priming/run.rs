//! A run: the plan's subaccounts, one after another.

use super::effect::Tickets;
use super::seeding::Act;
use super::{Answer, Checked, Closing, Effect, KeyPairChoice, Outcome, Plan, Seeding, State, Step, Ticket};
use crate::keys::PublicKey;
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{AccountSid, Identity};
use std::collections::BTreeSet;

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// At work.
    Running,
    /// Standing still between two requests, by the admin's wish or after a failure.
    Paused,
    /// Ended by the admin before everything was done.
    Stopped,
    /// Everything is done.
    Finished,
}

/// What an awaited answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Seed(usize),
    Close(usize),
}

/// A run, as a state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The plan.
    pub plan: Plan,
    /// How it stands.
    pub phase: Phase,
    /// The subaccounts, in the plan's order.
    pub seedings: Vec<Seeding>,
    main: Identity,
    shared: Option<PublicKey>,
    known: BTreeSet<AccountSid>,
    awaited: Vec<(Ticket, Purpose)>,
    tickets: Tickets,
}

impl Run {
    /// Begins a run of `plan` in the account that was checked.
    #[must_use]
    pub fn begin(plan: Plan, account: &Checked) -> (Self, Vec<Effect>) {
        let mut run = Self {
            phase: Phase::Running,
            seedings: plan.names.iter().map(|name| Seeding::new(name, &plan)).collect(),
            plan,
            main: account.identity.clone(),
            shared: None,
            known: account
                .subaccounts
                .iter()
                .chain([&account.account])
                .map(|known| known.sid.clone())
                .collect(),
            awaited: Vec::new(),
            tickets: Tickets::default(),
        };
        let effects = run.advance();
        (run, effects)
    }

    /// Takes an answer, and goes on.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let Some(position) = self.awaited.iter().position(|(ticket, _)| *ticket == answer.ticket) else {
            return Vec::new();
        };
        match self.awaited.swap_remove(position).1 {
            Purpose::Seed(index) => self.seeded(index, answer.outcome),
            Purpose::Close(index) => self.closed(index, answer.outcome),
        }
        self.advance()
    }

    /// Stands still after the request that is under way.
    pub fn pause(&mut self) {
        if self.phase == Phase::Running {
            self.phase = Phase::Paused;
        }
    }

    /// Goes on. A subaccount that failed is left as it is.
    pub fn resume(&mut self) -> Vec<Effect> {
        if self.phase == Phase::Paused {
            self.phase = Phase::Running;
        }
        self.advance()
    }

    /// Ends the run after the request that is under way. What was made stays, and can be closed.
    pub fn stop(&mut self) {
        if matches!(self.phase, Phase::Running | Phase::Paused) {
            self.phase = Phase::Stopped;
        }
    }

    /// Takes a subaccount's failed step again, with the newer keys API if `iam`.
    pub fn retry(&mut self, index: usize, iam: bool) -> Vec<Effect> {
        if let (Some(seeding), true) = (self.seedings.get_mut(index), self.phase != Phase::Stopped)
            && !seeding.is_leaving()
        {
            seeding.retry(iam);
            self.phase = Phase::Running;
        }
        self.advance()
    }

    /// Whether a subaccount of this run can be closed now: it exists, and nothing is under way for it.
    #[must_use]
    pub fn can_close(&self, index: usize) -> bool {
        let seeding_under_way = self.awaited.iter().any(|(_, purpose)| *purpose == Purpose::Seed(index));
        let exists = |seeding: &Seeding| seeding.account_sid.is_some() && !seeding.is_leaving();
        !seeding_under_way && self.seedings.get(index).is_some_and(exists)
    }

    /// Closes a subaccount of this run for good, if `typed` is its name.
    pub fn close(&mut self, index: usize, typed: &str) -> Vec<Effect> {
        let closable = self.can_close(index);
        let Some(seeding) = self.seedings.get_mut(index) else {
            return Vec::new();
        };
        let Some(sid) = seeding.account_sid.clone() else {
            return Vec::new();
        };
        if typed.trim() != seeding.name || !closable {
            return Vec::new();
        }
        seeding.closing = Closing::Asked;
        let ticket = self.tickets.next();
        self.awaited.push((ticket, Purpose::Close(index)));
        vec![Effect::Send {
            ticket,
            request: accounts::close(&sid),
            identity: Box::new(self.main.clone()),
        }]
    }

    /// How many steps are done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let steps = self.steps();
        let done = |seeding: &Seeding| steps.iter().filter(|step| **step < seeding.step).count();
        (self.seedings.iter().map(done).sum(), self.seedings.len() * steps.len())
    }

    /// The steps that each subaccount takes.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let seeds = self.plan.key_pairs.seeds_public_key();
        let taken = |step: &Step| match step {
            Step::MakeKeyPair | Step::SeedPublicKey => seeds,
            Step::AskUnsigned => self.plan.verifies_signed(),
            _ => true,
        };
        use Step::{AskUnsigned, CreateSubaccount, MakeKeyPair, SeedApiKey, SeedPublicKey, Verify};
        [
            MakeKeyPair,
            CreateSubaccount,
            SeedApiKey,
            SeedPublicKey,
            Verify,
            AskUnsigned,
        ]
        .into_iter()
        .filter(taken)
        .collect()
    }

    /// Whether nothing is under way any more.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.awaited.is_empty()
    }

    /// The subaccount that is at work, if the run is at one.
    #[must_use]
    pub fn current(&self) -> Option<usize> {
        let open =
            |seeding: &Seeding| matches!(seeding.state, State::Waiting | State::Working) && !seeding.is_leaving();
        self.seedings.iter().position(open)
    }

    /// The subaccounts that exist because of this run, as children of `parent`.
    #[must_use]
    pub fn made_accounts(&self, parent: &Account) -> Vec<Account> {
        let made = |seeding: &Seeding| {
            let closed = seeding.closing == Closing::Closed;
            Some(Account {
                sid: seeding.account_sid.clone()?,
                owner_sid: parent.sid.clone(),
                friendly_name: seeding.name.clone(),
                status: if closed { Status::Closed } else { Status::Active },
            })
        };
        self.seedings.iter().filter_map(made).collect()
    }

    fn seeded(&mut self, index: usize, outcome: Outcome) {
        let Some(seeding) = self.seedings.get_mut(index) else {
            return;
        };
        match outcome {
            Outcome::Waited => seeding.waited(),
            Outcome::KeyPair(made) => {
                if let (KeyPairChoice::OneForAll, Ok(key)) = (self.plan.key_pairs, &made) {
                    self.shared = Some(key.clone());
                }
                seeding.key_pair(made);
            }
            Outcome::Reply { result, exchange } => {
                seeding.exchanges.push(*exchange);
                seeding.reply(&self.plan, result.map_err(Into::into), &self.known);
                self.known.extend(seeding.account_sid.clone());
            }
        }
        if seeding.state == State::Failed && self.phase == Phase::Running {
            // The next one would likely fail the same way; the admin decides.
            self.phase = Phase::Paused;
        }
    }

    fn closed(&mut self, index: usize, outcome: Outcome) {
        let (Some(seeding), Outcome::Reply { result, exchange }) = (self.seedings.get_mut(index), outcome) else {
            return;
        };
        seeding.exchanges.push(*exchange);
        let parsed = result
            .map_err(Into::into)
            .and_then(|reply| accounts::parse_account(&reply));
        seeding.closing = match parsed {
            Ok(account) if account.status == Status::Closed => Closing::Closed,
            // Closed already: what was wanted.
            Err(error) if error.code() == Some(21479) => Closing::Closed,
            Ok(_) => Closing::Failed(crate::twilio::Explanation {
                what: "Twilio answered, but the subaccount is not closed.".to_owned(),
                next: "Try again, or close it in the Twilio Console.".to_owned(),
            }),
            Err(error) => Closing::Failed(error.explain()),
        };
    }

    /// What to ask for next: after a stop, only what tells whether a lost creation left something behind.
    fn next_index(&self) -> Option<usize> {
        match self.phase {
            Phase::Running => self.current(),
            Phase::Stopped => self
                .current()
                .filter(|index| self.seedings.get(*index).is_some_and(Seeding::may_exist)),
            Phase::Paused | Phase::Finished => None,
        }
    }

    /// Asks for what comes next, if nothing is under way.
    fn advance(&mut self) -> Vec<Effect> {
        if self
            .awaited
            .iter()
            .any(|(_, purpose)| matches!(purpose, Purpose::Seed(_)))
        {
            return Vec::new();
        }
        while let Some(index) = self.next_index() {
            let shared = self.shared.clone();
            let Some(seeding) = self.seedings.get_mut(index) else {
                break;
            };
            seeding.state = State::Working;
            if let (Step::MakeKeyPair, Some(key)) = (seeding.step, shared) {
                seeding.key_pair(Ok(key));
                continue;
            }
            let Some(act) = seeding.next(&self.plan, &self.main) else {
                break;
            };
            let ticket = self.tickets.next();
            self.awaited.push((ticket, Purpose::Seed(index)));
            return vec![effect(ticket, act)];
        }
        if self.phase == Phase::Running {
            let ended = |seeding: &Seeding| seeding.state == State::Done || seeding.is_leaving();
            self.phase = if self.seedings.iter().all(ended) {
                Phase::Finished
            } else {
                Phase::Paused
            };
        }
        Vec::new()
    }
}

fn effect(ticket: Ticket, act: Act) -> Effect {
    match act {
        Act::MakeKeyPair => Effect::MakeKeyPair { ticket },
        Act::Wait(millis) => Effect::Wait { ticket, millis },
        Act::Send(request, identity) => Effect::Send {
            ticket,
            request,
            identity,
        },
    }
}
