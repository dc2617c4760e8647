//! A field for a public key. A private key that is pasted there is refused loudly, and wiped at once.

use super::{Errors, PemField};
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
    Effect::watch(move || value.get(), move |text, _, _| on_change(text.clone()), false);
    view! { <PemField label value errors hint public=true /> }
}
