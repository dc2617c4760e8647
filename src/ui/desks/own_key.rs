//! The subaccount's own API key: typed in, or made here in this session.

use super::SubaccountsDesk;
use super::connect_form::{Fields, sid};
use crate::twilio::{AccountSid, Credentials, Identity};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The labels of its fields; those of the key pair are Connect's.
pub mod label {
    pub const KEY_SID: &str = "API key SID";
    pub const SECRET: &str = "API key secret";
}

/// What is wrong with the form, the private key aside; or who asks with it.
fn check(fields: &Fields, account_sid: AccountSid) -> Option<Identity> {
    let mut errors = Errors::default();
    let api_key_sid = sid(&mut errors, label::KEY_SID, fields.key_sid);
    let missing = "Enter the secret that Twilio showed when this API key was made.";
    let secret = fields.secret(&mut errors, label::SECRET, missing);
    let credentials = api_key_sid.zip(secret).map(|(api_key_sid, secret)| Credentials {
        account_sid,
        api_key_sid,
        secret,
    });
    fields.judged(credentials, errors)
}

/// The subaccount's own API key.
pub struct OwnKey {
    /// What is typed.
    pub fields: Fields,
    /// Whether its private key is being read.
    pub reading: RwSignal<bool>,
    /// Counts what was typed and forgotten, so that a key that is read late goes nowhere.
    pub(super) forgotten: StoredValue<u32>,
    /// Who asks with it, once it was read.
    pub identity: RwSignal<Option<Identity>>,
}

impl OwnKey {
    /// Nothing typed yet.
    pub(super) fn new() -> Self {
        Self {
            fields: Fields::new(),
            reading: RwSignal::new(false),
            forgotten: StoredValue::new(0),
            identity: RwSignal::new(None),
        }
    }
}

impl SubaccountsDesk {
    /// Checks the form of the subaccount's own key, reads its private key if need be, and lists its public keys.
    pub fn use_own_key(&'static self) {
        let own = &self.own;
        let (fields, Some(account)) = (&own.fields, self.open.get_untracked()) else {
            return;
        };
        let Some(identity) = check(fields, account) else { return };
        if !fields.needs_key() {
            self.take_own_key(identity);
            return;
        }
        own.reading.set(true);
        let forgotten = own.forgotten.get_value();
        let still = move || own.forgotten.get_value() == forgotten;
        spawn_local(async move {
            let read = self.connect.read_key(fields, still).await;
            if still() {
                own.reading.set(false);
                if read {
                    self.use_own_key();
                }
            }
        });
    }

    /// Uses this identity for the subaccount that is open.
    pub fn take_own_key(&'static self, identity: Identity) {
        self.own.identity.set(Some(identity));
        self.list_public_keys();
    }

    /// Forgets the subaccount's own key.
    pub fn forget_own_key(&'static self) {
        let own = &self.own;
        own.forgotten.update_value(|count| *count = count.wrapping_add(1));
        own.reading.set(false);
        if let Some(key) = own.fields.held.get_untracked() {
            own.fields.held.set(None);
            self.tools.release_unused(key);
        }
        let fields = &own.fields;
        for text in [
            fields.key_sid,
            *fields.secret,
            fields.public_key_sid,
            *fields.pem,
            *fields.passphrase,
        ] {
            text.set(String::new());
        }
        fields.encrypted.set(false);
        fields.errors.set(Errors::default());
        own.identity.set(None);
        self.public_keys.clear();
    }
}
