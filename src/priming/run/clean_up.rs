//! Clean-up of what this run made, and of nothing else: of one subaccount, or of all.

use super::{Phase, Run};
use crate::machine::Effect;
use crate::priming::{Seeding, is_typed};
use crate::twilio::AccountSid;

impl Run {
    /// Whether what the run made for this subaccount can be cleaned up now: there is something, and nothing is under way
    /// for it.
    #[must_use]
    pub fn can_clean_up(&self, index: usize) -> bool {
        self.is_connected() && self.is_free(index) && self.seedings.get(index).is_some_and(Seeding::can_be_cleaned_up)
    }

    /// Cleans up one subaccount, if `typed` is its name. One that the run created is closed for good.
    pub fn clean_up_one(&mut self, index: usize, typed: &str) -> Vec<Effect> {
        let closable = self.can_clean_up(index);
        if let Some(seeding) = self.seedings.get_mut(index)
            && closable
            && is_typed(typed, &seeding.name)
        {
            seeding.begin_clean_up(&self.plan);
        }
        self.advance()
    }

    /// Whether another subaccount of this one's name can be closed now.
    #[must_use]
    pub fn can_close_second(&self, index: usize) -> bool {
        self.is_connected() && self.is_free(index)
    }

    /// Closes another subaccount of this one's name for good, if `typed` is the name.
    pub fn close_second(&mut self, index: usize, sid: &AccountSid, typed: &str) -> Vec<Effect> {
        let free = self.can_close_second(index);
        if let Some(seeding) = self.seedings.get_mut(index)
            && free
            && is_typed(typed, &seeding.name)
        {
            seeding.close_second(sid);
            if seeding.is_closing() && self.phase != Phase::Stopped {
                self.run_on();
            }
        }
        self.advance()
    }

    /// The places of the subaccounts that a clean-up of the whole run would close for good, and of those that existed
    /// before, from which it would only delete this run's keys. What the admin has saved stays.
    #[must_use]
    pub fn to_clean_up(&self) -> (Vec<usize>, Vec<usize>) {
        let unfinished = |(_, seeding): &(usize, &Seeding)| seeding.can_be_cleaned_up() && !seeding.is_saved();
        let all = self.seedings.iter().enumerate().filter(unfinished);
        let (old, new): (Vec<_>, Vec<_>) = all.partition(|(_, seeding)| seeding.existing());
        let places = |part: Vec<(usize, &Seeding)>| part.into_iter().map(|(index, _)| index).collect();
        (places(new), places(old))
    }

    /// What is to be typed before the whole run is cleaned up: the name of the one subaccount that is closed for good, or
    /// how many they are. `None` if none is closed.
    #[must_use]
    pub fn clean_up_phrase(&self) -> Option<String> {
        match self.to_clean_up().0.as_slice() {
            [] => None,
            [place] => self.seedings.get(*place).map(|seeding| seeding.name.clone()),
            several => Some(format!("close {} subaccounts", several.len())),
        }
    }

    /// Cleans up everything that the run made, last things first, if `typed` is [`Self::clean_up_phrase`]. The run ends.
    pub fn clean_up(&mut self, typed: &str) -> Vec<Effect> {
        if !self.is_connected() || self.clean_up_phrase().is_some_and(|phrase| !is_typed(typed, &phrase)) {
            return Vec::new();
        }
        self.stop();
        for index in 0..self.seedings.len() {
            if self.can_clean_up(index)
                && let Some(seeding) = self.seedings.get_mut(index)
                && !seeding.is_saved()
            {
                seeding.begin_clean_up(&self.plan);
            }
        }
        self.phase = Phase::Stopped;
        self.advance()
    }
}
