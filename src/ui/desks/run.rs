//! The run: begun, steered, finished.

use super::saving::Saving;
use super::{AccountDesk, ConnectDesk, Errands, Interrupted, Slot, Tools};
use crate::browser::{clock, journal};
use crate::keys::{Fingerprint, private_key_file_name};
use crate::machine::{Effect, Machine};
use crate::priming::{Occasion, Phase, Plan, Run, RunId, RunLine, Seeding, Stopwatch};
use crate::snippets::{ApplicationSubject, Subject, profile_name};
use crate::twilio::{AccountSid, Identity};
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use crate::ui::routes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// What the pages Run and Results know.
pub struct RunDesk {
    /// The run that is open.
    pub run: Slot<Run>,
    /// How long it has worked, by the page's clock.
    pub worked: RwSignal<Stopwatch>,
    /// What of it is saved.
    pub saving: Saving,
    /// How many subaccounts the run before has primed, until the next one begins.
    pub finished: RwSignal<usize>,
    /// The places of the results that are open.
    pub opened: RwSignal<BTreeSet<usize>>,
    /// The runs that a page before this one did not finish.
    pub interrupted: RwSignal<Vec<Interrupted>>,
    pub(super) account: &'static AccountDesk,
    connect: &'static ConnectDesk,
    pub(super) errands: &'static Errands,
    pub(super) tools: &'static Tools,
}

impl RunDesk {
    /// No run yet.
    pub fn new(
        account: &'static AccountDesk,
        connect: &'static ConnectDesk,
        errands: &'static Errands,
        tools: &'static Tools,
    ) -> Self {
        Self {
            run: Slot::new(),
            worked: RwSignal::default(),
            saving: Saving::default(),
            finished: RwSignal::new(0),
            opened: RwSignal::default(),
            interrupted: RwSignal::default(),
            account,
            connect,
            errands,
            tools,
        }
    }

    /// Begins a run. One must be finished before the next.
    pub(super) fn begin(&'static self, plan: Plan) {
        let Some(connected) = self.account.connected.get_untracked() else {
            return;
        };
        let occasion = Occasion {
            run: RunId::of(clock::random_bits()),
            started: clock::now_seconds(),
            practice: connected.practice,
        };
        self.open(connected.practice, Run::begin(plan, &connected.checked, occasion));
    }

    /// A run is on the page, and its first effects are performed.
    pub(super) fn open(&'static self, practice: bool, begun: (Run, Vec<Effect>)) {
        self.saving.reset();
        self.opened.update(BTreeSet::clear);
        self.finished.set(0);
        self.worked.set(Stopwatch::default());
        if practice {
            // So that each run meets what was chosen, however much was asked before it.
            self.connect.set_practice_faults();
        }
        let (claims, name) = (self.tools.claims(), run_lock(begun.0.head.run));
        // Other tabs see by it that the run is open here.
        spawn_local(async move {
            claims.claim(&name).await;
        });
        self.run.begin(self.account.performer(), begun, move || self.went_on());
    }

    /// Tells the run what the admin wants.
    pub fn steer(&'static self, wish: impl FnOnce(&mut Run) -> Vec<Effect>) {
        self.run.steer(wish, move || self.went_on());
    }

    /// Lets the stopwatch run while the run works, whichever page is shown; and the account know what was made, once
    /// nothing is under way.
    fn went_on(&'static self) {
        let works = self.run.is_now(Run::is_at_work);
        if works != self.worked.with_untracked(|worked| worked.is_on()) {
            self.worked
                .update(|worked| *worked = worked.turned(works, clock::millis()));
        }
        if self.run.is_now(Run::is_quiet) {
            self.note_made();
        }
    }

    fn note_made(&'static self) {
        let parent = self
            .account
            .connected
            .with_untracked(|connected| connected.as_ref().map(|connected| connected.checked.account.clone()));
        let made = parent.and_then(|parent| self.run.with_now(|run| run.made_accounts(&parent)));
        self.account.note(made.unwrap_or_default());
    }

    /// One subaccount of the run, as it changes.
    pub fn seeding(&'static self, index: usize) -> Memo<Option<Seeding>> {
        Memo::new(move |_| self.run.with(|run| run.seedings.get(index).cloned()).flatten())
    }

    /// One subaccount of the run, in a line.
    pub fn line(&'static self, index: usize) -> Memo<RunLine> {
        Memo::new(move |before: Option<&RunLine>| {
            let line = self.run.with(|run| run.line(index)).flatten();
            // Once the run is forgotten, its page is about to go.
            line.or_else(|| before.cloned()).unwrap_or_default()
        })
    }

    /// Something of the run's subaccounts; of none, if there is no run.
    pub fn of_seedings<T: PartialEq + Send + Sync + 'static>(
        &'static self,
        read: impl Fn(&[Seeding]) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.run.with(|run| read(&run.seedings)).unwrap_or_else(|| read(&[])))
    }

    /// Whether the run made the key pair of this subaccount, and its private key is in this page to be saved.
    pub fn has_private_key(&'static self, seeding: &Seeding) -> bool {
        let key = seeding.fingerprint();
        key.is_some_and(|key| self.tools.keyring().pkcs8(key).is_some())
            && self.run.is_now(|run| run.plan.key_pairs.makes_key_pair())
    }

    /// What commands are about: the subaccount at that place, once it has an API key.
    pub fn subject(&'static self, index: usize) -> Option<Subject> {
        let parent = self.account.parent();
        let subject = |run: &Run| {
            let seeding = run.seedings.get(index)?;
            let own = seeding.credentials()?;
            Some(Subject {
                profile: profile_name(&seeding.name, &own.account_sid),
                account_sid: own.account_sid,
                api_key_sid: own.api_key_sid,
                secret: Some(own.secret),
                enforces: seeding.verification().is_some_and(|shown| shown.refuses_unsigned()),
                parent,
            })
        };
        self.run.with(subject).flatten()
    }

    /// What an application signs with, where a public key was seeded. A private key that was not made here has a name
    /// that only its owner knows.
    pub fn application(&'static self, index: usize) -> Option<ApplicationSubject> {
        let application = |run: &Run| {
            let seeding = run.seedings.get(index)?;
            let own = seeding.credentials()?;
            let file = if self.has_private_key(seeding) {
                private_key_file_name(&seeding.name)
            } else {
                "private-key.pem".to_owned()
            };
            Some(ApplicationSubject {
                account_sid: own.account_sid,
                api_key_sid: own.api_key_sid,
                public_key_sid: seeding.public_key_sid().cloned()?,
                private_key_file: file,
            })
        };
        self.run.with(application).flatten()
    }

    /// Whether the run can be cleaned up as a whole: it stands still, and there is something to clean up.
    pub fn can_clean_up(&'static self) -> bool {
        self.run.is(|run| {
            let (new, old) = run.to_clean_up();
            // One subaccount has a button of its own in its article.
            let several = new.len() + old.len() > 1 || !old.is_empty();
            let lost = run.resumed || run.seedings.iter().any(Seeding::may_exist);
            let something = !(new.is_empty() && old.is_empty());
            run.is_connected() && run.is_quiet() && run.phase != Phase::Running && something && (several || lost)
        })
    }

    /// Ends with the run: its secrets are forgotten, and the account's list of subaccounts is brought up to date.
    pub fn finish(&'static self) {
        let Some((id, keys, pairs)) = self.run.with_now(|run| {
            let pairs = run.seedings.iter().filter_map(Seeding::fingerprint);
            // Only what the run made: another pair may still be needed elsewhere.
            let pairs: Vec<_> = pairs.filter(|_| run.plan.key_pairs.makes_key_pair()).collect();
            let keys = run.seedings.iter().filter_map(|seeding| seeding.api_key());
            (run.head.run, keys.map(|key| key.sid.clone()).collect::<Vec<_>>(), pairs)
        }) else {
            return;
        };
        pairs.into_iter().for_each(|key| self.tools.keyring().forget(key));
        // A run that was stopped early has not taken it.
        self.tools.key_service().forget_prepared();
        self.note_made();
        let primed = |run: &Run| run.seedings.iter().filter(|seeding| seeding.is_primed()).count();
        self.finished.set(self.run.with_now(primed).unwrap_or_default());
        self.run.clear();
        journal::remove(id);
        self.tools.claims().release();
        self.tools.lock.tell(&Change::Finished(&keys));
    }
}

impl Desk for RunDesk {
    fn is_busy(&'static self) -> bool {
        self.run.is_now(|run| !run.is_quiet())
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        let unsaved = self.run.with_now(Run::unsaved).flatten();
        unsaved
            .map(|what| Kept::secret(what, routes::RESULTS))
            .into_iter()
            .collect()
    }

    fn saved(&'static self) -> Vec<Kept> {
        let saved = self.run.with_now(Run::saved).flatten();
        saved
            .map(|what| Kept::secret(what, routes::RESULTS))
            .into_iter()
            .collect()
    }

    fn signs_with(&'static self, _: Fingerprint) -> bool {
        // Its pairs were made here, and are forgotten by themselves.
        false
    }

    fn accepts(&'static self, identity: &Identity) -> bool {
        !self.run.is_now(|run| !run.can_connect(identity))
    }

    fn made_here(&'static self, account: &AccountSid) -> Option<Identity> {
        self.run.with(|run| run.made_here(account)).flatten()
    }

    fn forget_credentials(&'static self, _: &Forgotten) {
        self.run.change(Run::disconnect);
        self.run.cut_off();
    }

    fn forget_saved(&'static self, _: &Forgotten) {}

    fn changed(&'static self, change: &Change) {
        if let Change::Connected { is_new: true, .. } = change {
            self.finished.set(0);
        }
        if !self.run.is_now(|_| true) {
            return;
        }
        match change {
            Change::Connected {
                checked, signing_key, ..
            } => {
                self.run.reconnect(self.account.performer());
                // A run whose credentials were forgotten while the admin was away can ask again.
                self.steer(|run| run.connect(&checked.identity, *signing_key));
            }
            Change::Gone { account, sid } => self.steer(|run| run.note_gone(account, sid)),
            Change::NewPractice | Change::Finished(_) => {}
        }
    }
}

/// What a tab holds as long as a run is open in it.
pub(super) fn run_lock(run: RunId) -> String {
    format!("run {run}")
}
