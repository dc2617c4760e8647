//! Plan: which subaccounts, whose key pairs, which names; and every request before one is made.

use super::plan_preview::PlanPreview;
use super::{StageHeading, address};
use crate::priming::{Draft, KeyPairChoice};
use crate::ui::console::Console;
use crate::ui::parts::{ErrorSummary, FieldFrame, Notice, TextField, Tone, clear_error, field_id};
use leptos::prelude::*;
use leptos_router::components::{A, Redirect};
use leptos_router::hooks::use_navigate;

/// The second stage.
#[component]
pub fn PlanPage() -> impl IntoView {
    let console = expect_context::<Console>();
    let stage = move || {
        if console.connected.read().is_none() {
            return view! { <Redirect path=address::CONNECT /> }.into_any();
        }
        if console.run.read().is_some() {
            return view! {
                <Notice tone=Tone::Info title="A run is open">
                    <p>{"Finish it before you plan the next one. "}<A href=address::RESULTS>{"Go to its results"}</A></p>
                </Notice>
            }
            .into_any();
        }
        view! { <PlanForm /> }.into_any()
    };
    view! {
        <StageHeading title="Plan" lead="Say what is to be made. Nothing is sent before you start." />
        {stage}
    }
}

/// A text of the draft as a signal of its own, written back as it changes.
fn part(draft: RwSignal<Draft>, read: fn(&Draft) -> &String, write: fn(&mut Draft) -> &mut String) -> RwSignal<String> {
    let text = RwSignal::new(draft.with_untracked(|draft| read(draft).clone()));
    Effect::watch(
        move || text.get(),
        move |new, _, _| draft.update(|draft| write(draft).clone_from(new)),
        false,
    );
    text
}

#[component]
fn PlanForm() -> impl IntoView {
    let console = expect_context::<Console>();
    let (draft, errors) = (console.draft, console.plan_errors);
    let names = part(draft, |draft| &draft.names, |draft| &mut draft.names);
    let api_key_name = part(draft, |draft| &draft.api_key_name, |draft| &mut draft.api_key_name);
    let public_key_name = part(
        draft,
        |draft| &draft.public_key_name,
        |draft| &mut draft.public_key_name,
    );
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if console.start() {
            navigate(address::RUN, leptos_router::NavigateOptions::default());
        }
    };
    let whose = console.connected.with_untracked(|connected| {
        let account = connected.as_ref().map(|connected| &connected.checked.account);
        account.map(|account| format!("In \u{201c}{}\u{201d}, {}", account.friendly_name, account.sid))
    });
    view! {
        <form novalidate on:submit=submit>
            <ErrorSummary errors id="plan-errors" />
            <div class="panel">
                <NamesField names />
                <KeyPairs />
                <div class="field-grid">
                    <TextField label="API key name" value=api_key_name errors hint="Each subaccount's key gets this name." />
                    <Show when=move || draft.read().key_pairs.seeds_public_key()>
                        <TextField label="Public key name" value=public_key_name errors hint="Each subaccount's public key gets this name." />
                    </Show>
                </div>
            </div>
            <PlanPreview />
            <div class="buttons">
                <button type="submit" class="primary">{"Start priming"}</button>
                <span class="field-hint">{whose}</span>
            </div>
        </form>
    }
}

#[component]
fn NamesField(
    /// What was typed.
    names: RwSignal<String>,
) -> impl IntoView {
    const LABEL: &str = "Subaccount names or SIDs";
    let console = expect_context::<Console>();
    let errors = console.plan_errors;
    let id = field_id(LABEL);
    let described = format!("{id}-hint {id}-error");
    view! {
        <FieldFrame label=LABEL errors hint="New names, one a line, 64 characters at most. Existing subaccounts are not primed yet.">
            <textarea id=id.clone() rows="4" spellcheck="false" autocomplete="off" placeholder="West Team"
                aria-describedby=described
                aria-invalid=move || errors.read().of(LABEL).map(|_| "true")
                prop:value=move || names.get()
                on:input:target=move |event| {
                    clear_error(LABEL, errors);
                    names.set(event.target().value());
                }
            ></textarea>
        </FieldFrame>
    }
}

#[component]
fn KeyPairs() -> impl IntoView {
    let choices = [
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
            KeyPairChoice::No,
            "No key pair",
            "No public key is seeded. Enough where requests need no signature.",
        ),
    ];
    let rows = choices.map(|(choice, name, text)| view! { <KeyPairRadio choice name text /> });
    view! {
        <fieldset class="field radios">
            <legend>{"Key pair"}</legend>
            {rows.into_iter().collect_view()}
            <Warning />
        </fieldset>
    }
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
    let draft = expect_context::<Console>().draft;
    let id = format!("pairs-{choice:?}").to_lowercase();
    let text_id = format!("{id}-text");
    view! {
        <div class="radio">
            <input type="radio" name="key-pairs" id=id.clone() aria-describedby=text_id.clone()
                prop:checked=move || draft.read().key_pairs == choice
                on:change=move |_| draft.update(|draft| draft.key_pairs = choice) />
            <div>
                <label for=id>{name}</label>
                <p class="field-hint" id=text_id>{text}</p>
            </div>
        </div>
    }
}

/// What the two switches, signing today and seeding a public key, mean together.
#[component]
fn Warning() -> impl IntoView {
    let console = expect_context::<Console>();
    let signing = console
        .connected
        .with_untracked(|connected| connected.as_ref().is_some_and(|c| c.checked.identity.signing.is_some()));
    let text = move || match (signing, console.draft.read().key_pairs.seeds_public_key()) {
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
        _ => None,
    };
    move || text().map(|(tone, title, text)| view! { <Notice tone title><p>{text}</p></Notice> })
}
