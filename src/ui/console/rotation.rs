//! The rotation: begun, steered and ended.

use super::Console;
use crate::machine::Effect;
use crate::subaccounts::{Item, Listing, Rotation, RotationPlan, State, Way};
use leptos::prelude::*;
use std::collections::BTreeSet;

impl Console {
    /// Begins a rotation. One at a time: its secrets must be saved before the next.
    pub fn rotate(self, plan: RotationPlan) {
        let pages = self.subaccounts;
        let Some(main) = self.main_identity() else { return };
        if pages.rotation.machine.with_untracked(Option::is_none) {
            pages.rotation_saved.set(false);
            pages.rotation_chosen.set(None);
            self.begin(pages.rotation, Rotation::begin(plan, main), Self::rotated);
        }
    }

    /// Goes on with a rotation after a failure.
    pub fn go_on_rotating(self, way: Way) {
        self.steer_rotation(|rotation| rotation.go_on(way));
    }

    /// Deletes the chosen old keys, now that the new ones work.
    pub fn delete_old_keys(self, chosen: &BTreeSet<Item>) {
        self.steer_rotation(|rotation| rotation.delete_old(chosen));
    }

    fn steer_rotation(self, wish: impl FnOnce(&mut Rotation) -> Vec<Effect>) {
        let rotation = self.subaccounts.rotation;
        if rotation.is_cut_off() {
            let wished = rotation.machine.get_untracked().map(|mut one| (wish(&mut one), one));
            if let Some((_, one)) = wished.filter(|(effects, _)| effects.is_empty()) {
                rotation.machine.set(Some(one));
            }
            return;
        }
        let effects = rotation.machine.try_update(|one| one.as_mut().map(wish)).flatten();
        self.drive(rotation, effects.unwrap_or_default(), Self::rotated);
    }

    fn rotated(self) {
        let pages = self.subaccounts;
        let still = pages.rotation.machine.with_untracked(|rotation| {
            let still = rotation.as_ref().filter(|one| one.state() != State::Working)?;
            let of_open = pages.open.get_untracked().as_ref() == Some(&still.plan.account.sid);
            of_open.then(|| still.is_verified().then(|| still.new_identity()).flatten())
        });
        let Some(new) = still else { return };
        let api = pages
            .api_keys
            .machine
            .with_untracked(|list| list.as_ref().map(Listing::keys_api));
        self.list_api_keys(api.unwrap_or_default());
        // The key that asked so far may be among those that go.
        if pages.own.identity.with_untracked(Option::is_some) {
            pages.own.identity.update(|own| *own = new.or(own.take()));
            self.list_public_keys();
        }
    }

    /// Ends with a rotation: its secrets are forgotten.
    pub fn end_rotation(self) {
        let rotation = self.subaccounts.rotation;
        let ended = rotation.machine.with_untracked(|one| {
            let one = one.as_ref()?;
            let own = one.plan.draft.own.as_ref().and_then(|own| own.signing.as_ref());
            Some((one.fingerprint(), one.new_identity(), own.map(|signing| signing.key)))
        });
        let Some((key, new, own_key)) = ended else { return };
        if let Some(key) = key {
            self.keyring().forget(key);
        }
        let own = self.subaccounts.own.identity;
        // The subaccount's own key may be the new one.
        if new.is_some() && own.get_untracked() == new {
            self.forget_own_key();
        }
        rotation.clear();
        own_key.into_iter().for_each(|key| self.release_own(key));
    }
}
