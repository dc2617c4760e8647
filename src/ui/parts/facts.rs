//! A list of facts: a term, and what is known of it.

use super::CopyIcon;
use leptos::prelude::*;

/// The list.
#[component]
pub fn Facts(
    /// Its facts.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// A fact.
#[component]
pub fn Fact(
    /// What it is called.
    #[prop(into)]
    term: String,
    /// What is known.
    children: Children,
) -> impl IntoView {
    view! {
        <dt>{term}</dt>
        <dd>{children()}</dd>
    }
}

/// A SID, a fingerprint: a fact that is copied.
#[component]
pub fn CopyableFact(
    /// What it is called.
    term: &'static str,
    /// Its test id.
    test_id: &'static str,
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <dt>{term}</dt>
        <dd><code data-testid=test_id>{text.clone()}</code><CopyIcon what=term text /></dd>
    }
}
