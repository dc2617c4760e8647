//! A run: the plan's subaccounts, several at a time.

mod closing;
mod pacer;

use super::effect::Tickets;
use super::seeding::Act;
use super::{Answer, Checked, Closing, Effect, Exchange, KeyPairChoice, Outcome, Plan, Seeding, State, Step, Ticket};
use crate::keys::PublicKey;
use crate::twilio::accounts::{Account, Status};
use crate::twilio::{AccountSid, Explanation, Identity};
use pacer::Pacer;
use std::collections::BTreeSet;

/// Up to how many subaccounts a run keeps every request of in full. Of more, those that are primed keep a line each, or
/// a thousand of them would fill the page's memory.
const SHOWN_IN_FULL: usize = 50;

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
    pacer: Pacer,
}

impl Run {
    /// Begins a run of `plan` in the account that was checked.
    #[must_use]
    pub fn begin(plan: Plan, account: &Checked) -> (Self, Vec<Effect>) {
        let mut run = Self {
            phase: Phase::Running,
            seedings: plan.targets.iter().map(|target| Seeding::new(target, &plan)).collect(),
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
            pacer: Pacer::new(),
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
            self.pacer.resumed();
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
            self.pacer.resumed();
        }
        self.advance()
    }

    /// Takes the failed step of every subaccount again that can be tried again.
    pub fn retry_failed(&mut self) -> Vec<Effect> {
        if self.phase == Phase::Stopped {
            return Vec::new();
        }
        self.phase = Phase::Running;
        self.pacer.resumed();
        let failed = self.seedings.iter_mut().filter(|seeding| !seeding.is_leaving());
        failed.for_each(|seeding| seeding.retry(false));
        self.advance()
    }

    /// How many steps are done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let count = |seeding: &Seeding| {
            Step::taken(&self.plan, seeding.existing).fold((0, 0), |(done, all), step| {
                (done + usize::from(step < seeding.step), all + 1)
            })
        };
        self.seedings
            .iter()
            .map(count)
            .fold((0, 0), |(done, all), one| (done + one.0, all + one.1))
    }

    /// How many subaccounts are worked on at a time now.
    #[must_use]
    pub const fn at_a_time(&self) -> usize {
        self.pacer.limit()
    }

    /// Whether nothing is under way any more.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.awaited.is_empty()
    }

    /// Whether a subaccount is at work or waits for its turn.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.seedings.iter().any(is_open)
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
        let new = self.seedings.iter().filter(|seeding| !seeding.existing);
        new.filter_map(made).collect()
    }

    /// Takes what the recipient's check printed for a subaccount whose private key they hold.
    ///
    /// # Errors
    /// What the answer says instead, and what to do.
    pub fn recipient_answered(&mut self, index: usize, answer: &str) -> Result<(), Explanation> {
        let seeding = self.seedings.get_mut(index);
        seeding.map_or(Ok(()), |seeding| seeding.recipient_answered(answer))
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
                seeding.key_pair(&self.plan, made);
            }
            Outcome::Reply { result, exchange } => {
                self.pacer.reply(exchange.status == Some(429));
                seeding.exchanges.push(*exchange);
                seeding.reply(&self.plan, &self.main, result.map_err(Into::into), &self.known);
                self.known.extend(seeding.account_sid.clone());
            }
        }
        match seeding.state {
            State::Done => {
                self.pacer.primed();
                if self.plan.targets.len() > SHOWN_IN_FULL {
                    seeding.exchanges.iter_mut().for_each(Exchange::shorten);
                }
            }
            State::Failed if self.pacer.failed() && self.phase == Phase::Running => self.phase = Phase::Paused,
            State::Failed | State::Waiting | State::Working => {}
        }
    }

    /// The next to work on that is not being worked on: after a stop, only one that may have been left behind by a lost
    /// creation.
    fn next_index(&self) -> Option<usize> {
        let free = |index: usize| !self.awaited.iter().any(|(_, purpose)| *purpose == Purpose::Seed(index));
        let wanted = |seeding: &Seeding| match self.phase {
            Phase::Running => true,
            Phase::Stopped => seeding.may_exist(),
            Phase::Paused | Phase::Finished => false,
        };
        let mut seedings = self.seedings.iter().enumerate();
        seedings
            .find(|(index, seeding)| is_open(seeding) && wanted(seeding) && free(*index))
            .map(|(index, _)| index)
    }

    /// Asks for what comes next, as many at a time as the pacer allows.
    fn advance(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.seeds_under_way() < self.pacer.limit() {
            let Some(index) = self.next_index() else { break };
            let shared = self.shared.clone();
            let Some(seeding) = self.seedings.get_mut(index) else {
                break;
            };
            seeding.state = State::Working;
            if let (Step::MakeKeyPair, Some(key)) = (seeding.step, shared) {
                seeding.key_pair(&self.plan, Ok(key));
                continue;
            }
            let Some(act) = seeding.next(&self.plan, &self.main) else {
                break;
            };
            let ticket = self.tickets.next();
            self.awaited.push((ticket, Purpose::Seed(index)));
            effects.push(effect(ticket, act));
        }
        if self.phase == Phase::Running && self.seeds_under_way() == 0 {
            let ended = |seeding: &Seeding| seeding.state == State::Done || seeding.is_leaving();
            self.phase = if self.seedings.iter().all(ended) {
                Phase::Finished
            } else {
                Phase::Paused
            };
        }
        effects
    }

    fn seeds_under_way(&self) -> usize {
        let seeds = |purpose: &Purpose| matches!(purpose, Purpose::Seed(_));
        self.awaited.iter().filter(|(_, purpose)| seeds(purpose)).count()
    }
}

/// Whether a subaccount is at work or waits for its turn.
fn is_open(seeding: &Seeding) -> bool {
    matches!(seeding.state, State::Waiting | State::Working) && !seeding.is_leaving()
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
