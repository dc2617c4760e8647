//! The key pair whose public half is pasted in the Console, where signing is enforced and no key signs.

use super::SetupDesk;
use super::connect_form::{AccountKind, label};
use crate::keys::PublicKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pair, and the SID that the Console gave it.
pub struct ConsolePair {
    /// Its public half, once it is made.
    pub key: RwSignal<Option<PublicKey>>,
    /// The SID that was brought back.
    pub sid: RwSignal<String>,
    /// For which kind of account it is.
    pub kind: RwSignal<Option<AccountKind>>,
    /// Whether it is being made.
    pub making: RwSignal<bool>,
    /// Counts the pairs, so that one that comes late is dropped.
    count: StoredValue<u32>,
}

impl ConsolePair {
    /// None made yet.
    pub(super) fn new() -> Self {
        Self {
            key: RwSignal::new(None),
            sid: RwSignal::default(),
            kind: RwSignal::new(None),
            making: RwSignal::new(false),
            count: StoredValue::new(0),
        }
    }
}

impl SetupDesk {
    /// Makes the pair whose public half is pasted in the Console.
    pub fn make_pair(&'static self) {
        let Some(kind) = self.connect.form.kind.get_untracked() else {
            return;
        };
        self.forget_pair();
        let count = self.pair.count.get_value();
        self.pair.kind.set(Some(kind));
        self.pair.making.set(true);
        spawn_local(async move {
            let made = self.tools.key_service().make().await;
            if self.pair.count.get_value() != count {
                return;
            }
            match made {
                Ok((key, pkcs8)) => {
                    self.tools.keyring().keep(&key, pkcs8);
                    self.pair.key.set(Some(key));
                }
                Err(error) => self.failure.set(Some(error.message)),
            }
            self.pair.making.set(false);
        });
    }

    /// Adds the pair's public half to the practice account, as the Console would to a Twilio account.
    pub fn paste_pair(&'static self) {
        let Some(key) = self.pair.key.get_untracked() else {
            return;
        };
        let Some(practice) = self.connect.practice() else {
            return;
        };
        spawn_local(async move {
            match practice.paste(&key, &self.name.get_untracked()).await {
                Ok(sid) => {
                    self.errors.update(|errors| errors.clear(label::PUBLIC_KEY_SID));
                    self.pair.sid.set(sid);
                }
                Err(message) => self.failure.set(Some(message)),
            }
        });
    }

    /// Forgets the key pair that was made for the Console.
    pub fn forget_pair(&'static self) {
        self.pair.count.update_value(|count| *count = count.wrapping_add(1));
        self.pair.making.set(false);
        if let Some(key) = self.pair.key.get_untracked() {
            self.tools.keyring().forget(key.fingerprint());
        }
        self.pair.key.set(None);
        self.pair.sid.set(String::new());
        self.failure.set(None);
    }
}
