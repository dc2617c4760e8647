//! What a refused or lost request means for the set-up.

use super::{FirstKey, FirstKeyEnd, Looking, Step};
use crate::priming::Finding;
use crate::priming::check::refused_key;
use crate::twilio::{CallError, Fate, Pages};

impl FirstKey {
    /// Decides what a refused or lost request means for the step.
    pub(super) fn refused(&mut self, step: Step, error: &CallError) {
        // A fresh key may take a moment.
        let fresh = step == Step::Try && matches!(error.code(), Some(20003 | 20404 | 70153));
        if fresh && self.again_later() {
            return;
        }
        match (step, error.code()) {
            (Step::Account, Some(20003)) => self.step(Step::StandardKey(error.clone())),
            (Step::StandardKey(refused), _) => {
                self.over(FirstKeyEnd::Refused, refused_key(&refused, &Err(error.clone())));
            }
            (Step::Account | Step::List(_) | Step::Create, Some(70052)) => self.enforced_already(error),
            (Step::Create, _) if error.fate() == Fate::Unknown => {
                self.step(Step::Look(Looking::Since, Pages::default()))
            }
            // A deletion may be repeated.
            (Step::Remove(_), _) if error.fate() == Fate::Unknown && self.again_later() => {}
            (Step::Stock(_), _) => self.not_checked(&error.explain().what),
            (Step::Remove(copies), Some(20404)) => self.removed(copies, None),
            (Step::Remove(copies), _) => self.removed(copies, Some(error)),
            (Step::Try, Some(70053)) => self.not_enabled(error),
            (Step::Try, _) => self.untried(error),
            // Another attempt with the same key would end the same; a new attempt makes a new pair.
            (Step::Create, Some(70101..=70104)) => self.over(FirstKeyEnd::Refused, Finding::error(error)),
            (step, _) => {
                self.can_retry = matches!(step, Step::Create | Step::Look(..));
                self.over(FirstKeyEnd::Refused, Finding::error(error));
            }
        }
    }

    fn enforced_already(&mut self, error: &CallError) {
        self.over(
            FirstKeyEnd::Enforced,
            Finding::problem(
                format!("The account enforces Public Key Client Validation already: it refuses unsigned requests (error 70052).{}", error.quoted()),
                "No request can add its first public key any more. Choose \u{201c}Signing is enforced already\u{201d} above and paste the public key in the Twilio Console.",
            ),
        );
    }

    fn not_enabled(&mut self, error: &CallError) {
        self.over(
            FirstKeyEnd::NotEnabled,
            Finding::note(
                format!("The public key is registered, but it could not be tried: signing is not enabled for this account (error 70053).{}", error.quoted()),
                "The key waits. Once the account has Public Key Client Validation (Enterprise or Security Edition), try it here before anybody enforces it. Until then connect without signing.",
            ),
        );
        self.can_retry = true;
    }

    fn untried(&mut self, error: &CallError) {
        let mut finding = Finding::error(error);
        finding.what = format!(
            "The public key is registered, but the signed request with it failed. {}",
            finding.what
        );
        finding.next = match error.code() {
            Some(20003 | 20404 | 70153) => {
                "A new key may take some minutes. Try again, and do not turn enforcement on before it is accepted."
                    .to_owned()
            }
            Some(20159) => {
                "The public key of this name is another pair's. Make another key pair and register that one. Do not turn enforcement on before a signed request is accepted."
                    .to_owned()
            }
            _ => format!("{} Do not turn enforcement on before a signed request is accepted.", finding.next),
        };
        self.can_retry = true;
        self.over(FirstKeyEnd::Untried, finding);
    }
}
