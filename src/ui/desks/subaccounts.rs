//! The Subaccounts pages: the list, and one subaccount with its keys.

use super::account::note_identity;
use super::connect::forget_form;
use super::own_key::OwnKey;
use super::{AccountDesk, ConnectDesk, Slot, Tools};
use crate::keys::Fingerprint;
use crate::subaccounts::{Change as AccountChange, Deletion, Item, Listing, Progress, Wish};
use crate::twilio::AccountSid;
use crate::twilio::accounts::{Account, Status};
use crate::twilio::api_keys::{ApiKey, KeysApi};
use crate::twilio::public_keys::PublicKeyResource;
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use crate::ui::parts::AccountFilter;
use leptos::prelude::*;

/// What the Subaccounts pages know.
pub struct SubaccountsDesk {
    pub filter: AccountFilter,
    /// The subaccount whose page is open.
    pub open: RwSignal<Option<AccountSid>>,
    pub change: Slot<AccountChange>,
    pub api_keys: Slot<Listing<ApiKey>>,
    pub public_keys: Slot<Listing<PublicKeyResource>>,
    pub deletion: Slot<Deletion>,
    pub own: OwnKey,
    account: &'static AccountDesk,
    pub(super) connect: &'static ConnectDesk,
    pub(super) tools: &'static Tools,
}

impl SubaccountsDesk {
    /// Nothing open.
    pub fn new(account: &'static AccountDesk, connect: &'static ConnectDesk, tools: &'static Tools) -> Self {
        Self {
            filter: AccountFilter::new(None),
            open: RwSignal::new(None),
            change: Slot::new(),
            api_keys: Slot::new(),
            public_keys: Slot::new(),
            deletion: Slot::new(),
            own: OwnKey::new(),
            account,
            connect,
            tools,
        }
    }

    /// Whether a subaccount is being changed.
    pub fn is_changing(&'static self) -> bool {
        self.change.is(|change| change.progress == Progress::Asking)
    }

    /// Whether a single key is being deleted.
    pub fn is_deleting(&'static self) -> bool {
        self.deletion.is(|deletion| deletion.progress == Progress::Asking)
    }

    /// Opens a subaccount's page: what belongs to another is forgotten, and its API keys are listed.
    pub fn open(&'static self, account: &Account) {
        if self.open.get_untracked().as_ref() == Some(&account.sid) {
            return;
        }
        self.close();
        let signing = self.account.identity().is_some_and(|main| main.signing.is_some());
        self.own.fields.sign.set(signing);
        self.open.set(Some(account.sid.clone()));
        if account.status == Status::Active {
            self.list_api_keys(KeysApi::V2010);
        }
    }

    fn close(&'static self) {
        self.forget_own_key();
        // What is under way still tells what came of it.
        if !untrack(|| self.is_changing()) {
            self.change.clear();
        }
        if !untrack(|| self.is_deleting()) {
            self.deletion.clear();
        }
        self.api_keys.clear();
        self.open.set(None);
    }

    /// Forgets what belongs to the account that was in use.
    fn forget_account(&'static self) {
        self.close();
        self.change.clear();
        self.deletion.clear();
        self.filter.text.set(String::new());
    }

    /// Changes the subaccount's name or status. Closing needs its name, typed.
    pub fn change(&'static self, account: Account, wish: Wish, typed: &str) {
        let main = self.account.identity();
        if let Some(begun) = main.and_then(|main| AccountChange::begin(main, account, wish, typed)) {
            self.change
                .begin(self.account.performer(), begun, move || self.changed());
        }
    }

    fn changed(&'static self) {
        let ended = self
            .change
            .with_now(|change| (change.progress != Progress::Asking).then(|| change.account.clone()));
        let ended: Vec<Account> = ended.flatten().into_iter().collect();
        for account in ended.iter().filter(|account| account.status == Status::Closed) {
            self.tools.lock.tell(&Change::Gone {
                account: &account.sid,
                sid: account.sid.as_str(),
            });
        }
        self.account.note(ended);
    }

    /// Lists the API keys of the open subaccount.
    pub fn list_api_keys(&'static self, api: KeysApi) {
        if let (Some(main), Some(sid)) = (self.account.identity(), self.open.get_untracked()) {
            let begun = Listing::api_keys(main, &sid, api);
            self.api_keys.begin(self.account.performer(), begun, || {});
        }
    }

    /// Lists the public keys of the open subaccount, with its own key.
    pub fn list_public_keys(&'static self) {
        if let Some(own) = self.own.identity.get_untracked() {
            let begun = Listing::public_keys(own);
            self.public_keys.begin(self.account.performer(), begun, || {});
        }
    }

    /// Deletes a key of a subaccount. The last one needs the subaccount's name, typed.
    pub fn delete_key(&'static self, account: &Account, item: Item, is_last: bool, typed: &str) {
        if self.is_deleting() {
            return;
        }
        let api = self.api_keys.with_now(Listing::keys_api).unwrap_or_default();
        let identity = match item {
            Item::Api(_) => self.account.identity(),
            Item::Public(_) => self.own.identity.get_untracked(),
        };
        let begun = identity.and_then(|identity| Deletion::begin(identity, account, (item, api), is_last, typed));
        if let Some(begun) = begun {
            self.deletion
                .begin(self.account.performer(), begun, move || self.key_deleted());
        }
    }

    fn key_deleted(&'static self) {
        let ended = self.deletion.with_now(|deletion| {
            let done = deletion.progress == Progress::Done;
            let ended = deletion.progress != Progress::Asking;
            let account = deletion.account().sid.clone();
            ended.then(|| (account, deletion.signing_key(), done.then(|| deletion.item.clone())))
        });
        let Some((account, signed, gone)) = ended.flatten() else {
            return;
        };
        if let Some(item) = &gone {
            self.tools.lock.tell(&Change::Gone {
                account: &account,
                sid: item.sid(),
            });
        }
        // Another subaccount may have been opened meanwhile, whose key this is not.
        signed.into_iter().for_each(|key| self.tools.release_unused(key));
        match gone {
            Some(Item::Api(sid)) => {
                self.api_keys.change(|list| list.items.retain(|key| key.sid != sid));
            }
            Some(Item::Public(sid)) => {
                self.public_keys.change(|list| list.items.retain(|key| key.sid != sid));
            }
            None => {}
        }
    }
}

impl Desk for SubaccountsDesk {
    fn is_busy(&'static self) -> bool {
        self.is_changing() || self.is_deleting()
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        Vec::new()
    }

    fn signs_with(&'static self, key: Fingerprint) -> bool {
        let deletes = self.is_deleting() && self.deletion.is_now(|deletion| deletion.signing_key() == Some(key));
        deletes || self.own.fields.held.get_untracked() == Some(key)
    }

    fn forget_credentials(&'static self, gone: &Forgotten) {
        if let Some(identity) = self.own.identity.get_untracked() {
            note_identity(&identity, "API key secret", gone);
        }
        let open = self.open.get_untracked();
        forget_form(self.tools, &self.own.fields, "API key secret", open.as_ref(), gone);
        self.forget_account();
        self.change.cut_off();
        self.api_keys.cut_off();
        self.public_keys.cut_off();
        self.deletion.cut_off();
    }

    fn forget_saved(&'static self, _: &Forgotten) {}

    fn changed(&'static self, change: &Change) {
        match change {
            Change::Connected { is_new: true, .. } => self.forget_account(),
            // Its pair is about to go.
            Change::Finished(keys) => {
                let own = self.own.identity.get_untracked();
                if own.is_some_and(|own| keys.contains(&own.credentials.api_key_sid)) {
                    self.forget_own_key();
                }
            }
            Change::Connected { .. } | Change::NewPractice | Change::Gone { .. } => {}
        }
    }
}
