//! The rotation: begun, steered and ended. It is of one subaccount, and stays while others are looked at.

use super::{AccountDesk, Slot, SubaccountsDesk, Tools, desk};
use crate::keys::{Fingerprint, private_key_file_name};
use crate::machine::{Effect, Machine};
use crate::snippets::{ApplicationSubject, Subject, profile_name};
use crate::subaccounts::{Item, KeyState, Listing, Rotation, RotationPlan, State, Way};
use crate::twilio::{AccountSid, Identity};
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use crate::ui::routes;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What the rotation's panel knows.
pub struct RotationDesk {
    /// The rotation that is open.
    pub rotation: Slot<Rotation>,
    /// Whether the admin has saved what it made.
    pub saved: RwSignal<bool>,
    /// The old keys that the admin wants deleted after it; `None` until it is asked.
    pub chosen: RwSignal<Option<BTreeSet<Item>>>,
    account: &'static AccountDesk,
    subaccounts: &'static SubaccountsDesk,
    tools: &'static Tools,
}

impl RotationDesk {
    /// No rotation yet.
    pub fn new(account: &'static AccountDesk, subaccounts: &'static SubaccountsDesk, tools: &'static Tools) -> Self {
        Self {
            rotation: Slot::new(),
            saved: RwSignal::new(false),
            chosen: RwSignal::new(None),
            account,
            subaccounts,
            tools,
        }
    }

    /// Begins a rotation. One at a time: its secrets must be saved before the next.
    pub fn begin(&'static self, plan: RotationPlan) {
        let Some(main) = self.account.identity() else { return };
        if !self.rotation.is_now(|_| true) {
            self.saved.set(false);
            self.chosen.set(None);
            let begun = Rotation::begin(plan, main);
            self.rotation
                .begin(self.account.performer(), begun, move || self.went_on());
        }
    }

    /// A part of the rotation on this page, as it changes.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(read: fn(&Rotation) -> T) -> Memo<Option<T>> {
        let rotation = &desk::<Self>().rotation;
        Memo::new(move |_| rotation.with(read))
    }

    /// Goes on with it after a failure.
    pub fn go_on(&'static self, way: Way) {
        self.steer(|rotation| rotation.go_on(way));
    }

    /// Deletes the chosen old keys, now that the new ones work.
    pub fn delete_old(&'static self, chosen: &BTreeSet<Item>) {
        self.steer(|rotation| rotation.delete_old(chosen));
    }

    fn steer(&'static self, wish: impl FnOnce(&mut Rotation) -> Vec<Effect>) {
        self.rotation.steer(wish, move || self.went_on());
    }

    /// The page of its subaccount shows what the rotation changed.
    fn went_on(&'static self) {
        self.tell_what_is_gone();
        let pages = self.subaccounts;
        let still = self.rotation.with_now(|rotation| {
            let of_open = pages.open.get_untracked().as_ref() == Some(&rotation.plan.account.sid);
            let still = rotation.state() != State::Working && of_open;
            still.then(|| rotation.is_verified().then(|| rotation.new_identity()).flatten())
        });
        let Some(new) = still.flatten() else { return };
        pages.list_api_keys(pages.api_keys.with_now(Listing::keys_api).unwrap_or_default());
        // The key that asked so far may be among those that go.
        if pages.own.identity.with_untracked(Option::is_some) {
            pages.own.identity.update(|own| *own = new.or(own.take()));
            pages.list_public_keys();
        }
    }

    /// Tells a run that its keys are gone.
    fn tell_what_is_gone(&'static self) {
        let gone = self.rotation.with_now(|rotation| {
            let deleted = rotation.record().iter().filter(|key| key.state == KeyState::Deleted);
            let items = deleted.filter_map(|key| key.item.clone());
            (rotation.plan.account.sid.clone(), items.collect::<Vec<_>>())
        });
        let Some((account, gone)) = gone else { return };
        for item in gone {
            self.tools.lock.tell(&Change::Gone {
                account: &account,
                sid: item.sid(),
            });
        }
    }

    /// Ends with it: its secrets are forgotten.
    pub fn end(&'static self) {
        let ended = self.rotation.with_now(|rotation| {
            let own = rotation.plan.draft.own.as_ref().and_then(|own| own.signing.as_ref());
            let own = own.map(|signing| signing.key);
            (rotation.fingerprint(), rotation.new_identity(), own)
        });
        let Some((key, new, own_key)) = ended else { return };
        if let Some(key) = key {
            self.tools.keyring().forget(key);
        }
        // The subaccount's own key may be the new one.
        if new.is_some() && self.subaccounts.own.identity.get_untracked() == new {
            self.subaccounts.forget_own_key();
        }
        self.rotation.clear();
        own_key.into_iter().for_each(|key| self.tools.release_unused(key));
    }

    /// What commands are about: the subaccount whose keys were rotated, with its new API key.
    pub fn subject(&'static self) -> Option<Subject> {
        let parent = self.account.parent();
        let subject = |rotation: &Rotation| {
            let account = &rotation.plan.account;
            let key = rotation.api_key().cloned()?;
            Some(Subject {
                profile: profile_name(&account.friendly_name, &account.sid),
                account_sid: account.sid.clone(),
                api_key_sid: key.sid,
                secret: Some(key.secret),
                enforces: rotation.verification().is_some_and(|shown| shown.refuses_unsigned()),
                parent,
            })
        };
        self.rotation.with(subject).flatten()
    }

    /// What an application signs with; its file is named after the new key.
    pub fn application(&'static self) -> Option<ApplicationSubject> {
        let application = |rotation: &Rotation| {
            let plan = &rotation.plan;
            let name = format!("{} {}", plan.account.friendly_name, plan.draft.public_key_name);
            Some(ApplicationSubject {
                account_sid: plan.account.sid.clone(),
                api_key_sid: rotation.api_key().cloned()?.sid,
                public_key_sid: rotation.public_key_sid().cloned()?,
                private_key_file: private_key_file_name(&name),
            })
        };
        self.rotation.with(application).flatten()
    }

    fn kept(&'static self, what: &str, saved: bool) -> Vec<Kept> {
        let kept = self.rotation.with_now(|rotation| {
            let account = &rotation.plan.account;
            let here = rotation.is_unsaved() && self.saved.get_untracked() == saved;
            (here || !saved && !rotation.is_quiet()).then(|| {
                let what = format!(
                    "The new keys of \u{201c}{}\u{201d}, which you have {what}",
                    account.friendly_name
                );
                Kept::secret(what, routes::subaccount(&account.sid))
            })
        });
        kept.flatten().into_iter().collect()
    }
}

impl Desk for RotationDesk {
    fn is_busy(&'static self) -> bool {
        self.rotation.is_now(|rotation| !rotation.is_quiet())
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        self.kept("not saved yet", false)
    }

    fn saved(&'static self) -> Vec<Kept> {
        self.kept("saved", true)
    }

    fn signs_with(&'static self, key: Fingerprint) -> bool {
        self.rotation.is_now(|rotation| {
            rotation
                .plan
                .draft
                .own
                .as_ref()
                .is_some_and(|own| own.is_signed_with(key))
        })
    }

    fn made_here(&'static self, account: &AccountSid) -> Option<Identity> {
        let made = |rotation: &Rotation| {
            let works = rotation.is_verified() && rotation.plan.account.sid == *account;
            works.then(|| rotation.new_identity()).flatten()
        };
        self.rotation.with(made).flatten()
    }

    fn forget_credentials(&'static self, _: &Forgotten) {
        self.rotation.cut_off();
    }

    fn forget_saved(&'static self, _: &Forgotten) {}

    /// One that a lock has cut off gets its way back, once its parent is connected again.
    fn changed(&'static self, change: &Change) {
        if let Change::Connected { checked, .. } = change {
            let parent = self
                .rotation
                .with_now(|rotation| rotation.plan.account.owner_sid.clone());
            if parent.as_ref() == Some(&checked.account.sid) && self.rotation.is_cut_off() {
                self.rotation.reconnect(self.account.performer());
            }
        }
    }
}
