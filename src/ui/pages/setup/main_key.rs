//! The Main API key: only the Console makes one.
//!
//! Source: <https://www.twilio.com/docs/iam/api-keys/keys-in-console>.

use super::guidance::{Block, Guidance};
use leptos::prelude::*;

const STEPS: &[Block] = &[
    Block::Text("Subaccounts and keys are managed with a Main key. Only the Twilio Console makes one; no API does."),
    Block::Steps(&[
        "Log in to the Twilio Console and open the page of API keys. In the new Console: Settings, Account settings, API keys & auth tokens. In the legacy Console: Admin, Account management, and under Keys & credentials, API keys & tokens.",
        "Choose the region United States (US1): a key works in its own region only.",
        "Press Create API key, enter a name and choose the key type Main. If the form offers only Standard and Restricted, make the key in the legacy Console.",
        "Copy the SID (SK...) and the secret to your password store. The secret is shown this once.",
    ]),
];

/// Type, what it can do, who makes one, and whether it is enough here.
const KINDS: &[(&str, &str, &str, &str)] = &[
    (
        "Main",
        "Everything, also accounts and API keys, and subaccounts",
        "Console only",
        "Connect with it",
    ),
    (
        "Standard",
        "Everything except accounts and API keys",
        "Console, API",
        "Given to subaccounts",
    ),
    (
        "Restricted",
        "What its permissions name (US1 only)",
        "Console, API",
        "Not used here",
    ),
];

/// How to get a Main key, and what the types of keys can do.
#[component]
pub fn MainKeyGuide() -> impl IntoView {
    let row = |(name, can, made, here): &(&'static str, &'static str, &'static str, &'static str)| {
        view! { <tr><th scope="row">{*name}</th><td data-label="Can use">{*can}</td><td data-label="Made in">{*made}</td><td data-label="In Keyseed">{*here}</td></tr> }
    };
    view! {
        <Guidance blocks=STEPS />
        <div class="table-wrap" tabindex="0" role="group" aria-label={"Types of API keys"}>
            <table class="table labelled">
                <thead><tr>
                    <th scope="col">{"Type"}</th>
                    <th scope="col">{"Can use"}</th>
                    <th scope="col">{"Made in"}</th>
                    <th scope="col">{"In Keyseed"}</th>
                </tr></thead>
                <tbody>{KINDS.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
