//! What commands are about: a subaccount of the run, or of a rotation.

use super::Console;
use crate::keys::private_key_file_name;
use crate::priming::{Checked, Enforcement};
use crate::snippets::{ApplicationSubject, Parent, Subject, profile_name};
use crate::subaccounts::Rotation;
use leptos::prelude::*;

impl Console {
    /// The parent account, as commands name it.
    pub fn parent(self) -> Option<Parent> {
        let parent = |checked: &Checked| {
            let credentials = &checked.identity.credentials;
            Parent {
                account_sid: credentials.account_sid.clone(),
                main_key_sid: credentials.api_key_sid.clone(),
                enforces: checked.enforcement == Enforcement::Enforced,
            }
        };
        self.connected
            .with(|connected| connected.as_ref().map(|connected| parent(&connected.checked)))
    }

    /// The run's subaccount at that place, once it has an API key.
    pub fn subject_of_run(self, index: usize) -> Option<Subject> {
        let parent = self.parent();
        self.run.with(|run| {
            let seeding = run.as_ref()?.seedings.get(index)?;
            let own = seeding.credentials()?;
            Some(Subject {
                profile: profile_name(&seeding.name, &own.account_sid),
                account_sid: own.account_sid,
                api_key_sid: own.api_key_sid,
                secret: Some(own.secret),
                enforces: seeding.verification().is_some_and(|one| one.refuses_unsigned()),
                parent,
            })
        })
    }

    /// What an application signs with, where a public key was seeded. A private key that was not made here has a name
    /// that only its owner knows.
    pub fn signing_of_run(self, index: usize) -> Option<ApplicationSubject> {
        self.run.with(|run| {
            let seeding = run.as_ref()?.seedings.get(index)?;
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
        })
    }

    /// The same for a rotation, which names its file after the new key.
    pub fn signing_of_rotation(self, rotation: &Rotation) -> Option<ApplicationSubject> {
        let plan = &rotation.plan;
        let name = format!("{} {}", plan.account.friendly_name, plan.draft.public_key_name);
        Some(ApplicationSubject {
            account_sid: plan.account.sid.clone(),
            api_key_sid: rotation.api_key().cloned()?.sid,
            public_key_sid: rotation.public_key_sid().cloned()?,
            private_key_file: private_key_file_name(&name),
        })
    }

    /// The subaccount whose keys were rotated, with its new API key.
    pub fn subject_of_rotation(self, rotation: &Rotation) -> Option<Subject> {
        let account = &rotation.plan.account;
        let key = rotation.api_key().cloned()?;
        Some(Subject {
            profile: profile_name(&account.friendly_name, &account.sid),
            account_sid: account.sid.clone(),
            api_key_sid: key.sid,
            secret: Some(key.secret),
            enforces: rotation.verification().is_some_and(|one| one.refuses_unsigned()),
            parent: self.parent(),
        })
    }
}
