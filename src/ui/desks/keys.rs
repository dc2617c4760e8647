//! The page Keys: one key pair, with nobody's account.

use super::Tools;
use crate::browser::KeyService;
use crate::keys::{Fingerprint, PublicKey};
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use crate::ui::routes;
use leptos::prelude::*;
use zeroize::Zeroizing;

/// What the page Keys knows.
pub struct KeysDesk {
    /// The key pair that it shows.
    pub key: ReadSignal<Option<PublicKey>>,
    change: WriteSignal<Option<PublicKey>>,
    /// A worker of its own, so that its Cancel cancels nothing else.
    service: StoredValue<KeyService, LocalStorage>,
    tools: &'static Tools,
}

impl KeysDesk {
    /// No key pair yet.
    pub fn new(tools: &'static Tools) -> Self {
        let (key, change) = signal(None);
        Self {
            key,
            change,
            service: StoredValue::new_local(tools.key_service().sibling()),
            tools,
        }
    }

    /// The worker that makes and checks the page's key pairs.
    pub fn service(&'static self) -> KeyService {
        self.service.get_value()
    }

    /// Shows a key pair, in place of the one before.
    pub fn show(&'static self, key: PublicKey, pkcs8: Zeroizing<Vec<u8>>) {
        self.forget();
        self.tools.keyring().keep(&key, pkcs8);
        self.change.set(Some(key));
    }

    /// Forgets the key pair.
    pub fn forget(&'static self) {
        if let Some(key) = self.key.get_untracked() {
            self.tools.keyring().forget(key.fingerprint());
        }
        self.change.set(None);
    }

    /// Whether the key pair would be lost with the page.
    pub fn is_unsaved(&'static self) -> bool {
        let lost = |key: &PublicKey| !self.tools.is_downloaded(key.fingerprint());
        self.key.with(|key| key.as_ref().is_some_and(lost))
    }
}

impl Desk for KeysDesk {
    fn is_busy(&'static self) -> bool {
        false
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        let what = "The private key of the Keys page, which you have not saved yet";
        let kept = self.is_unsaved().then(|| Kept::secret(what, routes::KEYS));
        kept.into_iter().collect()
    }

    fn signs_with(&'static self, _: Fingerprint) -> bool {
        false
    }

    fn forget_credentials(&'static self, _: &Forgotten) {
        // The worker's memory has seen keys; a new one has not.
        self.service().cancel();
    }

    fn forget_saved(&'static self, gone: &Forgotten) {
        if self.key.with_untracked(Option::is_some) && !self.is_unsaved() {
            self.forget();
            gone.note("The private key of the Keys page, which you have saved");
        }
    }

    fn changed(&'static self, _: &Change) {}
}
