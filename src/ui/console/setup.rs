//! Setting an account up: its first public key, or one more.

use super::Console;
use crate::browser::{EnforcementChoice, Performer, clock};
use crate::keys::{Fingerprint, PublicKey};
use crate::machine::{Effect, Machine};
use crate::priming::{FirstKey, FirstKeyEnd, RunId, key_name_error};
use crate::twilio::{Identity, PublicKeySid};
use crate::ui::connect_form::{AccountKind, label};
use crate::ui::parts::Errors;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The label of the name's field.
pub const KEY_NAME: &str = "Public key name";

/// What the first key is called, unless the admin says otherwise.
const FIRST_NAME: &str = "First public key";

/// What the page "Set up this account" holds.
#[derive(Clone, Copy)]
pub struct Setup {
    /// Whether the public key is pasted in the Console: signing is enforced, and no key signs. Otherwise a request adds it.
    pub by_console: RwSignal<bool>,
    pub name: RwSignal<String>,
    /// The SID that was brought back from the Console.
    pub public_key_sid: RwSignal<String>,
    pub errors: RwSignal<Errors>,
    /// The set-up by requests.
    pub first_key: RwSignal<Option<FirstKey>>,
    /// For which kind of account it is.
    first_key_kind: RwSignal<Option<AccountKind>>,
    /// The pair that was made for the Console.
    pub pair: RwSignal<Option<PublicKey>>,
    /// For which kind of account it is.
    pub pair_kind: RwSignal<Option<AccountKind>>,
    /// Whether a pair is being made for the Console.
    pub making: RwSignal<bool>,
    /// Why it could not be made, or could not be pasted.
    pub failure: RwSignal<Option<String>>,
    /// Counts the set-ups, so that an answer to an older one is dropped.
    setups: StoredValue<u32>,
    /// Counts the pairs for the Console in the same way.
    pairs: StoredValue<u32>,
    performer: StoredValue<Option<Performer>, LocalStorage>,
}

impl Setup {
    pub fn new() -> Self {
        Self {
            by_console: RwSignal::new(false),
            name: RwSignal::new(FIRST_NAME.to_owned()),
            public_key_sid: RwSignal::default(),
            errors: RwSignal::default(),
            first_key: RwSignal::new(None),
            first_key_kind: RwSignal::new(None),
            pair: RwSignal::new(None),
            pair_kind: RwSignal::new(None),
            making: RwSignal::new(false),
            failure: RwSignal::new(None),
            setups: StoredValue::new(0),
            pairs: StoredValue::new(0),
            performer: StoredValue::new_local(None),
        }
    }

    /// Whether the set-up by requests is so.
    pub fn is(self, so: fn(&FirstKey) -> bool) -> bool {
        self.first_key.with(|first| first.as_ref().is_some_and(so))
    }

    /// Takes a road; what was wrong on the other one is of no concern here.
    pub fn take_road(self, by_console: bool) {
        self.by_console.set(by_console);
        self.errors.set(Errors::default());
    }

    /// Takes the way to Twilio from it: what failed can no longer be tried again.
    pub(super) fn disconnect(self) {
        self.performer.set_value(None);
    }

    /// Turns to the form for one more key.
    pub fn another(self) {
        self.take_road(false);
        if self.name.with_untracked(|name| name == FIRST_NAME) {
            self.name.set("Second public key".to_owned());
        }
    }
}

impl Console {
    /// Chooses the kind of account; the practice account is first opened as one that has no public key yet.
    pub fn choose_for_setup(self, kind: AccountKind) {
        self.setup.errors.set(Errors::default());
        if kind == AccountKind::Practice && self.practice.with_value(Option::is_none) {
            self.connect.practice_keyless.set(true);
            self.connect.enforcement.set(EnforcementChoice::Optional);
        }
        self.choose(kind);
    }

    /// Makes a key pair and registers its public half with the account that the form names.
    pub fn register_key(self) {
        let setup = self.setup;
        let Some(kind) = self.connect.kind.get_untracked() else {
            return;
        };
        let fields = self.connect.fields(kind);
        let mut errors = Errors::default();
        let credentials = fields.credentials(&mut errors);
        let name = setup.name.get_untracked();
        if let Some(sentence) = key_name_error(&name) {
            errors.add(KEY_NAME, sentence);
        }
        let sound = errors.is_empty();
        setup.errors.set(errors);
        let (Some(credentials), true, Some(channel)) = (credentials, sound, self.channel(kind)) else {
            return;
        };
        self.forget_setup_key();
        setup.performer.set_value(Some(Performer::new(
            channel,
            self.keyring(),
            self.key_service(),
            self.claims(),
        )));
        let identity = Identity {
            credentials,
            signing: fields.signing(),
        };
        let named = (name.as_str(), RunId::of(clock::random_bits()));
        let (first, effects) = FirstKey::begin(identity, fields.algorithm.get_untracked(), named, None);
        setup.first_key_kind.set(Some(kind));
        setup.first_key.set(Some(first));
        self.perform_setup(effects);
    }

    /// Takes the step that failed again.
    pub fn retry_setup(self) {
        if self.setup.performer.with_value(Option::is_none) {
            return;
        }
        let first_key = self.setup.first_key;
        let effects = first_key.try_update(|first| first.as_mut().map(FirstKey::retry));
        self.perform_setup(effects.flatten().unwrap_or_default());
    }

    fn perform_setup(self, effects: Vec<Effect>) {
        let setups = self.setup.setups.get_value();
        self.perform(self.setup.performer, effects, move |answer| {
            if self.setup.setups.get_value() != setups {
                return self.discard(&answer);
            }
            let first_key = self.setup.first_key;
            let next = first_key.try_update(|first| first.as_mut().map(|first| first.answer(answer)));
            self.perform_setup(next.flatten().unwrap_or_default());
        });
    }

    /// Makes the pair whose public half is pasted in the Console.
    pub fn make_setup_pair(self) {
        let setup = self.setup;
        let Some(kind) = self.connect.kind.get_untracked() else {
            return;
        };
        self.forget_setup_pair();
        let pairs = setup.pairs.get_value();
        setup.pair_kind.set(Some(kind));
        setup.making.set(true);
        spawn_local(async move {
            let made = self.key_service().make().await;
            if setup.pairs.get_value() != pairs {
                return;
            }
            match made {
                Ok((key, pkcs8)) => {
                    self.keyring().keep(&key, pkcs8);
                    setup.pair.set(Some(key));
                }
                Err(error) => setup.failure.set(Some(error.message)),
            }
            setup.making.set(false);
        });
    }

    /// Adds the pair's public half to the practice account, as the Console would to a Twilio account.
    pub fn paste_setup_pair(self) {
        let setup = self.setup;
        let Some(key) = setup.pair.get_untracked() else {
            return;
        };
        let Some(practice) = self.practice.get_value() else {
            return;
        };
        spawn_local(async move {
            match practice.paste(&key, &setup.name.get_untracked()).await {
                Ok(sid) => {
                    setup.errors.update(|errors| errors.clear(label::PUBLIC_KEY_SID));
                    setup.public_key_sid.set(sid);
                }
                Err(message) => setup.failure.set(Some(message)),
            }
        });
    }

    /// Fills Connect with the key of the set-up by requests. Whether there was one.
    pub async fn use_registered_key(self) -> bool {
        let Some(first) = self.setup.first_key.get_untracked() else {
            return false;
        };
        let kind = self.setup.first_key_kind.get_untracked();
        let (Some(kind), Some(key), Some(sid)) = (kind, first.public_key, first.public_key_sid) else {
            return false;
        };
        let sign = first.end != Some(FirstKeyEnd::NotEnabled);
        self.use_key(kind, &key, &sid, sign).await
    }

    /// Fills Connect with the pair that was made for the Console, or says what is wrong with the SID.
    pub async fn use_pasted_key(self) -> bool {
        let setup = self.setup;
        let (Some(kind), Some(key)) = (setup.pair_kind.get_untracked(), setup.pair.get_untracked()) else {
            return false;
        };
        match setup.public_key_sid.with_untracked(|text| text.parse::<PublicKeySid>()) {
            Ok(sid) => {
                setup.errors.set(Errors::default());
                self.use_key(kind, &key, &sid, true).await
            }
            Err(error) => {
                let mut errors = Errors::default();
                errors.add(label::PUBLIC_KEY_SID, error);
                setup.errors.set(errors);
                false
            }
        }
    }

    async fn use_key(self, kind: AccountKind, key: &PublicKey, sid: &PublicKeySid, sign: bool) -> bool {
        let fingerprint = key.fingerprint();
        let Some(pkcs8) = self.keyring().pkcs8(fingerprint) else {
            return false;
        };
        if !self.keyring().keep_for_signing(key, pkcs8).await {
            self.setup
                .failure
                .set(Some("The browser's own cryptography refused this key.".to_owned()));
            return false;
        }
        let fields = self.connect.fields(kind);
        fields.public_key_sid.set(sid.to_string());
        fields.held.set(Some(fingerprint));
        fields.pem.set(String::new());
        fields.passphrase.set(String::new());
        fields.sign.set(sign);
        fields.errors.set(Errors::default());
        self.connect.kind.set(Some(kind));
        self.forget_check();
        true
    }

    /// Whether the private key was saved as a file.
    pub fn is_downloaded(self, key: Fingerprint) -> bool {
        self.downloaded.read().contains(&key)
    }

    /// Whether the private key of the registered key would be lost with this page.
    pub fn registered_is_unsaved(self) -> bool {
        self.setup.first_key.with(|first| {
            let registered = first.as_ref().filter(|first| first.public_key_sid.is_some());
            let key = registered.and_then(|first| first.public_key.as_ref());
            key.is_some_and(|key| !self.is_downloaded(key.fingerprint()))
        })
    }

    /// Whether a private key of the set-up would be lost with this page, though an account may need it.
    pub(super) fn setup_is_unsaved(self) -> bool {
        let lost = |key: &PublicKey| !self.is_downloaded(key.fingerprint());
        self.registered_is_unsaved() || self.setup.pair.with(|pair| pair.as_ref().is_some_and(lost))
    }

    /// Forgets the key pair of the set-up by requests; where Connect holds it, it still signs.
    pub fn forget_setup_key(self) {
        let setup = self.setup;
        setup.setups.update_value(|setups| *setups = setups.wrapping_add(1));
        if let Some(key) = setup.first_key.get_untracked().and_then(|first| first.public_key) {
            self.keyring().forget(key.fingerprint());
        }
        setup.first_key.set(None);
        setup.failure.set(None);
    }

    /// Forgets the key pair that was made for the Console.
    pub fn forget_setup_pair(self) {
        let setup = self.setup;
        setup.pairs.update_value(|pairs| *pairs = pairs.wrapping_add(1));
        setup.making.set(false);
        if let Some(key) = setup.pair.get_untracked() {
            self.keyring().forget(key.fingerprint());
        }
        setup.pair.set(None);
        setup.public_key_sid.set(String::new());
        setup.failure.set(None);
    }

    /// Forgets what was set up in the practice account, now that another one takes its place.
    pub(super) fn forget_practice_setup(self) {
        let practice = Some(AccountKind::Practice);
        let setup = self.setup;
        if setup.first_key_kind.get_untracked() == practice {
            self.forget_setup_key();
        }
        if setup.pair_kind.get_untracked() == practice {
            self.forget_setup_pair();
        }
    }
}
