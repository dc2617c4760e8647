//! What people see.

use leptos::prelude::*;

/// Puts the console into the page's body.
pub fn mount() {
    mount_to_body(|| view! { <h1>{"Keyseed"}</h1> });
}
