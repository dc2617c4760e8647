//! What the console knows already that By hand asks for.

use super::by_hand_form::ByHandForm;
use super::{AccountDesk, PlanDesk};
use crate::twilio::AccountSid;
use leptos::prelude::*;

/// What the page "By hand" knows. It holds no secret.
pub struct ByHandDesk {
    /// What is typed.
    pub form: ByHandForm,
    account: &'static AccountDesk,
    plan: &'static PlanDesk,
}

impl ByHandDesk {
    /// Nothing typed yet.
    pub fn new(account: &'static AccountDesk, plan: &'static PlanDesk) -> Self {
        Self {
            form: ByHandForm::new(),
            account,
            plan,
        }
    }

    /// Fills in the account in use and the names of the plan, where nothing was typed yet. No secret is taken.
    pub fn fill(&'static self) {
        let form = &self.form;
        self.account.connected.with_untracked(|connected| {
            if let Some(connected) = connected {
                form.fill(&connected.checked.identity);
            }
        });
        let draft = self.plan.draft.get_untracked();
        // A plan of several has no name to offer; nor has a SID, for the script makes a new subaccount.
        let mut lines = draft.names.lines().map(str::trim).filter(|line| !line.is_empty());
        let name = match (lines.next(), lines.next()) {
            (Some(name), None) if !is_sid(name) => name,
            _ => "",
        };
        for (field, text) in [
            (form.name, name),
            (form.api_key_name, draft.api_key_name.as_str()),
            (form.public_key_name, draft.public_key_name.as_str()),
        ] {
            if field.with_untracked(String::is_empty) {
                field.set(text.to_owned());
            }
        }
    }
}

fn is_sid(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    first.parse::<AccountSid>().is_ok()
}
