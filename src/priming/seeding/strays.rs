//! Public keys that were added twice, because a reply was lost or the browser sent the request again.
//!
//! Only the subaccount itself can list its public keys, and where signing is enforced it can only ask with a public key
//! SID that it knows. So after a lost reply the key is posted again once Twilio answers, which does no harm: the list that is asked for with
//! the second one shows the first, by the run's name, and it is deleted. What cannot be deleted is named.

use super::{Search, Seeding, Standing, Thing};
use crate::machine::pauses::LOOKS;
use crate::priming::Plan;
use crate::twilio::{CallError, HttpReply, PublicKeySid, accounts, public_keys};

/// How often a public key is posted by itself, in all.
const POSTS: usize = 3;

/// Public keys that were added twice, or may have been.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Strays {
    /// Posts whose reply was lost and whose key was not seen.
    lost: usize,
    /// How many lists did not show it.
    looks: usize,
    /// Found, and to be deleted.
    pub(super) removing: Vec<PublicKeySid>,
}

impl Seeding {
    /// The reply to a public key was lost. Whether it is posted again.
    pub(super) fn lost_public_key(&mut self, plan: &Plan) -> bool {
        self.trail.lost(Thing::PublicKey, &plan.public_key_name);
        self.strays.lost += 1;
        self.anew();
        // Not before Twilio can be reached again: a post into a dead line would only be the next to be lost.
        self.search = Search::BeforeMaking;
        self.strays.lost < POSTS
    }

    /// Twilio can be reached: the key is posted again.
    pub(super) fn reached(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        accounts::parse_account(reply)?;
        self.anew();
        self.search = Search::Nothing;
        Ok(())
    }

    /// Looks for strays in a whole list of the subaccount's public keys. Whether there is still something to do.
    pub(super) fn tidy(&mut self, plan: &Plan, listed: &[public_keys::PublicKey]) -> bool {
        let left: Vec<String> = self
            .trail
            .sids(Thing::PublicKey, |standing| standing == Standing::LeftBehind)
            .map(str::to_owned)
            .collect();
        let stray = |key: &&public_keys::PublicKey| {
            key.friendly_name == plan.public_key_name
                && Some(&key.sid) != self.public_key_sid.as_ref()
                && !left.iter().any(|sid| sid == key.sid.as_str())
        };
        let found: Vec<PublicKeySid> = listed.iter().filter(stray).map(|key| key.sid.clone()).collect();
        for sid in &found {
            self.trail.found(Thing::PublicKey, &plan.public_key_name, sid.as_str());
        }
        self.strays.lost = self.strays.lost.saturating_sub(found.len());
        self.strays.removing = found;
        if !self.strays.removing.is_empty() {
            self.anew();
            return true;
        }
        if self.strays.lost > 0 && self.strays.looks + 1 < LOOKS.len() {
            self.strays.looks += 1;
            self.anew();
            self.wait(LOOKS.get(self.strays.looks).copied().unwrap_or_default());
            return true;
        }
        self.strays = Strays::default();
        self.trail.not_found(Thing::PublicKey);
        false
    }

    /// A stray is gone.
    pub(super) fn removed_stray(&mut self) {
        if !self.strays.removing.is_empty() {
            let sid = self.strays.removing.remove(0);
            self.trail.gone(sid.as_str());
        }
        self.anew();
    }

    /// A stray cannot be deleted: it is named, and the run goes on.
    pub(super) fn stray_refused(&mut self, plan: &Plan, error: &CallError) {
        if error.code() == Some(20404) {
            return self.removed_stray();
        }
        if !self.strays.removing.is_empty() {
            let sid = self.strays.removing.remove(0);
            self.trail.set(
                Thing::PublicKey,
                &plan.public_key_name,
                sid.as_str(),
                Standing::LeftBehind,
            );
        }
        self.anew();
    }
}
