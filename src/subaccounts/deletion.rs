//! The deletion of one key.

use super::{Item, Progress, explain, word_to_type};
use crate::keys::Fingerprint;
use crate::machine::{Conversation, Effect, Line};
use crate::priming::is_typed;
use crate::twilio::accounts::Account;
use crate::twilio::api_keys::{self, KeysApi};
use crate::twilio::{CallError, Fate, HttpReply, Identity, Request, public_keys};

/// A deletion on its way.
#[derive(Debug, Clone)]
pub struct Deletion {
    /// The key.
    pub item: Item,
    /// How far it is.
    pub progress: Progress,
    account: Account,
    api: KeysApi,
    identity: Identity,
    /// The deletion got no reply: the key is being looked for.
    looking: bool,
    line: Line,
}

impl Deletion {
    /// Begins to delete a key of `account`. An API key is deleted by the parent's Main key, a public key by the
    /// subaccount's own key. The last one needs the account's name, typed.
    #[must_use]
    pub fn begin(
        identity: Identity,
        account: &Account,
        (item, api): (Item, KeysApi),
        is_last: bool,
        typed: &str,
    ) -> Option<(Self, Vec<Effect>)> {
        if is_last && !is_typed(typed, word_to_type(account)) {
            return None;
        }
        let mut deletion = Self {
            item,
            progress: Progress::Asking,
            account: account.clone(),
            api,
            identity: identity.clone(),
            looking: false,
            line: Line::default(),
        };
        let effects = deletion.line.send(deletion.request(), identity);
        Some((deletion, effects))
    }

    /// The subaccount that the key belongs to.
    #[must_use]
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// The key pair that signs its requests.
    #[must_use]
    pub fn signing_key(&self) -> Option<Fingerprint> {
        self.identity.signing.as_ref().map(|signing| signing.key)
    }

    fn request(&self) -> Request {
        match (&self.item, self.looking) {
            (Item::Api(sid), false) => api_keys::delete(self.api, &self.account.sid, sid),
            (Item::Public(sid), false) => public_keys::delete(sid),
            (item, true) => item.look(self.api, &self.account.sid),
        }
    }

    fn take(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        self.progress = if !self.looking {
            api_keys::parse_deleted(reply)?;
            Progress::Done
        } else if self.item.is_gone(self.api, reply)? {
            Progress::Done
        } else {
            Progress::Failed(explain(
                "The deletion did not succeed: the key is still there.",
                "Try again.",
            ))
        };
        Ok(())
    }

    /// Whether the key that is deleted is the one that signs: then nothing can be asked once it is gone.
    fn signs_itself(&self) -> bool {
        let signing = self.identity.signing.as_ref();
        signing.is_some_and(|signing| self.item == Item::Public(signing.public_key_sid.clone()))
    }
}

impl Conversation for Deletion {
    fn line(&self) -> &Line {
        &self.line
    }

    fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        let Err(error) = result.and_then(|reply| self.take(&reply)) else {
            return Vec::new();
        };
        if self.looking && error.code() == Some(70153) && self.signs_itself() {
            self.progress = Progress::Done;
        } else if !self.looking && (error.fate() == Fate::Unknown || error.code() == Some(20404)) {
            self.looking = true;
            return self.line.send(self.request(), self.identity.clone());
        } else {
            self.progress = Progress::Failed(error.explain());
        }
        Vec::new()
    }
}
