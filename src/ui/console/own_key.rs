//! The subaccount's own API key: typed in, or made here in this session.

use super::Console;
use crate::keys::Fingerprint;
use crate::priming::{Run, Seeding};
use crate::subaccounts::{Deletion, Progress};
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{AccountSid, Credentials, Identity, Secret};
use crate::ui::connect_form::{self, Fields, sid};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The labels of its fields; those of the key pair are Connect's.
pub mod label {
    pub const KEY_SID: &str = "API key SID";
    pub const SECRET: &str = "API key secret";
}

/// What is wrong with the form, the private key aside; or who asks with it.
fn check(fields: Fields, account_sid: AccountSid) -> Option<Identity> {
    let mut errors = Errors::default();
    let api_key_sid = sid(&mut errors, label::KEY_SID, fields.key_sid);
    let secret = fields.secret.get_untracked().trim().to_owned();
    if secret.is_empty() {
        errors.add(
            label::SECRET,
            "Enter the secret that Twilio showed when this API key was made.",
        );
    }
    let (sign, held) = (fields.sign.get_untracked(), fields.held.get_untracked());
    let public_key_sid = sign
        .then(|| sid(&mut errors, connect_form::label::PUBLIC_KEY_SID, fields.public_key_sid))
        .flatten();
    if sign && held.is_none() && fields.pem.with_untracked(|pem| pem.trim().is_empty()) {
        errors.add(
            connect_form::label::PRIVATE_KEY,
            "Paste the private key that belongs to the public key, or drop its file here.",
        );
    }
    let signing = public_key_sid.zip(held).map(|(public_key_sid, key)| SigningIdentity {
        public_key_sid,
        key,
        algorithm: fields.algorithm.get_untracked(),
    });
    let sound = errors.is_empty();
    fields.errors.set(errors);
    let credentials = Credentials {
        account_sid,
        api_key_sid: api_key_sid?,
        secret: Secret::new(secret),
    };
    sound.then_some(Identity { credentials, signing })
}

impl Console {
    /// Checks the form of the subaccount's own key, reads its private key if need be, and lists its public keys.
    pub fn use_own_key(self) {
        let own = self.subaccounts.own;
        let (fields, Some(account)) = (own.fields, self.subaccounts.open.get_untracked()) else {
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
            let read = self.read_key(fields, still).await;
            if still() {
                own.reading.set(false);
                if read {
                    self.use_own_key();
                }
            }
        });
    }

    /// Uses this identity for the subaccount that is open.
    pub fn take_own_key(self, identity: Identity) {
        self.subaccounts.own.identity.set(Some(identity));
        self.list_public_keys();
    }

    /// Forgets the subaccount's own key.
    pub fn forget_own_key(self) {
        let own = self.subaccounts.own;
        own.forgotten.update_value(|count| *count = count.wrapping_add(1));
        own.reading.set(false);
        if let Some(key) = own.fields.held.get_untracked() {
            own.fields.held.set(None);
            self.release_own(key);
        }
        let fields = own.fields;
        for text in [
            fields.key_sid,
            fields.secret,
            fields.public_key_sid,
            fields.pem,
            fields.passphrase,
        ] {
            text.set(String::new());
        }
        fields.encrypted.set(false);
        fields.errors.set(Errors::default());
        own.identity.set(None);
        self.subaccounts.public_keys.clear();
    }

    /// Forgets a private key that was brought along, unless something else signs with it: the parent, an open rotation, a
    /// deletion under way, or a form.
    pub fn release_own(self, key: Fingerprint) {
        let signs = |identity: &Identity| identity.signing.as_ref().is_some_and(|signing| signing.key == key);
        let parent = self
            .connected
            .with_untracked(|connected| connected.as_ref().is_some_and(|one| signs(&one.checked.identity)));
        let rotation = self.subaccounts.rotation.machine.with_untracked(|rotation| {
            let own = rotation.as_ref().and_then(|one| one.plan.draft.own.as_ref());
            own.is_some_and(signs)
        });
        let deletion = self.subaccounts.deletion.machine.with_untracked(|deletion| {
            let deletion = deletion.as_ref().filter(|one| one.progress == Progress::Asking);
            deletion.and_then(Deletion::signing_key) == Some(key)
        });
        let forms = [self.subaccounts.own.fields, self.connect.practice, self.connect.twilio];
        let typed = forms.iter().any(|fields| fields.held.get_untracked() == Some(key));
        if !parent && !rotation && !deletion && !typed {
            self.keyring().release(key);
        }
    }

    /// Forgets the subaccount's own key if it is one of this run's, whose pair is about to be forgotten.
    pub(super) fn forget_run_key(self, run: &Run) {
        let own = self.subaccounts.own.identity.get_untracked();
        let key = own.as_ref().map(|own| &own.credentials.api_key_sid);
        let made = |seeding: &Seeding| seeding.api_key().map(|key| &key.sid) == key;
        if key.is_some() && run.seedings.iter().any(made) {
            self.forget_own_key();
        }
    }

    /// The keys of that subaccount that were made in this session and are still here.
    pub fn session_key(self, account: &AccountSid) -> Option<Identity> {
        let rotated = self.subaccounts.rotation.machine.with(|rotation| {
            let rotation = rotation.as_ref()?;
            let works = rotation.is_verified() && rotation.plan.account.sid == *account;
            works.then(|| rotation.new_identity()).flatten()
        });
        let primed = || {
            let algorithm = self.connected.with(|connected| {
                let signing = connected.as_ref()?.checked.identity.signing.as_ref()?;
                Some(signing.algorithm)
            });
            self.run.with(|run| {
                let run = run.as_ref()?;
                let one = run.seedings.iter().find(|one| one.account_sid() == Some(account))?;
                // A recipient's private key is not here, so nothing can be signed with it.
                let algorithm = algorithm.filter(|_| run.plan.key_pairs.private_key_is_here());
                let pair = algorithm.zip(one.public_key_sid().cloned()).zip(one.fingerprint());
                Some(Identity {
                    credentials: one.credentials()?,
                    signing: pair.map(|((algorithm, public_key_sid), key)| SigningIdentity {
                        public_key_sid,
                        key,
                        algorithm,
                    }),
                })
            })
        };
        rotated.or_else(primed)
    }
}
