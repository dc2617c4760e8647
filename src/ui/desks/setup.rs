//! Setting an account up: its first public key, or one more.

use super::connect_form::{AccountKind, label};
use super::console_pair::ConsolePair;
use super::{ConnectDesk, Slot, Tools};
use crate::browser::{EnforcementChoice, clock};
use crate::keys::{Fingerprint, PublicKey};
use crate::priming::{FirstKey, FirstKeyEnd, RunId, key_name_error};
use crate::twilio::{Identity, PublicKeySid};
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use crate::ui::parts::Errors;
use crate::ui::routes;
use leptos::prelude::*;

/// The label of the name's field.
pub const KEY_NAME: &str = "Public key name";

/// What the first key is called, unless the admin says otherwise.
const FIRST_NAME: &str = "First public key";

/// What the page "Set up this account" knows.
pub struct SetupDesk {
    /// Whether the public key is pasted in the Console: signing is enforced, and no key signs. Otherwise a request adds it.
    pub by_console: RwSignal<bool>,
    pub name: RwSignal<String>,
    pub errors: RwSignal<Errors>,
    /// The set-up by requests.
    pub first_key: Slot<FirstKey>,
    /// For which kind of account it is.
    first_key_kind: RwSignal<Option<AccountKind>>,
    /// The pair for the Console.
    pub pair: ConsolePair,
    /// Why it could not be made, or could not be pasted.
    pub failure: RwSignal<Option<String>>,
    pub(super) connect: &'static ConnectDesk,
    pub(super) tools: &'static Tools,
}

impl SetupDesk {
    /// Nothing made yet.
    pub fn new(connect: &'static ConnectDesk, tools: &'static Tools) -> Self {
        Self {
            by_console: RwSignal::new(false),
            name: RwSignal::new(FIRST_NAME.to_owned()),
            errors: RwSignal::default(),
            first_key: Slot::new(),
            first_key_kind: RwSignal::new(None),
            pair: ConsolePair::new(),
            failure: RwSignal::new(None),
            connect,
            tools,
        }
    }

    /// Takes a road; what was wrong on the other one is of no concern here.
    pub fn take_road(&'static self, by_console: bool) {
        self.by_console.set(by_console);
        self.errors.set(Errors::default());
    }

    /// Turns to the form for one more key.
    pub fn another(&'static self) {
        self.take_road(false);
        if self.name.with_untracked(|name| name == FIRST_NAME) {
            self.name.set("Second public key".to_owned());
        }
    }

    /// Chooses the kind of account; the practice account is first opened as one that has no public key yet.
    pub fn choose(&'static self, kind: AccountKind) {
        self.errors.set(Errors::default());
        if kind == AccountKind::Practice && !self.connect.has_practice() {
            self.connect.form.practice_keyless.set(true);
            self.connect.form.enforcement.set(EnforcementChoice::Optional);
        }
        self.connect.choose(kind);
    }

    /// Makes a key pair and registers its public half with the account that the form names.
    pub fn register(&'static self) {
        let Some(kind) = self.connect.form.kind.get_untracked() else {
            return;
        };
        let fields = self.connect.form.fields(kind);
        let mut errors = Errors::default();
        let credentials = fields.credentials(&mut errors);
        let name = self.name.get_untracked();
        if let Some(sentence) = key_name_error(&name) {
            errors.add(KEY_NAME, sentence);
        }
        let sound = errors.is_empty();
        self.errors.set(errors);
        let (Some(credentials), true, Some(channel)) = (credentials, sound, self.connect.channel(kind)) else {
            return;
        };
        self.forget_registered();
        let identity = Identity {
            credentials,
            signing: fields.signing(),
        };
        let named = (name.as_str(), RunId::of(clock::random_bits()));
        let begun = FirstKey::begin(identity, fields.algorithm.get_untracked(), named, None);
        self.first_key_kind.set(Some(kind));
        self.first_key.begin(Some(self.tools.performer(channel)), begun, || {});
    }

    /// Takes the step that failed again.
    pub fn retry(&'static self) {
        self.first_key.steer(FirstKey::retry, || {});
    }

    /// Fills Connect with the key of the set-up by requests. Whether there was one.
    pub async fn use_registered_key(&'static self) -> bool {
        let Some(first) = self.first_key.with_now(FirstKey::clone) else {
            return false;
        };
        let kind = self.first_key_kind.get_untracked();
        let (Some(kind), Some(key), Some(sid)) = (kind, first.public_key, first.public_key_sid) else {
            return false;
        };
        let sign = first.end != Some(FirstKeyEnd::NotEnabled);
        self.use_key(kind, &key, &sid, sign).await
    }

    /// Fills Connect with the pair that was made for the Console, or says what is wrong with the SID.
    pub async fn use_pasted_key(&'static self) -> bool {
        let (Some(kind), Some(key)) = (self.pair.kind.get_untracked(), self.pair.key.get_untracked()) else {
            return false;
        };
        match self.pair.sid.with_untracked(|text| text.parse::<PublicKeySid>()) {
            Ok(sid) => {
                self.errors.set(Errors::default());
                self.use_key(kind, &key, &sid, true).await
            }
            Err(error) => {
                let mut errors = Errors::default();
                errors.add(label::PUBLIC_KEY_SID, error);
                self.errors.set(errors);
                false
            }
        }
    }

    async fn use_key(&'static self, kind: AccountKind, key: &PublicKey, sid: &PublicKeySid, sign: bool) -> bool {
        let fingerprint = key.fingerprint();
        let Some(pkcs8) = self.tools.keyring().pkcs8(fingerprint) else {
            return false;
        };
        if !self.tools.keyring().keep_for_signing(key, pkcs8).await {
            self.failure
                .set(Some("The browser's own cryptography refused this key.".to_owned()));
            return false;
        }
        let fields = self.connect.form.fields(kind);
        fields.public_key_sid.set(sid.to_string());
        fields.held.set(Some(fingerprint));
        fields.pem.set(String::new());
        fields.passphrase.set(String::new());
        fields.sign.set(sign);
        fields.errors.set(Errors::default());
        self.connect.form.kind.set(Some(kind));
        self.connect.check.clear();
        true
    }

    /// Whether the private key of the registered key would be lost with this page.
    pub fn registered_is_unsaved(&'static self) -> bool {
        let lost = |key: &PublicKey| !self.tools.is_downloaded(key.fingerprint());
        self.first_key
            .is(|first| first.public_key_sid.is_some() && first.public_key.as_ref().is_some_and(lost))
    }

    /// Whether a private key of the set-up would be lost with this page, though an account may need it.
    pub fn is_unsaved(&'static self) -> bool {
        let lost = |key: &PublicKey| !self.tools.is_downloaded(key.fingerprint());
        self.registered_is_unsaved() || self.pair.key.with(|pair| pair.as_ref().is_some_and(lost))
    }

    /// Forgets the key pair of the set-up by requests; where Connect holds it, it still signs.
    pub fn forget_registered(&'static self) {
        if let Some(key) = self.first_key.with_now(|first| first.public_key.clone()).flatten() {
            self.tools.keyring().forget(key.fingerprint());
        }
        self.first_key.clear();
        self.failure.set(None);
    }
}

impl Desk for SetupDesk {
    fn is_busy(&'static self) -> bool {
        self.first_key.is_now(FirstKey::is_running)
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        let what = "The private key that was made to set up the account, which you have not saved yet";
        let kept = self.is_unsaved().then(|| Kept::secret(what, routes::SETUP));
        kept.into_iter().collect()
    }

    fn signs_with(&'static self, _: Fingerprint) -> bool {
        false
    }

    fn forget_credentials(&'static self, _: &Forgotten) {
        // What failed can no longer be tried again.
        self.first_key.cut_off();
        // Saved, so it is only in the way of whoever connects next.
        if !self.registered_is_unsaved() {
            self.forget_registered();
        }
        // A pair that is not saved may still be needed with the practice account.
        if !self.is_unsaved() {
            self.connect.close_practice();
        }
    }

    fn forget_saved(&'static self, gone: &Forgotten) {
        if self.pair.key.with_untracked(Option::is_some) && !self.is_unsaved() {
            self.forget_pair();
            gone.note("The private key that was made to set up the account, which you have saved");
        }
    }

    fn changed(&'static self, change: &Change) {
        let practice = Some(AccountKind::Practice);
        if !matches!(change, Change::NewPractice) {
            return;
        }
        if self.first_key_kind.get_untracked() == practice {
            self.forget_registered();
        }
        if self.pair.kind.get_untracked() == practice {
            self.forget_pair();
        }
    }
}
