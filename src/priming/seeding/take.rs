//! What each answer makes of a subaccount.

use super::{Looking, Seeding, Step};
use crate::keys::PublicKey;
use crate::priming::patience::{LOOKS, retry_after_millis};
use crate::priming::{KeyPairChoice, Plan, Verification};
use crate::twilio::accounts::{Account, Status};
use crate::twilio::{AccountSid, CallError, Explanation, HttpReply, Identity, accounts, api_keys, public_keys};
use std::collections::BTreeSet;

impl Seeding {
    pub(in crate::priming) fn waited(&mut self) {
        self.pause = None;
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
                true,
            ),
        }
    }

    /// Takes the reply to its last act. `main` asked for the parent; `known` are the subaccounts that are not this one.
    pub(in crate::priming) fn reply(
        &mut self,
        plan: &Plan,
        main: &Identity,
        result: Result<HttpReply, CallError>,
        known: &BTreeSet<AccountSid>,
    ) {
        let taken = result.and_then(|reply| {
            self.retry_after = reply.retry_after.as_deref().map_or(0, retry_after_millis);
            self.take(plan, main, &reply, known)
        });
        if let Err(error) = taken {
            self.refused(plan, &error);
        }
    }

    fn take(
        &mut self,
        plan: &Plan,
        main: &Identity,
        reply: &HttpReply,
        known: &BTreeSet<AccountSid>,
    ) -> Result<(), CallError> {
        match self.step {
            Step::Look => return self.looked(plan, main, accounts::parse_account(reply)?),
            Step::CreateSubaccount if self.looking != Looking::No => return self.found(plan, reply, known),
            Step::CreateSubaccount => self.account_sid = Some(accounts::parse_account(reply)?.sid),
            Step::SeedApiKey => self.api_key = Some(api_keys::parse_new(reply)?),
            Step::SeedPublicKey => self.public_key_sid = Some(public_keys::parse_key(reply)?.sid),
            Step::Verify => return self.listed(plan, reply),
            Step::AskUnsigned => return self.asked_unsigned(reply),
            Step::MakeKeyPair | Step::Done => return Ok(()),
        }
        self.next_step(plan);
        Ok(())
    }

    /// A subaccount that was there before: nothing is seeded unless it is the parent's, and active.
    fn looked(&mut self, plan: &Plan, main: &Identity, account: Account) -> Result<(), CallError> {
        let parent = &main.credentials.account_sid;
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
            Some((what, next)) => self.fail(
                Explanation {
                    what,
                    next: next.to_owned(),
                },
                account.owner_sid == *parent,
            ),
        }
        Ok(())
    }

    /// The list of accounts of its name, after the reply to the creation was lost. Only a subaccount that is active
    /// and was not there before can be the lost one.
    fn found(&mut self, plan: &Plan, reply: &HttpReply, known: &BTreeSet<AccountSid>) -> Result<(), CallError> {
        let page = accounts::parse_list(reply)?;
        let lost = |account: &Account| {
            account.is_subaccount() && account.status == Status::Active && !known.contains(&account.sid)
        };
        let mut new = page.items.into_iter().filter(lost).map(|account| account.sid);
        match (new.next(), new.next()) {
            (Some(sid), None) => {
                self.looking = Looking::No;
                self.account_sid = Some(sid);
                self.next_step(plan);
            }
            (None, _) => self.found_nothing(),
            (Some(first), Some(second)) => self.fail(
                Explanation {
                    what: format!("Several subaccounts of this name exist now: {first}, {second}."),
                    next: "Look at them in the Twilio Console; Keyseed does not guess which is meant.".to_owned(),
                },
                false,
            ),
        }
        Ok(())
    }

    /// Looks again, since a list may be late; then leaves it to the admin; and creates only after one more look.
    fn found_nothing(&mut self) {
        match self.looking {
            Looking::BeforeCreating => self.looking = Looking::No,
            Looking::Since(looks) if looks < LOOKS.len() => self.look_again(looks),
            Looking::No | Looking::Since(_) => {
                self.looking = Looking::BeforeCreating;
                self.fail(
                    Explanation {
                        what: "The reply to the creation was lost, and no subaccount of this name exists.".to_owned(),
                        next: "Try again: Keyseed looks once more before it creates.".to_owned(),
                    },
                    true,
                );
            }
        }
    }

    /// The new account's own list of public keys.
    fn listed(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        let page = public_keys::parse_list(reply)?;
        let listed = self
            .public_key_sid
            .as_ref()
            .is_none_or(|sid| page.items.iter().any(|key| key.sid == *sid));
        if !listed {
            if !self.pause_and_repeat() {
                self.fail(
                    Explanation {
                        what: "The new account's list of public keys does not show the one that was just added."
                            .to_owned(),
                        next: "Try again in a minute.".to_owned(),
                    },
                    true,
                );
            }
            return Ok(());
        }
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
}
