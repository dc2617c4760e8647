//! Whose key pair the subaccounts get.

use crate::priming::{KeyPairChoice, PlanField};
use crate::ui::desks::{AccountDesk, PlanDesk, desk};
use crate::ui::parts::{CodeBlock, Notice, PublicPemField, Radio, RadioGroup, Tone};
use leptos::prelude::*;

/// How a recipient makes a key pair with OpenSSL.
const MAKE_A_PAIR: &str = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out private-key.pem && openssl pkey -in private-key.pem -pubout";

/// The choices, in order, each with what it means.
const CHOICES: [(KeyPairChoice, &str, &str); 5] = [
    (
        KeyPairChoice::Each,
        "A new key pair for each subaccount",
        "A key that is lost or stolen concerns one subaccount only.",
    ),
    (
        KeyPairChoice::OneForAll,
        "One new key pair for all",
        "Fewer files; whoever holds the private key can sign for all of them.",
    ),
    (
        KeyPairChoice::Signing,
        "The key pair I sign with",
        "No new file. Your own public key is seeded, as in Twilio's sample.",
    ),
    (
        KeyPairChoice::Recipient,
        "A public key the recipient made",
        "The safest hand-over: their private key is never here. They make the last, signed request.",
    ),
    (
        KeyPairChoice::No,
        "No key pair",
        "No public key is seeded. Enough where requests need no signature.",
    ),
];

/// The radios, what belongs to the chosen one, and what to know about it.
#[component]
pub fn KeyPairs() -> impl IntoView {
    let plan_desk = desk::<PlanDesk>();
    let draft = plan_desk.draft;
    let rows = CHOICES.map(|(choice, name, text)| view! { <KeyPairRadio choice name text /> });
    let chosen = Memo::new(move |_| draft.read().key_pairs);
    Effect::new(move |_| plan_desk.prepare_key_pair(chosen.get()));
    on_cleanup(move || plan_desk.forget_unused_key_pair());
    view! {
        <RadioGroup legend="Key pair">{rows.into_iter().collect_view()}</RadioGroup>
        <Show when=move || chosen.get() == KeyPairChoice::Recipient>
            <RecipientKey />
        </Show>
        <Show when=move || chosen.get() == KeyPairChoice::Signing>
            <SigningKey />
        </Show>
        <Warning />
    }
}

/// Whether the account's requests are signed.
fn signing() -> bool {
    desk::<AccountDesk>()
        .connected
        .with_untracked(|connected| connected.as_ref().is_some_and(|c| c.checked.identity.signing.is_some()))
}

#[component]
fn KeyPairRadio(
    /// Which choice.
    choice: KeyPairChoice,
    /// Its name.
    name: &'static str,
    /// What it means.
    text: &'static str,
) -> impl IntoView {
    let plan_desk = desk::<PlanDesk>();
    let draft = plan_desk.draft;
    let id = format!("pairs-{choice:?}").to_lowercase();
    let disabled = choice == KeyPairChoice::Signing && !signing();
    let text = if disabled {
        "Only where requests are signed, and yours are not."
    } else {
        text
    };
    let chosen = Signal::derive(move || draft.read().key_pairs == choice);
    let choose = move |()| draft.update(|draft| draft.key_pairs = choice);
    view! { <Radio group="key-pairs" id name text chosen disabled on_choose=choose /> }
}

/// The recipient's public key, and how they make one.
#[component]
fn RecipientKey() -> impl IntoView {
    let plan_desk = desk::<PlanDesk>();
    let pem = RwSignal::new(plan_desk.draft.with_untracked(|draft| draft.recipient.clone()));
    let changed = move |text: String| plan_desk.draft.update(|draft| draft.recipient = text);
    view! {
        <PublicPemField label=PlanField::PublicKey.label() value=pem errors=plan_desk.errors on_change=changed
            hint="The recipient makes the pair and sends you the public half. Every subaccount of this plan gets it." />
        <details>
            <summary>{"What to send the recipient"}</summary>
            <p class="field-hint">{"These make the pair and show its public half. Keyseed's Keys page does the same without OpenSSL."}</p>
            <CodeBlock language="bash / zsh" shown=MAKE_A_PAIR />
        </details>
    }
}

/// The warning that belongs to one key for several accounts.
#[component]
fn SigningKey() -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let fingerprint = account_desk.connected.with_untracked(|connected| {
        let key = connected.as_ref()?.signing_key.as_ref()?;
        Some(key.fingerprint().to_string())
    });
    view! {
        <Notice tone=Tone::Warning title="One key, many accounts">
            <p>{"Whoever holds your private key can then sign for the parent and for each of these subaccounts, and to replace it you must replace it in all of them. Do not hand it to a recipient."}</p>
            <p>{"Fingerprint (SHA-256): "}<code class="fingerprint" data-testid={"signing-fingerprint"}>{fingerprint}</code></p>
        </Notice>
    }
}

/// What the two switches, signing today and seeding a public key, mean together.
#[component]
fn Warning() -> impl IntoView {
    let plan_desk = desk::<PlanDesk>();
    let signing = signing();
    let text = move || match (signing, plan_desk.draft.read().key_pairs.seeds_public_key()) {
        (true, false) => Some((
            Tone::Warning,
            "These subaccounts will not be usable while signing is enforced",
            "They get no public key, so Twilio refuses every request of theirs until someone adds one.",
        )),
        (false, true) => Some((
            Tone::Info,
            "The public keys are seeded for later",
            "Requests are not signed today, so nothing proves the key pair yet. It takes effect once Public Key Client Validation is enforced.",
        )),
        (false, false) => Some((
            Tone::Info,
            "No key pair, since your requests are not signed",
            "That is enough for today. To prepare for Public Key Client Validation, choose a key pair now; it is seeded for later.",
        )),
        (true, true) => None,
    };
    move || text().map(|(tone, title, text)| view! { <Notice tone title><p>{text}</p></Notice> })
}
