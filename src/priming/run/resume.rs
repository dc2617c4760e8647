//! Going on with a run whose page is gone.

use super::Run;
use crate::keys::PublicKey;
use crate::machine::Effect;
use crate::priming::{Checked, Journal, Seeding};

/// Why an interrupted run cannot be gone on with here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotResume {
    /// It is a run of another account.
    #[error("This run is of another account. Connect with the Main key of the account that it names.")]
    OtherAccount,
    /// The key pair that it seeds is the one that signs, and nothing is signed now.
    #[error("This run seeds the key pair that signs requests. Connect with \u{201c}Sign requests\u{201d} turned on.")]
    NotSigning,
}

impl Run {
    /// Goes on with an interrupted run. What was in the page is lost with it: secrets and private keys that were not
    /// saved are made anew, and what they replace is deleted.
    ///
    /// # Errors
    /// [`CannotResume`].
    pub fn resume_from(
        journal: &Journal,
        account: &Checked,
        signing: Option<&PublicKey>,
    ) -> Result<(Self, Vec<Effect>), CannotResume> {
        let head = journal.head.clone();
        if head.account_sid != account.account.sid {
            return Err(CannotResume::OtherAccount);
        }
        if journal.needs_signing_key() && signing.is_none() {
            return Err(CannotResume::NotSigning);
        }
        let plan = journal.plan(account.identity.signing.is_some(), signing);
        let seeding = |(index, target)| match journal.entries.get(&index) {
            Some(entry) => Seeding::resumed(target, entry, &plan),
            None => Seeding::new(target, &plan),
        };
        let seedings = plan.targets.iter().enumerate().map(seeding).collect();
        let (mut run, effects) = Self::with(plan, head, seedings, account.identity.clone());
        run.resumed = true;
        Ok((run, effects))
    }
}
