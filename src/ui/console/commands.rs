//! What commands are about: a subaccount of the run, or of a rotation.

use super::Console;
use crate::priming::{Checked, Enforcement};
use crate::snippets::{Parent, Subject, profile_name};
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
                enforces: seeding.verification.is_some_and(|one| one.refuses_unsigned()),
                parent,
            })
        })
    }

    /// The subaccount whose keys were rotated, with its new API key.
    pub fn subject_of_rotation(self, rotation: &Rotation) -> Option<Subject> {
        let account = &rotation.plan.account;
        let key = rotation.api_key.clone()?;
        Some(Subject {
            profile: profile_name(&account.friendly_name, &account.sid),
            account_sid: account.sid.clone(),
            api_key_sid: key.sid,
            secret: Some(key.secret),
            enforces: rotation.verification.is_some_and(|one| one.refuses_unsigned()),
            parent: self.parent(),
        })
    }
}
