//! Set up this account: its Main key, its first public key, a second one, and what enforcement changes.

mod console_road;
mod guidance;
mod main_key;
mod public_key;
mod register;
mod saving;

use super::{StageHeading, address};
use guidance::{ByHand, EnforcementGuide, SecondKey};
use leptos::prelude::*;
use leptos_router::components::A;
use main_key::MainKeyGuide;
use public_key::PublicKeySection;

/// The page beside Connect.
#[component]
pub fn SetupPage() -> impl IntoView {
    view! {
        <StageHeading title="Set up this account" lead="For an account that has no Main API key or no public key yet. Do what is missing, then connect." />
        <p><A href=address::CONNECT>{"Back to Connect"}</A></p>
        <MainKeyGuide />
        <PublicKeySection />
        <SecondKey />
        <EnforcementGuide />
        <ByHand />
    }
}

/// A section of the page under its heading.
#[component]
fn Section(
    /// The heading, which also names the section.
    title: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel setup" aria-label=title>
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// Steps, one after another.
fn steps(items: &'static [&'static str]) -> impl IntoView {
    let item = |text: &&'static str| view! { <li>{*text}</li> };
    view! { <ol class="setup-steps">{items.iter().map(item).collect_view()}</ol> }
}

/// Points in no order.
fn points(items: &'static [&'static str]) -> impl IntoView {
    let item = |text: &&'static str| view! { <li>{*text}</li> };
    view! { <ul class="setup-steps">{items.iter().map(item).collect_view()}</ul> }
}
