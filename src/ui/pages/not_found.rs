//! An address that leads nowhere.

use crate::ui::parts::Link;
use leptos::prelude::*;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="narrow">
            <h1>{"There is no such page"}</h1>
            <p>{"The address may be mistyped. "}<Link href="/prime">{"Go to the start"}</Link></p>
        </section>
    }
}
