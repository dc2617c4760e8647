//! What a repeated request created a second time, and what the subaccount holds in all.
//!
//! A browser sends a request again by itself when the connection closes before the reply, a creation too, and the page
//! sees one reply only. So after the last creation the keys are listed: by the new credentials the public keys, which
//! verifies them anyway, and by the Main key the API keys. A key with this rotation's ID in its name that is not the
//! one that it holds is a duplicate, whoever repeated the request. It is deleted, and said. Names without the ID are
//! somebody else's and are left alone.

use super::work::{Deletion, Listed, Phase, Work};
use super::{Item, KeyState, RecordedKey, Rotation, Step, Stock, Way};
use crate::priming::Verification;

impl Rotation {
    /// The keys that a repeated request created a second time, as they stand now.
    pub fn duplicates(&self) -> impl Iterator<Item = &RecordedKey> {
        let is_duplicate = |item: &Item| self.record.duplicates.contains(item);
        let record = self.record.keys.iter();
        record.filter(move |key| key.item.as_ref().is_some_and(is_duplicate))
    }

    /// What a repeated request did, and what became of it; `None` if none was seen.
    #[must_use]
    pub fn repeated(&self) -> Option<String> {
        let said = |key: &RecordedKey| Some(format!("{} ({})", key.item.as_ref()?.sid(), key.state.summary()));
        let keys: Vec<String> = self.duplicates().filter_map(said).collect();
        (!keys.is_empty()).then(|| {
            format!(
                "A request was sent again after its connection broke, by the browser or by Keyseed. Keyseed deletes the second key: {}.",
                keys.join(", ")
            )
        })
    }

    /// What the subaccount holds, in words, once something was created: "exactly" only where both kinds were listed
    /// after the last creation and every deletion was answered.
    #[must_use]
    pub fn holdings(&self) -> Option<String> {
        if !self.is_verified() {
            let made = self.api_key().is_some() || self.public_key_sid().is_some();
            let said = "Keyseed has not yet checked that nothing was created twice. The list of API keys above shows all of them.";
            return made.then(|| said.to_owned());
        }
        let count = |public: bool| {
            let there = |key: &&RecordedKey| {
                let kind = key.item.as_ref().map(|item| matches!(item, Item::Public(_)));
                kind == Some(public) && key.state.exists() && key.state != KeyState::Unknown
            };
            self.record.keys.iter().filter(there).count()
        };
        let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let (api, public) = (plural(count(false), "API key"), plural(count(true), "public key"));
        let unsure = |key: &RecordedKey| matches!(key.state, KeyState::Unknown | KeyState::MayExist);
        Some(if self.stock == Stock::NotTaken {
            format!(
                "The subaccount holds {public}. Its API keys were not checked after the new one was created: look in the Twilio Console for a second one of the same name."
            )
        } else if self.record.keys.iter().any(unsure) {
            format!(
                "The subaccount holds at least {api} and {public}. The list above names a key that could not be checked."
            )
        } else {
            format!("The subaccount holds exactly: {api}, {public}.")
        })
    }

    /// The list of API keys after the last creation. One that does not show the new key is late.
    pub(super) fn take_stock_of_api_keys(&mut self, listed: Vec<Listed>) -> Phase {
        let new = self.api_key().map(|key| Item::Api(key.sid.clone()));
        if !listed.iter().any(|(item, _)| Some(item) == new.as_ref()) {
            return self.later(Work::TakeStock).unwrap_or_else(|| {
                Work::TakeStock.fails(
                    "The list of API keys does not show the new one, so Keyseed cannot check that it was created only once.",
                    "Try again in a minute. The old keys are untouched.",
                    &[Way::TryAgain, Way::Unchecked],
                )
            });
        }
        self.record
            .take_stock(listed, &self.plan.draft.api_key_name, new.as_ref());
        self.stock = Stock::Taken;
        Work::Delete(Step::TakeStock, Deletion::Asking).into()
    }

    /// The list of public keys by the new credentials, which shows the new one.
    pub(super) fn take_stock_of_public_keys(&mut self, listed: Vec<Listed>) {
        let new = self.public_key_sid().cloned().map(Item::Public);
        let name = &self.plan.draft.public_key_name;
        self.record.take_stock(listed, name, new.as_ref());
        self.record.has_public_keys = true;
        // Whatever a lost reply left behind is in this list.
        self.record.is_complete();
    }

    /// Nothing is there twice, or it is gone or named: now the new keys are verified.
    pub(super) fn settle(&mut self) -> Phase {
        let api = self.api_key().map(|key| Item::Api(key.sid.clone()));
        let public = self.public_key_sid().cloned().map(Item::Public);
        for item in [api, public].into_iter().flatten() {
            self.record.set(item, "", KeyState::InUse);
        }
        let next = self.after(Step::TakeStock);
        let asks = next.step() == Step::AskUnsigned;
        self.made.verification = match (self.made.unsigned, asks) {
            (true, _) => Some(Verification::NotEnabled),
            (false, true) => None,
            (false, false) => Some(Verification::Unsigned),
        };
        if asks && self.made.unsigned {
            return self.after(Step::AskUnsigned);
        }
        next
    }
}
