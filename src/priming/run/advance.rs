//! What is asked for next, as many at a time as the pacer allows.

use super::asked::Purpose;
use super::{Phase, Run};
use crate::machine::Effect;
use crate::priming::seeding::Act;
use crate::priming::{Seeding, State, Step};

impl Run {
    /// Writes into the journal what it does not have of a subaccount yet.
    pub(super) fn note(&mut self, index: usize) -> Option<Effect> {
        let (seeding, true) = (self.seedings.get(index)?, self.is_free(index)) else {
            return None;
        };
        let entry = seeding.unrecorded()?;
        Some(self.effect(index, Act::Record(Box::new(entry))))
    }

    pub(super) fn is_free(&self, index: usize) -> bool {
        !self.asked.purposes().any(|purpose| purpose == Purpose::Seed(index))
    }

    /// The next to work on that is not being worked on. Those that are cleaned up come first, and of them the last; after
    /// a stop, only one that may have left something behind. While something lost is looked for, nothing new is made.
    fn next_index(&self) -> Option<usize> {
        let free = |index: &usize| self.is_free(*index);
        let closing = |index: &usize| self.seedings.get(*index).is_some_and(Seeding::is_putting_away);
        if let Some(index) = (0..self.seedings.len())
            .rev()
            .find(|index| closing(index) && free(index))
        {
            return Some(index);
        }
        let lost = |seeding: &Seeding| seeding.state() == State::Working && seeding.is_searching() && is_open(seeding);
        let wanted = |seeding: &Seeding| match self.phase {
            Phase::Running => true,
            Phase::Stopped => lost(seeding) || seeding.step() == Step::TakeStock,
            Phase::Paused | Phase::Finished => false,
        };
        let holding = self.seedings.iter().any(lost);
        // Stock is taken once nothing is created any more, and what one does for all it does alone.
        let lists_all = self.plan.lists_all_accounts();
        let turn = |seeding: &Seeding| seeding.turn(lists_all);
        let open = || {
            let seedings = self.seedings.iter().enumerate();
            seedings.filter(|(_, seeding)| is_open(seeding) && wanted(seeding))
        };
        let now = open().map(|(_, seeding)| turn(seeding)).min()?;
        let those = || open().filter(|(_, seeding)| turn(seeding) == now);
        if now.is_for_all() && those().any(|(index, _)| !free(&index)) {
            return None;
        }
        let next = |again: bool| {
            let found = those().find(|(index, seeding)| {
                self.again.contains(index) == again && !(holding && seeding.would_create()) && free(index)
            });
            found.map(|(index, _)| index)
        };
        next(true).or_else(|| next(false))
    }

    /// Asks for what comes next, as many at a time as the pacer allows.
    pub(super) fn advance(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        // Nothing before the journal's head is written.
        let begins = self.asked.purposes().any(|purpose| purpose == Purpose::Head);
        let Some(main) = self.main.clone().filter(|_| !begins) else {
            return effects;
        };
        while self.seeds_under_way() < self.pacer.limit() {
            let Some(index) = self.next_index() else { break };
            let shared = self.shared.clone();
            let Some(seeding) = self.seedings.get_mut(index) else {
                break;
            };
            if let (true, Some(key)) = (seeding.start(), shared) {
                seeding.key_pair(&self.plan, Ok(key));
                continue;
            }
            let Some(act) = seeding.next(&self.plan, &main) else {
                break;
            };
            effects.push(self.effect(index, act));
        }
        if matches!(self.phase, Phase::Running | Phase::Paused) && self.seeds_under_way() == 0 {
            if self.has_more() {
                self.phase = Phase::Paused;
            } else {
                (self.phase, self.halt) = (Phase::Finished, None);
            }
        }
        effects
    }

    fn seeds_under_way(&self) -> usize {
        self.asked.purposes().len()
    }

    fn effect(&mut self, index: usize, act: Act) -> Effect {
        let ticket = self.asked.ticket(Purpose::Seed(index));
        match act {
            Act::MakeKeyPair => Effect::MakeKeyPair { ticket },
            Act::Wait(pause) => Effect::Wait { ticket, pause },
            Act::Send(request, identity) => Effect::Send {
                ticket,
                request,
                identity,
            },
            Act::Claim(what) => Effect::Claim {
                ticket,
                what: format!("{} {what}", self.head.account_sid),
            },
            Act::Record(entry) => {
                let line = self.head.line_of(index, &entry);
                if let Some(seeding) = self.seedings.get_mut(index) {
                    seeding.writes(*entry);
                }
                Effect::Record { ticket, line }
            }
        }
    }
}

/// Whether a subaccount is at work or waits for its turn.
pub(super) fn is_open(seeding: &Seeding) -> bool {
    matches!(seeding.state(), State::Waiting | State::Working) && !seeding.is_cleaning_up()
}
