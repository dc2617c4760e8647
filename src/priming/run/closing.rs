//! Clean-up: closing what this run created, and nothing else.

use super::{Purpose, Run};
use crate::priming::{Closing, Effect, Outcome, Phase, Seeding};
use crate::twilio::accounts::{self, Status};

impl Run {
    /// Whether a subaccount of this run can be closed now: the run created it, and nothing is under way for it.
    #[must_use]
    pub fn can_close(&self, index: usize) -> bool {
        let seeding_under_way = self.awaited.iter().any(|(_, purpose)| *purpose == Purpose::Seed(index));
        let made_here = |seeding: &Seeding| seeding.account_sid.is_some() && !seeding.existing && !seeding.is_leaving();
        !seeding_under_way && self.seedings.get(index).is_some_and(made_here)
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

    pub(super) fn closed(&mut self, index: usize, outcome: Outcome) {
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
        // What was to be closed is half-made again, and can be gone on with.
        if self.phase == Phase::Finished && super::is_open(seeding) {
            self.phase = Phase::Paused;
        }
    }
}
