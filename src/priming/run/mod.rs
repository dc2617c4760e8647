//! A run: the plan's subaccounts, several at a time.

mod clean_up;
mod pacer;
mod resume;

pub use resume::CannotResume;

use super::effect::Tickets;
use super::journal::Head;
use super::seeding::Act;
use super::{
    Answer, Checked, CleanUp, Effect, Exchange, KeyPairChoice, Occasion, Outcome, Plan, Seeding, State, Step, Ticket,
    Way,
};
use crate::keys::PublicKey;
use crate::twilio::accounts::{Account, Status};
use crate::twilio::{Explanation, Identity};
use pacer::Pacer;

/// Up to how many subaccounts a run keeps every request of in full. Of more, those that are primed keep a line each, or
/// a thousand of them would fill the page's memory.
const SHOWN_IN_FULL: usize = 50;

/// The most requests that a run makes by itself for one subaccount, whatever happens, between two words of the admin's.
/// Each of the eight requests of a seeding may be refused for a while (6 repeats, or 5 for what is not known yet); each
/// of the three creations may be lost, and is looked for five times. `tests/priming/plans` holds runs against it.
pub const REQUESTS_EACH: usize = 60;

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
    Head,
    Seed(usize),
}

/// A run, as a state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The plan, the names of its keys with the run's own.
    pub plan: Plan,
    /// How it stands.
    pub phase: Phase,
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
    /// Whether the journal's head was written.
    begun: bool,
    awaited: Vec<(Ticket, Purpose)>,
    tickets: Tickets,
    pacer: Pacer,
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
            seedings,
            head,
            unrecorded: false,
            resumed: false,
            main: Some(main),
            shared: None,
            begun: false,
            awaited: Vec::new(),
            tickets: Tickets::default(),
            pacer: Pacer::new(),
        };
        let ticket = run.tickets.next();
        run.awaited.push((ticket, Purpose::Head));
        let note = run.head.note();
        (run, vec![Effect::Record { ticket, note }])
    }

    /// Takes an answer, and goes on.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let Some(position) = self.awaited.iter().position(|(ticket, _)| *ticket == answer.ticket) else {
            return Vec::new();
        };
        match self.awaited.swap_remove(position).1 {
            Purpose::Head => {
                self.begun = true;
                self.unrecorded |= answer.outcome != Outcome::Recorded(true);
            }
            Purpose::Seed(index) => return self.seeded(index, answer.outcome),
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
        if self.phase == Phase::Paused && self.is_connected() {
            self.phase = Phase::Running;
            self.pacer.resumed();
        }
        self.advance()
    }

    /// Ends the run after the request that is under way. What was made stays, and can be cleaned up.
    pub fn stop(&mut self) {
        if matches!(self.phase, Phase::Running | Phase::Paused) {
            self.phase = Phase::Stopped;
        }
    }

    /// Goes on with a subaccount that failed, in one of the ways that its failure offers.
    pub fn go_on(&mut self, index: usize, way: &Way) -> Vec<Effect> {
        if let (Some(seeding), true) = (self.seedings.get_mut(index), self.phase != Phase::Stopped)
            && !seeding.is_leaving()
            && self.main.is_some()
        {
            seeding.go_on(&self.plan, way);
            self.phase = Phase::Running;
            self.pacer.resumed();
        }
        self.advance()
    }

    /// Takes the failed step of every subaccount again that can be tried again.
    pub fn retry_failed(&mut self) -> Vec<Effect> {
        if self.phase == Phase::Stopped || !self.is_connected() {
            return Vec::new();
        }
        self.phase = Phase::Running;
        self.pacer.resumed();
        let failed = self.seedings.iter_mut().filter(|seeding| !seeding.is_leaving());
        failed.for_each(|seeding| seeding.go_on(&self.plan, &Way::TryAgain));
        self.advance()
    }

    /// Notes whether the admin has saved a subaccount's secret and private key.
    pub fn set_saved(&mut self, index: usize, saved: bool) -> Vec<Effect> {
        if let Some(seeding) = self.seedings.get_mut(index) {
            seeding.saved = saved;
        }
        self.note(index).into_iter().collect()
    }

    /// Forgets the Main key. Nothing more can be asked in the parent's name until [`Self::connect`].
    pub fn disconnect(&mut self) {
        self.main = None;
    }

    /// Whether this identity can ask for the run: one of its account, which signs if the run does.
    #[must_use]
    pub fn can_connect(&self, main: &Identity) -> bool {
        main.credentials.account_sid == self.head.account_sid && main.signing.is_some() == self.plan.signed
    }

    /// Takes the Main key again, if it can ask for the run.
    pub fn connect(&mut self, main: &Identity) -> Vec<Effect> {
        if self.can_connect(main) {
            self.main = Some(main.clone());
        }
        self.advance()
    }

    /// Whether the run can ask Twilio in the parent's name.
    #[must_use]
    pub const fn is_connected(&self) -> bool {
        self.main.is_some()
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
            Some(Account {
                sid: seeding.account_sid.clone()?,
                owner_sid: parent.sid.clone(),
                friendly_name: seeding.name.clone(),
                status: if seeding.is_closed() {
                    Status::Closed
                } else {
                    Status::Active
                },
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

    fn seeded(&mut self, index: usize, outcome: Outcome) -> Vec<Effect> {
        let Some(seeding) = self.seedings.get_mut(index) else {
            return Vec::new();
        };
        let (was, leaving) = (seeding.state, seeding.is_leaving());
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
                seeding.reply(&self.plan, parent, result.map_err(Into::into));
            }
        }
        if seeding.state != was && !leaving {
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
        let mut effects: Vec<Effect> = self.note(index).into_iter().collect();
        effects.extend(self.advance());
        effects
    }

    /// Writes into the journal what it does not have of a subaccount yet.
    fn note(&mut self, index: usize) -> Option<Effect> {
        let (seeding, true) = (self.seedings.get(index)?, self.is_free(index)) else {
            return None;
        };
        let entry = seeding.unrecorded()?;
        Some(self.effect(index, Act::Record(Box::new(entry))))
    }

    fn is_free(&self, index: usize) -> bool {
        !self.awaited.iter().any(|(_, purpose)| *purpose == Purpose::Seed(index))
    }

    /// The next to work on that is not being worked on. Those that are cleaned up come first, and of them the last; after
    /// a stop, only one that may have left something behind. While something lost is looked for, nothing new is made.
    fn next_index(&self) -> Option<usize> {
        let free = |index: &usize| self.is_free(*index);
        let leaving = |index: &usize| {
            self.seedings
                .get(*index)
                .is_some_and(|one| one.clean_up == CleanUp::Asked)
        };
        if let Some(index) = (0..self.seedings.len())
            .rev()
            .find(|index| leaving(index) && free(index))
        {
            return Some(index);
        }
        let lost = |seeding: &Seeding| seeding.state == State::Working && seeding.is_searching() && is_open(seeding);
        let wanted = |seeding: &Seeding| match self.phase {
            Phase::Running => true,
            Phase::Stopped => lost(seeding),
            Phase::Paused | Phase::Finished => false,
        };
        let holding = self.seedings.iter().any(lost);
        let mut seedings = self.seedings.iter().enumerate();
        seedings
            .find(|(index, seeding)| {
                is_open(seeding) && wanted(seeding) && !(holding && seeding.would_create()) && free(index)
            })
            .map(|(index, _)| index)
    }

    /// Asks for what comes next, as many at a time as the pacer allows.
    fn advance(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some(main) = self.main.clone().filter(|_| self.begun) else {
            return effects;
        };
        while self.seeds_under_way() < self.pacer.limit() {
            let Some(index) = self.next_index() else { break };
            let shared = self.shared.clone();
            let Some(seeding) = self.seedings.get_mut(index) else {
                break;
            };
            if !seeding.is_leaving() {
                seeding.state = State::Working;
                if let (Step::MakeKeyPair, Some(key)) = (seeding.step, shared) {
                    seeding.key_pair(&self.plan, Ok(key));
                    continue;
                }
            }
            let Some(act) = seeding.next(&self.plan, &main) else {
                break;
            };
            effects.push(self.effect(index, act));
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
        self.awaited.len()
    }

    fn effect(&mut self, index: usize, act: Act) -> Effect {
        let ticket = self.tickets.next();
        self.awaited.push((ticket, Purpose::Seed(index)));
        match act {
            Act::MakeKeyPair => Effect::MakeKeyPair { ticket },
            Act::Wait(pause) => Effect::Wait { ticket, pause },
            Act::Send(request, identity) => Effect::Send {
                ticket,
                request,
                identity,
            },
            Act::Claim => {
                let seeding = self.seedings.get(index);
                let of = seeding.map_or("", |seeding| seeding.claim());
                Effect::Claim {
                    ticket,
                    what: format!("{} {of}", self.head.account_sid),
                }
            }
            Act::Record(entry) => {
                let note = self.head.entry_note(index, &entry);
                if let Some(seeding) = self.seedings.get_mut(index) {
                    seeding.writes(*entry);
                }
                Effect::Record { ticket, note }
            }
        }
    }
}

/// Whether a subaccount is at work or waits for its turn.
fn is_open(seeding: &Seeding) -> bool {
    matches!(seeding.state, State::Waiting | State::Working) && !seeding.is_leaving()
}
