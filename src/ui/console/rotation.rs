//! The rotation: begun, steered and ended.

use super::Console;
use crate::priming::Effect;
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
        let effects = rotation.machine.try_update(|one| one.as_mut().map(wish)).flatten();
        self.drive(rotation, effects.unwrap_or_default(), Self::rotated);
    }

    fn rotated(self) {
        let pages = self.subaccounts;
        let of_open = pages.rotation.machine.with_untracked(|rotation| {
            let still = rotation.as_ref().filter(|one| one.state != State::Working);
            still.is_some_and(|one| pages.open.get_untracked().as_ref() == Some(&one.plan.account.sid))
        });
        if of_open {
            let api = pages
                .api_keys
                .machine
                .with_untracked(|list| list.as_ref().map(Listing::keys_api));
            self.list_api_keys(api.unwrap_or_default());
            self.list_public_keys();
        }
    }

    /// Ends with a rotation: its secrets are forgotten.
    pub fn end_rotation(self) {
        let rotation = self.subaccounts.rotation;
        let ended = rotation.machine.with_untracked(|one| {
            let one = one.as_ref()?;
            Some((one.fingerprint(), one.new_identity()))
        });
        let Some((key, new)) = ended else { return };
        if let Some(key) = key {
            self.keyring().forget(key);
        }
        let own = self.subaccounts.own.identity;
        // The subaccount's own key may be the new one.
        if new.is_some() && own.get_untracked() == new {
            self.forget_own_key();
        }
        rotation.clear();
    }
}
