//! Security: what Keyseed promises, how, and what it cannot.

use crate::browser::page;
use leptos::prelude::*;

/// The promises, in the order in which an admin would ask, each with the tests that prove it.
const PROMISES: &[(&str, &str, &str)] = &[
    (
        "Private keys stay in this page",
        "They are made by this page with the browser's own randomness, and leave it only in a file that you save. No request, address, storage, log or console line carries one; the browser tests search for them in every form.",
        "tests/browser/main-job, tests/browser/setup",
    ),
    (
        "The key that signs cannot be read back",
        "The private key that you connect with is handed to the browser's own cryptography as a key that signs but cannot be exported. Its text is wiped from the form.",
        "tests/browser/memory",
    ),
    (
        "Nothing secret is left behind",
        "When a run is finished, its keys and secrets are gone from this page's memory and its workers', and nothing of them was ever written to the disk but what you saved. The browser tests search the memory after fifty keys, and the browser's own folder.",
        "tests/browser/memory, tests/browser/disk",
    ),
    (
        "Secrets go where they must, and nowhere else",
        "An API key's secret goes to Twilio in the Authorization header of its own requests, through the relay on this origin, which reads it on the way. It is never stored. Commands ask for the Main key's secret instead of printing it. What you copy leaves the clipboard after a minute, if you are on this page then.",
        "tests/priming, tests/browser/main-job, tests/browser/commands, tests/peers",
    ),
    (
        "A page left alone locks itself",
        "After 15 minutes without keyboard, pointer or touch it forgets every credential, and says what it forgot. What you have not saved yet stays, hidden, and it asks you to save it. A run at work is not locked.",
        "tests/browser/idle",
    ),
    (
        "Nothing foreign runs here",
        "The page loads no script, style, font or image from elsewhere. Its Content Security Policy allows only its own files, without inline code, and Trusted Types are enforced.",
        "tests/deploy/boot, tests/deploy/sinks, tests/deploy/nginx, tests/deploy/caddy",
    ),
    (
        "Keys are made to the standard",
        "RSA 2048 with the exponent 65537. The primes are searched upwards from a random start and meet the conditions of FIPS 186-5: top bits set, far apart, tested by Miller-Rabin with random bases. The browser's own cryptography makes and verifies a signature before a pair is used.",
        "tests/keys, tests/browser/kernels, tests/browser/made-keys",
    ),
    (
        "Nothing is created twice by mistake",
        "Browsers send a request again by themselves when a connection breaks, so the relay lets each creation through once, and Keyseed takes stock of each subaccount at the end: it deletes duplicate keys, and shows you a second subaccount so that you can close it. Before a subaccount is created, Keyseed looks whether its name is free. If the reply to a creation is lost, it looks for what was made before it makes anything again: a subaccount is taken over (after an interruption only if you say that it is this run's), an API key whose secret was lost is deleted and made anew, a public key that was added twice is deleted once. Ten thousand played runs with faults, crashes and closed tabs leave nothing doubled and nothing unnamed.",
        "tests/reliability, tests/priming/lost, tests/browser/lost-replies, tests/deploy/once, tests/browser/resends",
    ),
    (
        "A run outlives its page",
        "What a run is about to make is written down in this browser before the request goes out: names and SIDs, never a secret. After a closed tab or a crash the next page offers to resume the run, to clean up what it made, or to forget it. The browser tests kill the tab at every request.",
        "tests/browser/interrupted, tests/priming/journal, tests/deploy/crash",
    ),
    (
        "A clean-up takes only what the run made",
        "Last things first, and a subaccount is closed only after its name was typed. What was there before, and what you have saved, stays. Keys carry the run's own name, so no other run's key is ever deleted.",
        "tests/priming/run, tests/priming/journal, tests/reliability",
    ),
    (
        "What was done can be shown",
        "Each run has a record to download: who asked, what was made, and each request with its time, outcome and Twilio's own id. No secret is in it.",
        "tests/browser/interrupted",
    ),
    (
        "Old keys go last",
        "A rotation makes the new keys, sees that they work, and deletes old ones only when you say so. Whatever fails on the way, a working key stays, and every key that exists is named. If the browser sends a creation twice, the second key is found and deleted. A deletion is believed only where the key is gone.",
        "tests/subaccounts/faults, tests/browser/subaccounts",
    ),
];

const LIMITS: &[&str] = &[
    "Whoever serves this page could serve another one. Serve it yourself, or from someone you trust with the account.",
    "The relay sees API key secrets and what Twilio answers. It never sees a private key.",
    "A relay other than those in deploy/ may let a second copy of a creation through. Keyseed then finds it only when it takes stock.",
    "Browsers let a page clear the clipboard only while you are in it, and this page may not read it: a secret that you copied may still be there.",
    "Browser extensions, the operating system and the clipboard's history are outside the page's reach.",
    "Only Twilio's US1 hosts are used: whether Public Key Client Validation works in other regions is not documented.",
];

/// The page.
#[component]
pub fn SecurityPage() -> impl IntoView {
    page::set_title("Security \u{2013} Keyseed");
    let promise = |(title, text, proof): &(&'static str, &'static str, &'static str)| {
        view! {
            <section>
                <h2>{*title}</h2>
                <p>{*text}</p>
                <p class="field-hint">{"Proven by "}<code>{*proof}</code></p>
            </section>
        }
    };
    let limit = |text: &&'static str| view! { <li>{*text}</li> };
    view! {
        <div class="narrow prose">
            <h1>{"Security"}</h1>
            <p class="lead">{"What Keyseed promises, and what it cannot."}</p>
            {PROMISES.iter().map(promise).collect_view()}
            <section>
                <h2>{"What it cannot do"}</h2>
                <ul>{LIMITS.iter().map(limit).collect_view()}</ul>
            </section>
        </div>
    }
}
