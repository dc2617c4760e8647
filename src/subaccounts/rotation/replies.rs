//! What each answer makes of a rotation.

use super::work::{Deletion, Listed, Looking, Phase, Work};
use super::{Item, KeyState, Record, Rotation, Step, Way};
use crate::keys::PublicKey;
use crate::priming::Verification;
use crate::twilio::{CallError, HttpReply, Pages, PublicKeySid, api_keys, public_keys};

impl Rotation {
    pub(super) fn key_pair(&mut self, made: Result<PublicKey, String>) -> Phase {
        match made {
            Ok(key) => {
                self.made.public_key = Some(key);
                self.forward()
            }
            Err(what) => Work::MakeKeyPair.fails(what, "Try again. Nothing was created at Twilio.", &[Way::TryAgain]),
        }
    }

    pub(super) fn take(&mut self, work: Work, mut pages: Pages<Listed>, reply: &HttpReply) -> Result<Phase, CallError> {
        let page = match work {
            Work::ListApiKeys | Work::TakeStock | Work::CreateApiKey(Looking::Since | Looking::BeforeMaking) => {
                let page = api_keys::parse_list(self.keys_api, reply)?;
                page.map(|key| (Item::Api(key.sid), key.friendly_name))
            }
            Work::TryOwn
            | Work::ListPublicKeys
            | Work::AddPublicKey(Looking::Since | Looking::BeforeMaking)
            | Work::Verify
            | Work::VerifyAgain => {
                let page = public_keys::parse_list(reply)?;
                page.map(|key| (Item::Public(key.sid), key.friendly_name))
            }
            _ => return self.take_other(work, reply),
        };
        Ok(match pages.add(page) {
            Some(listed) => self.listed(work, listed),
            None => Phase::Working(work, pages),
        })
    }

    /// The reply to what is no list.
    fn take_other(&mut self, work: Work, reply: &HttpReply) -> Result<Phase, CallError> {
        match work {
            Work::CreateApiKey(_) => {
                let key = api_keys::parse_new(reply)?;
                let name = &self.plan.draft.api_key_name;
                self.record.set(Item::Api(key.sid.clone()), name, KeyState::Untried);
                self.made.api_key = Some(key);
            }
            Work::RemoveLost => match api_keys::parse_deleted(reply) {
                // Nobody knows its secret, so a key that cannot be found harms nobody.
                Err(error) if error.code() != Some(20404) => return Err(error),
                _ => return Ok(self.removed_lost()),
            },
            Work::AddPublicKey(_) => return Ok(self.added(public_keys::parse_key(reply)?.sid)),
            Work::AskUnsigned => {
                self.made.verification = Some(match public_keys::parse_list(reply) {
                    Ok(_) => Verification::NotEnforced,
                    Err(error) if error.code() == Some(70052) => Verification::Enforced,
                    Err(error) => return Err(error),
                });
            }
            Work::Delete(step, deletion) => return self.deleted(step, deletion, reply),
            work => return Ok(work.into()),
        }
        Ok(self.forward())
    }

    /// What a whole list makes of it.
    fn listed(&mut self, work: Work, listed: Vec<Listed>) -> Phase {
        match work {
            Work::CreateApiKey(looking) => return self.looked_for_api_key(looking, listed),
            Work::AddPublicKey(looking) => return self.looked_for_public_key(looking, listed),
            Work::Verify => return self.verified(listed),
            Work::TakeStock => return self.take_stock_of_api_keys(listed),
            Work::ListApiKeys => self.record = Record::of(listed),
            Work::TryOwn | Work::ListPublicKeys => {
                listed
                    .into_iter()
                    .for_each(|(item, name)| self.record.found(item, &name));
                self.record.has_public_keys = true;
            }
            _ => {}
        }
        self.forward()
    }

    /// A lost API key is gone: the next, or another is made.
    fn removed_lost(&mut self) -> Phase {
        if let Some(sid) = self.record.lost_key().cloned() {
            let name = &self.plan.draft.api_key_name;
            self.record.set(Item::Api(sid), name, KeyState::Deleted);
        }
        match self.record.lost_key() {
            Some(_) => Work::RemoveLost.into(),
            None => Work::CreateApiKey(Looking::No).into(),
        }
    }

    /// The list of API keys, after the reply to the creation was lost. Only a key of the new name that was not there
    /// before can be a lost one; its secret is gone, so it is of no use.
    fn looked_for_api_key(&mut self, looking: Looking, listed: Vec<Listed>) -> Phase {
        let name = &self.plan.draft.api_key_name;
        let new = listed
            .into_iter()
            .filter(|(item, named)| named == name && !self.record.knows(item));
        let lost: Vec<Item> = new.map(|(item, _)| item).collect();
        for item in &lost {
            self.record.set(item.clone(), name, KeyState::SecretLost);
        }
        if !lost.is_empty() {
            self.record.is_complete();
        }
        let (keys, verb, secret) = match lost.as_slice() {
            [] => return self.found_nothing("no new API key of this name exists", looking, Work::CreateApiKey),
            [item] => (format!("API key {}", item.sid()), "was", "its secret is"),
            // The request was repeated on the way.
            several => {
                let sids: Vec<&str> = several.iter().map(Item::sid).collect();
                (format!("API keys {}", sids.join(", ")), "were", "their secrets are")
            }
        };
        Work::RemoveLost.fails(
            format!("The reply to the creation was lost. The {keys} {verb} made, but {secret} unknown."),
            "Delete it and make another. The old keys are untouched.",
            &[Way::MakeAgain],
        )
    }

    /// Looks again, since a list may be late; then leaves it to the admin; and makes it again after one more look.
    fn found_nothing(&mut self, what: &str, looking: Looking, work: fn(Looking) -> Work) -> Phase {
        if looking == Looking::BeforeMaking {
            self.record.is_complete();
            return work(Looking::No).into();
        }
        self.later(work(looking)).unwrap_or_else(|| {
            work(Looking::BeforeMaking).fails(
                format!("The reply to the creation was lost, and {what}."),
                "Try again: Keyseed looks once more before it creates.",
                &[Way::TryAgain],
            )
        })
    }

    fn added(&mut self, sid: PublicKeySid) -> Phase {
        let name = &self.plan.draft.public_key_name;
        self.record.set(Item::Public(sid.clone()), name, KeyState::Untried);
        self.made.public_key_sid = Some(sid);
        self.forward()
    }

    /// The list of public keys, after the reply to the addition was lost. A public key has no secret: the one of the
    /// new name that was not there before is ours.
    fn looked_for_public_key(&mut self, looking: Looking, listed: Vec<Listed>) -> Phase {
        let name = &self.plan.draft.public_key_name;
        let mut new = listed
            .into_iter()
            .filter(|(item, named)| named == name && !self.record.knows(item));
        match new.next() {
            // A second one, if the request was repeated, is found by the next list.
            Some((Item::Public(sid), _)) => {
                self.record.is_complete();
                self.added(sid)
            }
            _ => self.found_nothing("no new public key of this name exists", looking, Work::AddPublicKey),
        }
    }

    /// The list of public keys by the new credentials.
    fn verified(&mut self, listed: Vec<Listed>) -> Phase {
        if let Some(new) = self.public_key_sid().cloned().map(Item::Public)
            && listed.iter().all(|(item, _)| *item != new)
        {
            return self.later(Work::Verify).unwrap_or_else(|| {
                Work::Verify.fails(
                    "The list of public keys does not show the new one.",
                    "Try again in a minute. The old keys are untouched.",
                    &[Way::TryAgain],
                )
            });
        }
        self.take_stock_of_public_keys(listed);
        self.forward()
    }

    fn deleted(&mut self, step: Step, deletion: Deletion, reply: &HttpReply) -> Result<Phase, CallError> {
        let work = Work::Delete(step, Deletion::Asking);
        let Some(item) = self.due(step).cloned() else {
            return Ok(work.into());
        };
        let gone = match deletion {
            Deletion::Asking => api_keys::parse_deleted(reply).map(|()| true)?,
            Deletion::Checking => item.is_gone(self.keys_api, reply)?,
        };
        if gone {
            self.record.set(item, "", KeyState::Deleted);
            return Ok(work.into());
        }
        self.record.set(item, "", KeyState::ToDelete);
        Ok(work.fails(
            "The deletion did not succeed: the key is still there.",
            "Try again, or leave it.",
            &[Way::TryAgain, Way::Skip],
        ))
    }
}
