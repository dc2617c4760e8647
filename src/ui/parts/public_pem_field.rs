//! A field for a public key. A private key that is pasted there is refused loudly, and wiped at once.

use super::{Errors, Notice, PemField, Tone};
use crate::keys::{PublicKey, PublicKeyError};
use leptos::prelude::*;

/// A field for a public key. What it tells by `on_change` is never a private key.
#[component]
pub fn PublicPemField(
    /// The label.
    label: &'static str,
    /// What was pasted.
    value: RwSignal<String>,
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// What belongs in it.
    hint: &'static str,
    /// Hears each text that may be a public key.
    on_change: impl Fn(String) + 'static,
) -> impl IntoView {
    let refused = RwSignal::new(false);
    Effect::watch(
        move || value.get(),
        move |text, _, _| {
            if matches!(PublicKey::import(text), Err(PublicKeyError::PrivateKey)) {
                refused.set(true);
                value.set(String::new());
                return;
            }
            if !text.is_empty() {
                refused.set(false);
            }
            on_change(text.clone());
        },
        false,
    );
    view! {
        <Show when=move || refused.get()>
            <div role="alert">
                <Notice tone=Tone::Danger title="That was a private key">
                    <p>{"It was wiped from this field; nothing was sent or kept. Clear the clipboard, too. If somebody sent it to you, it is no longer secret: ask them for a new key pair, of which they send the public key only."}</p>
                </Notice>
            </div>
        </Show>
        <PemField label value errors hint public=true />
    }
}
