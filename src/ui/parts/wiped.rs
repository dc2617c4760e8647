//! Fields that are for something else than a private key: one that is pasted into them is wiped at once, and they say so.

use super::{Notice, Tone};
use crate::keys::holds_private_key;
use leptos::prelude::*;

/// Takes a field's new text, unless it holds a private key: then the field is emptied, and `wiped` tells. Whether the text was taken.
pub fn take_text(text: String, value: RwSignal<String>, wiped: RwSignal<bool>) -> bool {
    let refused = holds_private_key(&text);
    // The field that was emptied says so until something else is typed.
    if refused || !text.is_empty() {
        wiped.set(refused);
    }
    value.set(if refused { String::new() } else { text });
    !refused
}

/// Says that a private key was wiped from the field that it stands in.
#[component]
pub fn PrivateKeyWiped(
    /// Whether one was.
    wiped: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Show when=move || wiped.get()>
            <div role="alert">
                <Notice tone=Tone::Danger title="That was a private key">
                    <p>{"It was wiped from this field; nothing was sent or kept. Clear the clipboard, too. If somebody sent it to you, it is no longer secret: ask them for a new key pair, of which they send the public key only."}</p>
                </Notice>
            </div>
        </Show>
    }
}
