//! Clean-up of one subaccount: what this run made in it, in reverse order, and the subaccount itself if the run created
//! it. Each request may be repeated: what is gone already counts as done. The parent is never touched.

use super::leave::Leave;
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
            Phase::Leaving(..) => Self::Asked,
            Phase::Left(None, _) => Self::Done,
            Phase::Left(Some(why), _) => Self::Failed(why.clone()),
            _ => Self::No,
        }
    }
}

impl Seeding {
    /// Whether the run made something for it, or may have, that can be cleaned up.
    #[must_use]
    pub fn can_leave(&self) -> bool {
        let something = self.account_sid().is_some() && !self.existing() || self.trail.iter().any(Trace::may_be_there);
        something && !matches!(self.clean_up(), CleanUp::Asked | CleanUp::Done)
    }

    /// Begins its clean-up.
    pub(in crate::priming) fn begin_to_leave(&mut self, plan: &Plan) {
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
            None => self.leaves(Leave::Find(0)),
            Some(_) if is_closed => self.leaves(Leave::Seconds(0)),
            Some(_) if self.existing() && can_list && has_any => self.leaves(Leave::ListPublicKeys(0)),
            Some(_) => self.leave_public_keys(),
        };
    }

    /// The clean-up goes on with this.
    pub(super) fn leaves(&self, leave: Leave) -> Phase {
        self.leaves_after(0, leave)
    }

    /// The same after a while.
    pub(super) fn leaves_after(&self, millis: u32, leave: Leave) -> Phase {
        Phase::Leaving(leave, Tries::after(millis), Box::new(self.phase.way().clone()))
    }

    /// The clean-up ends, perhaps for a reason.
    pub(super) fn left(&self, why: Option<Explanation>) -> Phase {
        Phase::Left(why, Box::new(self.phase.way().clone()))
    }

    /// The clean-up could not be finished.
    pub(super) fn clean_up_fails(&self, what: impl Into<String>, next: &str) -> Phase {
        let (what, next) = (what.into(), next.to_owned());
        self.left(Some(Explanation { what, next }))
    }

    /// The public keys go first, while there is a key that can ask for it; its own goes last.
    pub(super) fn leave_public_keys(&self) -> Phase {
        let there = self.trail.sids(Thing::PublicKey, Standing::is_there);
        let mut keys: Vec<PublicKeySid> = there.filter_map(|sid| sid.parse().ok()).collect();
        let own = self.public_key_sid().filter(|sid| keys.contains(sid)).cloned();
        match own.filter(|_| self.api_key().is_some()) {
            Some(own) => {
                keys.retain(|sid| *sid != own);
                keys.push(own);
                self.leaves(Leave::PublicKeys(keys))
            }
            None => self.leaves(Leave::ListKeys(0)),
        }
    }

    /// The API keys that are known, those that are left of them; then the subaccount, if the run created it.
    pub(super) fn leave_keys(&mut self, keys: Vec<ApiKeySid>) -> Phase {
        if !keys.is_empty() {
            return self.leaves(Leave::Keys(keys));
        }
        self.trail.not_found(Thing::ApiKey);
        if !self.existing() {
            return self.leaves(Leave::Close);
        }
        let left: Vec<&str> = self.trail.sids(Thing::PublicKey, Standing::is_there).collect();
        if left.is_empty() {
            return self.left(None);
        }
        let what = format!(
            "The API key is deleted; the public key {} is still there.",
            left.join(", ")
        );
        self.clean_up_fails(what, "Only the subaccount itself can delete it: do it in the Twilio Console. Without an API key of this run nobody uses it.")
    }
}
