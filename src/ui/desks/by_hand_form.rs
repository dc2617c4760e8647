//! What the admin types at By hand, and what is wrong with it.

use super::connect_form::label as connect;
use crate::priming::check_name;
use crate::snippets::by_hand::{ByHand, Signing};
use crate::twilio::{AccountSid, Identity};
use crate::ui::parts::Errors;
use leptos::prelude::*;

/// The labels that the form has of its own.
pub mod label {
    pub const PRIVATE_KEY: &str = "Path of the private key file";
    pub const NAME: &str = "Subaccount name";
    pub const API_KEY_NAME: &str = "API key name";
    pub const PUBLIC_KEY_NAME: &str = "Public key name";
}

/// The fields. They outlive the page, so that nothing typed is lost by a look elsewhere.
pub struct ByHandForm {
    pub account_sid: RwSignal<String>,
    pub key_sid: RwSignal<String>,
    pub sign: RwSignal<bool>,
    pub public_key_sid: RwSignal<String>,
    pub private_key: RwSignal<String>,
    pub name: RwSignal<String>,
    pub api_key_name: RwSignal<String>,
    pub public_key_name: RwSignal<String>,
    /// Whether a public key is seeded; until the admin says so, as requests are signed.
    pub seeds: RwSignal<Option<bool>>,
    pub errors: RwSignal<Errors>,
    /// The account that the fields were filled in for.
    filled_for: RwSignal<Option<AccountSid>>,
}

impl ByHandForm {
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            account_sid: text(),
            key_sid: text(),
            sign: RwSignal::new(false),
            public_key_sid: text(),
            private_key: text(),
            name: text(),
            api_key_name: text(),
            public_key_name: text(),
            seeds: RwSignal::new(None),
            errors: RwSignal::default(),
            filled_for: RwSignal::new(None),
        }
    }

    /// Fills in who asks, once for each account that is connected.
    pub fn fill(&'static self, identity: &Identity) {
        let credentials = &identity.credentials;
        let account = Some(credentials.account_sid.clone());
        if self.filled_for.get_untracked() == account {
            return;
        }
        self.filled_for.set(account);
        self.account_sid.set(credentials.account_sid.to_string());
        self.key_sid.set(credentials.api_key_sid.to_string());
        self.sign.set(identity.signing.is_some());
        let public_key_sid = identity
            .signing
            .as_ref()
            .map(|signing| signing.public_key_sid.to_string());
        self.public_key_sid.set(public_key_sid.unwrap_or_default());
        self.errors.set(Errors::default());
    }

    /// Whether a public key is seeded.
    pub fn seeds_public_key(&'static self) -> bool {
        self.seeds.get().unwrap_or(self.sign.get())
    }

    /// What was typed, as far as it is right.
    pub fn request(&'static self) -> ByHand {
        let filled = |text: RwSignal<String>| Some(text.get().trim().to_owned()).filter(|text| !text.is_empty());
        ByHand {
            account_sid: self.account_sid.read().parse().ok(),
            main_key_sid: self.key_sid.read().parse().ok(),
            signing: self.sign.get().then(|| Signing {
                public_key_sid: self.public_key_sid.read().parse().ok(),
                private_key: filled(self.private_key).filter(|path| !is_key(path)),
            }),
            name: filled(self.name).filter(|name| check_name(name).is_ok()),
            api_key_name: filled(self.api_key_name).unwrap_or_default(),
            public_key_name: filled(self.public_key_name).unwrap_or_default(),
            seeds_public_key: self.seeds_public_key(),
        }
    }

    /// The fields that the script still lacks.
    pub fn missing(&'static self) -> Vec<&'static str> {
        let request = self.request();
        let signing = request.signing.as_ref();
        let named = |name: &str| check_name(name).is_ok();
        [
            (connect::ACCOUNT_SID, request.account_sid.is_some()),
            (connect::KEY_SID, request.main_key_sid.is_some()),
            (
                connect::PUBLIC_KEY_SID,
                signing.is_none_or(|signing| signing.public_key_sid.is_some()),
            ),
            (
                label::PRIVATE_KEY,
                signing.is_none_or(|signing| signing.private_key.is_some()),
            ),
            (label::NAME, request.name.is_some()),
            (label::API_KEY_NAME, named(&request.api_key_name)),
            (
                label::PUBLIC_KEY_NAME,
                !request.seeds_public_key || named(&request.public_key_name),
            ),
        ]
        .into_iter()
        .filter_map(|(label, there)| (!there).then_some(label))
        .collect()
    }

    /// Says beside a name what is wrong with it, as it is typed; an empty one is only missing. A key that was pasted where
    /// its path belongs is not kept.
    pub fn watch_names(&'static self) {
        for (label, text) in [
            (label::NAME, self.name),
            (label::API_KEY_NAME, self.api_key_name),
            (label::PUBLIC_KEY_NAME, self.public_key_name),
        ] {
            self.watch(label, text, |text| check_name(text.trim()).err());
        }
        self.watch(label::PRIVATE_KEY, self.private_key, |text| {
            is_key(text).then(|| WIPED.to_owned())
        });
    }

    fn watch(&'static self, label: &'static str, text: RwSignal<String>, wrong: fn(&str) -> Option<String>) {
        let typed = move |typed: &String, _: Option<&String>, _: Option<()>| {
            let found = if typed.trim().is_empty() { None } else { wrong(typed) };
            let Some(sentence) = found else { return };
            self.errors.update(|errors| {
                errors.clear(label);
                errors.add(label, sentence);
            });
            if is_key(typed) {
                text.set(String::new());
            }
        };
        Effect::watch(move || text.get(), typed, false);
    }
}

const WIPED: &str = "This is the key itself, which must not come here; it was wiped. Give the path of its file.";

fn is_key(text: &str) -> bool {
    text.contains("-----BEGIN")
}
