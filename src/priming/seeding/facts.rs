//! What others ask about a subaccount on its way.

use super::{CleanUp, Leave, Search, Seeding, State, Step, Strays, Thing};
use crate::keys::{Fingerprint, PublicKey};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{AccountSid, ApiKeySid, Credentials};

impl Seeding {
    /// The key pair's fingerprint, once there is one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.public_key.as_ref().map(PublicKey::fingerprint)
    }

    /// The new account's credentials, once there are some.
    #[must_use]
    pub fn credentials(&self) -> Option<Credentials> {
        let (account_sid, key) = (self.account_sid.clone()?, self.api_key.as_ref()?);
        Some(Credentials {
            account_sid,
            api_key_sid: key.sid.clone(),
            secret: key.secret.clone(),
        })
    }

    /// Its API key: of this page, or of an earlier one if the admin saved its secret there.
    #[must_use]
    pub fn api_key_sid(&self) -> Option<&ApiKeySid> {
        self.api_key.as_ref().map(|key| &key.sid).or(self.saved.as_ref())
    }

    /// Whether the admin has saved the secret of its API key, and its private key.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.saved.is_some() && self.saved.as_ref() == self.api_key_sid()
    }

    /// Whether an earlier page made its API key, and the admin saved the secret there: nobody else has it.
    pub(super) const fn is_kept(&self) -> bool {
        self.saved.is_some() && self.api_key.is_none()
    }

    /// Notes whether the admin has saved the secret that it has now. One that it gets later is not saved by that.
    pub(in crate::priming) fn set_saved(&mut self, saved: bool) {
        if let Some(key) = &self.api_key {
            self.saved = saved.then(|| key.sid.clone());
        }
    }

    /// Whether it has a secret that would be lost with the page: not once its key is gone or saved.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.has_secret() && !self.is_saved()
    }

    /// Whether something of it is there, or may be, though it is not primed, or its clean-up was not finished.
    #[must_use]
    pub fn is_half_made(&self) -> bool {
        let primed = self.state == State::Done && self.clean_up == CleanUp::No;
        !primed && self.can_leave()
    }

    /// Whether it has a secret that is of use.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.api_key.is_some() && self.clean_up != CleanUp::Done
    }

    /// Whether the reply to its creation was lost, and it may exist.
    #[must_use]
    pub fn may_exist(&self) -> bool {
        self.account_sid.is_none() && self.trail.may_exist(Thing::Subaccount)
    }

    /// Whether something is being looked for whose reply was lost.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.search != Search::Nothing
    }

    /// What this tab does not hold of it yet: the name of one that is to be created, and each one's SID once it is known.
    pub(in crate::priming) fn unclaimed(&self) -> Option<&str> {
        let name = (!self.existing).then_some(self.name.as_str());
        let sid = self.account_sid.as_ref().map(AccountSid::as_str);
        let held = |what: &&str| self.claimed.iter().any(|held| held == what);
        name.into_iter().chain(sid).find(|what| !held(what))
    }

    /// Whether what it wants next is to make something at Twilio.
    #[must_use]
    pub(in crate::priming) fn would_create(&self) -> bool {
        self.step.creates() && !self.is_searching() && self.clean_up == CleanUp::No
    }

    /// Whether it waits a moment before it tries its step again.
    #[must_use]
    pub const fn is_pausing(&self) -> bool {
        self.pause.is_some()
    }

    /// The same without what changes while it is at work: what the admin keeps of it.
    #[must_use]
    pub fn at_rest(&self) -> Self {
        Self {
            step: Step::Done,
            state: State::Done,
            failure: None,
            clean_up: CleanUp::No,
            exchanges: Vec::new(),
            attempts: 0,
            pause: None,
            retry_after: 0,
            clock_blamed: false,
            unsigned: false,
            saved: self.saved.clone().filter(|_| self.is_kept()),
            search: Search::Nothing,
            strays: Strays::default(),
            stock: self.stock.at_rest(),
            leave: Leave::default(),
            page: None,
            keys_seen: Vec::new(),
            public_keys_seen: Vec::new(),
            recorded: None,
            writing: None,
            ..self.clone()
        }
    }

    /// Whether it exists at Twilio as far as is known, by this run or before it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.account_sid.is_some() && self.step > Step::Look
    }

    /// Whether the run made something in it that is to be handed on: a key, or the subaccount itself.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.account_sid.is_some() && (!self.existing || self.api_key_sid().is_some())
    }

    /// Whether its clean-up was asked for: nothing else is done for it any more.
    #[must_use]
    pub const fn is_leaving(&self) -> bool {
        !matches!(self.clean_up, CleanUp::No)
    }

    /// Whether the run created it, and it was closed again.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.existing && self.account_sid.is_some() && self.clean_up == CleanUp::Done
    }

    /// Which of the two keys APIs it uses.
    #[must_use]
    pub const fn keys_api(&self) -> KeysApi {
        self.keys_api
    }
}
