//! What became of a subaccount or an API key whose reply was lost.
//!
//! Twilio has no idempotency keys, so a creation without an answer is never sent again before the lists were looked at.
//! A subaccount that is found is taken over; an API key that is found is deleted and made again, since its secret was in
//! the lost reply. The API key is known by its name, which no other run's keys have.

use super::{Seeding, Standing, Step, Thing, Way};
use crate::machine::pauses::LOOKS;
use crate::priming::Plan;
use crate::twilio::accounts::{Account, Status};
use crate::twilio::{AccountSid, ApiKeySid, CallError, Explanation, HttpReply, accounts, api_keys};

/// How far the search for something lost is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Search {
    /// Nothing is lost.
    #[default]
    Nothing,
    /// So many looks found nothing.
    Looking(usize),
    /// One more look before it is made again.
    BeforeMaking,
    /// These API keys were found, and are deleted.
    Removing(Vec<ApiKeySid>),
}

impl Seeding {
    /// The reply to a creation was lost: looks before anything else is done.
    pub(super) fn search_for(&mut self, thing: Thing, name: &str) {
        self.trail.lost(thing, name);
        self.anew();
        self.look_again(0);
    }

    /// Looks after a while; so many looks found nothing.
    fn look_again(&mut self, looks: usize) {
        self.search = Search::Looking(looks);
        self.wait(LOOKS.get(looks).copied().unwrap_or_default());
    }

    /// The accounts of its name, before it is created. One of them that is not closed is somebody's, until the admin says
    /// otherwise.
    pub(super) fn looked_for_name(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        let page = accounts::parse_list(reply)?;
        self.before = page.items.iter().map(|account| account.sid.clone()).collect();
        let open = |account: &&Account| account.is_subaccount() && account.status != Status::Closed;
        let taken: Vec<&Account> = page.items.iter().filter(open).collect();
        if taken.is_empty() || self.insisted {
            self.next_step(plan);
            return Ok(());
        }
        let active = taken.iter().filter(|account| account.status == Status::Active);
        let mut ways: Vec<Way> = active.map(|account| Way::Adopt(account.sid.clone())).collect();
        ways.push(Way::CreateAnother);
        let what = match taken.as_slice() {
            [one] => format!("A subaccount of this name exists already: {}.", one.sid),
            _ => format!(
                "Subaccounts of this name exist already: {}.",
                named(taken.iter().map(|one| &one.sid))
            ),
        };
        self.fail(
            Explanation {
                what,
                next: "It was not made by this run. If it is the one you mean, use it: it gets the new keys. Otherwise create another one beside it, or leave this name out.".to_owned(),
            },
            &ways,
        );
        Ok(())
    }

    /// The accounts of its name, after the reply to its creation was lost. Only one that is active and was not there
    /// before can be the lost one.
    pub(super) fn looked_for_account(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        let page = accounts::parse_list(reply)?;
        let new = self.new_ones(&page.items);
        match new.as_slice() {
            [] => self.found_nothing(Thing::Subaccount),
            // After an interruption anybody may have made one in the meantime.
            [sid] if self.resumed => {
                self.fail(
                    Explanation {
                        what: format!("A subaccount of this name was created after this run had looked: {sid}."),
                        next: "If nobody else made one of this name, it is this run's: the reply was lost with the page. Otherwise create another one.".to_owned(),
                    },
                    &[Way::TakeOver(sid.clone()), Way::CreateAnother],
                );
            }
            [sid] => {
                self.adopt(sid);
                self.next_step(plan);
            }
            several => {
                let mut ways: Vec<Way> = several.iter().map(|sid| Way::TakeOver(sid.clone())).collect();
                ways.push(Way::CreateAnother);
                self.fail(
                    Explanation {
                        what: format!("Several subaccounts of this name were created meanwhile: {}.", named(several)),
                        next: "Keyseed does not guess which is this run's. Look at them in the Twilio Console, then choose it; or create another one if none is.".to_owned(),
                    },
                    &ways,
                );
            }
        }
        Ok(())
    }

    /// Those of a list that can be the lost one.
    pub(super) fn new_ones(&self, accounts: &[Account]) -> Vec<AccountSid> {
        let lost = |account: &&Account| {
            account.is_subaccount() && account.status == Status::Active && !self.before.contains(&account.sid)
        };
        accounts
            .iter()
            .filter(lost)
            .map(|account| account.sid.clone())
            .collect()
    }

    /// Takes a subaccount that was found for the lost one.
    pub(super) fn adopt(&mut self, sid: &AccountSid) {
        self.search = Search::Nothing;
        self.account_sid = Some(sid.clone());
        self.trail
            .set(Thing::Subaccount, &self.name.clone(), sid.as_str(), Standing::Exists);
    }

    /// A page of the subaccount's API keys, after the reply to the creation of one was lost.
    pub(super) fn looked_for_key(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        if !self.read_keys(reply)? {
            return Ok(());
        }
        let found = self.keys_of_run(plan);
        if found.is_empty() {
            self.found_nothing(Thing::ApiKey);
            return Ok(());
        }
        for key in &found {
            self.trail
                .set(Thing::ApiKey, &plan.api_key_name, key.as_str(), Standing::SecretLost);
        }
        self.search = Search::Removing(found);
        Ok(())
    }

    /// Adds a page of API keys to those seen. Whether it was the last.
    pub(super) fn read_keys(&mut self, reply: &HttpReply) -> Result<bool, CallError> {
        let page = api_keys::parse_list(self.keys_api, reply)?;
        self.keys_seen.extend(page.items);
        self.page = page.next;
        Ok(self.page.is_none())
    }

    /// Of the API keys seen, those that this run made.
    pub(super) fn keys_of_run(&mut self, plan: &Plan) -> Vec<ApiKeySid> {
        let seen = std::mem::take(&mut self.keys_seen).into_iter();
        seen.filter(|key| key.friendly_name == plan.api_key_name)
            .map(|key| key.sid)
            .collect()
    }

    /// A found API key is gone; what was gone already counts.
    pub(super) fn removed_key(&mut self, plan: &Plan) {
        let Search::Removing(keys) = &mut self.search else {
            return;
        };
        let gone = (!keys.is_empty()).then(|| keys.remove(0));
        let left = !keys.is_empty();
        if let Some(sid) = gone {
            self.trail
                .set(Thing::ApiKey, &plan.api_key_name, sid.as_str(), Standing::Deleted);
        }
        self.anew();
        if !left {
            // One more look where another may exist unseen.
            self.search = match self.trail.may_exist(Thing::ApiKey) {
                true => Search::BeforeMaking,
                false => Search::Nothing,
            };
        }
    }

    /// Looks again, since a list may be late; then leaves it to the admin; and makes it only after one more look.
    fn found_nothing(&mut self, thing: Thing) {
        self.anew();
        match self.search {
            Search::BeforeMaking => {
                self.trail.not_found(thing);
                self.search = Search::Nothing;
            }
            Search::Looking(looks) if looks + 1 < LOOKS.len() => self.look_again(looks + 1),
            _ => {
                self.search = Search::BeforeMaking;
                let what = match thing {
                    Thing::Subaccount => "The reply to the creation was lost, and no subaccount of this name exists.",
                    _ => "The reply to the API key's creation was lost, and the subaccount has no key of this run.",
                };
                self.fail(
                    Explanation {
                        what: what.to_owned(),
                        next: "Try again: Keyseed looks once more before it creates.".to_owned(),
                    },
                    &[Way::TryAgain],
                );
            }
        }
    }

    /// What a step has to find out before it makes anything: only after an interruption there is something.
    pub(super) fn search_at(&self, step: Step) -> Search {
        match step {
            Step::CreateSubaccount if self.trail.may_exist(Thing::Subaccount) => Search::Looking(0),
            Step::SeedApiKey => {
                let known = self.trail.sids(Thing::ApiKey, Standing::is_there);
                let known: Vec<ApiKeySid> = known.filter_map(|sid| sid.parse().ok()).collect();
                match known.is_empty() {
                    false => Search::Removing(known),
                    true if self.trail.may_exist(Thing::ApiKey) => Search::Looking(0),
                    true => Search::Nothing,
                }
            }
            _ => Search::Nothing,
        }
    }
}

/// SIDs in a sentence.
pub(super) fn named<'a>(sids: impl IntoIterator<Item = &'a AccountSid>) -> String {
    sids.into_iter().map(AccountSid::as_str).collect::<Vec<_>>().join(", ")
}
