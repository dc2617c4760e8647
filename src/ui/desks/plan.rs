//! The plan: what is typed, and the key pair that is made ahead of it.

use super::{AccountDesk, RunDesk, Tools};
use crate::keys::Fingerprint;
use crate::priming::{Draft, KeyPairChoice, PlanProblem};
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use crate::ui::parts::Errors;
use crate::ui::routes;
use leptos::prelude::*;

/// What the page Plan knows.
pub struct PlanDesk {
    /// What is typed.
    pub draft: RwSignal<Draft>,
    /// What is wrong with it.
    pub errors: RwSignal<Errors>,
    account: &'static AccountDesk,
    run: &'static RunDesk,
    tools: &'static Tools,
}

impl PlanDesk {
    /// Nothing typed yet.
    pub fn new(account: &'static AccountDesk, run: &'static RunDesk, tools: &'static Tools) -> Self {
        Self {
            draft: RwSignal::new(Draft::new(false)),
            errors: RwSignal::default(),
            account,
            run,
            tools,
        }
    }

    /// Starts to prime what the draft says. Whether it could: one run must be finished before the next.
    pub fn start(&'static self) -> bool {
        if self.run.run.is_now(|_| true) {
            return false;
        }
        let plan = self.account.connected.with_untracked(|connected| {
            let connected = connected.as_ref()?;
            Some(self.draft.with_untracked(|draft| connected.plan(draft)))
        });
        match plan {
            None => false,
            Some(Ok(plan)) => {
                self.errors.set(Errors::default());
                self.run.begin(plan);
                true
            }
            Some(Err(problems)) => {
                let filed = |problem: PlanProblem| (problem.field.label(), problem.message);
                self.errors.set(problems.into_iter().map(filed).collect());
                false
            }
        }
    }

    /// Has a key pair made ahead of the run if this choice needs one, or wipes it.
    pub fn prepare_key_pair(&'static self, choice: KeyPairChoice) {
        if choice.makes_key_pair() {
            self.tools.key_service().prepare();
        } else {
            self.tools.key_service().forget_prepared();
        }
    }

    /// Wipes it when the plan is left without a run that will take it.
    pub fn forget_unused_key_pair(&'static self) {
        if !self.run.run.is_now(|_| true) {
            self.tools.key_service().forget_prepared();
        }
    }
}

impl Desk for PlanDesk {
    fn is_busy(&'static self) -> bool {
        false
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        Vec::new()
    }

    /// The lines that no run has taken over: they are no secret, but go with the page.
    fn saved(&'static self) -> Vec<Kept> {
        let typed = self.draft.with_untracked(|draft| !draft.names.trim().is_empty());
        let planned = typed && !self.run.run.is_now(|_| true);
        let kept = planned.then(|| Kept {
            what: "The names that you typed into the plan".to_owned(),
            address: routes::PLAN.to_owned(),
            is_secret: false,
        });
        kept.into_iter().collect()
    }

    fn signs_with(&'static self, _: Fingerprint) -> bool {
        false
    }

    fn forget_credentials(&'static self, _: &Forgotten) {}

    fn forget_saved(&'static self, _: &Forgotten) {}

    fn changed(&'static self, change: &Change) {
        match change {
            // What was typed stays; the choice of key pairs follows whether requests are signed.
            Change::Connected {
                checked, is_new: true, ..
            } => self.draft.update(|draft| {
                draft.key_pairs = Draft::new(checked.identity.signing.is_some()).key_pairs;
            }),
            Change::Finished(_) => self.draft.update(|draft| {
                draft.names.clear();
                draft.recipient.clear();
            }),
            Change::Connected { .. } | Change::NewPractice | Change::Gone { .. } => {}
        }
    }
}
