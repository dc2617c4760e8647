//! The pages, and which of them are loaded lazily.

mod by_hand;
pub mod connect;
mod inspect;
mod keys;
mod not_found;
mod plan;
mod results;
mod run;
mod security;
mod setup;
mod subaccounts;

use super::desks::Desks;
use super::lazily::lazily;
use super::parts::later;
use super::routes::{self, Page};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

impl Page {
    /// Draws it. Only what the first load must show is drawn by code that came with it.
    pub fn draw(self) -> AnyView {
        match self {
            Self::Start => {
                use_navigate()(routes::CONNECT, NavigateOptions::default());
                ().into_any()
            }
            Self::Connect => view! { <connect::ConnectPage /> }.into_any(),
            Self::Setup | Self::Plan | Self::Run | Self::Results => later(move || run(Some(self))),
            Self::ByHand | Self::Keys | Self::Subaccounts | Self::Commands | Self::Subaccount => {
                later(move || apart(Some(self)))
            }
            Self::Inspect | Self::Security | Self::Unknown => later(move || apart(Some(self))),
        }
    }
}

/// What a page makes is looked after from the start.
fn enrol() {
    if let Some(desks) = use_context::<&'static Desks>() {
        desks.enrol();
    }
}

/// Fetches the files of all pages.
pub async fn fetch() {
    let _ = run(None).await;
    let _ = apart(None).await;
}

lazily! {
    run:
    fn run(page: Option<Page>) -> AnyView {
        enrol();
        match page {
            Some(Page::Setup) => view! { <setup::SetupPage /> }.into_any(),
            Some(Page::Plan) => view! { <plan::PlanPage /> }.into_any(),
            Some(Page::Run) => view! { <run::RunPage /> }.into_any(),
            Some(Page::Results) => view! { <results::ResultsPage /> }.into_any(),
            // Those of the other files, by name: a new page is in one of the two.
            None | Some(Page::Start | Page::Connect | Page::ByHand | Page::Keys | Page::Subaccounts | Page::Commands) => ().into_any(),
            Some(Page::Subaccount | Page::Inspect | Page::Security | Page::Unknown) => ().into_any(),
        }
    }
}

lazily! {
    pages:
    fn apart(page: Option<Page>) -> AnyView {
        enrol();
        match page {
            Some(Page::ByHand) => view! { <by_hand::ByHandPage /> }.into_any(),
            Some(Page::Keys) => view! { <keys::KeysPage /> }.into_any(),
            Some(Page::Subaccounts) => view! { <subaccounts::SubaccountsPage /> }.into_any(),
            Some(Page::Commands) => view! { <subaccounts::CommandsPage /> }.into_any(),
            Some(Page::Subaccount) => view! { <subaccounts::SubaccountPage /> }.into_any(),
            Some(Page::Inspect) => view! { <inspect::InspectPage /> }.into_any(),
            Some(Page::Security) => view! { <security::SecurityPage /> }.into_any(),
            Some(Page::Unknown) => view! { <not_found::NotFound /> }.into_any(),
            None | Some(Page::Start | Page::Connect | Page::Setup | Page::Plan | Page::Run | Page::Results) => ().into_any(),
        }
    }
}
