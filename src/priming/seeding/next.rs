//! What a subaccount wants done next.

use super::{Entry, Phase, Search, Seeding, Work};
use crate::machine::Pause;
use crate::priming::Plan;
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{AccountSid, Identity, Request, accounts, api_keys, public_keys};

/// What a subaccount wants done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::priming) enum Act {
    MakeKeyPair,
    Send(Request, Box<Identity>),
    Wait(Pause),
    Record(Box<Entry>),
    Claim(String),
}

impl Act {
    pub(super) fn send(request: Request, identity: Identity) -> Self {
        Self::Send(request, Box::new(identity))
    }
}

impl Seeding {
    /// What it wants done next; `None` while it waits for its turn, and once it is done or failed. `main` speaks up to
    /// the last step, then the new account itself. What the journal has to know is written before anything else is done.
    pub(in crate::priming) fn next(&self, plan: &Plan, main: &Identity) -> Option<Act> {
        if let Some(entry) = self.unrecorded() {
            return Some(Act::Record(Box::new(entry)));
        }
        if let Some(pause) = self.phase.tries()?.pause {
            return Some(Act::Wait(pause));
        }
        if let Some(what) = self.unclaimed() {
            return Some(Act::Claim(what.to_owned()));
        }
        match &self.phase {
            Phase::Working(work, _) => self.next_of_work(work, plan, main),
            Phase::Closing(sid, ..) => Some(Act::send(accounts::close(sid), main.clone())),
            Phase::CleaningUp(step, ..) => self.next_of_clean_up(step, plan, main),
            _ => None,
        }
    }

    fn next_of_work(&self, work: &Work, plan: &Plan, main: &Identity) -> Option<Act> {
        let account = self.account_sid();
        let request = match work {
            Work::MakeKeyPair => return Some(Act::MakeKeyPair),
            Work::TakeStock(look) => return self.next_of_stock(look, plan, main),
            Work::Verify(_) => {
                let own = self.own_identity(plan, main, true)?;
                return Some(Act::send(self.page(public_keys::list), own));
            }
            Work::RemoveDuplicates(_, keys) => {
                let own = self.own_identity(plan, main, true)?;
                return Some(Act::send(public_keys::delete(keys.first()?), own));
            }
            Work::AskUnsigned => {
                return Some(Act::send(public_keys::list(), self.own_identity(plan, main, false)?));
            }
            Work::Look => accounts::fetch(account?),
            Work::CreateSubaccount(Search::Nothing) => accounts::create(&self.name),
            Work::LookForName { .. } | Work::CreateSubaccount(_) => accounts::list_named(&self.name),
            Work::SeedApiKey(Search::Nothing) => api_keys::create(self.keys_api, account?, &plan.api_key_name),
            Work::SeedApiKey(_) => self.keys_page(account?),
            Work::RemoveLost(keys) => api_keys::delete(self.keys_api, account?, keys.first()?),
            Work::SeedPublicKey { reach: true, .. } => accounts::fetch(account?),
            Work::SeedPublicKey { .. } => {
                public_keys::create(self.public_key()?, &plan.public_key_name, Some(account?))
            }
        };
        Some(Act::send(request, main.clone()))
    }

    /// The list of the subaccount's API keys, or its next page.
    pub(super) fn keys_page(&self, account: &AccountSid) -> Request {
        self.page(|| api_keys::list(self.keys_api, account))
    }

    /// The list of keys that is read now, or its next page.
    pub(super) fn page(&self, first: impl FnOnce() -> Request) -> Request {
        match self.phase.tries() {
            Some(tries) => tries.pages.request(first),
            None => first(),
        }
    }

    /// The new account as the one who asks, signing as the parent does, but with its own key pair.
    pub(super) fn own_identity(&self, plan: &Plan, main: &Identity, signs: bool) -> Option<Identity> {
        let signing = match main.signing.as_ref().filter(|_| signs && self.signs(plan)) {
            None => None,
            Some(parent) => Some(SigningIdentity {
                public_key_sid: self.made.public_key_sid.clone()?,
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
