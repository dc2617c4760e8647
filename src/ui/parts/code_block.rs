//! Code that is there to be copied.

use super::{CopyButton, MASK};
use crate::snippets::Copyable;
use crate::twilio::Secret;
use leptos::prelude::*;

/// A block of code with its language and a copy button on the top right. It wraps rather than hiding its end.
#[component]
pub fn CodeBlock(
    /// The language, in a word.
    language: &'static str,
    /// What is shown.
    #[prop(into)]
    shown: Signal<String>,
    /// What is copied, where that is more than what is shown: a secret.
    #[prop(optional_no_strip)]
    full: Option<Secret>,
) -> impl IntoView {
    let secret = full.is_some();
    let text = move || full.clone().unwrap_or_else(|| Secret::new(shown.get_untracked()));
    view! {
        <div class="code">
            <div class="code-bar">
                <span>{language}</span>
                <CopyButton text secret />
            </div>
            <pre tabindex="0"><code>{move || shown.get()}</code></pre>
        </div>
    }
}

/// The same for a text with secrets in it, which are masked until they are revealed and whole in what is copied.
#[component]
pub fn SecretCode(
    /// The language, in a word.
    language: &'static str,
    /// The text.
    text: Copyable,
    /// Whether secrets are shown.
    #[prop(into)]
    revealed: Signal<bool>,
) -> impl IntoView {
    let full = text.has_secret().then(|| text.whole());
    let hidden = text.has_secret();
    let shown = Signal::derive(move || {
        if revealed.get() {
            text.whole().expose().to_owned()
        } else {
            text.masked(MASK)
        }
    });
    let hint = move || {
        (hidden && !revealed.get())
            .then(|| view! { <p class="field-hint">{"The secret is hidden here; Copy takes it along."}</p> })
    };
    view! {
        <div class:unprinted=move || hidden && revealed.get()>
            <CodeBlock language shown full />
        </div>
        {hint}
    }
}
