//! The road by requests: the form, what was found, and the key that was registered.

use super::saving::{NewKey, UseKey};
use crate::browser::page;
use crate::machine::Conversation;
use crate::priming::{FirstKey, FirstKeyEnd};
use crate::twilio::PublicKeySid;
use crate::ui::desks::connect_form::{AccountKind, sid_error};
use crate::ui::desks::{ConnectDesk, KEY_NAME, SetupDesk, desk};
use crate::ui::panels::{FindingRow, MainKeyFields};
use crate::ui::parts::{CopyableFact, ErrorSummary, Facts, Inspector, TextField};
use leptos::prelude::*;

/// Whether a key was registered.
fn has_key(first: &FirstKey) -> bool {
    first.public_key_sid.is_some()
}

/// The Main key, which Connect shares, and the new public key's name.
#[component]
pub fn RegisterForm() -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let setup = desk::<SetupDesk>();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        setup.register();
    };
    let busy = move || setup.first_key.is(FirstKey::is_running);
    let unsaved = move || setup.registered_is_unsaved();
    let word = move || {
        if busy() {
            "Registering\u{2026}"
        } else if setup.first_key.is(has_key) {
            "Make another key pair and register it"
        } else {
            "Make a key pair and register it"
        }
    };
    let fields = move || {
        let kind = connect_desk.form.kind.get()?;
        Some(view! { <MainKeyFields kind errors=setup.errors /><Signing kind /> })
    };
    let hint = move || {
        if unsaved() {
            "Save the private key below first: another pair takes its place in this page."
        } else {
            ""
        }
    };
    view! {
        <form class="setup-form" novalidate on:submit=submit>
            <ErrorSummary errors=setup.errors id="register-errors" />
            {fields}
            <TextField label=KEY_NAME value=setup.name errors=setup.errors hint="The Console lists public keys by name. Keyseed adds an ID in parentheses, so that no other key has this name." />
            <div class="buttons">
                <button type="submit" class:primary=move || !setup.first_key.is(has_key) disabled=move || busy() || unsaved()>{word}</button>
                <span class="field-hint">{hint}</span>
            </div>
        </form>
    }
}

/// Whether the requests will be signed.
#[component]
fn Signing(
    /// Which kind of account.
    kind: AccountKind,
) -> impl IntoView {
    let fields = desk::<ConnectDesk>().form.fields(kind);
    let how = move || {
        let sid = fields.public_key_sid.get();
        let signs = fields.held.read().is_some() && sid_error::<PublicKeySid>(&sid).is_none();
        match (fields.sign.get(), signs) {
            (true, true) => format!("Requests are signed with {}, the key in use at Connect.", sid.trim()),
            (true, false) => "Connect is set to sign, but holds no key: requests from here go unsigned.".to_owned(),
            (false, _) => "Requests are sent unsigned; the last one is signed with the new key, to try it.".to_owned(),
        }
    };
    view! { <p class="field-hint">{how}</p> }
}

/// What was found, one after another as it comes, and the key at the end.
#[component]
pub fn Registration() -> impl IntoView {
    let setup = desk::<SetupDesk>();
    let findings = move || {
        let (rows, last) = setup
            .first_key
            .with(|first| (first.findings.clone(), first.exchanges().last().cloned()))
            .unwrap_or_default();
        let row = |finding| view! { <FindingRow finding doing="Registration of a public key" exchange=last.clone() /> };
        rows.into_iter().map(row).collect_view()
    };
    let exchanges = setup.first_key.exchanges();
    // A further request does not redraw this: a passphrase may be half typed.
    let registered = Memo::new(move |_| setup.first_key.is(has_key));
    let key = move || {
        let first = registered.get().then(|| setup.first_key.with_now(FirstKey::clone))??;
        Some(view! { <RegisteredKey first /> })
    };
    // The findings come below the form, often out of sight.
    Effect::new(move |_| {
        if setup.first_key.is_taken() {
            request_animation_frame(|| page::scroll_to("registration"));
        }
    });
    view! {
        <section id="registration" class="setup-result" aria-label="Registration" hidden=move || !setup.first_key.is_taken()>
            <h3>{"Registration"}</h3>
            <ul class="findings" aria-live="polite">{findings}</ul>
            <WayOn />
            <Inspector exchanges />
            {key}
        </section>
    }
}

/// What goes on, and what the admin can do where it did not end well.
#[component]
fn WayOn() -> impl IntoView {
    let setup = desk::<SetupDesk>();
    let enforced = |first: &FirstKey| first.end == Some(FirstKeyEnd::Enforced);
    view! {
        <p class="working" hidden=move || !setup.first_key.is(FirstKey::is_running)>{"Asking\u{2026}"}</p>
        <div class="buttons" hidden=move || !setup.first_key.is(|first| first.can_retry)>
            <button type="button" on:click=move |_| setup.retry()>{"Try again"}</button>
        </div>
        <div class="buttons" hidden=move || !setup.first_key.is(enforced)>
            <button type="button" class="primary" on:click=move |_| setup.take_road(true)>{"Go on by the Console"}</button>
        </div>
    }
}

/// The key that Twilio holds now.
#[component]
fn RegisteredKey(
    /// The set-up that registered it.
    first: FirstKey,
) -> impl IntoView {
    let (key, sid) = first.public_key.zip(first.public_key_sid)?;
    let fingerprint = key.fingerprint().to_string();
    let account_sid = first.identity.credentials.account_sid.to_string();
    Some(view! {
        <Facts>
            <CopyableFact term="Account SID" test_id="account-sid" text=account_sid />
            <CopyableFact term="Public key SID" test_id="public-key-sid" text=sid.to_string() />
            <CopyableFact term="Fingerprint (SHA-256)" test_id="fingerprint" text=fingerprint />
        </Facts>
        <NewKey key name=first.name by_console=false />
        <UseKey by_console=false />
    })
}
