//! What a subaccount wants done next.

use super::{CleanUp, Entry, Search, Seeding, State, Step};
use crate::machine::Pause;
use crate::priming::Plan;
use crate::twilio::api_keys;
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{Identity, Request, accounts, public_keys};

/// What a subaccount wants done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::priming) enum Act {
    MakeKeyPair,
    Send(Request, Box<Identity>),
    Wait(Pause),
    Record(Box<Entry>),
    Claim(String),
}

impl Seeding {
    /// What it wants done next; `None` once it is done or failed. `main` speaks up to the last step, then the new
    /// account itself. What the journal has to know is written before anything else is done.
    pub(in crate::priming) fn next(&self, plan: &Plan, main: &Identity) -> Option<Act> {
        if let Some(entry) = self.unrecorded() {
            return Some(Act::Record(Box::new(entry)));
        }
        if let Some(pause) = self.pause {
            return Some(Act::Wait(pause));
        }
        let leaves = self.clean_up == CleanUp::Asked;
        if !leaves && !self.is_closing() && matches!(self.state, State::Failed | State::Done) {
            return None;
        }
        if let Some(what) = self.unclaimed() {
            return Some(Act::Claim(what.to_owned()));
        }
        if self.is_closing() {
            return self.next_of_closing(main);
        }
        if leaves {
            return self.next_of_leave(plan, main);
        }
        let account = self.account_sid.as_ref();
        let by_main = |request| Act::Send(request, Box::new(main.clone()));
        Some(match (self.step, &self.search) {
            (Step::Look, _) => by_main(accounts::fetch(account?)),
            (Step::LookForName, _) => by_main(accounts::list_named(&self.name)),
            (Step::MakeKeyPair, _) => Act::MakeKeyPair,
            (Step::CreateSubaccount, Search::Nothing) => by_main(accounts::create(&self.name)),
            (Step::CreateSubaccount, _) => by_main(accounts::list_named(&self.name)),
            (Step::SeedApiKey, Search::Nothing) => {
                by_main(api_keys::create(self.keys_api, account?, &plan.api_key_name))
            }
            (Step::SeedApiKey, Search::Removing(keys)) => {
                by_main(api_keys::delete(self.keys_api, account?, keys.first()?))
            }
            (Step::SeedApiKey, _) => by_main(self.keys_page(account?)),
            (Step::SeedPublicKey, Search::BeforeMaking) => by_main(accounts::fetch(account?)),
            (Step::SeedPublicKey, _) => by_main(public_keys::create(
                self.public_key.as_ref()?,
                &plan.public_key_name,
                Some(account?),
            )),
            (Step::Verify | Step::AskUnsigned, _) => {
                let request = match self.strays.removing.first() {
                    Some(stray) if self.step == Step::Verify => public_keys::delete(stray),
                    _ => self.page.as_ref().map_or_else(public_keys::list, |page| page.request()),
                };
                let signs = self.step == Step::Verify;
                Act::Send(request, Box::new(self.own_identity(plan, main, signs)?))
            }
            (Step::TakeStock, _) => return self.next_of_stock(plan, main),
            (Step::Done, _) => return None,
        })
    }

    /// The list of the subaccount's API keys, or its next page.
    pub(super) fn keys_page(&self, account: &crate::twilio::AccountSid) -> Request {
        let first = || api_keys::list(self.keys_api, account);
        self.page.as_ref().map_or_else(first, |page| page.request())
    }

    /// The new account as the one who asks, signing as the parent does, but with its own key pair.
    pub(super) fn own_identity(&self, plan: &Plan, main: &Identity, signs: bool) -> Option<Identity> {
        let signs = signs && plan.verifies_signed() && !self.unsigned;
        let signing = match main.signing.as_ref().filter(|_| signs) {
            None => None,
            Some(parent) => Some(SigningIdentity {
                public_key_sid: self.public_key_sid.clone()?,
                key: self.fingerprint()?,
                algorithm: parent.algorithm,
            }),
        };
        Some(Identity {
            credentials: self.credentials()?,
            signing,
        })
    }
}
