//! The pages, their addresses, and which of them are loaded lazily.

pub mod by_hand;
mod inspect;
mod keys;
mod not_found;
pub mod prime;
mod security;
pub mod subaccounts;

use super::later::{later, lazily};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use prime::address;

/// What an address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Start,
    Connect,
    Setup,
    ByHand,
    Plan,
    Run,
    Results,
    Keys,
    Subaccounts,
    Commands,
    Subaccount,
    Inspect,
    Security,
    Unknown,
}

impl Page {
    /// The page at a path.
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Start,
            address::CONNECT => Self::Connect,
            address::SETUP => Self::Setup,
            by_hand::ADDRESS => Self::ByHand,
            address::PLAN => Self::Plan,
            address::RUN => Self::Run,
            address::RESULTS => Self::Results,
            "/keys" => Self::Keys,
            "/subaccounts" => Self::Subaccounts,
            "/subaccounts/commands" => Self::Commands,
            "/inspect" => Self::Inspect,
            "/security" => Self::Security,
            path => match path.strip_prefix("/subaccounts/") {
                Some(sid) if !sid.contains('/') => Self::Subaccount,
                _ => Self::Unknown,
            },
        }
    }

    /// Whether it stands beside the stepper.
    pub const fn is_stage(self) -> bool {
        matches!(
            self,
            Self::Connect | Self::Setup | Self::ByHand | Self::Plan | Self::Run | Self::Results
        )
    }

    /// Draws it. Only what the first load must show is drawn by code that came with it.
    pub fn draw(self) -> AnyView {
        match self {
            Self::Start => view! { <Redirect path=address::CONNECT /> }.into_any(),
            Self::Connect => view! { <prime::ConnectPage /> }.into_any(),
            Self::Setup => later(setup),
            Self::ByHand => later(by_hand),
            Self::Plan => later(plan),
            Self::Run => later(run),
            Self::Results => later(results),
            Self::Keys => later(keys),
            Self::Subaccounts => later(subaccounts),
            Self::Commands => later(commands),
            Self::Subaccount => later(subaccount),
            Self::Inspect => later(inspect),
            Self::Security => later(security),
            Self::Unknown => later(not_found),
        }
    }
}

lazily! {
    prime:
    fn setup() -> AnyView { view! { <prime::SetupPage /> }.into_any() }
    fn plan() -> AnyView { view! { <prime::PlanPage /> }.into_any() }
    fn run() -> AnyView { view! { <prime::RunPage /> }.into_any() }
    fn results() -> AnyView { view! { <prime::ResultsPage /> }.into_any() }
}

lazily! {
    subaccounts:
    fn subaccounts() -> AnyView { view! { <subaccounts::SubaccountsPage /> }.into_any() }
    fn commands() -> AnyView { view! { <subaccounts::CommandsPage /> }.into_any() }
    fn subaccount() -> AnyView { view! { <subaccounts::SubaccountPage /> }.into_any() }
}

lazily! {
    others:
    fn by_hand() -> AnyView { view! { <by_hand::ByHandPage /> }.into_any() }
    fn keys() -> AnyView { view! { <keys::KeysPage /> }.into_any() }
    fn inspect() -> AnyView { view! { <inspect::InspectPage /> }.into_any() }
    fn security() -> AnyView { view! { <security::SecurityPage /> }.into_any() }
    fn not_found() -> AnyView { view! { <not_found::NotFound /> }.into_any() }
}
