//! What others ask about a subaccount on its way.

use super::phase::{Failure, State};
use super::{CleanUp, Notes, Phase, Seeding, Step, Thing, Tries, Work};
use crate::keys::{Fingerprint, PublicKey};
use crate::priming::{Plan, Verification};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{AccountSid, Credentials, PublicKeySid};

impl Seeding {
    /// Whether the subaccount was there before the run.
    #[must_use]
    pub const fn existing(&self) -> bool {
        self.origin.existing()
    }

    /// The step that it is at.
    #[must_use]
    pub fn step(&self) -> Step {
        self.phase.work().map_or(Step::Done, Work::step)
    }

    /// How it stands. Before its clean-up, if there was one.
    #[must_use]
    pub fn state(&self) -> State {
        match (&self.phase, self.phase.way()) {
            (Phase::Closing(..), _) if !self.is_cleaning_up() => State::Working,
            (_, Phase::Waiting(_)) => State::Waiting,
            (_, Phase::Failed(..)) => State::Failed,
            (_, Phase::Done) => State::Done,
            _ => State::Working,
        }
    }

    /// Why it stands still, if it failed.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self.phase.way() {
            Phase::Failed(_, failure) => Some(failure),
            _ => None,
        }
    }

    /// Whether it stands still for a failure, and may be tried again.
    pub(in crate::priming) const fn has_failed(&self) -> bool {
        matches!(self.phase, Phase::Failed(..))
    }

    /// Whether something of it is being cleaned up or closed now.
    pub(in crate::priming) const fn is_putting_away(&self) -> bool {
        matches!(self.phase, Phase::CleaningUp(..) | Phase::Closing(..))
    }

    /// How far its clean-up is.
    #[must_use]
    pub fn clean_up(&self) -> CleanUp {
        CleanUp::of(&self.phase)
    }

    /// The subaccount, once it exists.
    #[must_use]
    pub const fn account_sid(&self) -> Option<&AccountSid> {
        self.made.account_sid.as_ref()
    }

    /// The key pair that it gets, once it was made.
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        self.made.public_key.as_ref()
    }

    /// The SID of its public key, once it was seeded.
    #[must_use]
    pub const fn public_key_sid(&self) -> Option<&PublicKeySid> {
        self.made.public_key_sid.as_ref()
    }

    /// What the last requests showed, once its stock was taken, too; or what was done to it elsewhere since then.
    #[must_use]
    pub fn verification(&self) -> Option<Verification> {
        let showed = self.made.showed.filter(|_| *self.phase.way() == Phase::Done);
        self.since().or(showed)
    }

    /// Whether it has everything that the plan gives it and can be used, also while its stock is taken.
    #[must_use]
    pub fn is_primed(&self) -> bool {
        let usable = self.made.showed != Some(Verification::NeedsPublicKey);
        self.step() >= Step::TakeStock && self.state() != State::Failed && usable
    }

    /// Whether its own requests are signed: not where the plan does not, and not once that was refused with 70053.
    pub(super) fn signs(&self, plan: &Plan) -> bool {
        plan.verifies_signed() && self.made.showed != Some(Verification::NotEnabled)
    }

    /// The key pair's fingerprint, once there is one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.public_key().map(PublicKey::fingerprint)
    }

    /// The new account's credentials, once there are some.
    #[must_use]
    pub fn credentials(&self) -> Option<Credentials> {
        let (account_sid, key) = (self.made.account_sid.clone()?, self.api_key()?);
        Some(Credentials {
            account_sid,
            api_key_sid: key.sid.clone(),
            secret: key.secret.clone(),
        })
    }

    /// Whether it has a secret that would be lost with the page: not once its key is gone or saved.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.has_secret() && !self.is_saved()
    }

    /// Whether something of it is there, or may be, though it is not primed, or its clean-up was not finished.
    #[must_use]
    pub fn is_half_made(&self) -> bool {
        let primed = self.phase == Phase::Done;
        !primed && self.can_be_cleaned_up()
    }

    /// Whether it has a secret that is of use.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.api_key().is_some() && self.clean_up() != CleanUp::Done && !self.secret_is_void()
    }

    /// Whether the reply to its creation was lost, and it may exist.
    #[must_use]
    pub fn may_exist(&self) -> bool {
        self.account_sid().is_none() && self.trail.may_exist(Thing::Subaccount)
    }

    /// Whether something is being looked for whose reply was lost.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.phase.work().is_some_and(Work::is_searching)
    }

    /// What this tab does not hold of it yet: the name of one that is to be created, and each one's SID once it is known.
    pub(in crate::priming) fn unclaimed(&self) -> Option<&str> {
        let name = (!self.existing()).then_some(self.name.as_str());
        let sid = self.account_sid().map(AccountSid::as_str);
        let held = |what: &&str| self.claimed.iter().any(|held| held == what);
        name.into_iter().chain(sid).find(|what| !held(what))
    }

    /// Whether what it wants next is to make something at Twilio.
    #[must_use]
    pub(in crate::priming) fn would_create(&self) -> bool {
        self.phase.work().is_some_and(Work::makes) && !self.is_cleaning_up()
    }

    /// Whether it waits a moment before it tries its step again.
    #[must_use]
    pub fn is_pausing(&self) -> bool {
        self.phase.tries().is_some_and(Tries::is_pausing)
    }

    /// The same without what changes while it is at work: what the admin keeps of it.
    #[must_use]
    pub fn at_rest(&self) -> Self {
        let mut rest = self.clone();
        rest.exchanges.clear();
        rest.set_saved(false);
        rest.made.showed = self.verification();
        (rest.notes, rest.phase) = (Notes::default(), Phase::Done);
        rest
    }

    /// Whether it exists at Twilio as far as is known, by this run or before it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.account_sid().is_some() && self.step() > Step::Look
    }

    /// Whether the run made something in it that is to be handed on: a key, or the subaccount itself.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.account_sid().is_some() && (!self.existing() || self.api_key_sid().is_some())
    }

    /// Whether its clean-up was asked for: nothing else is done for it any more.
    #[must_use]
    pub fn is_cleaning_up(&self) -> bool {
        self.clean_up() != CleanUp::No
    }

    /// Whether the run created it, and it was closed again.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.existing() && self.account_sid().is_some() && self.clean_up() == CleanUp::Done
    }

    /// Which of the two keys APIs it uses.
    #[must_use]
    pub const fn keys_api(&self) -> KeysApi {
        self.keys_api
    }
}
