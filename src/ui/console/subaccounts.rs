//! What the Subaccounts pages know, and how their machines are driven.

use super::Console;
use crate::browser::Performer;
use crate::machine::{Effect, Machine};
use crate::subaccounts::{Change, Deletion, Item, Listing, Progress, Rotation, Wish};
use crate::twilio::accounts::Account;
use crate::twilio::api_keys::{ApiKey, KeysApi};
use crate::twilio::public_keys::PublicKey;
use crate::twilio::{AccountSid, Identity};
use crate::ui::connect_form::Fields;
use crate::ui::parts::AccountFilter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// A place for one machine, with what performs for it.
pub struct Slot<M: 'static> {
    /// The machine that is or was last at work.
    pub machine: RwSignal<Option<M>>,
    /// Counts the machines, so that an answer to an older one is dropped.
    epoch: StoredValue<u32>,
    /// Who performs for it, whatever account is connected meanwhile.
    performer: StoredValue<Option<Performer>, LocalStorage>,
}

impl<M> Clone for Slot<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Slot<M> {}

impl<M: Send + Sync> Slot<M> {
    fn new() -> Self {
        Self {
            machine: RwSignal::new(None),
            epoch: StoredValue::new(0),
            performer: StoredValue::new_local(None),
        }
    }

    /// Whether a lock has taken the way to Twilio from it.
    pub(super) fn is_cut_off(self) -> bool {
        self.performer.with_value(Option::is_none)
    }

    /// Forgets the machine; what it still awaits comes to nothing.
    pub fn clear(self) {
        self.epoch.update_value(|epoch| *epoch = epoch.wrapping_add(1));
        self.machine.set(None);
    }
}

/// The subaccount's own API key.
#[derive(Clone, Copy)]
pub struct OwnKey {
    pub fields: Fields,
    /// Whether its private key is being read.
    pub reading: RwSignal<bool>,
    /// Counts what was typed and forgotten, so that a key that is read late goes nowhere.
    pub(super) forgotten: StoredValue<u32>,
    /// Who asks with it, once it was read.
    pub identity: RwSignal<Option<Identity>>,
}

/// The state of the Subaccounts pages.
#[derive(Clone, Copy)]
pub struct Subaccounts {
    pub filter: AccountFilter,
    pub listing: Slot<Listing<Account>>,
    /// The subaccount whose page is open.
    pub open: RwSignal<Option<AccountSid>>,
    pub change: Slot<Change>,
    pub api_keys: Slot<Listing<ApiKey>>,
    pub public_keys: Slot<Listing<PublicKey>>,
    pub deletion: Slot<Deletion>,
    pub own: OwnKey,
    pub rotation: Slot<Rotation>,
    /// Whether the admin has saved what the rotation made.
    pub rotation_saved: RwSignal<bool>,
    /// The old keys that the admin wants deleted after the rotation; `None` until it is asked.
    pub rotation_chosen: RwSignal<Option<BTreeSet<Item>>>,
}

impl Subaccounts {
    pub fn new() -> Self {
        Self {
            filter: AccountFilter::new(None),
            listing: Slot::new(),
            open: RwSignal::new(None),
            change: Slot::new(),
            api_keys: Slot::new(),
            public_keys: Slot::new(),
            deletion: Slot::new(),
            own: OwnKey {
                fields: Fields::new(),
                reading: RwSignal::new(false),
                forgotten: StoredValue::new(0),
                identity: RwSignal::new(None),
            },
            rotation: Slot::new(),
            rotation_saved: RwSignal::new(false),
            rotation_chosen: RwSignal::new(None),
        }
    }

    /// Takes the way to Twilio from the pages; a rotation that is open gets it back with the next connection.
    pub(super) fn disconnect(self) {
        self.listing.performer.set_value(None);
        self.change.performer.set_value(None);
        self.api_keys.performer.set_value(None);
        self.public_keys.performer.set_value(None);
        self.deletion.performer.set_value(None);
        self.rotation.performer.set_value(None);
    }

    /// Whether a subaccount is being changed.
    pub fn is_changing(self) -> bool {
        let change = self.change.machine.read();
        change.as_ref().is_some_and(|one| one.progress == Progress::Asking)
    }

    /// Whether a single key is being deleted.
    pub fn is_deleting(self) -> bool {
        let deletion = self.deletion.machine.read();
        deletion.as_ref().is_some_and(|one| one.progress == Progress::Asking)
    }

    /// Whether leaving the page now would lose a new key, or sight of a rotation.
    pub fn is_unsaved(self) -> bool {
        let saved = self.rotation_saved.get_untracked();
        self.rotation.machine.with_untracked(|rotation| {
            rotation
                .as_ref()
                .is_some_and(|one| !one.is_quiet() || one.is_unsaved() && !saved)
        })
    }
}

impl Console {
    /// Lets a rotation go on that a lock has cut off, now that its parent is connected again.
    pub(super) fn reconnect_rotation(self) {
        let rotation = self.subaccounts.rotation;
        let parent = rotation
            .machine
            .with_untracked(|one| one.as_ref().map(|one| one.plan.account.owner_sid.clone()));
        let same = self.connected.with_untracked(|connected| {
            let account = connected.as_ref().map(|one| &one.checked.account.sid);
            account.is_some() && account == parent.as_ref()
        });
        if same && rotation.performer.with_value(Option::is_none) {
            rotation.performer.set_value(self.run_performer.get_value());
        }
    }

    /// The parent's Main key, if an account is connected.
    pub(super) fn main_identity(self) -> Option<Identity> {
        self.connected
            .with_untracked(|connected| connected.as_ref().map(|one| one.checked.identity.clone()))
    }

    /// One subaccount of the connected account.
    pub fn subaccount(self, sid: &AccountSid) -> Option<Account> {
        self.connected.with(|connected| {
            let mut all = connected.as_ref()?.checked.subaccounts.iter();
            all.find(|account| account.sid == *sid).cloned()
        })
    }

    /// Lists the subaccounts afresh.
    pub fn refresh_subaccounts(self) {
        let Some(main) = self.main_identity() else { return };
        self.begin(self.subaccounts.listing, Listing::subaccounts(main), |console| {
            let listed = console.subaccounts.listing.machine.with_untracked(|listing| {
                let listing = listing.as_ref()?;
                (listing.progress == Progress::Done).then(|| listing.subaccounts_only())
            });
            if let Some(listed) = listed {
                console.connected.update(|connected| {
                    if let Some(connected) = connected {
                        connected.checked.subaccounts = listed;
                        connected.checked.lists_all = true;
                    }
                });
            }
        });
    }

    /// Opens a subaccount's page: what belongs to another is forgotten, and its API keys are listed.
    pub fn open_subaccount(self, account: &Account) {
        let pages = self.subaccounts;
        if pages.open.get_untracked().as_ref() == Some(&account.sid) {
            return;
        }
        self.close_subaccount();
        let signing = self.main_identity().is_some_and(|main| main.signing.is_some());
        pages.own.fields.sign.set(signing);
        pages.open.set(Some(account.sid.clone()));
        if account.status == crate::twilio::accounts::Status::Active {
            self.list_api_keys(KeysApi::V2010);
        }
    }

    fn close_subaccount(self) {
        let pages = self.subaccounts;
        self.forget_own_key();
        // What is under way still tells what came of it.
        if !untrack(|| pages.is_changing()) {
            pages.change.clear();
        }
        if !untrack(|| pages.is_deleting()) {
            pages.deletion.clear();
        }
        pages.api_keys.clear();
        pages.open.set(None);
    }

    /// Forgets what belongs to the account that was connected; a rotation stays until it is ended.
    pub fn forget_subaccounts(self) {
        self.close_subaccount();
        self.subaccounts.change.clear();
        self.subaccounts.deletion.clear();
        self.subaccounts.listing.clear();
        self.subaccounts.filter.text.set(String::new());
    }

    /// Changes the subaccount's name or status. Closing needs its name, typed.
    pub fn change_subaccount(self, account: Account, wish: Wish, typed: &str) {
        let begun = self
            .main_identity()
            .and_then(|main| Change::begin(main, account, wish, typed));
        let Some(begun) = begun else { return };
        self.begin(self.subaccounts.change, begun, |console| {
            let change = console.subaccounts.change.machine;
            let ended = change.with_untracked(|change| {
                let change = change.as_ref()?;
                (change.progress != Progress::Asking).then(|| change.account.clone())
            });
            let Some(account) = ended else { return };
            console.connected.update(|connected| {
                let all = connected.iter_mut().flat_map(|one| &mut one.checked.subaccounts);
                if let Some(known) = all.into_iter().find(|known| known.sid == account.sid) {
                    *known = account;
                }
            });
        });
    }

    /// Lists the API keys of the open subaccount.
    pub fn list_api_keys(self, api: KeysApi) {
        let (Some(main), Some(sid)) = (self.main_identity(), self.subaccounts.open.get_untracked()) else {
            return;
        };
        self.begin(self.subaccounts.api_keys, Listing::api_keys(main, &sid, api), |_| {});
    }

    /// Lists the public keys of the open subaccount, with its own key.
    pub fn list_public_keys(self) {
        if let Some(own) = self.subaccounts.own.identity.get_untracked() {
            self.begin(self.subaccounts.public_keys, Listing::public_keys(own), |_| {});
        }
    }

    /// Deletes a key of a subaccount. The last one needs the subaccount's name, typed.
    pub fn delete_key(self, account: &Account, item: Item, is_last: bool, typed: &str) {
        let pages = self.subaccounts;
        if pages.is_deleting() {
            return;
        }
        let api = pages
            .api_keys
            .machine
            .with_untracked(|list| list.as_ref().map_or(KeysApi::V2010, Listing::keys_api));
        let identity = match item {
            Item::Api(_) => self.main_identity(),
            Item::Public(_) => pages.own.identity.get_untracked(),
        };
        let begun = identity.and_then(|identity| Deletion::begin(identity, account, (item, api), is_last, typed));
        let Some(begun) = begun else { return };
        self.begin(pages.deletion, begun, Self::key_deleted);
    }

    fn key_deleted(self) {
        let pages = self.subaccounts;
        // Another subaccount may have been opened meanwhile, whose key this is not.
        let signed = pages.deletion.machine.with_untracked(|deletion| {
            let ended = deletion.as_ref().filter(|one| one.progress != Progress::Asking)?;
            ended.signing_key()
        });
        signed.into_iter().for_each(|key| self.release_own(key));
        let gone = pages.deletion.machine.with_untracked(|deletion| {
            let deletion = deletion.as_ref()?;
            (deletion.progress == Progress::Done).then(|| deletion.item.clone())
        });
        match gone {
            Some(Item::Api(sid)) => pages.api_keys.machine.update(|list| {
                if let Some(list) = list {
                    list.items.retain(|key| key.sid != sid);
                }
            }),
            Some(Item::Public(sid)) => pages.public_keys.machine.update(|list| {
                if let Some(list) = list {
                    list.items.retain(|key| key.sid != sid);
                }
            }),
            None => {}
        }
    }

    pub(super) fn begin<M: Machine + Send + Sync>(
        self,
        slot: Slot<M>,
        (machine, effects): (M, Vec<Effect>),
        after: fn(Self),
    ) {
        slot.epoch.update_value(|epoch| *epoch = epoch.wrapping_add(1));
        slot.performer.set_value(self.run_performer.get_value());
        slot.machine.set(Some(machine));
        self.drive(slot, effects, after);
    }

    /// Performs effects, and tells the machine what came of them; `after` looks at each new state.
    pub(super) fn drive<M: Machine + Send + Sync>(self, slot: Slot<M>, effects: Vec<Effect>, after: fn(Self)) {
        let Some(performer) = slot.performer.get_value() else {
            return;
        };
        let epoch = slot.epoch.get_value();
        for effect in effects {
            let performer = performer.clone();
            spawn_local(async move {
                let answer = performer.perform(effect).await;
                if slot.epoch.get_value() != epoch {
                    return self.discard(&answer);
                }
                let next = slot
                    .machine
                    .try_update(|machine| machine.as_mut().map(|machine| machine.answer(answer)));
                self.drive(slot, next.flatten().unwrap_or_default(), after);
                after(self);
            });
        }
    }
}
