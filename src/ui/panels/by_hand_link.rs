//! The link to the page By hand.

use crate::ui::parts::Link;
use crate::ui::routes;
use leptos::prelude::*;

/// The link to the page, from where secrets would be typed.
#[component]
pub fn ByHandLink() -> impl IntoView {
    view! { <p class="setup-link">{"Must no secret go into a browser? "}<Link href=routes::BY_HAND>{"Do it in a terminal"}</Link></p> }
}
