//! The run: begun, steered, finished.

use super::{Connected, Console};
use crate::browser::{clock, journal};
use crate::machine::{Answer, Effect, Machine, Outcome};
use crate::priming::{Occasion, Run, RunId, Seeding, Stopwatch};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeSet, VecDeque};

impl Console {
    /// Starts to prime what the draft says. Whether it could: one run must be finished before the next.
    pub fn start(self) -> bool {
        if self.run.with_untracked(Option::is_some) {
            return false;
        }
        let Some(connected) = self.connected.get_untracked() else {
            return false;
        };
        match self.draft.with_untracked(|draft| connected.plan(draft)) {
            Ok(plan) => {
                self.plan_errors.set(Errors::default());
                let occasion = Occasion {
                    run: RunId::of(clock::random_bits()),
                    started: clock::now_seconds(),
                    practice: connected.practice,
                };
                let (run, effects) = Run::begin(plan, &connected.checked, occasion);
                self.open_run(&connected, run, effects);
                true
            }
            Err(problems) => {
                self.plan_errors.set(Errors::of_plan(problems));
                false
            }
        }
    }

    /// A run is on the page, and its first effects are performed.
    pub(super) fn open_run(self, connected: &Connected, run: Run, effects: Vec<Effect>) {
        self.archived.update(BTreeSet::clear);
        self.worked.set(Stopwatch::default());
        if connected.practice {
            // So that each run meets what was chosen, however much was asked before it.
            self.set_practice_faults();
        }
        let (claims, name) = (self.claims(), run_lock(run.head.run));
        // Other tabs see by it that the run is open here.
        spawn_local(async move {
            claims.claim(&name).await;
        });
        self.run.set(Some(run));
        self.steer(|_| effects);
    }

    /// Tells the run what the admin wants.
    pub fn steer(self, wish: impl FnOnce(&mut Run) -> Vec<Effect>) {
        let asked = self.run.try_update_untracked(|run| run.as_mut().map(wish));
        self.perform_run(asked.flatten().unwrap_or_default());
    }

    /// Performs what the run asks for, and shows what became of it. The journal is written before anything else is done,
    /// here and now.
    fn perform_run(self, effects: Vec<Effect>) {
        let (mut effects, mut others) = (VecDeque::from(effects), Vec::new());
        while let Some(effect) = effects.pop_front() {
            let Effect::Record { ticket, line } = effect else {
                others.push(effect);
                continue;
            };
            let outcome = Outcome::Recorded(journal::write(&line));
            effects.extend(self.answered(Answer { ticket, outcome }));
        }
        self.keep_time();
        self.run.notify();
        let id = move || self.run.with_untracked(|run| run.as_ref().map(|run| run.head.run));
        let asker = id();
        self.perform(self.run_performer, others, move |answer| {
            if id() != asker {
                return self.discard(&answer);
            }
            let next = self.answered(answer);
            self.perform_run(next);
            if self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_quiet)) {
                self.note_made();
            }
        });
    }

    /// Lets the stopwatch run while the run works, whichever page is shown.
    fn keep_time(self) {
        let works = self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_at_work));
        if works != self.worked.with_untracked(|worked| worked.is_on()) {
            self.worked
                .update(|worked| *worked = worked.turned(works, clock::millis()));
        }
    }

    /// Tells the run an answer, and nobody else yet.
    fn answered(self, answer: Answer) -> Vec<Effect> {
        let next = self
            .run
            .try_update_untracked(|run| run.as_mut().map(|run| run.answer(answer)));
        next.flatten().unwrap_or_default()
    }

    /// Notes whether the admin has saved the archive: the secrets that are in it, and no others.
    pub fn set_archive_saved(self, saved: bool) {
        let held = self.archived.get_untracked();
        self.steer(|run| run.set_keys_saved(&held, saved));
    }

    /// Ends with a run: its secrets are forgotten, and the account's list of subaccounts is brought up to date.
    pub fn finish(self) {
        let Some(run) = self.run.get_untracked() else { return };
        // Only what the run made: another pair may still be needed elsewhere.
        if run.plan.key_pairs.makes_key_pair() {
            let keyring = self.keyring();
            let made = run.seedings.iter().filter_map(Seeding::fingerprint);
            made.for_each(|key| keyring.forget(key));
        }
        self.forget_run_key(&run);
        // A run that was stopped early has not taken it.
        self.key_service().forget_prepared();
        self.note_made();
        self.draft.update(|draft| {
            draft.names.clear();
            draft.recipient.clear();
        });
        self.run.set(None);
        journal::remove(run.head.run);
        self.claims().release();
        // What the check found is from before.
        self.forget_check();
    }

    /// Brings the account's list of subaccounts up to date with what the run made.
    fn note_made(self) {
        let made = self.run.with_untracked(|run| {
            let parent = self
                .connected
                .with_untracked(|one| one.as_ref().map(|one| one.checked.account.clone()));
            run.as_ref()
                .zip(parent)
                .map(|(run, parent)| run.made_accounts(&parent))
                .unwrap_or_default()
        });
        self.connected.update(|connected| {
            if let Some(connected) = connected {
                let known = &mut connected.checked.subaccounts;
                known.retain(|account| !made.iter().any(|one| one.sid == account.sid));
                known.extend(made);
            }
        });
    }
}

/// What a tab holds as long as a run is open in it.
pub(super) fn run_lock(run: RunId) -> String {
    format!("run {run}")
}
