//! What a refused or lost request means for a rotation.

use super::{Item, KeyState, Looking, Rotation, Setback, State, Step, Way};
use crate::subaccounts::explain;
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{CallError, Fate};

const UNTOUCHED: &str = "The old keys are untouched.";

impl Rotation {
    pub(super) fn refused(&mut self, error: &CallError) {
        let code = error.code();
        let fresh = matches!(self.step, Step::Verify | Step::ListPublicKeys) && matches!(code, Some(20003 | 70153));
        // A fresh key may take a moment.
        if fresh && self.later() {
            return;
        }
        match (self.step, code) {
            (Step::TryOwn | Step::Verify, Some(70053)) if self.plan.signs() && !self.unsigned => {
                // The feature is off: signatures are of no use, and not needed.
                self.unsigned = true;
                self.start_over();
            }
            // Without a key pair nothing can be listed; the new one will.
            (Step::TryOwn | Step::ListPublicKeys, Some(70052)) if self.plan.draft.kind.makes_key_pair() => {
                self.forward();
            }
            (Step::TryOwn | Step::Verify, Some(70052)) => self.fail_with(
                error,
                "The subaccount takes signed requests only. Begin again with a key pair: a new one, or the subaccount's own with its public key SID.",
                &[],
            ),
            (Step::CreateApiKey | Step::AddPublicKey, _) => self.creation_refused(error),
            (Step::TakeStock, _) if !self.deletes() => self.fail_with(
                error,
                "The new keys were made. This list shows whether a request was repeated on the way, so that a key exists twice. The old keys are untouched.",
                &[Way::TryAgain, Way::Unchecked],
            ),
            (Step::TakeStock | Step::DeletePublicKeys | Step::DeleteApiKeys, _) => self.deletion_refused(error),
            (Step::ListApiKeys, Some(20003)) if self.keys_api == KeysApi::V2010 => self.fail_with(
                error,
                "Try the newer keys API, which some accounts want.",
                &[Way::TryAgain, Way::TryIam],
            ),
            (Step::TryOwn, _) => self.fail_with(error, "Nothing was made.", &[Way::TryAgain]),
            (Step::VerifyAgain, _) => {
                self.fail_with(error, "The new keys worked before the old ones were deleted.", &[Way::TryAgain]);
            }
            _ => self.fail_with(error, UNTOUCHED, &[Way::TryAgain]),
        }
    }

    fn creation_refused(&mut self, error: &CallError) {
        let public = self.step == Step::AddPublicKey;
        match (&self.looking, error.fate()) {
            (Looking::No, Fate::Unknown) => {
                self.looking = Looking::Since;
                self.start_over();
                self.line.renew();
                let draft = &self.plan.draft;
                let name = if public {
                    &draft.public_key_name
                } else {
                    &draft.api_key_name
                };
                self.record.may_exist(&name.clone());
            }
            (Looking::No, _) => {
                let offer_iam = !public && self.keys_api == KeysApi::V2010 && error.code() == Some(20003);
                let ways: &[Way] = if offer_iam {
                    &[Way::TryAgain, Way::TryIam]
                } else {
                    &[Way::TryAgain]
                };
                self.fail_with(error, UNTOUCHED, ways);
            }
            (Looking::Since | Looking::BeforeMaking, _) if public && error.code() == Some(70052) => {
                self.start_over();
                self.fail(
                    format!("The reply was lost, and without a key pair of the subaccount Keyseed cannot see whether the public key was added (error 70052).{}", error.quoted()),
                    "Add it again: it is the same key, and if it is there twice, the new key pair will show both before anything is deleted. The old keys are untouched.",
                    &[Way::AddAgain],
                );
            }
            (Looking::Removing, fate) => {
                if let (Fate::Unknown, Some(sid)) = (fate, self.lost_key().cloned()) {
                    self.record.set(Item::Api(sid), "", KeyState::Unknown);
                }
                self.fail_with(error, UNTOUCHED, &[Way::MakeAgain]);
            }
            (Looking::Since | Looking::BeforeMaking, _) => {
                let ways: &[Way] = if public {
                    &[Way::TryAgain, Way::AddAgain]
                } else {
                    &[Way::TryAgain]
                };
                self.fail_with(error, UNTOUCHED, ways);
            }
        }
    }

    fn deletion_refused(&mut self, error: &CallError) {
        // What is not found may be gone, or only out of reach.
        let doubtful = error.fate() == Fate::Unknown || error.code() == Some(20404);
        if doubtful && !self.checking {
            self.checking = true;
            return;
        }
        if let (true, Some(item)) = (self.checking, self.due().cloned()) {
            self.record.set(item, "", KeyState::Unknown);
        }
        let words = match (self.step, self.due()) {
            (Step::TakeStock, _) => {
                "A repeated request made this key a second time. Try again, or leave it and delete it in the Twilio Console. The old keys are untouched."
            }
            (_, Some(Item::Public(_))) => {
                "Try again, or leave this key and delete it in the Twilio Console. The new keys work."
            }
            _ => "Try again, or leave this key. The new keys work.",
        };
        self.fail_with(error, words, &[Way::TryAgain, Way::Skip]);
    }

    /// Repeats the last request after a while, unless that was done often enough.
    pub(super) fn later(&mut self) -> bool {
        self.again = self.line.may_repeat();
        if self.again {
            self.start_over();
        }
        self.again
    }

    pub(super) fn fail(&mut self, what: impl Into<String>, next: impl Into<String>, ways: &[Way]) {
        self.state = State::Failed;
        self.setback = Some(Setback {
            explanation: explain(what, next),
            ways: ways.to_vec(),
        });
    }

    fn fail_with(&mut self, error: &CallError, words: &str, ways: &[Way]) {
        self.start_over();
        let explanation = error.explain();
        self.fail(explanation.what, format!("{} {words}", explanation.next), ways);
    }
}
