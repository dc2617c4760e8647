//! What became of a subaccount or an API key whose reply was lost.
//!
//! Twilio has no idempotency keys, so a creation without an answer is never sent again before the lists were looked at.
//! A subaccount that is found is taken over; an API key that is found is deleted and made again, since its secret was in
//! the lost reply. The API key is known by its name, which no other run's keys have.

use super::work::Listed;
use super::{Phase, Search, Seeding, Standing, Thing, Way, Work};
use crate::machine::pauses::LOOKS;
use crate::priming::Plan;
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{AccountSid, ApiKeySid, CallError, HttpReply};

impl Seeding {
    /// Looks for something lost, after a while; so many looks found nothing.
    pub(super) fn look(thing: Thing, looks: usize) -> Phase {
        let millis = LOOKS.get(looks).copied().unwrap_or_default();
        make_or_look(thing, Search::Looking(looks)).after(millis)
    }

    /// The accounts of its name, before it is created. One of them that is not closed is somebody's, until the admin says
    /// otherwise.
    pub(super) fn looked_for_name(
        &mut self,
        plan: &Plan,
        insisted: bool,
        reply: &HttpReply,
    ) -> Result<Phase, CallError> {
        let page = accounts::parse_list(reply)?;
        self.before = page.items.iter().map(|account| account.sid.clone()).collect();
        let open = |account: &&Account| account.is_subaccount() && account.status != Status::Closed;
        let taken: Vec<&Account> = page.items.iter().filter(open).collect();
        if taken.is_empty() || insisted {
            return Ok(self.next_work(plan).into());
        }
        let active = taken.iter().filter(|account| account.status == Status::Active);
        let mut ways: Vec<Way> = active.map(|account| Way::Adopt(account.sid.clone())).collect();
        ways.push(Way::CreateAnother);
        let what = match taken.as_slice() {
            [account] => format!("A subaccount of this name exists already: {}.", account.sid),
            _ => format!(
                "Subaccounts of this name exist already: {}.",
                named(taken.iter().map(|account| &account.sid))
            ),
        };
        Ok(Work::LookForName { insisted }.fails(
            what,
            "It was not made by this run. If it is the one you mean, use it: it gets the new keys. Otherwise create another one beside it, or leave this name out.",
            &ways,
        ))
    }

    /// The accounts of its name, after the reply to its creation was lost. Only one that is active and was not there
    /// before can be the lost one.
    pub(super) fn looked_for_account(
        &mut self,
        plan: &Plan,
        search: Search,
        reply: &HttpReply,
    ) -> Result<Phase, CallError> {
        let new = self.new_ones(&accounts::parse_list(reply)?.items);
        let mut ways: Vec<Way> = new.iter().cloned().map(Way::TakeOver).collect();
        ways.push(Way::CreateAnother);
        Ok(match new.as_slice() {
            [] => self.found_nothing(Thing::Subaccount, search),
            // After an interruption anybody may have made one in the meantime.
            [sid] if self.origin.is_resumed() => Work::CreateSubaccount(search).fails(
                format!("A subaccount of this name was created after this run had looked: {sid}."),
                "If nobody else made one of this name, it is this run's: the reply was lost with the page. Otherwise create another one.",
                &ways,
            ),
            [sid] => {
                self.adopt(sid);
                self.next_work(plan).into()
            }
            several => Work::CreateSubaccount(search).fails(
                format!("Several subaccounts of this name were created meanwhile: {}.", named(several)),
                "Keyseed does not guess which is this run's. Look at them in the Twilio Console, then choose it; or create another one if none is.",
                &ways,
            ),
        })
    }

    /// Those of a list that can be the lost one.
    pub(super) fn new_ones(&self, accounts: &[Account]) -> Vec<AccountSid> {
        let lost = |account: &&Account| {
            account.is_subaccount() && account.status == Status::Active && !self.before.contains(&account.sid)
        };
        let lost = accounts.iter().filter(lost);
        lost.map(|account| account.sid.clone()).collect()
    }

    /// Takes a subaccount for its own: the new one, or one that was found for the lost one.
    pub(super) fn adopt(&mut self, sid: &AccountSid) {
        self.made.account_sid = Some(sid.clone());
        self.trail
            .set(Thing::Subaccount, &self.name, sid.as_str(), Standing::Exists);
    }

    /// The subaccount's API keys, after the reply to the creation of one was lost.
    pub(super) fn looked_for_key(&mut self, plan: &Plan, search: Search, listed: &[Listed]) -> Phase {
        let own = listed.iter().filter(|(_, name)| *name == plan.api_key_name);
        let found: Vec<ApiKeySid> = own.filter_map(|(sid, _)| sid.parse().ok()).collect();
        if found.is_empty() {
            return self.found_nothing(Thing::ApiKey, search);
        }
        for key in &found {
            let (name, lost) = (&plan.api_key_name, Standing::SecretLost);
            self.trail.set(Thing::ApiKey, name, key.as_str(), lost);
        }
        Work::RemoveLost(found).into()
    }

    /// A found API key is gone; what was gone already counts. One more look where another may exist unseen.
    pub(super) fn removed_lost(&mut self, plan: &Plan, keys: Vec<ApiKeySid>) -> Phase {
        let mut keys = keys.into_iter();
        if let Some(sid) = keys.next() {
            let (name, gone) = (&plan.api_key_name, Standing::Deleted);
            self.trail.set(Thing::ApiKey, name, sid.as_str(), gone);
        }
        let left: Vec<ApiKeySid> = keys.collect();
        if !left.is_empty() {
            return Work::RemoveLost(left).into();
        }
        let search = match self.trail.may_exist(Thing::ApiKey) {
            true => Search::BeforeMaking,
            false => Search::Nothing,
        };
        make_or_look(Thing::ApiKey, search).into()
    }

    /// Looks again, since a list may be late; then leaves it to the admin; and makes it only after one more look.
    fn found_nothing(&mut self, thing: Thing, search: Search) -> Phase {
        match search {
            Search::BeforeMaking => {
                self.trail.not_found(thing);
                make_or_look(thing, Search::Nothing).into()
            }
            Search::Looking(looks) if looks + 1 < LOOKS.len() => Self::look(thing, looks + 1),
            _ => {
                let what = match thing {
                    Thing::Subaccount => "The reply to the creation was lost, and no subaccount of this name exists.",
                    _ => "The reply to the API key's creation was lost, and the subaccount has no key of this run.",
                };
                let next = "Try again: Keyseed looks once more before it creates.";
                make_or_look(thing, Search::BeforeMaking).fails(what, next, &[Way::TryAgain])
            }
        }
    }
}

/// Makes the thing, or looks for it first.
fn make_or_look(thing: Thing, search: Search) -> Work {
    match thing {
        Thing::Subaccount => Work::CreateSubaccount(search),
        Thing::ApiKey | Thing::PublicKey => Work::SeedApiKey(search),
    }
}

/// SIDs in a sentence.
pub(super) fn named<'a>(sids: impl IntoIterator<Item = &'a AccountSid>) -> String {
    sids.into_iter().map(AccountSid::as_str).collect::<Vec<_>>().join(", ")
}
