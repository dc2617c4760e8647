//! What the console knows, and the one place where effects are set off.

use super::connect_form::{AccountKind, ConnectForm, Fields, label};
use super::parts::Errors;
use crate::browser::{About, Channel, EnforcementChoice, KeyService, Keyring, Performer, PracticeService, clock};
use crate::keys::{Fingerprint, PublicKey};
use crate::priming::{Answer, Check, Checked, Draft, Effect, Plan, Run};
use crate::twilio::Secret;
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
}

/// The state of the console. It is a set of signals, so it is copied freely.
#[derive(Clone, Copy)]
pub struct Console {
    pub connect: ConnectForm,
    /// The check that runs or ran last.
    pub check: RwSignal<Option<Check>>,
    /// The account in use.
    pub connected: RwSignal<Option<Connected>>,
    pub draft: RwSignal<Draft>,
    pub plan_errors: RwSignal<Errors>,
    pub run: RwSignal<Option<Run>>,
    /// When the run began, in milliseconds of the page's clock.
    pub started: RwSignal<f64>,
    /// How many seconds it has taken.
    pub elapsed: RwSignal<u32>,
    /// The subaccounts whose secret and private key the admin has saved.
    pub saved: RwSignal<BTreeSet<usize>>,
    /// Counts the checks, so that an answer to an older one is dropped.
    checks: StoredValue<u32>,
    keyring: StoredValue<Keyring, LocalStorage>,
    key_service: StoredValue<KeyService, LocalStorage>,
    practice: StoredValue<Option<PracticeService>, LocalStorage>,
    /// Performs for the check, and for the run that follows it.
    performer: StoredValue<Option<Performer>, LocalStorage>,
    /// Performs for the run, whatever is checked meanwhile.
    run_performer: StoredValue<Option<Performer>, LocalStorage>,
}

impl Console {
    pub fn new() -> Self {
        let key_service = KeyService::default();
        key_service.warm_up();
        Self {
            connect: ConnectForm::new(),
            check: RwSignal::new(None),
            connected: RwSignal::new(None),
            draft: RwSignal::new(Draft::new(false)),
            plan_errors: RwSignal::default(),
            run: RwSignal::new(None),
            started: RwSignal::new(0.0),
            elapsed: RwSignal::new(0),
            saved: RwSignal::default(),
            checks: StoredValue::new(0),
            keyring: StoredValue::new_local(Keyring::default()),
            key_service: StoredValue::new_local(key_service),
            practice: StoredValue::new_local(None),
            performer: StoredValue::new_local(None),
            run_performer: StoredValue::new_local(None),
        }
    }

    /// The page's private keys.
    pub fn keyring(self) -> Keyring {
        self.keyring.get_value()
    }

    /// The worker that makes and checks key pairs.
    pub fn key_service(self) -> KeyService {
        self.key_service.get_value()
    }

    /// Whether leaving the page now would lose a secret, a private key, or sight of a run.
    pub fn something_is_unsaved(self) -> bool {
        self.run.with_untracked(|run| {
            run.as_ref().is_some_and(|run| {
                let saved = self.saved.read_untracked();
                !run.is_quiet()
                    || run
                        .seedings
                        .iter()
                        .enumerate()
                        .any(|(index, one)| one.api_key.is_some() && !saved.contains(&index))
            })
        })
    }

    /// Chooses the kind of account; opens the practice account when it is first chosen.
    pub fn choose(self, kind: AccountKind) {
        self.connect.kind.set(Some(kind));
        self.forget_check();
        if kind == AccountKind::Practice && self.practice.with_value(Option::is_none) {
            self.open_practice(self.connect.enforcement.get_untracked());
        }
    }

    /// Opens a new practice account and fills its fields.
    pub fn open_practice(self, enforcement: EnforcementChoice) {
        let form = self.connect;
        form.enforcement.set(enforcement);
        form.practice_ready.set(false);
        form.practice_failure.set(None);
        self.forget_check();
        spawn_local(async move {
            if let Err(message) = self.try_open_practice(enforcement).await {
                form.practice_failure.set(Some(message));
            }
        });
    }

    async fn try_open_practice(self, enforcement: EnforcementChoice) -> Result<(), String> {
        let (key, pkcs8) = self.key_service().make().await.map_err(|error| error.message)?;
        let (service, account) = PracticeService::open(&key, enforcement).await?;
        if !self.keyring().keep_for_signing(&key, pkcs8).await {
            return Err("The browser refused the practice account's private key. Reload the page.".to_owned());
        }
        if self.connect.enforcement.get_untracked() != enforcement {
            // The admin chose again in the meantime.
            return Ok(());
        }
        self.practice.set_value(Some(service));
        let fields = self.connect.practice;
        fields.account_sid.set(account.account_sid);
        fields.key_sid.set(account.api_key_sid);
        fields.secret.set(account.secret.expose().to_owned());
        fields.public_key_sid.set(account.public_key_sid);
        fields.held.set(Some(key.fingerprint()));
        fields.sign.set(enforcement != EnforcementChoice::Off);
        fields.errors.set(Errors::default());
        self.connect.practice_ready.set(true);
        Ok(())
    }

    /// Checks what was typed, reads the private key if need be, then checks the credentials with Twilio.
    pub fn check_credentials(self) {
        let Some(kind) = self.connect.kind.get_untracked() else {
            return;
        };
        let fields = self.connect.fields(kind);
        self.forget_check();
        let Some(identity) = fields.check() else { return };
        if !fields.needs_key() {
            let channel = match kind {
                AccountKind::Twilio => Some(Channel::Relay),
                AccountKind::Practice => self.practice.get_value().map(Channel::Practice),
            };
            let Some(channel) = channel else { return };
            self.performer
                .set_value(Some(Performer::new(channel, self.keyring(), self.key_service())));
            let (check, effects) = Check::begin(identity);
            self.check.set(Some(check));
            self.perform_check(effects);
            return;
        }
        self.connect.reading_key.set(true);
        spawn_local(async move {
            let read = self.read_key(fields).await;
            self.connect.reading_key.set(false);
            if read {
                self.check_credentials();
            }
        });
    }

    /// Reads the private key of the form, and wipes its text once it is held.
    async fn read_key(self, fields: Fields) -> bool {
        let text = Secret::new(fields.pem.get_untracked());
        let passphrase = fields.passphrase.get_untracked();
        let passphrase = (!passphrase.is_empty()).then(|| Secret::new(passphrase));
        let refused = match self.key_service().import(&text, passphrase.as_ref()).await {
            Ok((key, pkcs8)) => {
                if self.keyring().keep_for_signing(&key, pkcs8).await {
                    fields.held.set(Some(key.fingerprint()));
                    fields.pem.set(String::new());
                    fields.passphrase.set(String::new());
                    fields.encrypted.set(false);
                    return true;
                }
                (
                    label::PRIVATE_KEY,
                    "The browser's own cryptography refused this key.".to_owned(),
                )
            }
            Err(error) => match error.about {
                About::Key => (label::PRIVATE_KEY, error.message),
                About::Passphrase | About::PassphraseMissing => {
                    fields.encrypted.set(true);
                    (label::PASSPHRASE, error.message)
                }
            },
        };
        fields.errors.update(|errors| errors.add(refused.0, refused.1));
        false
    }

    /// Forgets what the last check found; called when something that it depends on changes.
    pub fn forget_check(self) {
        self.checks.update_value(|checks| *checks = checks.wrapping_add(1));
        self.check.set(None);
    }

    /// Takes the checked account into use.
    pub fn connect(self) {
        let practice = self.connect.kind.get_untracked() == Some(AccountKind::Practice);
        let Some(checked) = self.check.with_untracked(|check| check.as_ref()?.passed.clone()) else {
            return;
        };
        let signing = checked.identity.signing.is_some();
        let changed = self.connected.with_untracked(|connected| {
            connected
                .as_ref()
                .is_none_or(|old| old.checked.identity != checked.identity)
        });
        if changed {
            // What was typed stays; the choice of key pairs follows whether requests are signed.
            self.draft
                .update(|draft| draft.key_pairs = Draft::new(signing).key_pairs);
        }
        self.connected.set(Some(Connected { checked, practice }));
    }

    /// Starts to prime what the draft says. Whether it could: one run must be finished before the next.
    pub fn start(self) -> bool {
        if self.run.with_untracked(Option::is_some) {
            return false;
        }
        let Some(connected) = self.connected.get_untracked() else {
            return false;
        };
        match self.draft.with_untracked(|draft| Plan::new(draft, &connected.checked)) {
            Ok(plan) => {
                self.plan_errors.set(Errors::default());
                self.run_performer.set_value(self.performer.get_value());
                self.saved.update(BTreeSet::clear);
                self.started.set(clock::millis());
                self.elapsed.set(0);
                let (run, effects) = Run::begin(plan, &connected.checked);
                self.run.set(Some(run));
                self.perform_run(effects);
                true
            }
            Err(problems) => {
                self.plan_errors.set(Errors::of_plan(problems));
                false
            }
        }
    }

    /// Tells the run what the admin wants.
    pub fn steer(self, wish: impl FnOnce(&mut Run) -> Vec<Effect>) {
        let effects = self
            .run
            .try_update(|run| run.as_mut().map(wish))
            .flatten()
            .unwrap_or_default();
        self.perform_run(effects);
    }

    /// Ends with a run: its secrets are forgotten, and the account's list of subaccounts is brought up to date.
    pub fn finish(self) {
        let Some(run) = self.run.get_untracked() else { return };
        let keyring = self.keyring();
        run.seedings
            .iter()
            .filter_map(|seeding| seeding.fingerprint())
            .for_each(|key| keyring.forget(key));
        self.connected.update(|connected| {
            if let Some(connected) = connected {
                connected
                    .checked
                    .subaccounts
                    .extend(run.made_accounts(&connected.checked.account));
            }
        });
        self.draft.update(|draft| draft.names.clear());
        self.saved.update(BTreeSet::clear);
        self.run.set(None);
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

    /// Keeps a key pair that was made on the Keys page.
    pub fn keep(self, key: &PublicKey, pkcs8: zeroize::Zeroizing<Vec<u8>>) {
        self.keyring().keep(key, pkcs8);
    }

    fn perform_check(self, effects: Vec<Effect>) {
        let checks = self.checks.get_value();
        self.perform(self.performer, effects, move |answer| {
            if self.checks.get_value() != checks {
                return;
            }
            let next = self
                .check
                .try_update(|check| check.as_mut().map(|check| check.answer(answer)));
            self.perform_check(next.flatten().unwrap_or_default());
        });
    }

    fn perform_run(self, effects: Vec<Effect>) {
        self.perform(self.run_performer, effects, move |answer| {
            self.steer(|run| run.answer(answer))
        });
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
