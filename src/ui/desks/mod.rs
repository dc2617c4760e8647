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
mod console_pair;
mod errands;
mod keys;
mod own_key;
mod plan;
mod practice;
mod recovery;
mod rotation;
mod run;
mod saving;
mod setup;
mod slot;
mod subaccounts;

pub use crate::ui::tools::Tools;
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
pub use saving::Saved;
pub use setup::{KEY_NAME, SetupDesk};
pub use slot::Slot;
pub use subaccounts::SubaccountsDesk;

use crate::ui::lock::Lock;
use leptos::prelude::*;
use std::sync::OnceLock;

/// All desks, as the page is opened with them. Nobody but this room and the app knows them together.
///
/// They live as long as the page, so whoever needs one holds a reference: a handler that was given the signals by value
/// would carry them all. Those that the first load does not show are made when the first of them is asked for.
pub struct Desks {
    pub tools: &'static Tools,
    pub errands: &'static Errands,
    pub run: &'static RunDesk,
    connect: &'static ConnectDesk,
    account: &'static AccountDesk,
    later: OnceLock<Later>,
    /// The page's own: a signal that is made later belongs to it, too, and to no component.
    owner: Owner,
}

struct Later {
    setup: &'static SetupDesk,
    plan: &'static PlanDesk,
    keys: &'static KeysDesk,
    subaccounts: &'static SubaccountsDesk,
    rotation: &'static RotationDesk,
    by_hand: &'static ByHandDesk,
    commands: &'static CommandsForm,
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl Desks {
    /// Empty desks.
    pub fn new() -> &'static Self {
        let tools = keep(Tools::new(keep(Lock::new())));
        let errands = keep(Errands::new(tools));
        let account = keep(AccountDesk::new(tools));
        let connect = keep(ConnectDesk::new(account, errands, tools));
        let desks = keep(Self {
            tools,
            errands,
            run: keep(RunDesk::new(account, connect, errands, tools)),
            connect,
            account,
            later: OnceLock::new(),
            owner: Owner::current().unwrap_or_default(),
        });
        errands.know(desks);
        desks
    }

    fn later(&self) -> &Later {
        self.later.get_or_init(|| self.owner.with(|| self.rest()))
    }

    fn rest(&self) -> Later {
        let (account, connect, tools) = (self.account, self.connect, self.tools);
        let plan = keep(PlanDesk::new(account, self.run, tools));
        let subaccounts = keep(SubaccountsDesk::new(account, connect, tools));
        Later {
            setup: keep(SetupDesk::new(connect, tools)),
            plan,
            keys: keep(KeysDesk::new(tools)),
            subaccounts,
            rotation: keep(RotationDesk::new(account, subaccounts, tools)),
            by_hand: keep(ByHandDesk::new(account, plan)),
            commands: keep(CommandsForm::new()),
        }
    }

    /// Has the lock ask all of them from now on, in this order: a desk may rely on those before it to have forgotten.
    pub fn enrol(&self) {
        let later = self.later();
        self.tools.lock.enrol(|| {
            vec![
                self.connect,
                self.account,
                later.subaccounts,
                self.run,
                later.rotation,
                later.setup,
                later.keys,
                later.plan,
            ]
        });
    }
}

/// What a page can ask for.
pub trait Taken: Sized {
    /// The one of this page.
    fn of(desks: &'static Desks) -> &'static Self;
}

macro_rules! taken {
    ($($desk:ty: |$desks:ident| $place:expr),* $(,)?) => {$(
        impl Taken for $desk {
            fn of($desks: &'static Desks) -> &'static Self {
                $place
            }
        }
    )*};
}

taken! {
    AccountDesk: |desks| desks.account,
    ConnectDesk: |desks| desks.connect,
    RunDesk: |desks| desks.run,
    SetupDesk: |desks| desks.later().setup,
    PlanDesk: |desks| desks.later().plan,
    KeysDesk: |desks| desks.later().keys,
    SubaccountsDesk: |desks| desks.later().subaccounts,
    RotationDesk: |desks| desks.later().rotation,
    ByHandDesk: |desks| desks.later().by_hand,
    CommandsForm: |desks| desks.later().commands,
}

/// The desk of this page: the first lines of a component say by it what the component can touch. One context serves all,
/// since each kind of context has its price in the first load.
pub fn desk<D: Taken>() -> &'static D {
    D::of(expect_context::<&'static Desks>())
}
