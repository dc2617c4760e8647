//! The requests of a clean-up, and what their replies make of it.

use super::work::{CleanUpStep, Listed};
use super::{Act, Phase, Seeding, Standing, Thing};
use crate::machine::pauses::LOOKS;
use crate::priming::Plan;
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{ApiKeySid, CallError, HttpReply, Identity, PublicKeySid, api_keys, public_keys};

impl Seeding {
    pub(super) fn next_of_clean_up(&self, step: &CleanUpStep, plan: &Plan, main: &Identity) -> Option<Act> {
        let account = self.account_sid();
        let by_itself = |request| Some(Act::send(request, self.own_identity(plan, main, true)?));
        let request = match step {
            CleanUpStep::Find(_) | CleanUpStep::Seconds(_) => accounts::list_named(&self.name),
            CleanUpStep::ListPublicKeys(_) => return by_itself(self.page(public_keys::list)),
            CleanUpStep::PublicKeys(keys) => return by_itself(public_keys::delete(keys.first()?)),
            CleanUpStep::ListKeys(_) => self.keys_page(account?),
            CleanUpStep::Keys(keys) => api_keys::delete(self.keys_api, account?, keys.first()?),
            CleanUpStep::Close => accounts::close(account?),
        };
        Some(Act::send(request, main.clone()))
    }

    pub(super) fn clean_up_reply(
        &mut self,
        plan: &Plan,
        step: CleanUpStep,
        listed: &[Listed],
        reply: &HttpReply,
    ) -> Result<Phase, CallError> {
        match step {
            CleanUpStep::Find(looks) => Ok(self.found(looks, &accounts::parse_list(reply)?.items)),
            CleanUpStep::ListPublicKeys(late) => Ok(self.public_keys_listed(plan, late, listed)),
            CleanUpStep::PublicKeys(keys) => {
                public_keys::parse_deleted(reply)?;
                Ok(self.public_key_cleaned_up(plan, keys, false))
            }
            CleanUpStep::ListKeys(late) => Ok(self.api_keys_listed(plan, late, listed)),
            CleanUpStep::Keys(keys) => {
                api_keys::parse_deleted(reply)?;
                Ok(self.api_key_cleaned_up(keys))
            }
            CleanUpStep::Seconds(late) => self.looked_for_seconds(reply, late),
            CleanUpStep::Close => Ok(match accounts::parse_account(reply)?.status {
                Status::Closed => self.closed(),
                _ => self.clean_up_fails(
                    "Twilio answered, but the subaccount is not closed.",
                    "Try again, or close it in the Twilio Console.",
                ),
            }),
        }
    }

    /// The accounts of its name, where the reply to its creation was lost.
    fn found(&mut self, looks: usize, listed: &[Account]) -> Phase {
        match (self.new_ones(listed).as_slice(), LOOKS.get(looks + 1)) {
            ([], Some(millis)) => self.clean_up_after(*millis, CleanUpStep::Find(looks + 1)),
            ([], None) => {
                self.trail.not_found(Thing::Subaccount);
                self.clean_up_ends(None)
            }
            // Nobody has seen its SID yet, and somebody else may have made it.
            ([sid], _) => {
                self.adopt(sid);
                self.clean_up_fails(
                    format!("A subaccount of this name was created after this run had looked: {sid}."),
                    "If it is this run's, clean up again: it is closed then. If somebody else made it, leave it.",
                )
            }
            _ => {
                self.name_seconds(listed);
                self.clean_up_seconds()
            }
        }
    }

    /// The public keys of one that stays: those of this run's name go. A list that does not show one that is known is
    /// late.
    fn public_keys_listed(&mut self, plan: &Plan, late: usize, listed: &[Listed]) -> Phase {
        match self.name_listed(Thing::PublicKey, &plan.public_key_name, listed, late) {
            Some(millis) => self.clean_up_after(millis, CleanUpStep::ListPublicKeys(late + 1)),
            None => self.clean_up_public_keys(),
        }
    }

    /// The API keys: those of this run's name go, and those that are known.
    fn api_keys_listed(&mut self, plan: &Plan, late: usize, listed: &[Listed]) -> Phase {
        if let Some(millis) = self.name_listed(Thing::ApiKey, &plan.api_key_name, listed, late) {
            return self.clean_up_after(millis, CleanUpStep::ListKeys(late + 1));
        }
        let known = self.trail.sids(Thing::ApiKey, Standing::is_there);
        let keys = known.filter_map(|sid| sid.parse().ok()).collect();
        self.clean_up_api_keys(keys)
    }

    /// Names the keys of a list that have this run's name; or after how many milliseconds it is read again, since it lacks
    /// what is known to be there in a subaccount that stays.
    fn name_listed(&mut self, thing: Thing, of_run: &str, listed: &[Listed], late: usize) -> Option<u32> {
        let own = listed.iter().filter(|(_, name)| name == of_run);
        let own: Vec<&str> = own.map(|(sid, _)| sid.as_str()).collect();
        let mut known = self.trail.sids(thing, Standing::is_there);
        let late = LOOKS.get(late + 1).filter(|_| self.existing());
        if let Some(millis) = late.filter(|_| known.any(|sid| !own.contains(&sid))) {
            return Some(*millis);
        }
        drop(known);
        own.into_iter().for_each(|sid| self.trail.found(thing, of_run, sid));
        None
    }

    /// What a refusal means for the clean-up.
    pub(super) fn clean_up_refused(&mut self, plan: &Plan, step: CleanUpStep, error: &CallError) -> Phase {
        match (step, error.code()) {
            // Those that are known can be tried all the same.
            (CleanUpStep::ListPublicKeys(_), _) => self.clean_up_public_keys(),
            // With its account it goes; in one that stays, it is named.
            (CleanUpStep::PublicKeys(keys), code) => self.public_key_cleaned_up(plan, keys, code != Some(20404)),
            (CleanUpStep::Keys(keys), Some(20404)) => self.api_key_cleaned_up(keys),
            // Closed already: what was wanted.
            (CleanUpStep::Close, Some(21479)) => self.closed(),
            (CleanUpStep::ListKeys(_), Some(20403 | 20404)) if !self.existing() => self.clean_up_by(CleanUpStep::Close),
            _ => self.clean_up_ends(Some(error.explain())),
        }
    }

    /// A public key is gone, or could not be deleted.
    fn public_key_cleaned_up(&mut self, plan: &Plan, keys: Vec<PublicKeySid>, stays: bool) -> Phase {
        let rest = self.first_is_deleted(plan, keys, stays);
        self.clean_up_by(match rest.is_empty() {
            true => CleanUpStep::ListKeys(0),
            false => CleanUpStep::PublicKeys(rest),
        })
    }

    fn api_key_cleaned_up(&mut self, keys: Vec<ApiKeySid>) -> Phase {
        let mut keys = keys.into_iter();
        if let Some(sid) = keys.next() {
            self.trail.gone(sid.as_str());
            // Its secret is of no use any more.
            self.made.api_key.take_if(|key| *key.sid() == sid);
        }
        self.clean_up_api_keys(keys.collect())
    }

    fn closed(&mut self) -> Phase {
        if let Some(sid) = &self.made.account_sid {
            self.trail
                .set(Thing::Subaccount, &self.name, sid.as_str(), Standing::Closed);
        }
        self.clean_up_by(CleanUpStep::Seconds(0))
    }
}
