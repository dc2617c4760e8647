//! The new pair: its private key to be saved first, then used.

use crate::keys::PublicKey;
use crate::ui::desks::{SetupDesk, desk};
use crate::ui::parts::{Notice, SaveKeys, Tone};
use crate::ui::routes;
use crate::ui::tools::tools;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The downloads, with a warning until the private key is saved, and the way to Connect.
#[component]
pub fn NewKey(
    /// The public half.
    key: PublicKey,
    /// The name that the files take.
    #[prop(into)]
    name: Signal<String>,
    /// Whether the key is pasted in the Console.
    by_console: bool,
) -> impl IntoView {
    let tools = tools();
    let fingerprint = key.fingerprint();
    let state = move || {
        let (tone, title, text) = match (tools.is_downloaded(fingerprint), by_console) {
            (true, _) => (
                Tone::Good,
                "The private key is saved",
                "Keep the file and its passphrase apart.",
            ),
            (false, false) => (
                Tone::Warning,
                "Save the private key before anybody turns enforcement on",
                "It exists in this page only. Once signing is enforced, an account whose private keys are all lost answers no request any more.",
            ),
            (false, true) => (
                Tone::Warning,
                "Save the private key before you leave this page",
                "It exists in this page only. Without it, the public key that you paste is of no use.",
            ),
        };
        view! { <Notice tone title><p>{text}</p></Notice> }
    };
    view! {
        {state}
        <SaveKeys key name />
    }
}

/// The way to Connect, with the new key filled in.
#[component]
pub fn UseKey(
    /// Whether the key is pasted in the Console.
    by_console: bool,
) -> impl IntoView {
    let setup_desk = desk::<SetupDesk>();
    let navigate = use_navigate();
    let go = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            let filled = if by_console {
                setup_desk.use_pasted_key().await
            } else {
                setup_desk.use_registered_key().await
            };
            if filled {
                navigate(routes::CONNECT, NavigateOptions::default());
            }
        });
    };
    let forget = move |_| {
        if by_console {
            setup_desk.forget_pair();
        } else {
            setup_desk.forget_registered();
        }
    };
    let busy = move || !by_console && setup_desk.first_key.is(crate::priming::FirstKey::is_running);
    view! {
        <div class="buttons">
            <button type="button" class="primary" disabled=busy on:click=go>{"Use it to connect"}</button>
            <button type="button" on:click=forget>{"Forget this key pair"}</button>
        </div>
    }
}
