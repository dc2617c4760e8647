//! Copying, with a word that it was done.

use super::{Icon, IconName};
use crate::browser::{clipboard, clock};
use crate::twilio::Secret;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    No,
    Yes,
    Failed,
}

/// A button that copies a text, says so, and tells the screen reader.
#[component]
pub fn CopyButton(
    /// What it is called.
    #[prop(default = "Copy")]
    label: &'static str,
    /// What to copy, asked when it is pressed.
    text: impl Fn() -> Secret + 'static,
) -> impl IntoView {
    let (copied, copy) = copier(text);
    let word = move || match copied.get() {
        Copied::No => label,
        Copied::Yes => "Copied",
        Copied::Failed => "Not allowed: select and copy",
    };
    view! {
        <button type="button" class="copy" aria-label=label on:click=move |_| copy()>
            <Icon name=IconName::Copy />
            <span>{word}</span>
        </button>
        <Said copied />
    }
}

/// The same as a small icon beside a value.
#[component]
pub fn CopyIcon(
    /// What it copies, such as "account SID".
    what: &'static str,
    /// What to copy.
    text: String,
) -> impl IntoView {
    let (copied, copy) = copier(move || Secret::new(text.clone()));
    let name = move || {
        if copied.get() == Copied::Yes {
            IconName::Check
        } else {
            IconName::Copy
        }
    };
    view! {
        <button type="button" class="icon-button" aria-label=format!("Copy {what}") title=format!("Copy {what}") on:click=move |_| copy()>
            {move || view! { <Icon name=name() /> }}
        </button>
        <Said copied />
    }
}

/// Tells the screen reader.
#[component]
fn Said(
    /// What happened.
    copied: RwSignal<Copied>,
) -> impl IntoView {
    let said = move || match copied.get() {
        Copied::No => "",
        Copied::Yes => "Copied",
        Copied::Failed => "The browser does not allow copying",
    };
    view! { <span class="visually-hidden" role="status">{said}</span> }
}

fn copier(text: impl Fn() -> Secret + 'static) -> (RwSignal<Copied>, impl Fn()) {
    let copied = RwSignal::new(Copied::No);
    let copy = move || {
        let text = text();
        spawn_local(async move {
            let done = clipboard::copy(text.expose()).await;
            // The button may be gone by now; then there is nothing to say.
            let _ = copied.try_set(if done { Copied::Yes } else { Copied::Failed });
            clock::sleep(Duration::from_millis(1_500)).await;
            let _ = copied.try_set(Copied::No);
        });
    };
    (copied, copy)
}
