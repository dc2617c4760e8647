//! From the form at Connect to an account in use.

use super::{Connected, Console, Errand};
use crate::browser::{About, Channel, EnforcementChoice, Performer, PracticeService};
use crate::priming::{Check, Draft};
use crate::twilio::Secret;
use crate::ui::connect_form::{AccountKind, Fields, label};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Console {
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
        self.send(Errand::OpenPractice(enforcement));
    }

    pub(super) fn open_practice_now(self, enforcement: EnforcementChoice) {
        let form = self.connect;
        form.enforcement.set(enforcement);
        form.practice_ready.set(false);
        form.practice_failure.set(None);
        self.forget_check();
        self.forget_practice_setup();
        self.openings
            .update_value(|openings| *openings = openings.wrapping_add(1));
        let opening = self.openings.get_value();
        spawn_local(async move {
            let opened = self.try_open_practice(enforcement, opening).await;
            if let (Err(message), true) = (opened, self.openings.get_value() == opening) {
                form.practice_failure.set(Some(message));
            }
        });
    }

    async fn try_open_practice(self, enforcement: EnforcementChoice, opening: u32) -> Result<(), String> {
        let keyless = self.connect.practice_keyless.get_untracked();
        let made = if keyless {
            None
        } else {
            Some(self.key_service().make().await.map_err(|error| error.message)?)
        };
        let known = made.as_ref().map(|(key, _)| key.clone());
        let (service, account) =
            PracticeService::open(known.as_ref(), enforcement, self.connect.scale.get_untracked()).await?;
        if let Some((key, pkcs8)) = made
            && !self.keyring().keep_for_signing(&key, pkcs8).await
        {
            return Err("The browser refused the practice account's private key. Reload the page.".to_owned());
        }
        let held = known.map(|key| key.fingerprint());
        if self.openings.get_value() != opening {
            // The admin chose again in the meantime.
            if let Some(held) = held {
                self.keyring().release(held);
            }
            return Ok(());
        }
        service.set_faults(self.connect.faults.choice());
        self.practice.set_value(Some(service));
        let fields = self.connect.practice;
        fields.account_sid.set(account.account_sid);
        fields.key_sid.set(account.api_key_sid);
        fields.secret.set(account.secret.expose().to_owned());
        fields.public_key_sid.set(account.public_key_sid.unwrap_or_default());
        fields.held.set(held);
        fields.sign.set(enforcement != EnforcementChoice::Off && !keyless);
        fields.errors.set(Errors::default());
        self.connect.practice_ready.set(true);
        Ok(())
    }

    /// Lets what was chosen go wrong with the practice account from now on, counted from its next request.
    pub fn set_practice_faults(self) {
        self.practice.with_value(|practice| {
            if let Some(practice) = practice {
                practice.set_faults(self.connect.faults.choice());
            }
        });
    }

    /// Where the requests of that kind of account go; `None` while the practice account is not open.
    pub(super) fn channel(self, kind: AccountKind) -> Option<Channel> {
        match kind {
            AccountKind::Twilio => Some(Channel::Relay),
            AccountKind::Practice => self.practice.get_value().map(Channel::Practice),
        }
    }

    /// Checks what was typed, reads the private key if need be, then checks the credentials with Twilio.
    pub fn check_credentials(self) {
        self.send(Errand::CheckCredentials);
    }

    pub(super) fn check_credentials_now(self) {
        let Some(kind) = self.connect.kind.get_untracked() else {
            return;
        };
        let fields = self.connect.fields(kind);
        self.forget_check();
        let Some(identity) = fields.check() else { return };
        if !fields.needs_key() {
            let Some(channel) = self.channel(kind) else { return };
            self.check_performer.set_value(Some(Performer::new(
                channel,
                self.keyring(),
                self.key_service(),
                self.claims(),
            )));
            let (check, effects) = Check::begin(identity);
            self.check.set(Some(check));
            self.perform_check(effects);
            return;
        }
        self.connect.reading_key.set(true);
        let checks = self.checks.get_value();
        spawn_local(async move {
            let read = self.read_key(fields, move || self.checks.get_value() == checks).await;
            self.connect.reading_key.set(false);
            if read {
                self.check_credentials_now();
            }
        });
    }

    /// Reads the private key of the form, and wipes its text once it is held. Nothing is kept or said where the admin
    /// turned to something else in the meantime, so that it is not what it was for `still`: the form may be another's.
    pub(super) async fn read_key(self, fields: Fields, still: impl Fn() -> bool) -> bool {
        let text = Secret::new(fields.pem.get_untracked());
        let passphrase = fields.passphrase.get_untracked();
        let passphrase = (!passphrase.is_empty()).then(|| Secret::new(passphrase));
        let read = self.key_service().import(&text, passphrase.as_ref()).await;
        if !still() {
            return false;
        }
        let refused = match read {
            Ok((key, pkcs8)) => {
                let kept = self.keyring().keep_for_signing(&key, pkcs8).await;
                if !still() {
                    self.release_own(key.fingerprint());
                    return false;
                }
                if kept {
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
        let other = self
            .run
            .with_untracked(|run| run.as_ref().is_some_and(|run| !run.can_connect(&checked.identity)));
        if other {
            // Connect is not shown then, but for the account of the run itself.
            return;
        }
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
        self.run_performer.set_value(self.check_performer.get_value());
        let signing = checked.identity.signing.as_ref();
        let signing_key = signing.and_then(|signing| self.keyring().public_key(signing.key));
        self.connected.set(Some(Connected {
            checked,
            practice,
            signing_key: signing_key.clone(),
        }));
        self.reconnect_rotation();
        if changed {
            // After the new account is in use: a key that signs for it stays.
            self.forget_subaccounts();
        }
        // A run whose credentials were forgotten while the admin was away can ask again.
        let identity = self
            .connected
            .with_untracked(|one| one.as_ref().map(|one| one.checked.identity.clone()));
        if let Some(identity) = identity {
            self.steer(|run| run.connect(&identity, signing_key.as_ref()));
        }
    }
}
