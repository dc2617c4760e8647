//! The admin's hand on a run.

use super::{Phase, Run};
use crate::priming::{Effect, Way};
use crate::twilio::{Explanation, Identity};

impl Run {
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

    /// Takes what the recipient's check printed for a subaccount whose private key they hold.
    ///
    /// # Errors
    /// What the answer says instead, and what to do.
    pub fn recipient_answered(&mut self, index: usize, answer: &str) -> Result<(), Explanation> {
        let seeding = self.seedings.get_mut(index);
        seeding.map_or(Ok(()), |seeding| seeding.recipient_answered(answer))
    }
}
