//! What each page knows and can do: its state and its verbs, without a view.
//!
//! Every page takes the desks that it needs as contexts, so its first lines say what it can touch. What a desk holds that
//! the lock, a closing tab or another account must ask about, it answers for itself ([`crate::ui::lock::Desk`]).

mod account;
mod by_hand;
pub mod by_hand_form;
mod commands_form;
mod connect;
pub mod connect_form;
mod errands;
mod keys;
mod own_key;
mod plan;
mod recovery;
mod rotation;
mod run;
mod setup;
mod slot;
mod subaccounts;
mod tools;

pub use account::AccountDesk;
pub use by_hand::ByHandDesk;
pub use commands_form::CommandsForm;
pub use connect::ConnectDesk;
pub use errands::{Errand, Errands};
pub use keys::KeysDesk;
pub use own_key::label as own_key_label;
pub use plan::PlanDesk;
pub use recovery::Interrupted;
pub use rotation::RotationDesk;
pub use run::RunDesk;
pub use setup::{KEY_NAME, SetupDesk};
pub use slot::Slot;
pub use subaccounts::SubaccountsDesk;
pub use tools::Tools;

use crate::ui::lock::{Desk, Lock};
use leptos::prelude::*;
use std::rc::Rc;

/// All desks, as the page is opened with them. Nobody but this room and the app knows them together.
#[derive(Clone, Copy)]
pub struct Desks {
    pub tools: Tools,
    pub account: AccountDesk,
    pub connect: ConnectDesk,
    pub run: RunDesk,
    setup: SetupDesk,
    plan: PlanDesk,
    keys: KeysDesk,
    subaccounts: SubaccountsDesk,
    rotation: RotationDesk,
    by_hand: ByHandDesk,
    commands: CommandsForm,
}

impl Desks {
    /// Empty desks.
    pub fn new() -> Self {
        let tools = Tools::new(Lock::new());
        let account = AccountDesk::new(tools);
        let connect = ConnectDesk::new(account, tools);
        let run = RunDesk::new(account, connect, tools);
        let plan = PlanDesk::new(account, run, tools);
        let subaccounts = SubaccountsDesk::new(account, connect, tools);
        let desks = Self {
            tools,
            account,
            connect,
            run,
            setup: SetupDesk::new(connect, tools),
            plan,
            keys: KeysDesk::new(tools),
            subaccounts,
            rotation: RotationDesk::new(account, subaccounts, tools),
            by_hand: ByHandDesk::new(account, plan),
            commands: CommandsForm::new(),
        };
        tools.errands.know(desks);
        desks
    }

    /// Gives each to its page.
    pub fn provide(self) {
        provide_context(self);
        provide_context(self.tools);
        provide_context(self.tools.lock);
        provide_context(self.account);
        provide_context(self.connect);
        provide_context(self.run);
        provide_context(self.setup);
        provide_context(self.plan);
        provide_context(self.keys);
        provide_context(self.subaccounts);
        provide_context(self.rotation);
        provide_context(self.by_hand);
        provide_context(self.commands);
    }

    /// Has the lock ask all of them from now on, in this order: a desk may rely on those before it to have forgotten.
    pub fn enrol(self) {
        self.tools.lock.enrol(|| {
            let desks: [Rc<dyn Desk>; 8] = [
                Rc::new(self.connect),
                Rc::new(self.account),
                Rc::new(self.subaccounts),
                Rc::new(self.run),
                Rc::new(self.rotation),
                Rc::new(self.setup),
                Rc::new(self.keys),
                Rc::new(self.plan),
            ];
            desks.into()
        });
    }
}
