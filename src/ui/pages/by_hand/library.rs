//! The same with Twilio's libraries.

use crate::snippets::by_hand::ByHand;
use crate::snippets::{LibrarySubject, library_programs};
use crate::ui::parts::Programs;
use leptos::prelude::*;

/// The programs, once nothing is missing.
#[component]
pub fn Library(
    /// What is to be done.
    request: Memo<ByHand>,
) -> impl IntoView {
    let waits = move || {
        if request.read().seeds_public_key {
            "The programs stand here once nothing is left to fill in."
        } else {
            "The programs always seed a public key, as Twilio's page does: tick \u{201c}Make a key pair and seed its public key\u{201d} to see them."
        }
    };
    let subject = Memo::new(move |_| request.with(LibrarySubject::of));
    let chosen = RwSignal::new(0);
    let shown = move || match subject.get() {
        Some(subject) => {
            view! { <Programs programs=library_programs(&subject).into() label="Language" chosen /> }.into_any()
        }
        None => view! { <p class="empty">{waits()}</p> }.into_any(),
    };
    view! {
        <section class="panel" aria-label={"Twilio's libraries"}>
            <h2>{"With Twilio's libraries"}</h2>
            <p>{"The program of Twilio's page, completed. It seeds the public key that the step \u{201c}Make the key pair\u{201d} leaves in a file, writes the new API key's secret to a file for you alone, and closes the subaccount again if a step fails."}</p>
            {shown}
        </section>
    }
}
