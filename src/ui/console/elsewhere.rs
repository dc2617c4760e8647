//! What is typed about a subaccount that was primed elsewhere.

use crate::snippets::{ApplicationSubject, Parent, Subject, profile_name, profile_name_error};
use crate::twilio::{AccountSid, Secret};
use crate::ui::parts::Errors;
use leptos::prelude::*;

/// The form's fields, as they are typed.
#[derive(Clone, Copy)]
pub struct Elsewhere {
    pub account_sid: RwSignal<String>,
    pub api_key_sid: RwSignal<String>,
    pub secret: RwSignal<String>,
    pub profile: RwSignal<String>,
    /// Whether the subaccount takes signed requests only.
    pub enforced: RwSignal<bool>,
    pub public_key_sid: RwSignal<String>,
    pub parent_sid: RwSignal<String>,
    pub main_key_sid: RwSignal<String>,
    pub errors: RwSignal<Errors>,
}

impl Elsewhere {
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            account_sid: text(),
            api_key_sid: text(),
            secret: text(),
            profile: text(),
            enforced: RwSignal::new(false),
            public_key_sid: text(),
            parent_sid: text(),
            main_key_sid: text(),
            errors: RwSignal::default(),
        }
    }

    /// The SID of the account, if what was typed is one.
    pub fn account(self) -> Option<AccountSid> {
        self.account_sid.with(|text| text.trim().parse().ok())
    }

    /// What the commands are about, once the SIDs are right and the profile has a name.
    pub fn subject(self) -> Option<Subject> {
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
            parent: self.parent(),
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

    fn parent(self) -> Option<Parent> {
        Some(Parent {
            account_sid: self.parent_sid.with(|text| text.trim().parse().ok())?,
            main_key_sid: self.main_key_sid.with(|text| text.trim().parse().ok())?,
            enforces: self.enforced.get(),
        })
    }
}
