//! What each answer makes of a subaccount.

use super::work::Listed;
use super::{Look, OwnKey, Phase, Search, Seeding, Thing, Tries, Unseen, Way, Work};
use crate::keys::PublicKey;
use crate::priming::{KeyPairChoice, Plan, Verification};
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{AccountSid, CallError, HttpReply, api_keys, public_keys};

impl Seeding {
    /// Its turn has come. Whether a key pair is what it needs first.
    pub(in crate::priming) fn start(&mut self) -> bool {
        if let Phase::Waiting(work) = &self.phase {
            self.phase = work.clone().into();
        }
        matches!(self.phase, Phase::Working(Work::MakeKeyPair, _))
    }

    pub(in crate::priming) fn waited(&mut self) {
        if let Some(tries) = self.phase.tries() {
            self.phase = self.phase.clone().with(tries.waited());
        }
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
        self.phase = match self.phase.clone() {
            Phase::Working(work, _) => work.fails(what, next, &[Way::TryAgain]),
            Phase::CleaningUp(..) => self.clean_up_fails(what, next),
            Phase::Closing(.., before) => *before,
            phase => phase,
        };
    }

    pub(in crate::priming) fn key_pair(&mut self, plan: &Plan, made: Result<PublicKey, String>) {
        self.phase = match made {
            Ok(key) => {
                self.made.public_key = Some(key);
                self.next_work(plan).into()
            }
            Err(what) => Work::MakeKeyPair.fails(what, "Try again. Nothing was created at Twilio.", &[Way::TryAgain]),
        };
    }

    /// Takes the reply to its last act. A list of subaccounts that it has read to the end is for all that wait for one.
    pub(in crate::priming) fn reply(
        &mut self,
        plan: &Plan,
        parent: &AccountSid,
        result: Result<HttpReply, CallError>,
    ) -> Option<Vec<Account>> {
        let taken = result.and_then(|reply| self.take(plan, parent, &reply));
        taken.unwrap_or_else(|error| {
            self.phase = self.refused(plan, &error);
            None
        })
    }

    fn take(&mut self, plan: &Plan, parent: &AccountSid, reply: &HttpReply) -> Result<Option<Vec<Account>>, CallError> {
        let mut tries = self.phase.tries().cloned().unwrap_or_default();
        let listed = match self.phase.lists() {
            None => Some(Vec::new()),
            Some(Thing::PublicKey) => {
                let page = public_keys::parse_list(reply)?;
                tries
                    .pages
                    .add(page.map(|key| (key.sid.to_string(), key.friendly_name)))
            }
            Some(_) => {
                let page = api_keys::parse_list(self.keys_api, reply)?;
                tries
                    .pages
                    .add(page.map(|key| (key.sid.to_string(), key.friendly_name)))
            }
        };
        self.phase = match (self.phase.clone(), listed) {
            (phase, None) => phase.with(tries),
            (Phase::Working(Work::TakeStock(Look::Accounts(late, pages)), tries), _) => {
                return self.accounts_page(late, pages, tries, reply);
            }
            (Phase::Working(work, _), Some(listed)) => self.take_step(plan, parent, work, listed, reply)?,
            (Phase::Closing(sid, ..), _) => self.closed_another(&sid, reply)?,
            (Phase::CleaningUp(step, ..), Some(listed)) => self.clean_up_reply(plan, step, &listed, reply)?,
            (phase, _) => phase,
        };
        Ok(None)
    }

    /// What the reply to a step makes of it.
    fn take_step(
        &mut self,
        plan: &Plan,
        parent: &AccountSid,
        work: Work,
        listed: Vec<Listed>,
        reply: &HttpReply,
    ) -> Result<Phase, CallError> {
        match work {
            Work::Look => return Ok(self.looked(plan, parent, accounts::parse_account(reply)?)),
            Work::LookForName { insisted } => return self.looked_for_name(plan, insisted, reply),
            Work::CreateSubaccount(Search::Nothing) => {
                let sid = accounts::parse_account(reply)?.sid;
                self.adopt(&sid);
            }
            Work::CreateSubaccount(search) => return self.looked_for_account(plan, search, reply),
            Work::SeedApiKey(Search::Nothing) => {
                let key = api_keys::parse_new(reply)?;
                self.trail.made(Thing::ApiKey, &plan.api_key_name, key.sid.as_str());
                self.made.api_key = Some(OwnKey::Held { key, saved: false });
            }
            Work::SeedApiKey(search) => return Ok(self.looked_for_key(plan, search, &listed)),
            Work::RemoveLost(keys) => {
                api_keys::parse_deleted(reply)?;
                return Ok(self.removed_lost(plan, keys));
            }
            // Twilio can be reached: the key is posted again.
            Work::SeedPublicKey { lost, reach: true } => {
                accounts::parse_account(reply)?;
                return Ok(Work::SeedPublicKey { lost, reach: false }.into());
            }
            Work::SeedPublicKey { .. } => {
                let sid = public_keys::parse_key(reply)?.sid;
                self.trail.made(Thing::PublicKey, &plan.public_key_name, sid.as_str());
                self.made.public_key_sid = Some(sid);
            }
            Work::Verify(unseen) => return Ok(self.listed(plan, unseen, &listed)),
            Work::RemoveDuplicates(unseen, keys) => {
                public_keys::parse_deleted(reply)?;
                return Ok(self.removed_public_key(plan, unseen, keys, false));
            }
            Work::AskUnsigned => return self.asked_unsigned(reply),
            Work::TakeStock(look) => return self.take_stock(plan, look, listed, reply),
            work @ Work::MakeKeyPair => return Ok(work.into()),
        }
        Ok(self.next_work(plan).into())
    }

    /// A subaccount that was there before: nothing is seeded unless it is the parent's, and active.
    fn looked(&mut self, plan: &Plan, parent: &AccountSid, account: Account) -> Phase {
        let Account {
            sid,
            owner_sid,
            friendly_name: name,
            status,
        } = account;
        self.name.clone_from(&name);
        if owner_sid != *parent {
            return Work::Look.fails(
                format!("{sid} belongs to another account, {owner_sid}."),
                "Connect with that account's Main key to prime it.",
                &[],
            );
        }
        match status {
            Status::Active => self.next_work(plan).into(),
            Status::Suspended => Work::Look.fails(
                format!("The subaccount \u{201c}{name}\u{201d} is suspended."),
                "Reactivate it first, then try again. Nothing was made.",
                &[Way::TryAgain],
            ),
            Status::Closed => Work::Look.fails(
                format!("The subaccount \u{201c}{name}\u{201d} was closed for good."),
                "Leave it out; a closed subaccount cannot be opened again.",
                &[Way::TryAgain],
            ),
        }
    }

    /// The new account's own list of public keys.
    fn listed(&mut self, plan: &Plan, unseen: Unseen, listed: &[Listed]) -> Phase {
        let own = self.public_key_sid();
        if own.is_some_and(|own| listed.iter().all(|(sid, _)| sid != own.as_str())) {
            let work = Work::Verify(unseen);
            return match self.phase.tries().and_then(Tries::until_known) {
                Some(tries) => Phase::Working(work, tries),
                None => work.fails(
                    "The new account's list of public keys does not show the one that was just added.",
                    "Try again in a minute.",
                    &[Way::TryAgain],
                ),
            };
        }
        if plan.key_pairs.seeds_public_key()
            && let Some(phase) = self.look_for_duplicates(plan, unseen, listed)
        {
            return phase;
        }
        self.saw_public_keys(listed.len());
        if self.signs(plan) {
            self.next_work(plan)
        } else if plan.verifies_signed() {
            self.tried(Verification::NotEnabled)
        } else if plan.key_pairs == KeyPairChoice::Recipient {
            self.tried(Verification::AwaitsRecipient { enforced: false })
        } else {
            self.tried(Verification::Unsigned)
        }
        .into()
    }

    fn asked_unsigned(&mut self, reply: &HttpReply) -> Result<Phase, CallError> {
        let showed = match public_keys::parse_list(reply) {
            Ok(_) => Verification::NotEnforced,
            Err(error) if error.code() == Some(70052) => Verification::Enforced,
            Err(error) => return Err(error),
        };
        Ok(self.tried(showed).into())
    }
}
