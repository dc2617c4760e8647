//! What the admin gives the recipient: a note to copy, and how to pass the secret on.

use super::{Checkbox, SecretCode};
use crate::handover::{Handed, note};
use leptos::prelude::*;

/// Ways to pass a secret on, the best first; whether each is about a private key's file.
const WAYS: [(&str, bool); 3] = [
    (
        "Best: a link of your password manager that can be opened once, sent apart from this note.",
        false,
    ),
    (
        "The private key's file and its passphrase by two different ways, such as a shared folder and a call.",
        true,
    ),
    (
        "Not in the same message as the note, and not in a ticket or a chat that keeps its history.",
        false,
    ),
];

/// The note, and how to pass on what is not in it.
#[component]
pub fn HandOver(
    /// What is handed over.
    handed: Memo<Option<Handed>>,
    /// Whether it stands alone, in a tab.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let with_secret = RwSignal::new(false);
    let has_secret = move || handed.with(|handed| handed.as_ref().is_some_and(|handed| handed.api_key.is_some()));
    let block = move || {
        handed.get().map(|handed| {
            let text = note(&handed, with_secret.get());
            view! { <SecretCode language="note" text revealed=false /> }
        })
    };
    let ways = move || {
        let has_file = handed.with(|handed| {
            handed
                .as_ref()
                .is_some_and(|handed| handed.private_key_file().is_some())
        });
        let fits = move |(_, file): &(&str, bool)| has_file || !file;
        WAYS.into_iter()
            .filter(fits)
            .map(|(way, _)| view! { <li>{way}</li> })
            .collect_view()
    };
    let body = view! {
        <p class="field-hint">{"For the person who will use the subaccount. Nothing of yours is in it."}</p>
        {block}
        <Show when=has_secret>
            <Checkbox checked=with_secret on_change=move |on: bool| with_secret.set(on)>{"Include the API key secret in the copy"}</Checkbox>
        </Show>
        <Show when=move || with_secret.get()>
            <p class="field-hint">{"The note is a secret then: pass it on by a link that can be opened once, and nowhere else."}</p>
        </Show>
        <h3>{"How to pass the secret on"}</h3>
        <ul class="plain-list">{ways}</ul>
    };
    if alone {
        view! { <div class="hand-over">{body}</div> }.into_any()
    } else {
        view! { <details class="hand-over" open=true><summary>{"Hand over to the recipient"}</summary>{body}</details> }
            .into_any()
    }
}
