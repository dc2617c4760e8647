//! What a rotation wants done next.

use super::work::{Deletion, Looking, Phase, Work};
use super::{Item, Rotation, Step};
use crate::twilio::{Identity, Pages, Request, api_keys, public_keys};

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
    pub(super) fn next(&self) -> Option<Act> {
        let (work, pages) = match &self.phase {
            Phase::Working(work, pages) => (*work, pages),
            Phase::Again(work) => (*work, &Pages::default()),
            _ => return None,
        };
        let by_main = |request| send(request, self.main.clone());
        let list_by = |identity| send(pages.request(public_keys::list), identity);
        let (draft, account) = (&self.plan.draft, &self.plan.account.sid);
        match work {
            Work::MakeKeyPair => Some(Act::MakeKeyPair),
            Work::CreateApiKey(Looking::No) => by_main(api_keys::create(self.keys_api, account, &draft.api_key_name)),
            Work::ListApiKeys | Work::TakeStock | Work::CreateApiKey(_) => {
                by_main(pages.request(|| api_keys::list(self.keys_api, account)))
            }
            Work::RemoveLost => by_main(api_keys::delete(self.keys_api, account, self.record.lost_key()?)),
            Work::AddPublicKey(Looking::No) => {
                let key = self.public_key()?;
                by_main(public_keys::create(key, &draft.public_key_name, Some(account)))
            }
            Work::AddPublicKey(_) => list_by(self.looker()?),
            Work::TryOwn => list_by(self.own()?),
            Work::ListPublicKeys | Work::AskUnsigned => list_by(self.identity(false)?),
            Work::Verify | Work::VerifyAgain => list_by(self.new_identity()?),
            Work::Delete(step, deletion) => {
                let item = self.due(step)?;
                let by = match item {
                    Item::Api(_) => self.main.clone(),
                    Item::Public(_) => self.new_identity()?,
                };
                let request = match (item, deletion) {
                    (_, Deletion::Checking) => item.look(self.keys_api, account),
                    (Item::Api(sid), _) => api_keys::delete(self.keys_api, account, sid),
                    (Item::Public(sid), _) => public_keys::delete(sid),
                };
                send(request, by)
            }
        }
    }

    /// The key that is deleted next in a step.
    pub(super) fn due(&self, step: Step) -> Option<&Item> {
        self.record.to_delete().find(|item| match item {
            Item::Public(_) => step != Step::DeleteApiKeys,
            Item::Api(_) => step != Step::DeletePublicKeys,
        })
    }

    /// The subaccount's own key that was there before.
    fn own(&self) -> Option<Identity> {
        let own = self.plan.draft.own.as_ref()?;
        Some(if self.made.unsigned {
            own.unsigned()
        } else {
            own.clone()
        })
    }

    /// Who can look for a public key whose SID is not known: not the new key pair itself.
    fn looker(&self) -> Option<Identity> {
        self.own().or_else(|| self.identity(false))
    }
}
