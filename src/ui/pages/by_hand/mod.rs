//! By hand: what a run does, in a terminal.

mod fields;
mod steps;

use crate::browser::{download, page};
use crate::snippets::by_hand::{FILE_NAME, prime_sh};
use crate::snippets::library_programs;
use crate::ui::console::{ByHandForm, Console};
use crate::ui::parts::{CodeBlock, Programs};
use fields::Fields;
use leptos::prelude::*;
use leptos_router::components::A;
use steps::Steps;

/// The page. It needs no connection, and takes no secret.
#[component]
pub fn ByHandPage() -> impl IntoView {
    page::set_title("By hand \u{2013} Keyseed");
    let console = expect_context::<Console>();
    let form = console.by_hand;
    form.fill_in(console);
    view! {
        <div class="by-hand">
            <p class="crumb"><A href="/prime">{"Prime"}</A></p>
            <h1>{"By hand"}</h1>
            <p class="lead">{"For accounts whose secrets must not go into a browser: what Keyseed does, in a terminal of yours. This page asks for no secret and sends nothing."}</p>
            <Fields form />
            <Script form />
            <Steps form />
            <Library form />
        </div>
    }
}

/// The script, whole.
#[component]
fn Script(
    /// What is typed.
    form: ByHandForm,
) -> impl IntoView {
    let script = Memo::new(move |_| prime_sh(&form.request()));
    let save = move |_| {
        download::save(FILE_NAME, script.read_untracked().as_bytes());
    };
    view! {
        <section class="panel" aria-label="All in one script">
            <h2>{"All in one script"}</h2>
            <p>{"prime.sh primes the subaccount from its key pair to the signed request. It needs bash, openssl, curl and jq, asks for the secrets or takes them from the environment, and if anything fails, names all that it made and how to go on."}</p>
            <div class="buttons">
                <button type="button" class="primary" on:click=save>{"Download prime.sh"}</button>
                <span class="field-hint">{"Run it with: "}<code>{"bash prime.sh"}</code></span>
            </div>
            <details class="script">
                <summary>{"Read the script"}</summary>
                <CodeBlock language="bash" shown=script />
            </details>
        </section>
    }
}

/// The same with Twilio's libraries.
#[component]
fn Library(
    /// What is typed.
    form: ByHandForm,
) -> impl IntoView {
    let subject = Memo::new(move |_| form.library());
    let shown = move || {
        subject.get().map_or_else(
            || {
                view! { <p class="empty">{"The programs stand here once the SIDs and the name are typed."}</p> }
                    .into_any()
            },
            |subject| view! { <Programs programs=library_programs(&subject).into() label="Language" /> }.into_any(),
        )
    };
    view! {
        <section class="panel" aria-label="With a library of Twilio's">
            <h2>{"With a library of Twilio's"}</h2>
            <p>{"The program of Twilio's page, completed. It seeds the public key whose file the key pair's step makes, writes the new API key's secret to a file for you alone, and closes what it made if a step fails."}</p>
            {shown}
        </section>
    }
}
