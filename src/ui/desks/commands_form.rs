//! What is typed about a subaccount that was primed elsewhere.

use crate::snippets::{ApplicationSubject, Parent, Subject, profile_name, profile_name_error};
use crate::twilio::{AccountSid, Secret};
use crate::ui::lock::TypedSecret;
use crate::ui::parts::Errors;
use leptos::prelude::*;

/// The form's fields, as they are typed.
#[derive(Clone, Copy)]
pub struct CommandsForm {
    pub account_sid: RwSignal<String>,
    pub api_key_sid: RwSignal<String>,
    pub secret: TypedSecret,
    pub profile: RwSignal<String>,
    /// Whether the subaccount takes signed requests only.
    pub enforced: RwSignal<bool>,
    pub public_key_sid: RwSignal<String>,
    pub parent_sid: RwSignal<String>,
    pub main_key_sid: RwSignal<String>,
    pub errors: RwSignal<Errors>,
}

impl CommandsForm {
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            account_sid: text(),
            api_key_sid: text(),
            secret: TypedSecret::new(),
            profile: text(),
            enforced: RwSignal::new(false),
            public_key_sid: text(),
            parent_sid: text(),
            main_key_sid: text(),
            errors: RwSignal::default(),
        }
    }

    /// Takes an account's SID. What was typed about another one goes: its key is not this one's.
    pub fn begin(self, account: &str) {
        if self.account_sid.with_untracked(|typed| typed.trim() == account) {
            return;
        }
        for text in [self.api_key_sid, *self.secret, self.profile, self.public_key_sid] {
            text.set(String::new());
        }
        self.enforced.set(false);
        self.errors.set(Errors::default());
        self.account_sid.set(account.to_owned());
    }

    /// Takes the parent of the connection, unless another one was typed.
    pub fn take_parent(self, parent: &Parent) {
        let empty = |text: RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        if empty(self.parent_sid) && empty(self.main_key_sid) {
            self.parent_sid.set(parent.account_sid.to_string());
            self.main_key_sid.set(parent.main_key_sid.to_string());
        }
    }

    /// The SID of the account, if what was typed is one.
    pub fn account(self) -> Option<AccountSid> {
        self.account_sid.with(|text| text.trim().parse().ok())
    }

    /// What the commands are about, once the SIDs are right and the profile has a name. `connected` is the parent of the
    /// connection.
    pub fn subject(self, connected: Option<&Parent>) -> Option<Subject> {
        let account_sid = self.account()?;
        let typed = self.profile.with(|name| name.trim().to_owned());
        let profile = match typed.as_str() {
            "" => profile_name("", &account_sid),
            name if profile_name_error(name).is_none() => typed,
            _ => return None,
        };
        Some(Subject {
            account_sid,
            api_key_sid: self.api_key_sid.with(|text| text.trim().parse().ok())?,
            secret: self.secret.with(|text| {
                let secret = text.trim();
                (!secret.is_empty()).then(|| Secret::new(secret.to_owned()))
            }),
            profile,
            enforces: self.enforced.get(),
            parent: self.parent(connected),
        })
    }

    /// What an application signs with, if the public key's SID was typed.
    pub fn application(self) -> Option<ApplicationSubject> {
        Some(ApplicationSubject {
            account_sid: self.account()?,
            api_key_sid: self.api_key_sid.with(|text| text.trim().parse().ok())?,
            public_key_sid: self.public_key_sid.with(|text| text.trim().parse().ok())?,
            private_key_file: "private-key.pem".to_owned(),
        })
    }

    /// The parent that was typed; whether it takes signed requests only is known of the one that is connected.
    fn parent(self, connected: Option<&Parent>) -> Option<Parent> {
        let account_sid = self.parent_sid.with(|text| text.trim().parse().ok())?;
        let known = connected.filter(|parent| parent.account_sid == account_sid);
        Some(Parent {
            main_key_sid: self.main_key_sid.with(|text| text.trim().parse().ok())?,
            enforces: known.map_or_else(|| self.enforced.get(), |parent| parent.enforces),
            account_sid,
        })
    }
}
