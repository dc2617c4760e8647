//! The new pair's private key: to be saved first, then used.

use super::super::address;
use crate::keys::PublicKey;
use crate::ui::console::Console;
use crate::ui::parts::{Notice, SaveKeys, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The downloads, with a warning until the private key is saved.
#[component]
pub fn KeyToSave(
    /// The public half.
    key: PublicKey,
    /// The name that the files take.
    #[prop(into)]
    name: Signal<String>,
    /// Forgets the pair.
    forget: Callback<()>,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let state = move || {
        if console.setup_is_unsaved() {
            view! {
                <Notice tone=Tone::Warning title="Save the private key before anybody turns enforcement on">
                    <p>{"It exists in this page only. Without it, an account that enforces signing answers no request any more."}</p>
                </Notice>
            }
            .into_any()
        } else {
            view! {
                <Notice tone=Tone::Good title="The private key is saved">
                    <p>{"Keep the file and its passphrase apart, where your other production keys are."}</p>
                </Notice>
            }
            .into_any()
        }
    };
    view! {
        {state}
        <SaveKeys key name />
        <div class="buttons">
            <button type="button" class="quiet" on:click=move |_| forget.run(())>{"Forget this key pair"}</button>
        </div>
    }
}

/// The way to Connect, with the new key filled in.
#[component]
pub fn UseKey(
    /// Whether the key was pasted in the Console.
    console_road: bool,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let navigate = use_navigate();
    let go = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            let filled = if console_road {
                console.use_pasted_key().await
            } else {
                console.use_registered_key().await
            };
            if filled {
                navigate(address::CONNECT, NavigateOptions::default());
            }
        });
    };
    view! {
        <div class="buttons">
            <button type="button" class="primary" on:click=go>{"Use it to connect"}</button>
            <span class="field-hint">{"Fills in the public key SID and the private key at Connect."}</span>
        </div>
    }
}
