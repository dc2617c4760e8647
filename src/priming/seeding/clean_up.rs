//! Clean-up of one subaccount: what this run made in it, in reverse order, and the subaccount itself if the run created
//! it. Each request may be repeated: what is gone already counts as done. The parent is never touched.

use super::work::CleanUpStep;
use super::{Phase, Seeding, Standing, Thing, Trace, Tries};
use crate::priming::Plan;
use crate::twilio::{AccountSid, ApiKeySid, Explanation, PublicKeySid};

/// How far the clean-up of a subaccount is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CleanUp {
    /// Not asked for.
    No,
    /// Asked for.
    Asked,
    /// What the run made is gone; a subaccount that it created is closed for good.
    Done,
    /// It could not be finished; it can be asked for again.
    Failed(Explanation),
}

impl CleanUp {
    pub(super) fn of(phase: &Phase) -> Self {
        match phase {
            Phase::Closing(.., before) => Self::of(before),
            Phase::CleaningUp(..) => Self::Asked,
            Phase::CleanUpOver(None, _) => Self::Done,
            Phase::CleanUpOver(Some(why), _) => Self::Failed(why.clone()),
            _ => Self::No,
        }
    }
}

impl Seeding {
    /// Whether the run made something for it, or may have, that can be cleaned up.
    #[must_use]
    pub fn can_be_cleaned_up(&self) -> bool {
        let something = self.account_sid().is_some() && !self.existing() || self.trail.iter().any(Trace::may_be_there);
        something && !matches!(self.clean_up(), CleanUp::Asked | CleanUp::Done)
    }

    /// Begins its clean-up.
    pub(in crate::priming) fn begin_clean_up(&mut self, plan: &Plan) {
        // The run closed it already: only another of its name can be left.
        let own = self.account_sid().map(AccountSid::as_str);
        let mut closed = self
            .trail
            .sids(Thing::Subaccount, |standing| standing == Standing::Closed);
        let is_closed = closed.any(|sid| Some(sid) == own);
        drop(closed);
        // Its own list shows what was added twice. One that is closed takes its keys with it.
        let can_list = self.api_key().is_some() && (!self.signs(plan) || self.public_key_sid().is_some());
        let has_any = self.trail.iter().any(|trace| trace.thing == Thing::PublicKey);
        self.phase = match own {
            None => self.clean_up_by(CleanUpStep::Find(0)),
            Some(_) if is_closed => self.clean_up_by(CleanUpStep::Seconds(0)),
            Some(_) if self.existing() && can_list && has_any => self.clean_up_by(CleanUpStep::ListPublicKeys(0)),
            Some(_) => self.clean_up_public_keys(),
        };
    }

    /// The clean-up goes on with this.
    pub(super) fn clean_up_by(&self, step: CleanUpStep) -> Phase {
        self.clean_up_after(0, step)
    }

    /// The same after a while.
    pub(super) fn clean_up_after(&self, millis: u32, step: CleanUpStep) -> Phase {
        Phase::CleaningUp(step, Tries::after(millis), Box::new(self.phase.way().clone()))
    }

    /// The clean-up ends, perhaps for a reason.
    pub(super) fn clean_up_ends(&self, why: Option<Explanation>) -> Phase {
        Phase::CleanUpOver(why, Box::new(self.phase.way().clone()))
    }

    /// The clean-up could not be finished.
    pub(super) fn clean_up_fails(&self, what: impl Into<String>, next: &str) -> Phase {
        let (what, next) = (what.into(), next.to_owned());
        self.clean_up_ends(Some(Explanation { what, next }))
    }

    /// The public keys go first, while there is a key that can ask for it; its own goes last.
    pub(super) fn clean_up_public_keys(&self) -> Phase {
        let there = self.trail.sids(Thing::PublicKey, Standing::is_there);
        let mut keys: Vec<PublicKeySid> = there.filter_map(|sid| sid.parse().ok()).collect();
        let own = self.public_key_sid().filter(|sid| keys.contains(sid)).cloned();
        match own.filter(|_| self.api_key().is_some()) {
            Some(own) => {
                keys.retain(|sid| *sid != own);
                keys.push(own);
                self.clean_up_by(CleanUpStep::PublicKeys(keys))
            }
            None => self.clean_up_by(CleanUpStep::ListKeys(0)),
        }
    }

    /// The API keys that are known, those that are left of them; then the subaccount, if the run created it.
    pub(super) fn clean_up_api_keys(&mut self, keys: Vec<ApiKeySid>) -> Phase {
        if !keys.is_empty() {
            return self.clean_up_by(CleanUpStep::Keys(keys));
        }
        self.trail.not_found(Thing::ApiKey);
        if !self.existing() {
            return self.clean_up_by(CleanUpStep::Close);
        }
        let left: Vec<&str> = self.trail.sids(Thing::PublicKey, Standing::is_there).collect();
        if left.is_empty() {
            return self.clean_up_ends(None);
        }
        let what = format!(
            "The API key is deleted; the public key {} is still there.",
            left.join(", ")
        );
        self.clean_up_fails(what, "Only the subaccount itself can delete it: do it in the Twilio Console. Without an API key of this run nobody uses it.")
    }
}
