//! The API key's secret: hidden until it is revealed.

use super::CopyButton;
use crate::twilio::Secret;
use leptos::prelude::*;

/// What stands where a secret is hidden.
pub const MASK: &str =
    "\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}";

/// The API key's secret, with its two buttons. It is in the page only while it is revealed.
#[component]
pub fn ApiKeySecret(
    /// The secret.
    secret: Secret,
    /// Whether it is shown.
    revealed: RwSignal<bool>,
    /// What is done once it was shown or copied.
    #[prop(optional)]
    seen: Option<Callback<()>>,
) -> impl IntoView {
    let note = move || seen.into_iter().for_each(|seen| seen.run(()));
    let shown = secret.clone();
    let value = move || {
        if revealed.get() {
            view! { <code class="unprinted" data-testid="api-key-secret">{shown.expose().to_owned()}</code> }.into_any()
        } else {
            view! { <span class="mask" aria-label="hidden">{MASK}</span> }.into_any()
        }
    };
    let word = move || {
        if revealed.get() {
            "Hide API key secret"
        } else {
            "Reveal API key secret"
        }
    };
    view! {
        <span class="secret">
            {value}
            <button type="button" class="copy" on:click=move |_| {
                revealed.update(|on| *on = !*on);
                note();
            }>{word}</button>
            <CopyButton label="Copy API key secret" text=move || {
                note();
                secret.clone()
            } secret=true />
        </span>
    }
}
