//! A run: the plan's subaccounts, several at a time.

mod advance;
mod asked;
mod clean_up;
mod controls;
mod halt;
mod line;
mod pacer;
mod resume;

pub use halt::Halt;
pub use line::{RunLine, summary};
pub use resume::CannotResume;

use super::journal::Head;
use super::seeding::Turn;
use super::{Checked, KeyPairChoice, Occasion, Plan, Seeding, State, Step};
use crate::keys::PublicKey;
use crate::machine::{Answer, Effect, Exchange, Machine, Outcome};
use crate::twilio::Identity;
use crate::twilio::accounts::{Account, Status};
use asked::{Asked, Purpose};
use pacer::Pacer;
use std::collections::BTreeSet;

/// Up to how many subaccounts a run keeps every request of in full. Of more, those that are primed keep a line each, or
/// a thousand of them would fill the page's memory.
const SHOWN_IN_FULL: usize = 50;

/// The most requests that a run makes by itself for one subaccount between two words of the admin's, as long as Twilio
/// answers now and then (`tests/reliability` holds its scenes against it). Only where each request is refused with 429 for
/// minutes can there be more: a request is repeated 6 times at most, then the admin is asked.
pub const REQUESTS_EACH: usize = 60;

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// At work.
    Running,
    /// Standing still between two requests, by the admin's wish or after failures, though there is more to do.
    Paused,
    /// Ended by the admin before everything was done.
    Stopped,
    /// Nothing is left to do: each subaccount is primed, failed or cleaned up.
    Finished,
}

/// A run, as a state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The plan, the names of its keys with the run's own.
    pub plan: Plan,
    /// How it stands.
    pub phase: Phase,
    /// Why it paused by itself, if it did.
    pub halt: Option<Halt>,
    /// The subaccounts, in the plan's order.
    pub seedings: Vec<Seeding>,
    /// What the journal says of the run as a whole.
    pub head: Head,
    /// Whether a line of the journal could not be written: after a crash, less is known than should be.
    pub unrecorded: bool,
    /// Whether an earlier page began it.
    pub resumed: bool,
    main: Option<Identity>,
    shared: Option<PublicKey>,
    asked: Asked,
    pacer: Pacer,
    /// Those that failed and that the admin tries again: they come first.
    again: BTreeSet<usize>,
}

impl Run {
    /// Begins a run of `plan` in the account that was checked.
    #[must_use]
    pub fn begin(mut plan: Plan, account: &Checked, occasion: Occasion) -> (Self, Vec<Effect>) {
        plan.api_key_name = occasion.run.key_name(&plan.api_key_name);
        plan.public_key_name = occasion.run.key_name(&plan.public_key_name);
        let head = Head::new(&plan, account, occasion);
        let seedings = plan.targets.iter().map(|target| Seeding::new(target, &plan)).collect();
        Self::with(plan, head, seedings, account.identity.clone())
    }

    fn with(plan: Plan, head: Head, seedings: Vec<Seeding>, main: Identity) -> (Self, Vec<Effect>) {
        let mut run = Self {
            plan,
            phase: Phase::Running,
            halt: None,
            seedings,
            head,
            unrecorded: false,
            resumed: false,
            main: Some(main),
            shared: None,
            asked: Asked::default(),
            pacer: Pacer::new(),
            again: BTreeSet::new(),
        };
        let ticket = run.asked.ticket(Purpose::Head);
        let line = run.head.line();
        (run, vec![Effect::Record { ticket, line }])
    }

    /// How many steps are done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let count = |seeding: &Seeding| {
            Step::taken(&self.plan, seeding.existing()).fold((0, 0), |(done, all), step| {
                (done + usize::from(step < seeding.step()), all + 1)
            })
        };
        self.seedings
            .iter()
            .map(count)
            .fold((0, 0), |(done, all), more| (done + more.0, all + more.1))
    }

    /// How many subaccounts are worked on at a time now.
    #[must_use]
    pub const fn at_a_time(&self) -> usize {
        self.pacer.limit()
    }

    /// Whether a subaccount is at work or waits for its turn.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.seedings.iter().any(advance::is_open)
    }

    /// Whether it is finished and none of its subaccounts failed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let ended = |seeding: &Seeding| seeding.state() == State::Done || seeding.is_cleaning_up();
        self.phase == Phase::Finished && self.seedings.iter().all(ended)
    }

    /// Whether time passes for it: it is running, or what it asked before a pause is not answered yet. A clean-up is not
    /// counted.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        let seeds = |purpose: Purpose| match purpose {
            Purpose::Head => true,
            Purpose::Seed(index) => self
                .seedings
                .get(index)
                .is_some_and(|seeding| !seeding.is_cleaning_up()),
        };
        self.phase == Phase::Running || self.asked.purposes().any(seeds)
    }

    /// The subaccounts that exist because of this run, as children of `parent`.
    #[must_use]
    pub fn made_accounts(&self, parent: &Account) -> Vec<Account> {
        let made = |seeding: &Seeding| {
            Some(Account {
                sid: seeding.account_sid().cloned()?,
                owner_sid: parent.sid.clone(),
                friendly_name: seeding.name.clone(),
                status: if seeding.is_closed() {
                    Status::Closed
                } else {
                    Status::Active
                },
            })
        };
        let new = self.seedings.iter().filter(|seeding| !seeding.existing());
        new.filter_map(made).collect()
    }

    fn seeded(&mut self, index: usize, outcome: Outcome) -> Vec<Effect> {
        let Some(seeding) = self.seedings.get_mut(index) else {
            return Vec::new();
        };
        let (was, cleaning) = ((seeding.step(), seeding.state()), seeding.is_cleaning_up());
        let settled = outcome == Outcome::Waited && seeding.turn(false) == Turn::Settle;
        let mut listed = None;
        match outcome {
            Outcome::Waited => seeding.waited(),
            Outcome::Claimed(alone) => seeding.claimed(alone),
            Outcome::Recorded(written) => {
                seeding.wrote();
                self.unrecorded |= !written;
            }
            Outcome::KeyPair(made) => {
                if let (KeyPairChoice::OneForAll, Ok(key)) = (self.plan.key_pairs, &made) {
                    self.shared = Some(key.clone());
                }
                seeding.key_pair(&self.plan, made);
            }
            Outcome::Reply { result, exchange } => {
                self.pacer.reply(exchange.status == Some(429));
                seeding.exchanges.push(*exchange);
                let parent = &self.head.account_sid;
                listed = seeding.reply(&self.plan, parent, result.map_err(Into::into));
            }
        }
        let now = (seeding.step(), seeding.state());
        if now.0 >= Step::TakeStock && self.plan.targets.len() > SHOWN_IN_FULL {
            seeding.exchanges.iter_mut().for_each(Exchange::shorten);
        }
        if now != was && !cleaning {
            match now {
                (Step::TakeStock, State::Working) => self.pacer.primed(),
                (_, State::Failed) => self.failed(index),
                _ => {}
            }
        }
        let mut effects: Vec<Effect> = self.note(index).into_iter().collect();
        effects.extend(self.for_all(settled, listed.as_deref()));
        effects.extend(self.advance());
        effects
    }

    /// What one subaccount did for all: it waited after the run's last creation, or read a list of subaccounts.
    fn for_all(&mut self, waited: bool, listed: Option<&[Account]>) -> Vec<Effect> {
        if waited {
            self.seedings.iter_mut().for_each(Seeding::settle);
        }
        let Some(listed) = listed else { return Vec::new() };
        self.seedings
            .iter_mut()
            .for_each(|seeding| seeding.compare_accounts(listed, false));
        (0..self.seedings.len()).filter_map(|index| self.note(index)).collect()
    }

    /// A subaccount failed. After too many, the run stands still for the sake of those that are still to come; those that
    /// the admin tries again are let through first.
    fn failed(&mut self, index: usize) {
        let halts = self.pacer.failed();
        let open = |again: bool| {
            let mut places = self.seedings.iter().enumerate();
            places.any(|(place, seeding)| {
                let primes = advance::is_open(seeding) && seeding.step() < Step::TakeStock;
                primes && self.again.contains(&place) == again
            })
        };
        if halts && self.phase == Phase::Running && open(false) && !open(true) {
            self.phase = Phase::Paused;
            self.halt = self
                .seedings
                .get(index)
                .map(|last| Halt::new(self.pacer.in_a_row(), last));
        }
    }
}

impl Machine for Run {
    fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        match self.asked.answered(answer.ticket) {
            None => return Vec::new(),
            Some(Purpose::Head) => {
                self.unrecorded |= answer.outcome != Outcome::Recorded(true);
            }
            Some(Purpose::Seed(index)) => return self.seeded(index, answer.outcome),
        }
        self.advance()
    }

    fn is_quiet(&self) -> bool {
        self.asked.purposes().len() == 0
    }
}
