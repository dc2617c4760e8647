//! Runs that a page before this one did not finish: a tab was closed, or the program crashed.

use super::run::run_lock;
use super::{Errand, RunDesk};
use crate::browser::journal;
use crate::priming::{Journal, Run, RunId};
use leptos::prelude::*;

/// A run that was not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    /// What the journal says of it.
    pub journal: Journal,
    /// Whether it is open in another tab, which then goes on with it.
    pub elsewhere: bool,
}

impl RunDesk {
    /// Looks for runs that were not finished.
    pub fn look_for_interrupted(&'static self) {
        if journal::is_any() {
            self.errands.send(Errand::ReadJournals);
        } else if !self.interrupted.read_untracked().is_empty() {
            self.interrupted.set(Vec::new());
        }
    }

    pub(super) async fn find_interrupted(&'static self) {
        let held = self.tools.claims().held_elsewhere().await;
        let own = self.run.with_now(|run| run.head.run);
        let journals = journal::read().into_iter().filter(|journal| Some(journal.run()) != own);
        let found = journals.map(|journal| Interrupted {
            elsewhere: held.contains(&run_lock(journal.run())),
            journal,
        });
        let (over, open): (Vec<_>, Vec<_>) = found.partition(|run| !run.elsewhere && run.journal.is_over());
        over.iter().for_each(|run| journal::remove(run.journal.run()));
        self.interrupted.set(open);
    }

    /// Why a run that was interrupted cannot be taken up here now; `None` if it can.
    pub fn cannot_take_up(&'static self, journal: &Journal) -> Option<String> {
        let connected = self.account.connected.read();
        let Some(connected) = connected.as_ref() else {
            return Some(format!(
                "Connect the account {} to go on with it or to clean it up.",
                journal.head.account_sid
            ));
        };
        let account = &connected.checked;
        let cannot = Run::resume_from(journal, account, connected.signing_key.as_ref()).err();
        cannot.map(|reason| reason.to_string())
    }

    /// Goes on with a run that was interrupted; or, with `clean_up`, opens it only to clean it up. Whether it is open now.
    pub async fn take_up(&'static self, run: RunId, clean_up: bool) -> bool {
        if self.run.is_now(|_| true) {
            return false;
        }
        let Some(journal) = self.claimed(run).await else {
            return false;
        };
        let taken = self.account.connected.get_untracked().and_then(|connected| {
            let signing = connected.signing_key.as_ref();
            let taken = Run::resume_from(&journal, &connected.checked, signing).ok()?;
            Some((connected.practice, taken))
        });
        let Some((practice, (mut resumed, effects))) = taken else {
            self.tools.claims().release_one(&run_lock(run));
            return false;
        };
        if clean_up {
            resumed.stop();
        }
        self.drop_interrupted(run);
        self.open(practice, (resumed, effects));
        true
    }

    /// Forgets a run that was interrupted. What it made stays.
    pub async fn forget_interrupted(&'static self, run: RunId) {
        if self.claimed(run).await.is_some() {
            journal::remove(run);
            self.tools.claims().release_one(&run_lock(run));
            self.drop_interrupted(run);
        }
    }

    /// The journal of a run as it is now, once no other tab can work on it. Another tab may have been quicker: then the
    /// list is read again.
    async fn claimed(&'static self, run: RunId) -> Option<Journal> {
        let lock = run_lock(run);
        if self.tools.claims().claim(&lock).await {
            let journal = journal::read().into_iter().find(|journal| journal.run() == run);
            if journal.is_some() {
                return journal;
            }
            self.tools.claims().release_one(&lock);
        }
        self.look_for_interrupted();
        None
    }

    fn drop_interrupted(&'static self, run: RunId) {
        self.interrupted
            .update(|all| all.retain(|other| other.journal.run() != run));
    }
}
