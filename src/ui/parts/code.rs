//! Code that is there to be copied.

use super::CopyButton;
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
    /// What is copied, where that is more than what is shown.
    #[prop(optional)]
    full: Option<Secret>,
) -> impl IntoView {
    let text = move || full.clone().unwrap_or_else(|| Secret::new(shown.get_untracked()));
    view! {
        <div class="code">
            <div class="code-bar">
                <span>{language}</span>
                <CopyButton text />
            </div>
            <pre tabindex="0"><code>{move || shown.get()}</code></pre>
        </div>
    }
}
