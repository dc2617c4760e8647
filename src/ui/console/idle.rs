//! The lock: what is forgotten while nobody is there, and what is kept because it is not saved yet.

use super::{Console, Errand};
use crate::browser::{leave_note, page};
use crate::machine::Machine;
use crate::priming::{FirstKey, Run};
use crate::subaccounts::{Progress, Rotation};
use leptos::prelude::*;

/// After how many seconds without a sign of anybody the console locks itself.
pub const IDLE_SECONDS: i64 = 15 * 60;

/// Something that was not saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is, in words.
    pub what: String,
    /// The page where it can be saved.
    pub address: String,
}

/// What a lock did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// What was forgotten.
    pub forgotten: Vec<String>,
    /// What was kept.
    pub kept: Vec<Kept>,
}

impl Console {
    /// Whether something is under way that would be cut off without its credentials.
    pub(super) fn is_busy(self) -> bool {
        let pages = self.subaccounts;
        let run = self
            .run
            .with_untracked(|run| run.as_ref().is_some_and(|run| !run.is_quiet()));
        let rotation = pages
            .rotation
            .machine
            .with_untracked(|one| one.as_ref().is_some_and(|one| !one.is_quiet()));
        let change = pages
            .change
            .machine
            .with_untracked(|one| one.as_ref().is_some_and(|one| one.progress == Progress::Asking));
        let (deletion, setup) = untrack(|| (pages.is_deleting(), self.setup.is(FirstKey::is_running)));
        run || rotation || change || deletion || setup
    }

    /// Forgets the credentials and whatever is saved. What is not saved yet is hidden, and the admin is asked.
    pub fn lock(self) {
        self.send(Errand::Lock);
    }

    pub(super) fn lock_now(self) {
        let kept = self.kept();
        let mut forgotten = self.forget_credentials();
        forgotten.extend(self.forget_saved_pairs());
        if kept.is_empty() {
            forgotten.extend(self.saved_results());
            // A page without a secret stays as it is.
            if !forgotten.is_empty() {
                forgotten.extend(self.typed_names());
                leave_note(&forgotten);
                page::reload();
            }
            return;
        }
        self.masked.update(|masked| *masked = masked.wrapping_add(1));
        self.locked.update(|locked| {
            // Whoever stays away longer is told of everything.
            let mut all = locked.take().map(|one| one.forgotten).unwrap_or_default();
            all.extend(forgotten);
            *locked = Some(Locked { forgotten: all, kept });
        });
    }

    /// Whether a run or a rotation is open whose credentials a lock has forgotten.
    pub fn is_cut_off(self) -> bool {
        self.connected.read().is_none()
            && (self.run.read().is_some() || self.subaccounts.rotation.machine.read().is_some())
    }

    /// What would be lost with the page, and where it is.
    fn kept(self) -> Vec<Kept> {
        let kept = |what: String, address: &str| Kept {
            what,
            address: address.to_owned(),
        };
        let (pages, mut all) = (self.subaccounts, Vec::new());
        if let Some(what) = self.unsaved_results() {
            all.push(kept(what, "/prime/results"));
        }
        if pages.is_unsaved() {
            let account = pages
                .rotation
                .machine
                .with_untracked(|one| one.as_ref().map(|one| one.plan.account.clone()));
            all.extend(account.map(|account| {
                kept(
                    format!(
                        "The new keys of \u{201c}{}\u{201d}, which you have not saved yet",
                        account.friendly_name
                    ),
                    &format!("/subaccounts/{}", account.sid),
                )
            }));
        }
        if untrack(|| self.setup_is_unsaved()) {
            let what = "The private key that was made to set up the account, which you have not saved yet";
            all.push(kept(what.to_owned(), "/prime/setup"));
        }
        if untrack(|| self.key_is_unsaved()) {
            all.push(kept(
                "The private key of the Keys page, which you have not saved yet".to_owned(),
                "/keys",
            ));
        }
        if !all.is_empty() && self.unsaved_results().is_none() && !pages.is_unsaved() {
            // They cannot go without the rest of the page.
            all.extend(
                self.saved_results()
                    .into_iter()
                    .map(|what| kept(what, "/prime/results")),
            );
        }
        all
    }

    /// The results of the run that are not saved yet, in words.
    fn unsaved_results(self) -> Option<String> {
        let (unsaved, pairs) = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            let unsaved = run.seedings.iter().filter(|one| one.is_unsaved());
            Some((unsaved.count(), run.plan.key_pairs.makes_key_pair()))
        })?;
        let what = match (unsaved, pairs) {
            (0, _) => return None,
            (1, true) => "1 result that you have not saved yet: its API key secret and private key".to_owned(),
            (1, false) => "1 result that you have not saved yet: its API key secret".to_owned(),
            (n, true) => format!("{n} results that you have not saved yet: their API key secrets and private keys"),
            (n, false) => format!("{n} results that you have not saved yet: their API key secrets"),
        };
        Some(what)
    }

    /// The results and the rotation that are saved already, in words.
    fn saved_results(self) -> Vec<String> {
        let results = self.run.with_untracked(|run| {
            let made = run.as_ref().map(|run: &Run| run.seedings.iter());
            made.map_or(0, |made| made.filter(|one| one.has_secret()).count())
        });
        let results = match results {
            0 => None,
            1 => Some("The secret of 1 result, which you have saved".to_owned()),
            n => Some(format!("The secrets of {n} results, which you have saved")),
        };
        let rotated = self
            .subaccounts
            .rotation
            .machine
            .with_untracked(|one| one.as_ref().is_some_and(Rotation::is_unsaved));
        let rotated = rotated.then(|| "The new keys of the rotation, which you have saved".to_owned());
        results.into_iter().chain(rotated).collect()
    }

    /// The plan's lines that no run has taken over, in words: they are no secret, but go with the page.
    fn typed_names(self) -> Option<String> {
        let typed = self.draft.with_untracked(|draft| !draft.names.trim().is_empty());
        let planned = typed && self.run.with_untracked(Option::is_none);
        planned.then(|| "The names that you typed into the plan".to_owned())
    }

    /// Forgets the pairs of the Keys page and of the set-up that are saved; says so in words.
    fn forget_saved_pairs(self) -> Vec<String> {
        let mut gone = Vec::new();
        if self.key.with_untracked(Option::is_some) && !untrack(|| self.key_is_unsaved()) {
            self.forget_key();
            gone.push("The private key of the Keys page, which you have saved".to_owned());
        }
        if self.setup.pair.with_untracked(Option::is_some) && !untrack(|| self.setup_is_unsaved()) {
            self.forget_setup_pair();
            gone.push("The private key that was made to set up the account, which you have saved".to_owned());
        }
        gone
    }
}
