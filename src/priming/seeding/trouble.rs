//! What a refused or lost request means for a subaccount.

use super::{CleanUp, Search, Seeding, Step, Thing, Way};
use crate::machine::pauses::{FRESH, backoff};
use crate::priming::{KeyPairChoice, Plan, Verification};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{CallError, Explanation, Fate};

/// No account of that SID can be seen.
fn not_there(error: &CallError) -> Explanation {
    Explanation {
        what: format!("There is no such subaccount (error 20404).{}", error.quoted()),
        next: "Check the SID in the Twilio Console. A subaccount of another account cannot be seen with this Main key, nor one that Twilio deleted after it was closed.".to_owned(),
    }
}

impl Seeding {
    /// Decides what a refused or lost request means for the step.
    pub(super) fn refused(&mut self, plan: &Plan, error: &CallError) {
        if error.fate() == Fate::NotDoneWait && self.back_off() {
            return;
        }
        // A wrong clock is corrected by the refusal itself: once, or it is something else.
        if error.is_clock() && !self.clock_blamed {
            self.clock_blamed = true;
            return;
        }
        // To read, to delete and to close twice does no harm.
        if error.fate() == Fate::Unknown && !self.last_was_a_creation() && self.back_off() {
            return;
        }
        if self.is_closing() {
            self.closing_refused(error);
        } else if self.clean_up == CleanUp::Asked {
            self.leave_refused(plan, error);
        } else if self.is_fresh(error) && self.wait_until_known() {
        } else if self.step == Step::TakeStock {
            self.stock_refused(error);
        } else if self.step == Step::Verify && !self.strays.removing.is_empty() {
            self.stray_refused(plan, error);
        } else if matches!(self.search, Search::Removing(_)) && error.code() == Some(20404) {
            self.removed_key(plan);
        } else if error.fate() == Fate::Unknown && self.last_was_a_creation() {
            self.creation_lost(plan, error);
        } else if !self.is_a_result(plan, error) {
            self.step_refused(error);
        }
    }

    /// Whether the request without an answer was one that makes something.
    fn last_was_a_creation(&self) -> bool {
        self.would_create()
    }

    fn creation_lost(&mut self, plan: &Plan, error: &CallError) {
        match self.step {
            Step::CreateSubaccount => self.search_for(Thing::Subaccount, &self.name.clone()),
            Step::SeedApiKey => self.search_for(Thing::ApiKey, &plan.api_key_name),
            _ => {
                if !self.lost_public_key(plan) {
                    self.step_refused(error);
                }
            }
        }
    }

    /// Whether what was just made may simply not be known everywhere yet.
    fn is_fresh(&self, error: &CallError) -> bool {
        match (self.step, error.code()) {
            (Step::Verify | Step::AskUnsigned, Some(20003 | 70153)) => true,
            (Step::SeedApiKey | Step::SeedPublicKey, Some(20404)) => {
                !self.existing && !matches!(self.search, Search::Removing(_))
            }
            _ => false,
        }
    }

    /// Refusals that say something about the new account, and are no failure. Whether it was one.
    fn is_a_result(&mut self, plan: &Plan, error: &CallError) -> bool {
        match (self.step, error.code()) {
            (Step::Verify, Some(70053)) if plan.verifies_signed() && !self.unsigned => {
                self.anew();
                self.unsigned = true;
            }
            // The plan's switches leave the new account unable to sign.
            (Step::Verify, Some(70052)) if !plan.verifies_signed() => self.done(match plan.key_pairs {
                KeyPairChoice::No => Verification::NeedsPublicKey,
                KeyPairChoice::Recipient => Verification::AwaitsRecipient { enforced: true },
                _ => Verification::EnforcedUntried,
            }),
            _ => return false,
        }
        true
    }

    fn step_refused(&mut self, error: &CallError) {
        let mut explanation = error.explain();
        let mut ways = vec![Way::TryAgain];
        if (self.step, error.code()) == (Step::Look, Some(20404)) {
            explanation = not_there(error);
        }
        if self.is_searching() || error.fate() == Fate::Unknown && self.step.creates() {
            explanation.next = format!(
                "{} A reply was lost: what it may have made is looked for before anything is made again.",
                explanation.next
            );
        }
        if self.step == Step::SeedApiKey && self.keys_api == KeysApi::V2010 && error.code() == Some(20003) {
            let good = if self.existing {
                "This key has just read the subaccount"
            } else {
                "This key has just created the subaccount"
            };
            explanation.next = format!("{good}, so it is good. Try the newer keys API, which some accounts want.");
            ways.push(Way::TryIam);
        }
        self.fail(explanation, &ways);
        if let Some(failure) = &mut self.failure {
            failure.code = error.code();
        }
    }

    /// Asks again after a pause that grows. Whether that was not done often enough yet.
    pub(super) fn back_off(&mut self) -> bool {
        self.pause = backoff(self.attempts, self.retry_after);
        self.attempts += 1;
        self.pause.is_some()
    }

    /// Asks again after a while, for what was just made to be known. Whether that was not done often enough yet.
    pub(super) fn wait_until_known(&mut self) -> bool {
        let Some(millis) = FRESH.get(self.attempts) else {
            return false;
        };
        self.attempts += 1;
        // A list that came in pages is read again from its first.
        (self.page, self.clock_blamed) = (None, false);
        self.wait(*millis);
        true
    }
}
