//! Public keys that were added twice, because a reply was lost or the browser sent the request again.
//!
//! Only the subaccount itself can list its public keys, and where signing is enforced it can only ask with a public key
//! SID that it knows. So after a lost reply the key is posted again once Twilio answers, which does no harm: the list that is asked for with
//! the second one shows the first, by the run's name, and it is deleted. What cannot be deleted is named.

use super::work::Listed;
use super::{Phase, Seeding, Standing, Thing, Unseen, Work};
use crate::machine::pauses::LOOKS;
use crate::priming::Plan;
use crate::twilio::{CallError, PublicKeySid};

/// How often a public key is posted by itself, in all.
const POSTS: usize = 3;

impl Seeding {
    /// The reply to a public key was lost, so many by now: it is posted again by itself, or on the admin's word. Not before
    /// Twilio can be reached again: a post into a dead line would only be the next to be lost.
    pub(super) fn lost_public_key(&mut self, plan: &Plan, lost: usize, error: &CallError) -> Phase {
        self.trail.lost(Thing::PublicKey, &plan.public_key_name);
        let again = Work::SeedPublicKey { lost, reach: true };
        if lost < POSTS {
            again.into()
        } else {
            self.step_refused(again, error)
        }
    }

    /// Looks for duplicates in a whole list of the subaccount's public keys. What is still to be done, if there is something.
    pub(super) fn look_for_duplicates(&mut self, plan: &Plan, unseen: Unseen, listed: &[Listed]) -> Option<Phase> {
        let left = |sid: &str| {
            let mut left = self
                .trail
                .sids(Thing::PublicKey, |standing| standing == Standing::LeftBehind);
            left.any(|left| left == sid)
        };
        let own = self.public_key_sid().map(PublicKeySid::as_str);
        let copies = listed
            .iter()
            .filter(|(sid, name)| *name == plan.public_key_name && Some(sid.as_str()) != own && !left(sid));
        let found: Vec<PublicKeySid> = copies.filter_map(|(sid, _)| sid.parse().ok()).collect();
        for sid in &found {
            self.trail.found(Thing::PublicKey, &plan.public_key_name, sid.as_str());
        }
        let Unseen { lost, looks } = unseen;
        let lost = lost.saturating_sub(found.len());
        if !found.is_empty() {
            return Some(Work::RemoveDuplicates(Unseen { lost, looks }, found).into());
        }
        let looks = looks + 1;
        if let (true, Some(millis)) = (lost > 0, LOOKS.get(looks)) {
            return Some(Work::Verify(Unseen { lost, looks }).after(*millis));
        }
        self.trail.not_found(Thing::PublicKey);
        None
    }

    /// One of them is gone, or stays: the next, or the list once more.
    pub(super) fn removed_public_key(
        &mut self,
        plan: &Plan,
        unseen: Unseen,
        keys: Vec<PublicKeySid>,
        stays: bool,
    ) -> Phase {
        let rest = self.first_is_deleted(plan, keys, stays);
        match rest.is_empty() {
            true => Work::Verify(unseen).into(),
            false => Work::RemoveDuplicates(unseen, rest).into(),
        }
    }

    /// The first of these public keys is deleted, or stays because that was refused: then it is named. The others.
    pub(super) fn first_is_deleted(&mut self, plan: &Plan, keys: Vec<PublicKeySid>, stays: bool) -> Vec<PublicKeySid> {
        let mut keys = keys.into_iter();
        match keys.next() {
            Some(sid) if stays => {
                let (name, left) = (&plan.public_key_name, Standing::LeftBehind);
                self.trail.set(Thing::PublicKey, name, sid.as_str(), left);
            }
            Some(sid) => self.trail.gone(sid.as_str()),
            None => {}
        }
        keys.collect()
    }
}
