//! A key pair made while the admin fills in the plan, so that the run does not wait for it.

use super::Console;
use crate::priming::KeyPairChoice;
use leptos::prelude::*;

impl Console {
    /// Has a key pair made ahead of the run if this choice needs one, or wipes it.
    pub fn prepare_key_pair(self, choice: KeyPairChoice) {
        if choice.makes_key_pair() {
            self.key_service().prepare();
        } else {
            self.key_service().forget_prepared();
        }
    }

    /// Wipes it when the plan is left without a run that will take it.
    pub fn forget_unused_key_pair(self) {
        if self.run.with_untracked(Option::is_none) {
            self.key_service().forget_prepared();
        }
    }
}
