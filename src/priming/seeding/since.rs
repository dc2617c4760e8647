//! What became of a subaccount on other pages, after the run had primed it.

use super::{CleanUp, Phase, Seeding, Standing, Thing};
use crate::priming::Verification;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

impl Seeding {
    /// A key of it, or the subaccount itself, is gone: deleted or closed elsewhere.
    pub(in crate::priming) fn note_gone(&mut self, sid: &str) {
        let own = self.account_sid().map(AccountSid::as_str) == Some(sid);
        match own {
            true => self.trail.set(Thing::Subaccount, &self.name, sid, Standing::Closed),
            false => self.trail.gone(sid),
        }
    }

    /// What others did to it since it was primed; `None` if its keys are as the run left them.
    pub(super) fn since(&self) -> Option<Verification> {
        if self.clean_up() != CleanUp::No || *self.phase.way() != Phase::Done {
            return None;
        }
        let account = self.account_sid().map(AccountSid::as_str);
        let public_key = self.public_key_sid().map(PublicKeySid::as_str);
        if self.is_gone(account) {
            return Some(Verification::ClosedSince);
        }
        let deleted = self.is_gone(self.own_key_sid()) || self.is_gone(public_key);
        deleted.then_some(Verification::KeysDeletedSince)
    }

    /// Whether the secret of its API key opens nothing any more.
    pub(super) fn secret_is_void(&self) -> bool {
        match self.since() {
            Some(Verification::ClosedSince) => true,
            Some(_) => self.is_gone(self.own_key_sid()),
            None => false,
        }
    }

    fn own_key_sid(&self) -> Option<&str> {
        self.api_key_sid().map(ApiKeySid::as_str)
    }

    fn is_gone(&self, sid: Option<&str>) -> bool {
        let ended = |standing| matches!(standing, Standing::Deleted | Standing::Closed);
        let mut traces = self.trail.iter().filter(|trace| ended(trace.standing));
        sid.is_some() && traces.any(|trace| trace.sid.as_deref() == sid)
    }
}
