//! What each answer makes of a rotation.

use super::{Item, KeyState, Looking, RecordedKey, Rotation, Step, Stock, Way};
use crate::keys::PublicKey;
use crate::priming::Verification;
use crate::twilio::{ApiKeySid, CallError, HttpReply, PublicKeySid, api_keys, public_keys};

impl Rotation {
    pub(super) fn key_pair(&mut self, made: Result<PublicKey, String>) {
        match made {
            Ok(key) => {
                self.public_key = Some(key);
                self.forward();
            }
            Err(what) => self.fail(what, "Try again. Nothing was created at Twilio.", &[Way::TryAgain]),
        }
    }

    pub(super) fn take(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        match self.step {
            Step::ListApiKeys => {
                if self.read_api_keys(reply)? {
                    self.record.has_api_keys(&std::mem::take(&mut self.api_seen));
                    self.forward();
                }
            }
            Step::TryOwn | Step::ListPublicKeys => {
                if self.read_public_keys(reply)? {
                    self.note_public_keys();
                    self.forward();
                }
            }
            Step::CreateApiKey => self.created_api_key(reply)?,
            Step::AddPublicKey if self.looking == Looking::No => self.added(public_keys::parse_key(reply)?.sid),
            Step::AddPublicKey => {
                if self.read_public_keys(reply)? {
                    self.looked_for_public_key();
                }
            }
            Step::Verify => {
                if self.read_public_keys(reply)? {
                    self.verified();
                }
            }
            Step::TakeStock if self.stock == Stock::Due => {
                if self.read_api_keys(reply)? {
                    self.take_stock_of_api_keys();
                }
            }
            Step::AskUnsigned => {
                self.verification = Some(match public_keys::parse_list(reply) {
                    Ok(_) => Verification::NotEnforced,
                    Err(error) if error.code() == Some(70052) => Verification::Enforced,
                    Err(error) => return Err(error),
                });
                self.forward();
            }
            Step::TakeStock | Step::DeletePublicKeys | Step::DeleteApiKeys => self.deleted(reply)?,
            Step::VerifyAgain => {
                if self.read_public_keys(reply)? {
                    self.forward();
                }
            }
            Step::MakeKeyPair | Step::HandOver | Step::Done => {}
        }
        Ok(())
    }

    /// Reads a page of API keys. Whether it was the last.
    fn read_api_keys(&mut self, reply: &HttpReply) -> Result<bool, CallError> {
        let page = api_keys::parse_list(self.keys_api, reply)?;
        self.api_seen.extend(page.items);
        self.page = page.next;
        Ok(self.page.is_none())
    }

    /// Reads a page of public keys. Whether it was the last.
    fn read_public_keys(&mut self, reply: &HttpReply) -> Result<bool, CallError> {
        let page = public_keys::parse_list(reply)?;
        self.public_seen.extend(page.items);
        self.page = page.next;
        Ok(self.page.is_none())
    }

    /// Puts the public keys of a whole list into the record.
    fn note_public_keys(&mut self) {
        for key in std::mem::take(&mut self.public_seen) {
            self.record.found(Item::Public(key.sid), &key.friendly_name);
        }
        self.public_keys_listed = true;
    }

    fn created_api_key(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        let name = self.plan.draft.api_key_name.clone();
        match self.looking.clone() {
            Looking::No => {
                let key = api_keys::parse_new(reply)?;
                self.record.set(Item::Api(key.sid.clone()), &name, KeyState::Untried);
                self.api_key = Some(key);
                self.forward();
            }
            Looking::Removing => {
                match api_keys::parse_deleted(reply) {
                    // Nobody knows its secret, so a key that cannot be found harms nobody.
                    Err(error) if error.code() == Some(20404) => {}
                    deleted => deleted?,
                }
                if let Some(sid) = self.lost_key().cloned() {
                    self.record.set(Item::Api(sid), &name, KeyState::Deleted);
                }
                if self.lost_key().is_none() {
                    self.looking = Looking::No;
                }
            }
            Looking::Since | Looking::BeforeMaking => {
                if self.read_api_keys(reply)? {
                    self.looked_for_api_key(&name);
                }
            }
        }
        Ok(())
    }

    /// The list of API keys, after the reply to the creation was lost. Only a key of the new name that was not there
    /// before can be a lost one; its secret is gone, so it is of no use.
    fn looked_for_api_key(&mut self, name: &str) {
        let lost: Vec<ApiKeySid> = std::mem::take(&mut self.api_seen)
            .into_iter()
            .filter(|key| key.friendly_name == name && !self.record.knows(&Item::Api(key.sid.clone())))
            .map(|key| key.sid)
            .collect();
        for sid in &lost {
            self.record.set(Item::Api(sid.clone()), name, KeyState::SecretLost);
        }
        if !lost.is_empty() {
            self.record.is_complete();
        }
        let (keys, verb, secret) = match lost.as_slice() {
            [] => return self.found_nothing("no new API key of this name exists", &[Way::TryAgain]),
            [sid] => (format!("API key {sid}"), "was", "its secret is"),
            // The request was repeated on the way.
            several => {
                let sids: Vec<&str> = several.iter().map(ApiKeySid::as_str).collect();
                (format!("API keys {}", sids.join(", ")), "were", "their secrets are")
            }
        };
        self.looking = Looking::Removing;
        self.fail(
            format!("The reply to the creation was lost. The {keys} {verb} made, but {secret} unknown."),
            "Delete it and make another. The old keys are untouched.",
            &[Way::MakeAgain],
        );
    }

    /// An API key whose secret nobody knows, and which is to be deleted before another is made.
    pub(super) fn lost_key(&self) -> Option<&ApiKeySid> {
        let lost = |key: &&RecordedKey| matches!(key.state, KeyState::SecretLost | KeyState::Unknown);
        self.record
            .0
            .iter()
            .filter(lost)
            .find_map(|key| match key.item.as_ref()? {
                Item::Api(sid) => Some(sid),
                Item::Public(_) => None,
            })
    }

    /// Looks again, since a list may be late; then leaves it to the admin; and makes it again after one more look.
    fn found_nothing(&mut self, what: &str, ways: &[Way]) {
        if self.looking == Looking::BeforeMaking {
            self.looking = Looking::No;
            self.record.is_complete();
        } else if !self.later() {
            self.looking = Looking::BeforeMaking;
            self.fail(
                format!("The reply to the creation was lost, and {what}."),
                "Try again: Keyseed looks once more before it creates.",
                ways,
            );
        }
    }

    fn added(&mut self, sid: PublicKeySid) {
        let name = self.plan.draft.public_key_name.clone();
        self.record.set(Item::Public(sid.clone()), &name, KeyState::Untried);
        self.public_key_sid = Some(sid);
        if self.looking != Looking::No {
            self.looking = Looking::No;
            self.record.is_complete();
        }
        self.forward();
    }

    /// The list of public keys, after the reply to the addition was lost. A public key has no secret: the one of the
    /// new name that was not there before is ours.
    fn looked_for_public_key(&mut self) {
        let seen = std::mem::take(&mut self.public_seen);
        let name = &self.plan.draft.public_key_name;
        let ours = seen
            .into_iter()
            .find(|key| key.friendly_name == *name && !self.record.knows(&Item::Public(key.sid.clone())));
        match ours {
            // A second one, if the request was repeated, is found by the next list.
            Some(key) => self.added(key.sid),
            None => self.found_nothing("no new public key of this name exists", &[Way::TryAgain]),
        }
    }

    /// The list of public keys by the new credentials.
    fn verified(&mut self) {
        let new = self.public_key_sid.as_ref();
        if !new.is_none_or(|sid| self.public_seen.iter().any(|key| key.sid == *sid)) {
            self.start_over();
            if !self.later() {
                self.fail(
                    "The list of public keys does not show the new one.",
                    "Try again in a minute. The old keys are untouched.",
                    &[Way::TryAgain],
                );
            }
            return;
        }
        self.take_stock_of_public_keys();
        self.forward();
    }

    fn deleted(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        let Some(item) = self.due().cloned() else {
            return Ok(());
        };
        if !self.checking {
            api_keys::parse_deleted(reply)?;
        } else if !item.is_gone(self.keys_api, reply)? {
            self.checking = false;
            self.record.set(item, "", KeyState::ToDelete);
            self.fail(
                "The deletion did not succeed: the key is still there.",
                "Try again, or leave it.",
                &[Way::TryAgain, Way::Skip],
            );
            return Ok(());
        }
        self.checking = false;
        self.record.set(item, "", KeyState::Deleted);
        Ok(())
    }

    pub(super) fn skip(&mut self) {
        self.checking = false;
        let Some(item) = self.due().cloned() else { return };
        if self.record.state(&item) == Some(KeyState::ToDelete) {
            self.record.set(item.clone(), "", KeyState::StillThere);
        }
        self.skipped.insert(item);
    }
}
