//! Set up this account: its Main key, its first public key, a second one, and what enforcement changes.

mod by_console;
mod by_request;
mod guidance;
mod main_key;
mod public_key;
mod saving;

use crate::browser::page;
use crate::ui::desks::{KEY_NAME, SetupDesk, desk};
use crate::ui::panels::StageHeading;
use crate::ui::parts::{Link, field_id};
use crate::ui::routes;
use guidance::{BY_HAND, ENFORCEMENT, Guidance, LOST_KEY, SECOND_KEY};
use leptos::prelude::*;
use main_key::MainKeyGuide;
use public_key::PublicKey;

/// The page beside Connect.
#[component]
pub fn SetupPage() -> impl IntoView {
    view! {
        <StageHeading title="Set up this account" lead="For an account that has no Main API key or no public key yet, or whose private key is lost. Do what is missing, then connect." />
        <p><Link href=routes::CONNECT>{"Back to Connect"}</Link></p>
        <Section title="1. A Main API key"><MainKeyGuide /></Section>
        <Section title="2. The account's public key"><PublicKey /></Section>
        <Section title="3. A second public key against a lock-out"><Guidance blocks=SECOND_KEY /><AddAnother /><Guidance blocks=LOST_KEY /><ReplaceByConsole /></Section>
        <Section title="4. Turning enforcement on"><Guidance blocks=ENFORCEMENT /></Section>
        <Section title="5. Everything by hand in the Console"><Guidance blocks=BY_HAND /></Section>
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

/// Goes back to the form, for one more key.
#[component]
fn AddAnother() -> impl IntoView {
    let setup_desk = desk::<SetupDesk>();
    let go = move |_| {
        setup_desk.another();
        request_animation_frame(|| {
            // Before an account is chosen, that is what is missing.
            page::focus("kind-practice");
            page::focus(&field_id(KEY_NAME));
        });
    };
    view! { <div class="buttons"><button type="button" on:click=go>{"Add another public key"}</button></div> }
}

/// Goes to the road by the Console, for who has lost the private key.
#[component]
fn ReplaceByConsole() -> impl IntoView {
    let setup_desk = desk::<SetupDesk>();
    let go = move |_| {
        setup_desk.take_road(true);
        request_animation_frame(|| {
            // Before an account is chosen, that is what is missing.
            page::focus("kind-twilio");
            page::focus("road-console");
        });
    };
    view! { <div class="buttons"><button type="button" on:click=go>{"Replace a lost key by the Console"}</button></div> }
}
