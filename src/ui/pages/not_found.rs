//! An address that leads nowhere.

use crate::ui::parts::Link;
use crate::ui::routes;
use leptos::prelude::*;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="narrow">
            <h1>{"There is no such page"}</h1>
            <p>{"The address may be mistyped. "}<Link href=routes::CONNECT>{"Go to the start"}</Link></p>
        </section>
    }
}
