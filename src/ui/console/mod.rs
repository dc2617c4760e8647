//! What the console knows, and the one place where effects are set off.

mod by_hand;
mod commands;
mod connect;
mod elsewhere;
mod errand;
mod forget;
mod idle;
mod own_key;
mod prepared;
mod recovery;
mod reveal;
mod rotation;
mod run;
mod run_line;
mod setup;
mod subaccounts;
mod watch;

pub use elsewhere::Elsewhere;
pub use errand::Errand;
pub use idle::{IDLE_SECONDS, Locked};
pub use own_key::label as own_key_label;
pub use recovery::Interrupted;
pub use run_line::{RunLine, summary};
pub use setup::{KEY_NAME, Setup};
pub use subaccounts::Subaccounts;

use watch::Watch;

use super::by_hand_form::ByHandForm;
use super::connect_form::ConnectForm;
use super::parts::{Errors, TypedSecrets};
use crate::browser::{Claims, KeyService, Keyring, Performer, PracticeService, preferred_shell};
use crate::keys::{Fingerprint, PublicKey};
use crate::machine::{Answer, Effect, Machine, Outcome};
use crate::priming::{Check, Checked, Draft, Plan, PlanProblem, Run, Seeding, Stopwatch};
use crate::snippets::Shell;
use crate::twilio::{ApiKeySid, Secret};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// An account whose credentials passed the check.
#[derive(Debug, Clone)]
pub struct Connected {
    /// The account.
    pub checked: Checked,
    /// Whether it is the practice account.
    pub practice: bool,
    /// The public half of the key pair that signs, if requests are signed.
    pub signing_key: Option<PublicKey>,
}

impl Connected {
    /// The draft as a plan for this account.
    pub fn plan(&self, draft: &Draft) -> Result<Plan, Vec<PlanProblem>> {
        Plan::new(draft, &self.checked, self.signing_key.as_ref())
    }
}

/// The state of the console. It is a set of signals, so it is copied freely.
#[derive(Clone, Copy)]
pub struct Console {
    pub connect: ConnectForm,
    /// The page "Set up this account".
    pub setup: Setup,
    /// The page "By hand".
    pub by_hand: ByHandForm,
    /// The check that runs or ran last.
    pub check: RwSignal<Option<Check>>,
    /// The account in use.
    pub connected: RwSignal<Option<Connected>>,
    pub draft: RwSignal<Draft>,
    pub plan_errors: RwSignal<Errors>,
    pub run: RwSignal<Option<Run>>,
    /// How long the run has worked, by the page's clock.
    pub worked: RwSignal<Stopwatch>,
    /// The API keys whose secrets are in the archive that was saved last.
    pub archived: RwSignal<BTreeSet<ApiKeySid>>,
    /// The key pair of the Keys page.
    pub key: RwSignal<Option<PublicKey>>,
    /// The Subaccounts pages.
    pub subaccounts: Subaccounts,
    /// The page of commands for a subaccount that was primed elsewhere.
    pub elsewhere: Elsewhere,
    /// The shell that commands are shown for.
    pub shell: RwSignal<Shell>,
    /// The fields for secrets that are on the page.
    pub typed: TypedSecrets,
    /// Counts the locks: what is revealed is hidden at each.
    pub masked: RwSignal<u32>,
    /// What the last lock did, until the admin has read it.
    pub locked: RwSignal<Option<Locked>>,
    /// The key pairs whose private key was saved as a file.
    downloaded: RwSignal<BTreeSet<Fingerprint>>,
    /// Counts the checks, so that an answer to an older one is dropped.
    checks: StoredValue<u32>,
    /// Who looks after what the parts that came later make.
    watch: StoredValue<Option<Watch>>,
    /// Whether something could not be done because its part of the program did not arrive.
    pub missing: RwSignal<bool>,
    /// The runs that a page before this one did not finish.
    pub interrupted: RwSignal<Vec<Interrupted>>,
    claims: StoredValue<Claims, LocalStorage>,
    keyring: StoredValue<Keyring, LocalStorage>,
    key_service: StoredValue<KeyService, LocalStorage>,
    /// The Keys page has a service of its own, so that its Cancel cancels nothing else.
    page_key_service: StoredValue<KeyService, LocalStorage>,
    /// Counts the practice accounts, so that only the newest is taken.
    openings: StoredValue<u32>,
    practice: StoredValue<Option<PracticeService>, LocalStorage>,
    /// Performs for the check.
    check_performer: StoredValue<Option<Performer>, LocalStorage>,
    /// Performs for the account in use, whatever is checked meanwhile.
    run_performer: StoredValue<Option<Performer>, LocalStorage>,
}

impl Console {
    pub fn new() -> Self {
        let key_service = KeyService::default();
        Self {
            connect: ConnectForm::new(),
            setup: Setup::new(),
            by_hand: ByHandForm::new(),
            check: RwSignal::new(None),
            connected: RwSignal::new(None),
            draft: RwSignal::new(Draft::new(false)),
            plan_errors: RwSignal::default(),
            run: RwSignal::new(None),
            worked: RwSignal::default(),
            archived: RwSignal::default(),
            key: RwSignal::new(None),
            subaccounts: Subaccounts::new(),
            elsewhere: Elsewhere::new(),
            shell: RwSignal::new(preferred_shell()),
            typed: TypedSecrets::new(),
            masked: RwSignal::new(0),
            locked: RwSignal::new(None),
            downloaded: RwSignal::default(),
            checks: StoredValue::new(0),
            watch: StoredValue::new(None),
            missing: RwSignal::new(false),
            interrupted: RwSignal::default(),
            claims: StoredValue::new_local(Claims::default()),
            keyring: StoredValue::new_local(Keyring::default()),
            page_key_service: StoredValue::new_local(key_service.sibling()),
            key_service: StoredValue::new_local(key_service),
            openings: StoredValue::new(0),
            practice: StoredValue::new_local(None),
            check_performer: StoredValue::new_local(None),
            run_performer: StoredValue::new_local(None),
        }
    }

    /// The page's private keys.
    pub fn keyring(self) -> Keyring {
        self.keyring.get_value()
    }

    /// What this tab alone works on.
    pub fn claims(self) -> Claims {
        self.claims.get_value()
    }

    /// The worker that makes and checks key pairs.
    pub fn key_service(self) -> KeyService {
        self.key_service.get_value()
    }

    /// The worker of the Keys page.
    pub fn page_key_service(self) -> KeyService {
        self.page_key_service.get_value()
    }

    /// One subaccount of the run, as it changes.
    pub fn seeding(self, index: usize) -> Memo<Option<Seeding>> {
        Memo::new(move |_| self.run.with(|run| run.as_ref()?.seedings.get(index).cloned()))
    }

    /// Whether leaving the page now would lose a secret, a private key, or sight of a run.
    fn is_unsaved(self) -> bool {
        let key = untrack(|| self.key_is_unsaved());
        let run = self.run.with_untracked(|run| {
            run.as_ref()
                .is_some_and(|run| !run.is_quiet() || run.seedings.iter().any(Seeding::is_unsaved))
        });
        key || run || untrack(|| self.setup_is_unsaved()) || self.subaccounts.is_unsaved()
    }

    /// The private key of a pair that was made here, as PEM.
    pub async fn private_key_pem(self, key: Fingerprint, passphrase: Option<Secret>) -> Result<Secret, String> {
        let pkcs8 = self
            .keyring()
            .pkcs8(key)
            .ok_or("The private key is no longer in this page.")?;
        self.key_service()
            .export(&pkcs8, passphrase.as_ref())
            .await
            .map_err(|error| error.message)
    }

    /// Whether the run made the key pair of this subaccount, and its private key is in this page to be saved.
    pub fn has_private_key(self, seeding: &Seeding) -> bool {
        let makes = |run: &Option<Run>| run.as_ref().is_some_and(|run| run.plan.key_pairs.makes_key_pair());
        let key = seeding.fingerprint();
        key.is_some_and(|key| self.keyring().pkcs8(key).is_some()) && self.run.with_untracked(makes)
    }

    /// Notes that a private key was saved as a file.
    pub fn note_download(self, key: Fingerprint) {
        self.downloaded.update(|downloaded| {
            downloaded.insert(key);
        });
    }

    /// Shows a key pair on the Keys page, in place of the one before.
    pub fn show_key(self, key: PublicKey, pkcs8: zeroize::Zeroizing<Vec<u8>>) {
        self.forget_key();
        self.keyring().keep(&key, pkcs8);
        self.key.set(Some(key));
    }

    /// Whether the key pair of the Keys page would be lost with it.
    pub fn key_is_unsaved(self) -> bool {
        let downloaded = self.downloaded.read();
        self.key
            .with(|key| key.as_ref().is_some_and(|key| !downloaded.contains(&key.fingerprint())))
    }

    /// Forgets the key pair of the Keys page.
    pub fn forget_key(self) {
        if let Some(key) = self.key.get_untracked() {
            self.keyring().forget(key.fingerprint());
        }
        self.key.set(None);
    }

    fn perform_check(self, effects: Vec<Effect>) {
        let checks = self.checks.get_value();
        self.perform(self.check_performer, effects, move |answer| {
            if self.checks.get_value() != checks {
                return;
            }
            let next = self
                .check
                .try_update(|check| check.as_mut().map(|check| check.answer(answer)));
            self.perform_check(next.flatten().unwrap_or_default());
        });
    }

    /// Forgets the key pair of an answer that nobody awaits any more: the performer keeps each that it has made.
    fn discard(self, answer: &Answer) {
        if let Outcome::KeyPair(Ok(key)) = &answer.outcome {
            self.keyring().forget(key.fingerprint());
        }
    }

    fn perform(
        self,
        performer: StoredValue<Option<Performer>, LocalStorage>,
        effects: Vec<Effect>,
        answered: impl FnOnce(Answer) + Copy + 'static,
    ) {
        let Some(performer) = performer.get_value() else { return };
        for effect in effects {
            let performer = performer.clone();
            spawn_local(async move { answered(performer.perform(effect).await) });
        }
    }
}
