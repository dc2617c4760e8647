//! What a refused or lost request means for a rotation.

use super::work::{Deletion, Looking, Phase, Work};
use super::{Item, KeyState, Rotation, Step, Way};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{CallError, Fate};

const UNTOUCHED: &str = "The old keys are untouched.";

impl Rotation {
    pub(super) fn refused(&mut self, work: Work, error: &CallError) -> Phase {
        let code = error.code();
        // A fresh key may take a moment.
        if matches!(work, Work::Verify | Work::ListPublicKeys)
            && matches!(code, Some(20003 | 70153))
            && let Some(phase) = self.later(work)
        {
            return phase;
        }
        match (work, code) {
            (Work::TryOwn | Work::Verify, Some(70053)) if self.plan.signs() && !self.made.unsigned => {
                // The feature is off: signatures are of no use, and not needed.
                self.made.unsigned = true;
                work.into()
            }
            // Without a key pair nothing can be listed; the new one will.
            (Work::TryOwn | Work::ListPublicKeys, Some(70052)) if self.plan.draft.kind.makes_key_pair() => {
                self.forward()
            }
            (Work::TryOwn | Work::Verify, Some(70052)) => work.refused(
                error,
                "The subaccount takes signed requests only. Begin again with a key pair: a new one, or the subaccount's own with its public key SID.",
                &[],
            ),
            (Work::CreateApiKey(Looking::No), _) => self.api_key_refused(error),
            (Work::AddPublicKey(looking), _) => self.public_key_refused(looking, error),
            (Work::RemoveLost, _) => {
                if let (Fate::Unknown, Some(sid)) = (error.fate(), self.record.lost_key().cloned()) {
                    self.record.set(Item::Api(sid), "", KeyState::Unknown);
                }
                Work::RemoveLost.refused(error, UNTOUCHED, &[Way::MakeAgain])
            }
            (Work::TakeStock, _) => work.refused(
                error,
                "The new keys were made. This list shows whether a request was repeated on the way, so that a key exists twice. The old keys are untouched.",
                &[Way::TryAgain, Way::Unchecked],
            ),
            (Work::Delete(step, deletion), _) => self.deletion_refused(step, deletion, error),
            (Work::ListApiKeys, Some(20003)) if self.keys_api == KeysApi::V2010 => work.refused(
                error,
                "Try the newer keys API, which some accounts want.",
                &[Way::TryAgain, Way::TryIam],
            ),
            (Work::TryOwn, _) => work.refused(error, "Nothing was made.", &[Way::TryAgain]),
            (Work::VerifyAgain, _) => {
                let words = "The new keys worked before the old ones were deleted.";
                work.refused(error, words, &[Way::TryAgain])
            }
            _ => work.refused(error, UNTOUCHED, &[Way::TryAgain]),
        }
    }

    fn api_key_refused(&mut self, error: &CallError) -> Phase {
        if error.fate() == Fate::Unknown {
            self.line.renew();
            self.record.may_exist(&self.plan.draft.api_key_name);
            return Work::CreateApiKey(Looking::Since).into();
        }
        let ways: &[Way] = if self.keys_api == KeysApi::V2010 && error.code() == Some(20003) {
            &[Way::TryAgain, Way::TryIam]
        } else {
            &[Way::TryAgain]
        };
        Work::CreateApiKey(Looking::No).refused(error, UNTOUCHED, ways)
    }

    fn public_key_refused(&mut self, looking: Looking, error: &CallError) -> Phase {
        if looking != Looking::No && error.code() == Some(70052) {
            return Work::AddPublicKey(looking).fails(
                format!("The reply was lost, and without a key pair of the subaccount Keyseed cannot see whether the public key was added (error 70052).{}", error.quoted()),
                "Add it again: it is the same key, and if it is there twice, the new key pair will show both before anything is deleted. The old keys are untouched.",
                &[Way::AddAgain],
            );
        }
        if looking == Looking::No && error.fate() == Fate::Unknown {
            self.line.renew();
            self.record.may_exist(&self.plan.draft.public_key_name);
            return Work::AddPublicKey(Looking::Since).into();
        }
        let ways: &[Way] = if looking == Looking::No {
            &[Way::TryAgain]
        } else {
            &[Way::TryAgain, Way::AddAgain]
        };
        Work::AddPublicKey(looking).refused(error, UNTOUCHED, ways)
    }

    fn deletion_refused(&mut self, step: Step, deletion: Deletion, error: &CallError) -> Phase {
        // What is not found may be gone, or only out of reach.
        let doubtful = error.fate() == Fate::Unknown || error.code() == Some(20404);
        if doubtful && deletion == Deletion::Asking {
            return Work::Delete(step, Deletion::Checking).into();
        }
        let item = self.due(step).cloned();
        let words = match (step, &item) {
            (Step::TakeStock, _) => {
                "A repeated request made this key a second time. Try again, or leave it and delete it in the Twilio Console. The old keys are untouched."
            }
            (_, Some(Item::Public(_))) => {
                "Try again, or leave this key and delete it in the Twilio Console. The new keys work."
            }
            _ => "Try again, or leave this key. The new keys work.",
        };
        if let (Deletion::Checking, Some(item)) = (deletion, item) {
            self.record.set(item, "", KeyState::Unknown);
        }
        Work::Delete(step, deletion).refused(error, words, &[Way::TryAgain, Way::Skip])
    }

    /// The same once more after a while, unless that was done often enough.
    pub(super) fn later(&self, work: Work) -> Option<Phase> {
        self.line.may_repeat().then_some(Phase::Again(work))
    }
}
