//! The practice account of Connect: opened, filled in, closed.

use super::connect_form::AccountKind;
use super::{ConnectDesk, Errand};
use crate::browser::{EnforcementChoice, PracticeService};
use crate::ui::lock::Change;
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl ConnectDesk {
    /// Chooses the kind of account; opens the practice account when it is first chosen.
    pub fn choose(&'static self, kind: AccountKind) {
        self.form.kind.set(Some(kind));
        self.check.clear();
        if kind == AccountKind::Practice && !self.has_practice() {
            self.open_practice(self.form.enforcement.get_untracked());
        }
    }

    /// Whether the practice account is there.
    pub fn has_practice(&'static self) -> bool {
        self.practice.with_value(Option::is_some)
    }

    /// The practice account, once it is open.
    pub(super) fn practice(&'static self) -> Option<PracticeService> {
        self.practice.get_value()
    }

    /// Opens a new practice account and fills its fields.
    pub fn open_practice(&'static self, enforcement: EnforcementChoice) {
        self.errands.send(Errand::OpenPractice(enforcement));
    }

    /// The same, by code that is there.
    pub fn open_practice_now(&'static self, enforcement: EnforcementChoice) {
        let form = &self.form;
        form.enforcement.set(enforcement);
        form.practice_ready.set(false);
        form.practice_failure.set(None);
        self.check.clear();
        self.tools.lock.tell(&Change::NewPractice);
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

    async fn try_open_practice(&'static self, enforcement: EnforcementChoice, opening: u32) -> Result<(), String> {
        let keyless = self.form.practice_keyless.get_untracked();
        let made = if keyless {
            None
        } else {
            Some(self.tools.key_service().make().await.map_err(|error| error.message)?)
        };
        let known = made.as_ref().map(|(key, _)| key.clone());
        let (service, account) =
            PracticeService::open(known.as_ref(), enforcement, self.form.scale.get_untracked()).await?;
        if let Some((key, pkcs8)) = made
            && !self.tools.keyring().keep_for_signing(&key, pkcs8).await
        {
            return Err("The browser refused the practice account's private key. Reload the page.".to_owned());
        }
        let held = known.map(|key| key.fingerprint());
        if self.openings.get_value() != opening {
            // The admin chose again in the meantime.
            if let Some(held) = held {
                self.tools.keyring().release(held);
            }
            return Ok(());
        }
        service.set_faults(self.form.faults.choice());
        self.practice.set_value(Some(service));
        let fields = &self.form.practice;
        fields.account_sid.set(account.account_sid);
        fields.key_sid.set(account.api_key_sid);
        fields.secret.set(account.secret.expose().to_owned());
        fields.public_key_sid.set(account.public_key_sid.unwrap_or_default());
        fields.held.set(held);
        fields.sign.set(enforcement != EnforcementChoice::Off && !keyless);
        fields.errors.set(Errors::default());
        self.form.practice_ready.set(true);
        Ok(())
    }

    /// Lets what was chosen go wrong with the practice account from now on, counted from its next request.
    pub fn set_practice_faults(&'static self) {
        if let Some(practice) = self.practice() {
            practice.set_faults(self.form.faults.choice());
        }
    }

    /// Closes the practice account; choosing it again opens a new one.
    pub(super) fn close_practice(&'static self) {
        if self.practice.try_update_value(Option::take).flatten().is_none() {
            return;
        }
        let form = &self.form;
        form.practice_ready.set(false);
        for text in [
            form.practice.account_sid,
            form.practice.key_sid,
            form.practice.public_key_sid,
        ] {
            text.set(String::new());
        }
        form.practice_keyless.set(false);
        form.enforcement.set(EnforcementChoice::Enforced);
        if form.kind.get_untracked() == Some(AccountKind::Practice) {
            form.kind.set(None);
        }
    }
}
