//! What people see.
//!
//! The page shows the state of the machines in `priming` and tells them what the admin wants; it never awaits for them. Every
//! text stands in braces and every nested element has a computed part: Leptos would otherwise render it through
//! `innerHTML`, which the page's Trusted Types refuse.

mod app;
mod desks;
mod frame;
mod lazily;
mod lock;
mod pages;
mod panels;
mod parts;
mod routes;
mod tools;

/// Puts the console into the page's body.
pub fn mount() {
    leptos::mount::mount_to_body(app::App);
}
