//! Forgetting the credentials, wherever they are in this page.

use super::Console;
use crate::browser::EnforcementChoice;
use crate::twilio::{AccountSid, Identity};
use crate::ui::connect_form::{AccountKind, Fields};
use crate::ui::parts::{Errors, take};
use leptos::prelude::*;

impl Console {
    /// Forgets every credential: typed, held, connected. Says in words what there was. What was made here stays.
    pub(super) fn forget_credentials(self) -> Vec<String> {
        let mut gone = Vec::new();
        let mut note = |sentence: String| {
            if !gone.contains(&sentence) {
                gone.push(sentence);
            }
        };
        let twilio = self.connect.twilio;
        let typed = twilio.account_sid.with_untracked(|text| text.parse().ok());
        self.forget_form(twilio, "Main API key secret", typed.as_ref(), &mut note);
        self.forget_practice(&mut note);
        let open = self.subaccounts.open.get_untracked();
        let own = self.subaccounts.own;
        if let Some(identity) = own.identity.get_untracked() {
            note_identity(&identity, "API key secret", &mut note);
        }
        if let Some(connected) = self.connected.get_untracked() {
            let identity = &connected.checked.identity;
            if !connected.practice {
                note_identity(identity, "Main API key secret", &mut note);
            }
            if let Some(signing) = &identity.signing {
                self.keyring().release(signing.key);
            }
        }
        self.forget_form(own.fields, "API key secret", open.as_ref(), &mut note);
        self.disconnect();
        for label in self.typed.wipe() {
            note(format!("What was typed as \u{201c}{label}\u{201d}"));
        }
        gone
    }

    /// Empties a form, and lets go of the private key that it holds.
    fn forget_form(self, fields: Fields, secret: &str, of: Option<&AccountSid>, note: &mut impl FnMut(String)) {
        let whose = |what: &str, verb: &str| match of {
            Some(sid) => format!("The {what}{verb} {sid}"),
            None => format!("A {what}{}", if verb == " of" { "" } else { " that signs" }),
        };
        if take(fields.secret) {
            note(whose(secret, " of"));
        }
        if take(fields.pem) {
            note("A private key that was typed in".to_owned());
        }
        if take(fields.passphrase) {
            note("A passphrase that was typed in".to_owned());
        }
        fields.encrypted.set(false);
        fields.errors.set(Errors::default());
        if let Some(key) = fields.held.get_untracked() {
            fields.held.set(None);
            self.keyring().release(key);
            note(whose("private key", " that signs for"));
        }
    }

    /// Forgets the practice account; choosing it again opens a new one. One that an unsaved key was made for stays open.
    fn forget_practice(self, note: &mut impl FnMut(String)) {
        self.openings
            .update_value(|openings| *openings = openings.wrapping_add(1));
        let form = self.connect;
        if self.practice.with_value(Option::is_none) {
            return;
        }
        self.forget_form(form.practice, "Main API key secret", None, &mut |_| {});
        note("The practice account's credentials".to_owned());
        if untrack(|| self.setup_is_unsaved()) {
            return;
        }
        self.practice.set_value(None);
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

    /// Ends the connection, and takes the way to Twilio from everything that had it.
    fn disconnect(self) {
        self.forget_check();
        self.connected.set(None);
        self.run.update(|run| {
            if let Some(run) = run {
                run.disconnect();
            }
        });
        self.forget_subaccounts();
        self.check_performer.set_value(None);
        self.run_performer.set_value(None);
        self.setup.disconnect();
        // The workers' memory has seen keys; new ones have not.
        self.page_key_service().cancel();
        self.key_service().cancel();
        self.key_service().warm_up();
        self.subaccounts.disconnect();
        // Saved, so it is only in the way of whoever connects next.
        if !untrack(|| self.registered_is_unsaved()) {
            self.forget_setup_key();
        }
    }
}

/// Notes the secret of an identity, and its private key if it signs.
fn note_identity(identity: &Identity, secret: &str, note: &mut impl FnMut(String)) {
    let sid = &identity.credentials.account_sid;
    note(format!("The {secret} of {sid}"));
    if identity.signing.is_some() {
        note(format!("The private key that signs for {sid}"));
    }
}
