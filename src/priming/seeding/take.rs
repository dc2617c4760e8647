//! What each answer makes of a subaccount.

use super::{CleanUp, Failure, Search, Seeding, State, Step, Thing, Way};
use crate::keys::PublicKey;
use crate::priming::{KeyPairChoice, Plan, Verification};
use crate::twilio::accounts::{Account, Status};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{AccountSid, CallError, Explanation, HttpReply, accounts, api_keys, public_keys};

impl Seeding {
    pub(in crate::priming) fn waited(&mut self) {
        self.pause = None;
        self.settle();
    }

    /// Nobody else works on what was claimed last, or somebody does.
    pub(in crate::priming) fn claimed(&mut self, alone: bool) {
        if alone {
            let held = self.unclaimed().map(str::to_owned);
            self.claimed.extend(held);
            return;
        }
        let what = format!(
            "\u{201c}{}\u{201d} is being primed in another tab of this browser.",
            self.name
        );
        let next = "Let it end there, or close that tab; then try again.";
        if self.clean_up == CleanUp::Asked {
            self.leave_failed(what, next);
        } else {
            let next = next.to_owned();
            self.fail(Explanation { what, next }, &[Way::TryAgain]);
        }
    }

    pub(in crate::priming) fn key_pair(&mut self, plan: &Plan, made: Result<PublicKey, String>) {
        match made {
            Ok(key) => {
                self.public_key = Some(key);
                self.next_step(plan);
            }
            Err(what) => self.fail(
                Explanation {
                    what,
                    next: "Try again. Nothing was created at Twilio.".to_owned(),
                },
                &[Way::TryAgain],
            ),
        }
    }

    /// Takes the reply to its last act.
    pub(in crate::priming) fn reply(&mut self, plan: &Plan, parent: &AccountSid, result: Result<HttpReply, CallError>) {
        let taken = result.and_then(|reply| {
            if self.is_closing() {
                return self.take_of_closing(&reply);
            }
            if self.clean_up == CleanUp::Asked {
                return self.take_of_leave(plan, &reply);
            }
            self.take(plan, parent, &reply)
        });
        if let Err(error) = taken {
            self.retry_after = error.wait().millis();
            self.refused(plan, &error);
        }
    }

    fn take(&mut self, plan: &Plan, parent: &AccountSid, reply: &HttpReply) -> Result<(), CallError> {
        match (self.step, &self.search) {
            (Step::Look, _) => return self.looked(plan, parent, accounts::parse_account(reply)?),
            (Step::LookForName, _) => return self.looked_for_name(plan, reply),
            (Step::CreateSubaccount, Search::Nothing) => {
                let sid = accounts::parse_account(reply)?.sid;
                self.adopt(&sid);
            }
            (Step::CreateSubaccount, _) => return self.looked_for_account(plan, reply),
            (Step::SeedApiKey, Search::Nothing) => {
                let key = api_keys::parse_new(reply)?;
                self.trail.made(Thing::ApiKey, &plan.api_key_name, key.sid.as_str());
                self.api_key = Some(key);
            }
            (Step::SeedApiKey, Search::Removing(_)) => {
                api_keys::parse_deleted(reply)?;
                self.removed_key(plan);
                return Ok(());
            }
            (Step::SeedApiKey, _) => return self.looked_for_key(plan, reply),
            (Step::SeedPublicKey, Search::BeforeMaking) => return self.reached(reply),
            (Step::SeedPublicKey, _) => {
                let sid = public_keys::parse_key(reply)?.sid;
                self.trail.made(Thing::PublicKey, &plan.public_key_name, sid.as_str());
                self.public_key_sid = Some(sid);
            }
            (Step::Verify, _) if !self.strays.removing.is_empty() => {
                public_keys::parse_deleted(reply)?;
                self.removed_stray();
                return Ok(());
            }
            (Step::Verify, _) => return self.listed(plan, reply),
            (Step::AskUnsigned, _) => return self.asked_unsigned(reply),
            (Step::TakeStock, _) => return self.take_stock(plan, reply),
            (Step::MakeKeyPair | Step::Done, _) => return Ok(()),
        }
        self.next_step(plan);
        Ok(())
    }

    /// A subaccount that was there before: nothing is seeded unless it is the parent's, and active.
    fn looked(&mut self, plan: &Plan, parent: &AccountSid, account: Account) -> Result<(), CallError> {
        let sentence = if account.owner_sid != *parent {
            Some((
                format!("{} belongs to another account, {}.", account.sid, account.owner_sid),
                "Connect with that account's Main key to prime it.",
            ))
        } else {
            match account.status {
                Status::Active => None,
                Status::Suspended => Some((
                    format!("The subaccount \u{201c}{}\u{201d} is suspended.", account.friendly_name),
                    "Reactivate it first, then try again. Nothing was made.",
                )),
                Status::Closed => Some((
                    format!(
                        "The subaccount \u{201c}{}\u{201d} was closed for good.",
                        account.friendly_name
                    ),
                    "Leave it out; a closed subaccount cannot be opened again.",
                )),
            }
        };
        self.name = account.friendly_name;
        match sentence {
            None => self.next_step(plan),
            Some((what, next)) => {
                let ways: &[Way] = if account.owner_sid == *parent {
                    &[Way::TryAgain]
                } else {
                    &[]
                };
                let next = next.to_owned();
                self.fail(Explanation { what, next }, ways);
            }
        }
        Ok(())
    }

    /// The new account's own list of public keys.
    fn listed(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        let page = public_keys::parse_list(reply)?;
        self.public_keys_seen.extend(page.items);
        self.page = page.next;
        if self.page.is_some() {
            return Ok(());
        }
        let listed = std::mem::take(&mut self.public_keys_seen);
        let own = self.public_key_sid.as_ref();
        if own.is_some_and(|sid| listed.iter().all(|key| key.sid != *sid)) {
            if !self.wait_until_known() {
                let what = "The new account's list of public keys does not show the one that was just added.";
                let next = "Try again in a minute.".to_owned();
                self.fail(
                    Explanation {
                        what: what.to_owned(),
                        next,
                    },
                    &[Way::TryAgain],
                );
            }
            return Ok(());
        }
        if plan.key_pairs.seeds_public_key() && self.tidy(plan, &listed) {
            return Ok(());
        }
        self.saw_public_keys(listed.len());
        if self.unsigned {
            self.done(Verification::NotEnabled);
        } else if plan.verifies_signed() {
            self.next_step(plan);
        } else if plan.key_pairs == KeyPairChoice::Recipient {
            self.done(Verification::AwaitsRecipient { enforced: false });
        } else {
            self.done(Verification::Unsigned);
        }
        Ok(())
    }

    fn asked_unsigned(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        match public_keys::parse_list(reply) {
            Ok(_) => self.done(Verification::NotEnforced),
            Err(error) if error.code() == Some(70052) => self.done(Verification::Enforced),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Another key pair takes the place of the one that it was to get. Once it is primed, it keeps what it has.
    pub(in crate::priming) fn give(&mut self, key: &PublicKey) {
        if self.state == State::Done || self.public_key.as_ref() == Some(key) {
            return;
        }
        self.public_key = Some(key.clone());
        // What was seeded is found by its name and deleted when the new one is verified.
        if self.public_key_sid.take().is_some() && self.step > Step::SeedPublicKey {
            self.step(Step::SeedPublicKey);
        }
    }

    /// Goes on after a failure in one of the ways that it offered.
    pub(in crate::priming) fn go_on(&mut self, plan: &Plan, way: &Way) {
        if !self
            .failure
            .as_ref()
            .is_some_and(|failure: &Failure| failure.ways.contains(way))
        {
            return;
        }
        let search = std::mem::take(&mut self.search);
        self.anew();
        self.state = State::Working;
        let failure = self.failure.take();
        match way {
            Way::TryAgain => {
                self.search = search;
                self.look_again_at_stock();
            }
            Way::TryIam => {
                self.keys_api = KeysApi::IamV1;
                self.search = search;
            }
            Way::CreateAnother => {
                // The admin has seen them: they are somebody else's.
                let seen = failure.into_iter().flat_map(|failure| failure.ways);
                self.before.extend(seen.filter_map(|way| match way {
                    Way::TakeOver(sid) => Some(sid),
                    _ => None,
                }));
                self.insisted = true;
                self.trail.not_found(Thing::Subaccount);
            }
            Way::Adopt(sid) => (self.existing, self.account_sid, self.step) = (true, Some(sid.clone()), Step::Look),
            Way::TakeOver(sid) => {
                self.adopt(sid);
                self.next_step(plan);
            }
            Way::KeepOthers => self.keep_others(),
            Way::SkipCheck => self.skip_check(plan),
        }
    }
}
