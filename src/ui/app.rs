//! The routes.

use super::console::{Console, IDLE_SECONDS};
use super::frame::Frame;
use super::pages::{InspectPage, KeysPage, NotFound, SecurityPage, by_hand, prime, subaccounts};
use super::parts::ClipboardWatch;
use crate::browser::{page, watch_idle};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    let console = Console::new();
    provide_context(console);
    provide_context(ClipboardWatch::new());
    page::Theme::stored().apply();
    page::guard_leaving(move || console.something_is_unsaved());
    page::forget_when_restored();
    page::when_shown(move || console.look_for_interrupted());
    watch_idle(IDLE_SECONDS, move || console.is_at_work(), move || console.lock());
    view! {
        <Router>
            <Frame>
                <Routes fallback=NotFound>
                    <Route path=path!("") view=|| view! { <Redirect path="/prime" /> } />
                    <ParentRoute path=path!("prime") view=prime::Stages>
                        <Route path=path!("") view=prime::ConnectPage />
                        <Route path=path!("setup") view=prime::SetupPage />
                        <Route path=path!("by-hand") view=by_hand::ByHandPage />
                        <Route path=path!("plan") view=prime::PlanPage />
                        <Route path=path!("run") view=prime::RunPage />
                        <Route path=path!("results") view=prime::ResultsPage />
                    </ParentRoute>
                    <Route path=path!("keys") view=KeysPage />
                    <Route path=path!("subaccounts") view=subaccounts::SubaccountsPage />
                    <Route path=path!("subaccounts/commands") view=subaccounts::CommandsPage />
                    <Route path=path!("subaccounts/:sid") view=subaccounts::SubaccountPage />
                    <Route path=path!("inspect") view=InspectPage />
                    <Route path=path!("security") view=SecurityPage />
                </Routes>
            </Frame>
        </Router>
    }
}
