//! What every page shares: the lock, private keys, the worker that makes them, claims, and which keys were saved as files.

use super::lock::Lock;
use crate::browser::{Channel, Claims, KeyService, Keyring, Performer, preferred_shell};
use crate::keys::Fingerprint;
use crate::snippets::Shell;
use crate::twilio::Secret;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The shared tools.
pub struct Tools {
    /// The lock, which knows who signs with what.
    pub lock: &'static Lock,
    /// Whether something could not be done because its part of the program did not arrive.
    pub missing: RwSignal<bool>,
    /// The shell that commands are shown for.
    pub shell: RwSignal<Shell>,
    keyring: StoredValue<Keyring, LocalStorage>,
    key_service: StoredValue<KeyService, LocalStorage>,
    claims: StoredValue<Claims, LocalStorage>,
    /// The key pairs whose private key was saved as a file.
    downloaded: RwSignal<BTreeSet<Fingerprint>>,
}

impl Tools {
    /// Tools with nothing in them.
    pub fn new(lock: &'static Lock) -> Self {
        Self {
            lock,
            missing: RwSignal::new(false),
            shell: RwSignal::new(preferred_shell()),
            keyring: StoredValue::new_local(Keyring::default()),
            key_service: StoredValue::new_local(KeyService::default()),
            claims: StoredValue::new_local(Claims::default()),
            downloaded: RwSignal::default(),
        }
    }

    /// The page's private keys.
    pub fn keyring(&'static self) -> Keyring {
        self.keyring.get_value()
    }

    /// The worker that makes and checks key pairs.
    pub fn key_service(&'static self) -> KeyService {
        self.key_service.get_value()
    }

    /// What this tab alone works on.
    pub fn claims(&'static self) -> Claims {
        self.claims.get_value()
    }

    /// Who performs by way of this channel.
    pub fn performer(&'static self, channel: Channel) -> Performer {
        Performer::new(channel, self.keyring(), self.key_service(), self.claims())
    }

    /// The private key of a pair that was made here, as PEM.
    pub async fn private_key_pem(
        &'static self,
        key: Fingerprint,
        passphrase: Option<Secret>,
    ) -> Result<Secret, String> {
        let pkcs8 = self
            .keyring()
            .pkcs8(key)
            .ok_or("The private key is no longer in this page.")?;
        self.key_service()
            .export(&pkcs8, passphrase.as_ref())
            .await
            .map_err(|error| error.message)
    }

    /// Notes that a private key was saved as a file.
    pub fn note_download(&'static self, key: Fingerprint) {
        self.downloaded.update(|downloaded| {
            downloaded.insert(key);
        });
    }

    /// Whether the private key was saved as a file.
    pub fn is_downloaded(&'static self, key: Fingerprint) -> bool {
        self.downloaded.read().contains(&key)
    }

    /// Lets go of a private key that was brought along, unless somebody signs with it.
    pub fn release_unused(&'static self, key: Fingerprint) {
        if !self.lock.signs_with(key) {
            self.keyring().release(key);
        }
    }
}

/// The tools of this page.
pub fn tools() -> &'static Tools {
    expect_context::<&'static Tools>()
}
