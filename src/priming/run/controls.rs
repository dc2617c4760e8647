//! What the admin does with a run.

use super::{Phase, Run};
use crate::keys::PublicKey;
use crate::machine::Effect;
use crate::priming::{KeyPairChoice, Seeding, Way};
use crate::twilio::{AccountSid, ApiKeySid, Explanation, Identity};
use std::collections::BTreeSet;

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
            self.run_on();
        }
        self.advance()
    }

    /// Goes on, and does not stand still for failures any more.
    pub fn resume_undeterred(&mut self) -> Vec<Effect> {
        self.pacer.undeterred();
        self.resume()
    }

    pub(super) fn run_on(&mut self) {
        self.phase = Phase::Running;
        self.halt = None;
        self.pacer.resumed();
    }

    /// Ends the run after the request that is under way. What was made stays, and can be cleaned up.
    pub fn stop(&mut self) {
        if matches!(self.phase, Phase::Running | Phase::Paused) {
            self.phase = Phase::Stopped;
            self.halt = None;
        }
    }

    /// Goes on with a subaccount that failed, in one of the ways that its failure offers.
    pub fn go_on(&mut self, index: usize, way: &Way) -> Vec<Effect> {
        if let (Some(seeding), true) = (self.seedings.get_mut(index), self.phase != Phase::Stopped)
            && !seeding.is_cleaning_up()
            && self.main.is_some()
        {
            seeding.go_on(&self.plan, way);
            self.again.insert(index);
            self.run_on();
        }
        self.advance()
    }

    /// Takes the failed step of every subaccount again that can be tried again.
    pub fn retry_failed(&mut self) -> Vec<Effect> {
        if self.phase == Phase::Stopped || !self.is_connected() {
            return Vec::new();
        }
        let seedings = self.seedings.iter_mut().enumerate();
        for (index, seeding) in seedings.filter(|(_, seeding)| seeding.has_failed()) {
            seeding.go_on(&self.plan, &Way::TryAgain);
            self.again.insert(index);
        }
        self.run_on();
        self.advance()
    }

    /// Notes whether the admin has saved the secret that a subaccount has now, and its private key. A secret that it gets
    /// later is not saved by that.
    pub fn set_saved(&mut self, index: usize, saved: bool) -> Vec<Effect> {
        if let Some(seeding) = self.seedings.get_mut(index) {
            seeding.set_saved(saved);
        }
        self.note(index).into_iter().collect()
    }

    /// Notes whether the admin has saved the secrets of these API keys, and the private keys beside them.
    pub fn set_keys_saved(&mut self, keys: &BTreeSet<ApiKeySid>, saved: bool) -> Vec<Effect> {
        let among = |seeding: &Seeding| seeding.api_key_sid().is_some_and(|sid| keys.contains(sid));
        let places = self.seedings.iter().enumerate().filter(|(_, seeding)| among(seeding));
        let places: Vec<usize> = places.map(|(index, _)| index).collect();
        places
            .into_iter()
            .flat_map(|index| self.set_saved(index, saved))
            .collect()
    }

    /// Notes that a key of a subaccount, or the subaccount itself, is gone: it was deleted or closed on another page.
    pub fn note_gone(&mut self, account: &AccountSid, sid: &str) -> Vec<Effect> {
        let mut seedings = self.seedings.iter_mut().enumerate();
        let Some((index, seeding)) = seedings.find(|(_, seeding)| seeding.account_sid() == Some(account)) else {
            return Vec::new();
        };
        seeding.note_gone(sid);
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

    /// Takes the Main key again, if it can ask for the run. `signing` is the key pair that it signs with: where the run
    /// seeds that one, what is not primed yet gets the new one.
    pub fn connect(&mut self, main: &Identity, signing: Option<&PublicKey>) -> Vec<Effect> {
        if self.can_connect(main) {
            self.main = Some(main.clone());
            if let (KeyPairChoice::Signing, Some(key)) = (self.plan.key_pairs, signing) {
                self.plan.given = Some(key.clone());
                self.seedings.iter_mut().for_each(|seeding| seeding.give(key));
            }
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
