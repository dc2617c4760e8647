//! The script: to download, to copy, to read.

use super::Form;
use crate::browser::download;
use crate::snippets::by_hand::{ByHand, FILE_NAME as PRIME_FILE, prime_sh};
use crate::ui::desks::{AccountDesk, desk};
use crate::ui::parts::{CodeBlock, Fact, Facts, Notice, Tone};
use leptos::prelude::*;

/// The script with what it needs, what it lacks, and its text.
#[component]
pub fn Script(
    /// The form's fields.
    form: Form,
    /// What is to be done.
    request: Memo<ByHand>,
) -> impl IntoView {
    let text = Memo::new(move |_| request.with(prime_sh));
    let failed = RwSignal::new(false);
    let save = move |_| failed.set(!download::save(PRIME_FILE, text.read_untracked().as_bytes()));
    let refused = move || {
        if failed.get() {
            "The browser did not take the file. Copy the script instead."
        } else {
            ""
        }
    };
    view! {
        <section class="panel" aria-label=PRIME_FILE>
            <h2>{PRIME_FILE}</h2>
            <p>{"One script that primes one subaccount, in the order of the steps below. It needs bash, openssl, curl and jq, and holds no secret."}</p>
            <Missing form />
            <CodeBlock language="bash" shown=format!("bash {PRIME_FILE}") />
            <Needs />
            <div class="buttons">
                <button type="button" class={"primary"} on:click=save>{format!("Download {PRIME_FILE}")}</button>
                <span class="field-hint" role="status">{refused}</span>
            </div>
            <details>
                <summary>{format!("Read {PRIME_FILE}")}</summary>
                <div class="script-text"><CodeBlock language="bash" shown=text /></div>
            </details>
        </section>
    }
}

/// What the script will refuse, and whether Twilio would.
#[component]
fn Missing(
    /// The form's fields.
    form: Form,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let missing = Memo::new(move |_| form.missing().join(", "));
    let lacks = move || {
        (!missing.read().is_empty()).then(|| {
            view! { <Notice tone=Tone::Info title="Still to be filled in"><p>{format!("{}. Until then a placeholder stands there, which the script refuses.", missing.get())}</p></Notice> }
        })
    };
    let practice = Memo::new(move |_| {
        account_desk.connected.with(|connected| {
            let practice = connected.as_ref().filter(|connected| connected.practice);
            practice.is_some_and(|connected| connected.checked.account.sid.as_str() == form.account_sid.read().trim())
        })
    });
    let only_practice = move || {
        practice.get().then(|| {
            view! { <Notice tone=Tone::Warning title="These are the practice account's SIDs"><p>{"The script asks Twilio, which does not know them. Put those of a Twilio account in their place before you run it."}</p></Notice> }
        })
    };
    view! {
        {only_practice}
        {lacks}
    }
}

/// What it asks for, and what it leaves.
#[component]
fn Needs() -> impl IntoView {
    let rows = [
        (
            "Secrets",
            "Asked for without an echo, or taken from PRIME_MAIN_KEY_SECRET, PRIME_PASSPHRASE (of the parent's private key) and PRIME_NEW_PASSPHRASE (encrypts the new one). No list of processes shows them.",
        ),
        (
            "Files",
            "The new private key, its public key, and the API key's secret (…-api-key.env), for their owner alone. Nothing is overwritten.",
        ),
        (
            "If it stops",
            "It names every SID that it made, with the lines to go on or to clean up. It never repeats a creation by itself.",
        ),
    ];
    let rows = rows.map(|(term, text)| view! { <Fact term>{text}</Fact> });
    view! { <Facts>{rows.into_iter().collect_view()}</Facts> }
}
