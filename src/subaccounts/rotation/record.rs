//! Every key that a rotation knows of, and how each stands.

use crate::twilio::api_keys::KeysApi;
use crate::twilio::{
    AccountSid, ApiKeySid, CallError, HttpReply, PublicKeySid, Request, api_keys, public_keys, refused,
};
use std::collections::BTreeSet;

/// A key by its SID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An API key.
    Api(ApiKeySid),
    /// A public key.
    Public(PublicKeySid),
}

impl Item {
    /// The SID as text.
    #[must_use]
    pub fn sid(&self) -> &str {
        match self {
            Self::Api(sid) => sid.as_str(),
            Self::Public(sid) => sid.as_str(),
        }
    }

    /// What kind of key it is.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Api(_) => "API key",
            Self::Public(_) => "Public key",
        }
    }

    /// Looks whether the key is there. An API key is looked for in the list of its account, which says whose keys it
    /// lists; by its SID alone, a key that is out of reach and one that is gone look the same.
    pub(in crate::subaccounts) fn look(&self, api: KeysApi, account: &AccountSid) -> Request {
        match self {
            Self::Api(_) => api_keys::list(api, account),
            Self::Public(sid) => public_keys::fetch(sid),
        }
    }

    /// What the reply to [`Self::look`] says: whether the key is gone.
    ///
    /// # Errors
    /// That the reply does not tell.
    pub(in crate::subaccounts) fn is_gone(&self, api: KeysApi, reply: &HttpReply) -> Result<bool, CallError> {
        if let Self::Api(sid) = self {
            // A page holds 1,000 keys; of more, one that is on none of the first is not said to be gone.
            let page = api_keys::parse_list(api, reply)?;
            return Ok(page.next.is_none() && page.items.iter().all(|key| key.sid != *sid));
        }
        match refused(reply) {
            None => Ok(false),
            Some(error) if error.code() == Some(20404) => Ok(true),
            Some(error) => Err(error),
        }
    }
}

/// How a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It was there before, and stays.
    Old,
    /// New, and not tried yet.
    Untried,
    /// New, and it works.
    InUse,
    /// Made by a request whose reply was lost, so that nobody knows its secret.
    SecretLost,
    /// To be deleted.
    ToDelete,
    /// To be deleted, and still there: the deletion was refused or did not happen.
    StillThere,
    /// To be deleted; the reply was lost, and it could not be looked at.
    Unknown,
    /// Deleted.
    Deleted,
    /// The reply to its creation was lost, and no list shows whether it exists.
    MayExist,
}

impl KeyState {
    /// In a few words.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Old => "There before",
            Self::Untried => "New, not verified",
            Self::InUse => "New, verified",
            Self::SecretLost => "Reply lost: its secret is unknown",
            Self::ToDelete => "To be deleted",
            Self::StillThere => "To be deleted, still there",
            Self::Unknown => "Reply to the deletion lost",
            Self::Deleted => "Deleted",
            Self::MayExist => "Reply lost: may exist",
        }
    }

    /// Whether the key exists, as far as is known.
    #[must_use]
    pub const fn exists(self) -> bool {
        !matches!(self, Self::Deleted | Self::MayExist)
    }
}

/// A key in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedKey {
    /// The key; `None` while its SID is not known.
    pub item: Option<Item>,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: KeyState,
}

/// The record of a rotation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub(super) keys: Vec<RecordedKey>,
    /// What a repeated request created a second time.
    pub(super) duplicates: Vec<Item>,
    /// The keys that the admin left where they are, after their deletion failed.
    skipped: BTreeSet<Item>,
    /// Whether the subaccount's public keys could be listed, so that all of them are in it.
    pub(super) has_public_keys: bool,
}

impl Record {
    /// Whether a key is in it.
    pub(super) fn knows(&self, item: &Item) -> bool {
        self.keys.iter().any(|key| key.item.as_ref() == Some(item))
    }

    /// Sets the state of a key, which is added if it is not known yet.
    pub(super) fn set(&mut self, item: Item, name: &str, state: KeyState) {
        match self.keys.iter_mut().find(|key| key.item.as_ref() == Some(&item)) {
            Some(key) => key.state = state,
            None => self.keys.push(RecordedKey {
                item: Some(item),
                name: name.to_owned(),
                state,
            }),
        }
    }

    /// That of a list of the API keys that are there before anything is made.
    pub(super) fn of(listed: impl IntoIterator<Item = (Item, String)>) -> Self {
        let mut record = Self::default();
        listed.into_iter().for_each(|(item, name)| record.found(item, &name));
        record
    }

    /// Adds a key that was there before, unless it is known.
    pub(super) fn found(&mut self, item: Item, name: &str) {
        if !self.knows(&item) {
            self.set(item, name, KeyState::Old);
        }
    }

    /// Takes a list after the last creation: what has the name of the `new` key is a duplicate, what was not there
    /// before is somebody else's.
    pub(super) fn take_stock(&mut self, listed: Vec<(Item, String)>, name: &str, new: Option<&Item>) {
        for (item, named) in listed {
            let before = matches!(self.state(&item), Some(KeyState::Old | KeyState::Deleted));
            if before || named != name || Some(&item) == new {
                self.found(item, &named);
                continue;
            }
            self.set(item.clone(), &named, KeyState::ToDelete);
            if !self.duplicates.contains(&item) {
                self.duplicates.push(item);
            }
        }
    }

    /// Notes that a key of this name may exist.
    pub(super) fn may_exist(&mut self, name: &str) {
        if !self.keys.iter().any(|key| key.state == KeyState::MayExist) {
            self.keys.push(RecordedKey {
                item: None,
                name: name.to_owned(),
                state: KeyState::MayExist,
            });
        }
    }

    /// A whole list was read: nothing that may exist is left out of it.
    pub(super) fn is_complete(&mut self) {
        self.keys.retain(|key| key.state != KeyState::MayExist);
    }

    /// The keys that are to be deleted or may still have to be.
    pub(super) fn to_delete(&self) -> impl Iterator<Item = &Item> {
        let due = |key: &&RecordedKey| matches!(key.state, KeyState::ToDelete | KeyState::Unknown);
        let due = self.keys.iter().filter(due).filter_map(|key| key.item.as_ref());
        due.filter(|item| !self.skipped.contains(item))
    }

    /// A key is left where it is.
    pub(super) fn skip(&mut self, item: Item) {
        if self.state(&item) == Some(KeyState::ToDelete) {
            self.set(item.clone(), "", KeyState::StillThere);
        }
        self.skipped.insert(item);
    }

    /// An API key whose secret nobody knows, and which is to be deleted before another is made.
    pub(super) fn lost_key(&self) -> Option<&ApiKeySid> {
        let lost = |key: &&RecordedKey| matches!(key.state, KeyState::SecretLost | KeyState::Unknown);
        self.keys.iter().filter(lost).find_map(|key| match key.item.as_ref()? {
            Item::Api(sid) => Some(sid),
            Item::Public(_) => None,
        })
    }

    /// How a key stands.
    pub(super) fn state(&self, item: &Item) -> Option<KeyState> {
        let key = self.keys.iter().find(|key| key.item.as_ref() == Some(item));
        key.map(|key| key.state)
    }
}
