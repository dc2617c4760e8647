//! What a refused or lost request means for a subaccount.

use super::{Looking, Seeding, State, Step};
use crate::priming::check::is_clock;
use crate::priming::patience::{LOOKS, PAUSES};
use crate::priming::{KeyPairChoice, Plan, Verification};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{CallError, Explanation, Fate};

/// No account of that SID can be seen.
fn not_there() -> Explanation {
    Explanation {
        what: "There is no such subaccount (error 20404).".to_owned(),
        next: "Check the SID in the Twilio Console. A subaccount of another account cannot be seen with this Main key, nor one that was closed more than 30 days ago.".to_owned(),
    }
}

impl Seeding {
    /// Decides what a refused or lost request means for the step.
    pub(super) fn refused(&mut self, plan: &Plan, error: &CallError) {
        let fresh = self.step == Step::Verify && matches!(error.code(), Some(20003 | 70153));
        // A fresh key may take a moment; a wrong clock is corrected by the refusal itself.
        if (fresh || error.fate() == Fate::NotDoneWait) && self.pause_and_repeat() {
            return;
        }
        if is_clock(error) && self.attempts == 0 {
            self.attempts = 1;
            return;
        }
        match (self.step, error.code()) {
            (Step::Verify, Some(70053)) if plan.verifies_signed() && !self.unsigned => {
                self.unsigned = true;
                return;
            }
            (Step::Verify, Some(70052)) if !plan.verifies_signed() => {
                // The plan's switches leave the new account unable to sign: that is a result, not a failure.
                self.done(match plan.key_pairs {
                    KeyPairChoice::No => Verification::NeedsPublicKey,
                    KeyPairChoice::Recipient => Verification::AwaitsRecipient { enforced: true },
                    _ => Verification::EnforcedUntried,
                });
                return;
            }
            (Step::Look, Some(20404)) => {
                self.fail(not_there(), true);
                return;
            }
            (Step::CreateSubaccount, _) if error.fate() == Fate::Unknown && self.looking == Looking::No => {
                self.look_again(0);
                return;
            }
            _ => {}
        }
        let mut explanation = error.explain();
        if error.fate() == Fate::Unknown && matches!(self.step, Step::SeedApiKey | Step::SeedPublicKey) {
            explanation.next = format!(
                "{} It may have been made all the same; then trying again makes a second one of the same name, and the first should be deleted.",
                explanation.next
            );
        }
        let offer_iam = self.step == Step::SeedApiKey && self.keys_api == KeysApi::V2010 && error.code() == Some(20003);
        if offer_iam {
            let good = if self.existing {
                "This key has just read the subaccount"
            } else {
                "This key has just created the subaccount"
            };
            explanation.next = format!("{good}, so it is good. Try the newer keys API, which some accounts want.");
        }
        self.fail(explanation, true);
        if let Some(failure) = &mut self.failure {
            failure.offer_iam = offer_iam;
        }
    }

    /// Looks for the subaccount after a while; `looks` were made before.
    pub(super) fn look_again(&mut self, looks: usize) {
        self.looking = Looking::Since(looks + 1);
        self.pause = LOOKS.get(looks).copied();
    }

    /// Takes the step again after a polite pause, unless that was done often enough.
    pub(super) fn pause_and_repeat(&mut self) -> bool {
        let Some(millis) = PAUSES.get(self.attempts) else {
            return false;
        };
        self.attempts += 1;
        self.pause = Some(self.retry_after.max(*millis));
        true
    }

    /// Takes a failed step again, on the admin's word.
    pub(in crate::priming) fn retry(&mut self, iam: bool) {
        if !self.failure.as_ref().is_some_and(|failure| failure.can_retry) {
            return;
        }
        if iam {
            self.keys_api = KeysApi::IamV1;
        }
        (self.state, self.failure, self.attempts) = (State::Working, None, 0);
    }
}
