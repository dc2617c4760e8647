//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_router::components::A;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="narrow">
            <h1>{"There is no such page"}</h1>
            <p>{"The address may be mistyped. "}<A href="/prime">{"Go to the start"}</A></p>
        </section>
    }
}
