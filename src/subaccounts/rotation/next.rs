//! What a rotation wants done next.

use super::{Item, Looking, Rotation, Step, Stock};
use crate::twilio::{Identity, Request, api_keys, public_keys};

/// What a rotation wants done next.
#[derive(Debug)]
pub(super) enum Act {
    MakeKeyPair,
    Send(Request, Box<Identity>),
}

fn send(request: Request, identity: Identity) -> Option<Act> {
    Some(Act::Send(request, Box::new(identity)))
}

impl Rotation {
    /// What it wants done next. The Main key makes keys and deletes API keys; the subaccount itself lists and deletes
    /// its public keys.
    pub(super) fn next(&mut self) -> Option<Act> {
        // Where nothing is left to delete there is no request.
        while self.deletes() && self.due().is_none() {
            if self.step == Step::TakeStock {
                self.settle();
            } else {
                self.forward();
            }
        }
        let by_main = |request| send(request, self.main.clone());
        let account = &self.plan.account.sid;
        match self.step {
            Step::ListApiKeys => by_main(self.api_page()),
            Step::TakeStock if self.stock == Stock::Due => by_main(self.api_page()),
            Step::TryOwn => {
                let own = self.plan.draft.own.clone()?;
                let own = if self.unsigned { own.unsigned() } else { own };
                send(self.public_page(), own)
            }
            Step::MakeKeyPair => Some(Act::MakeKeyPair),
            Step::CreateApiKey => by_main(match &self.looking {
                Looking::No => api_keys::create(self.keys_api, account, &self.plan.draft.api_key_name),
                Looking::Since | Looking::BeforeMaking => self.api_page(),
                Looking::Removing => api_keys::delete(self.keys_api, account, self.lost_key()?),
            }),
            Step::ListPublicKeys | Step::AskUnsigned => send(self.public_page(), self.identity(false)?),
            Step::AddPublicKey if self.looking == Looking::No => {
                let (key, name) = (self.public_key.as_ref()?, &self.plan.draft.public_key_name);
                by_main(public_keys::create(key, name, Some(account)))
            }
            Step::AddPublicKey => send(self.public_page(), self.looker()?),
            Step::Verify | Step::VerifyAgain => send(self.public_page(), self.new_identity()?),
            Step::TakeStock | Step::DeletePublicKeys | Step::DeleteApiKeys => {
                match (self.due()?.clone(), self.checking) {
                    (Item::Api(sid), false) => by_main(api_keys::delete(self.keys_api, account, &sid)),
                    (Item::Public(sid), false) => send(public_keys::delete(&sid), self.new_identity()?),
                    (item @ Item::Api(_), true) => by_main(item.look(self.keys_api, account)),
                    (item @ Item::Public(_), true) => send(item.look(self.keys_api, account), self.new_identity()?),
                }
            }
            Step::HandOver | Step::Done => None,
        }
    }

    /// Whether the step deletes keys now.
    pub(super) fn deletes(&self) -> bool {
        match self.step {
            Step::TakeStock => self.stock != Stock::Due,
            step => matches!(step, Step::DeletePublicKeys | Step::DeleteApiKeys),
        }
    }

    /// The key that is deleted next.
    pub(super) fn due(&self) -> Option<&Item> {
        let of_step = |item: &&Item| match item {
            Item::Public(_) => self.step != Step::DeleteApiKeys,
            Item::Api(_) => self.step != Step::DeletePublicKeys,
        };
        let mut due = self.record.to_delete().filter(of_step);
        due.find(|item| !self.skipped.contains(item))
    }

    /// Who can look for a public key whose SID is not known: not the new key pair itself.
    fn looker(&self) -> Option<Identity> {
        match &self.plan.draft.own {
            Some(own) if !self.unsigned => Some(own.clone()),
            Some(own) => Some(own.unsigned()),
            None => self.identity(false),
        }
    }

    fn api_page(&self) -> Request {
        let first = || api_keys::list(self.keys_api, &self.plan.account.sid);
        self.page.as_ref().map_or_else(first, |page| page.request())
    }

    fn public_page(&self) -> Request {
        self.page.as_ref().map_or_else(public_keys::list, |page| page.request())
    }
}
