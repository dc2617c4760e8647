//! What is typed on the page "By hand".

use super::Console;
use crate::snippets::LibrarySubject;
use crate::snippets::by_hand::{ByHand, Signing};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use std::str::FromStr;

/// The form's fields, as they are typed; none is a secret.
#[derive(Clone, Copy)]
pub struct ByHandForm {
    pub account_sid: RwSignal<String>,
    pub main_key_sid: RwSignal<String>,
    pub signs: RwSignal<bool>,
    pub public_key_sid: RwSignal<String>,
    pub private_key: RwSignal<String>,
    pub name: RwSignal<String>,
    pub api_key_name: RwSignal<String>,
    pub public_key_name: RwSignal<String>,
    pub seeds: RwSignal<bool>,
    pub errors: RwSignal<Errors>,
}

/// The text of a field, unless it is empty.
fn typed(text: RwSignal<String>) -> Option<String> {
    text.with(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}

fn sid<S: FromStr>(text: RwSignal<String>) -> Option<S> {
    typed(text)?.parse().ok()
}

impl ByHandForm {
    pub fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            account_sid: text(""),
            main_key_sid: text(""),
            signs: RwSignal::new(true),
            public_key_sid: text(""),
            private_key: text("private-key.pem"),
            name: text(""),
            api_key_name: text("Seed key"),
            public_key_name: text("Seed public key"),
            seeds: RwSignal::new(true),
            errors: RwSignal::default(),
        }
    }

    /// Takes what a connection knows, and the first name of the plan.
    pub fn fill_in(self, console: Console) {
        console.connected.with_untracked(|connected| {
            let Some(connected) = connected else { return };
            let identity = &connected.checked.identity;
            self.account_sid.set(identity.credentials.account_sid.to_string());
            self.main_key_sid.set(identity.credentials.api_key_sid.to_string());
            self.signs.set(identity.signing.is_some());
            if let Some(signing) = &identity.signing {
                self.public_key_sid.set(signing.public_key_sid.to_string());
            }
        });
        console.draft.with_untracked(|draft| {
            let names = draft.names.lines().map(str::trim);
            if let Some(name) = names.into_iter().find(|name| !name.is_empty()) {
                self.name.set(name.to_owned());
                self.seeds.set(draft.key_pairs.seeds_public_key());
            }
            self.api_key_name.set(draft.api_key_name.clone());
            self.public_key_name.set(draft.public_key_name.clone());
        });
    }

    /// What is to be done.
    pub fn request(self) -> ByHand {
        let signing = || Signing {
            public_key_sid: sid(self.public_key_sid),
            private_key: typed(self.private_key),
        };
        ByHand {
            account_sid: sid(self.account_sid),
            main_key_sid: sid(self.main_key_sid),
            signing: self.signs.get().then(signing),
            name: typed(self.name),
            api_key_name: self.api_key_name.get(),
            public_key_name: self.public_key_name.get(),
            seeds_public_key: self.seeds.get(),
        }
    }

    /// The same as library code, once nothing is missing. It always seeds a public key, as Twilio's page does.
    pub fn library(self) -> Option<LibrarySubject> {
        let request = self.request();
        let stem = request.file_stem();
        let signing = request.signing.as_ref();
        if signing.is_some_and(|one| one.public_key_sid.is_none() || one.private_key.is_none()) {
            return None;
        }
        Some(LibrarySubject {
            parent_sid: request.account_sid?,
            main_key_sid: request.main_key_sid?,
            public_key_sid: signing.and_then(|one| one.public_key_sid.clone()),
            private_key_file: signing.and_then(|one| one.private_key.clone()).unwrap_or_default(),
            subaccount_name: request.name?,
            api_key_name: request.api_key_name,
            public_key_name: request.public_key_name,
            new_public_key_file: format!("{stem}-public-key.pem"),
            new_private_key_file: format!("{stem}-private-key.pem"),
            secret_file: format!("{stem}-api-key.env"),
        })
    }
}
