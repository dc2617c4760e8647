//! Connect: from what is typed to an account in use.

use super::connect_form::{AccountKind, ConnectForm, Fields, label};
use super::{AccountDesk, Errand, Errands, Slot, Tools};
use crate::browser::{About, Channel, PracticeService};
use crate::keys::Fingerprint;
use crate::priming::Check;
use crate::twilio::{AccountSid, Secret};
use crate::ui::lock::{Change, Desk, Forgotten, Kept, clear};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What Connect knows.
pub struct ConnectDesk {
    /// What is typed.
    pub form: ConnectForm,
    /// The check that runs or ran last.
    pub check: Slot<Check>,
    pub(super) practice: StoredValue<Option<PracticeService>, LocalStorage>,
    /// Counts the practice accounts, so that only the newest is taken.
    pub(super) openings: StoredValue<u32>,
    account: &'static AccountDesk,
    pub(super) errands: &'static Errands,
    pub(super) tools: &'static Tools,
}

impl ConnectDesk {
    /// Nothing typed yet.
    pub fn new(account: &'static AccountDesk, errands: &'static Errands, tools: &'static Tools) -> Self {
        Self {
            form: ConnectForm::new(),
            check: Slot::new(),
            practice: StoredValue::new_local(None),
            openings: StoredValue::new(0),
            account,
            errands,
            tools,
        }
    }

    /// Where the requests of that kind of account go; `None` while the practice account is not open.
    pub(super) fn channel(&'static self, kind: AccountKind) -> Option<Channel> {
        match kind {
            AccountKind::Twilio => Some(Channel::Relay),
            AccountKind::Practice => self.practice().map(Channel::Practice),
        }
    }

    /// Checks what was typed, reads the private key if need be, then checks the credentials with Twilio.
    pub fn check_credentials(&'static self) {
        self.errands.send(Errand::CheckCredentials);
    }

    /// The same, by code that is there.
    pub fn check_credentials_now(&'static self) {
        let Some(kind) = self.form.kind.get_untracked() else {
            return;
        };
        let fields = self.form.fields(kind);
        self.check.clear();
        let Some(identity) = fields.check() else { return };
        if !fields.needs_key() {
            let Some(channel) = self.channel(kind) else { return };
            let performer = self.tools.performer(channel);
            self.check.begin(Some(performer), Check::begin(identity), || {});
            return;
        }
        self.form.reading_key.set(true);
        let turn = self.check.turn();
        spawn_local(async move {
            let read = self.read_key(fields, move || self.check.turn() == turn).await;
            self.form.reading_key.set(false);
            if read {
                self.check_credentials_now();
            }
        });
    }

    /// Reads the private key of a form, and wipes its text once it is held. Nothing is kept or said where the admin
    /// turned to something else in the meantime, so that it is not what it was for `still`: the form may be another's.
    pub(super) async fn read_key(&'static self, fields: &'static Fields, still: impl Fn() -> bool) -> bool {
        let text = Secret::new(fields.pem.get_untracked());
        let passphrase = fields.passphrase.get_untracked();
        let passphrase = (!passphrase.is_empty()).then(|| Secret::new(passphrase));
        let read = self.tools.key_service().import(&text, passphrase.as_ref()).await;
        if !still() {
            return false;
        }
        let refused = match read {
            Ok((key, pkcs8)) => {
                let kept = self.tools.keyring().keep_for_signing(&key, pkcs8).await;
                if !still() {
                    self.tools.release_unused(key.fingerprint());
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

    /// Takes the checked account into use, unless what is open belongs to another: Connect is not shown then.
    pub fn connect(&'static self) {
        let practice = self.form.kind.get_untracked() == Some(AccountKind::Practice);
        let Some(checked) = self.check.with_now(|check| check.passed.clone()).flatten() else {
            return;
        };
        if self.tools.lock.accepts(&checked.identity) {
            self.account.take_into_use(checked, practice, self.check.performer());
        }
    }
}

impl Desk for ConnectDesk {
    fn is_busy(&'static self) -> bool {
        false
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        Vec::new()
    }

    fn signs_with(&'static self, key: Fingerprint) -> bool {
        let forms = [&self.form.practice, &self.form.twilio];
        forms.iter().any(|fields| fields.held.get_untracked() == Some(key))
    }

    fn forget_credentials(&'static self, gone: &Forgotten) {
        let twilio = &self.form.twilio;
        let typed: Option<AccountSid> = twilio.account_sid.with_untracked(|text| text.parse().ok());
        forget_form(self.tools, twilio, "Main API key secret", typed.as_ref(), gone);
        self.openings
            .update_value(|openings| *openings = openings.wrapping_add(1));
        if self.has_practice() {
            forget_form(
                self.tools,
                &self.form.practice,
                "Main API key secret",
                None,
                &Forgotten::default(),
            );
            gone.note("The practice account's credentials");
        }
        self.check.clear();
        self.check.cut_off();
    }

    fn forget_saved(&'static self, _: &Forgotten) {}

    fn changed(&'static self, change: &Change) {
        if let Change::Finished(_) = change {
            // What the check found is from before.
            self.check.clear();
        }
    }
}

/// Empties a form, and lets go of the private key that it holds.
pub(super) fn forget_form(
    tools: &'static Tools,
    fields: &'static Fields,
    secret: &str,
    of: Option<&AccountSid>,
    gone: &Forgotten,
) {
    let whose = |what: &str, verb: &str| match of {
        Some(sid) => format!("The {what}{verb} {sid}"),
        None => format!("A {what}{}", if verb == " of" { "" } else { " that signs" }),
    };
    if clear(*fields.secret) {
        gone.note(whose(secret, " of"));
    }
    if clear(*fields.pem) {
        gone.note("A private key that was typed in");
    }
    if clear(*fields.passphrase) {
        gone.note("A passphrase that was typed in");
    }
    fields.encrypted.set(false);
    fields.errors.set(Errors::default());
    if let Some(key) = fields.held.get_untracked() {
        fields.held.set(None);
        tools.keyring().release(key);
        gone.note(whose("private key", " that signs for"));
    }
}
