//! The road by requests: the form, what was found, and the key that was registered.

use super::super::credential_check::FindingRow;
use super::saving::{KeyToSave, UseKey};
use crate::browser::page;
use crate::priming::{FirstKey, FirstKeyEnd};
use crate::twilio::{AccountSid, ApiKeySid};
use crate::ui::connect_form::{AccountKind, label, sid_error};
use crate::ui::console::{Console, KEY_NAME, Road};
use crate::ui::parts::{CopyIcon, ErrorSummary, Inspector, SecretField, TextField};
use leptos::prelude::*;

/// The Main key, which Connect shares, and the new public key's name.
#[component]
pub fn RegisterForm() -> impl IntoView {
    let console = expect_context::<Console>();
    let setup = console.setup;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        console.register_key();
    };
    let unsaved = move || console.setup_is_unsaved();
    let busy = move || setup.is_running();
    let word = move || {
        if busy() {
            "Registering\u{2026}"
        } else if has_key(console) {
            "Make another key pair and register it"
        } else {
            "Make a key pair and register it"
        }
    };
    let fields = move || console.connect.kind.get().map(|kind| view! { <MainKeyFields kind /> });
    view! {
        <form class="setup-form" novalidate on:submit=submit>
            <ErrorSummary errors=setup.errors id="register-errors" />
            {fields}
            <TextField label=KEY_NAME value=setup.name errors=setup.errors hint="It tells the account's public keys apart in the Console." />
            <div class="buttons">
                <button type="submit" class:primary=move || !has_key(console) disabled=move || busy() || (has_key(console) && unsaved())>{word}</button>
                <Show when=move || has_key(console) && unsaved()>
                    <span class="field-hint">{"Save the private key below first: another pair takes its place in this page."}</span>
                </Show>
            </div>
        </form>
    }
}

/// Whether a key was registered that the page still shows.
fn has_key(console: Console) -> bool {
    console
        .setup
        .first_key
        .with(|first| first.as_ref().is_some_and(|(_, first)| first.public_key_sid.is_some()))
}

#[component]
fn MainKeyFields(
    /// Which kind of account.
    kind: AccountKind,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let (fields, errors) = (console.connect.fields(kind), console.setup.errors);
    let practice = kind == AccountKind::Practice;
    let how = move || {
        let (sign, held) = (fields.sign.get(), fields.held.read().is_some());
        let sid = fields.public_key_sid.get();
        match (sign, held && !sid.is_empty()) {
            (true, true) => format!("Requests are signed with {sid}, the key in use at Connect."),
            (true, false) => "Connect is set to sign, but holds no key: requests from here go unsigned.".to_owned(),
            (false, _) => "Requests go unsigned, up to the try with the new key.".to_owned(),
        }
    };
    view! {
        <div class="field-grid">
            <TextField label=label::ACCOUNT_SID value=fields.account_sid errors hint="AC and 32 hexadecimal digits: the parent account."
                check={sid_error::<AccountSid>} />
            <TextField label=label::KEY_SID value=fields.key_sid errors hint="SK and 32 hexadecimal digits; its type must be Main."
                check={sid_error::<ApiKeySid>} />
        </div>
        <SecretField label=label::SECRET value=fields.secret errors
            hint=if practice { "It never leaves this page." } else { "The relay on this origin reads it on its way to Twilio. It is kept in this page's memory only." } />
        <p class="field-hint">{how}</p>
    }
}

/// What was found, one after another as it comes, and the key at the end.
#[component]
pub fn Registration() -> impl IntoView {
    let setup = expect_context::<Console>().setup;
    // A further request redraws the list, not a passphrase that is half typed.
    let first = Memo::new(move |_| setup.first_key.get());
    let of =
        move |read: fn(&FirstKey) -> bool| first.with(|first| first.as_ref().is_some_and(|(_, first)| read(first)));
    let findings = move || {
        let rows = first.with(|first| first.as_ref().map(|(_, first)| first.findings.clone()));
        let row = |finding| view! { <FindingRow finding /> };
        rows.unwrap_or_default().into_iter().map(row).collect_view()
    };
    let exchanges = Signal::derive(move || {
        first
            .with(|first| first.as_ref().map(|(_, first)| first.exchanges.clone()))
            .unwrap_or_default()
    });
    let registered =
        Memo::new(move |_| first.with(|first| first.as_ref().and_then(|(_, first)| Registered::of(first))));
    // The findings come below the form, often out of sight.
    Effect::new(move |_| {
        if !setup.first_key.read().is_none() {
            request_animation_frame(|| page::scroll_to("registration"));
        }
    });
    view! {
        <section id="registration" class="setup-result" aria-label="Registration" hidden=move || first.read().is_none()>
            <h3>{"Registration"}</h3>
            <ul class="findings" aria-live="polite">{findings}</ul>
            <Show when=move || of(FirstKey::is_running)><p class="working">{"Asking\u{2026}"}</p></Show>
            <WayOn />
            <Inspector exchanges />
            {move || registered.get().map(|registered| view! { <RegisteredKey registered /> })}
        </section>
    }
}

/// What the admin can do where it did not end well.
#[component]
fn WayOn() -> impl IntoView {
    let console = expect_context::<Console>();
    let setup = console.setup;
    let is = move |read: fn(&FirstKey) -> bool| {
        setup
            .first_key
            .with(|first| first.as_ref().is_some_and(|(_, first)| read(first)))
    };
    let enforced = |first: &FirstKey| first.end == Some(FirstKeyEnd::Enforced);
    view! {
        <Show when=move || is(|first| first.can_retry)>
            <div class="buttons"><button type="button" on:click=move |_| console.retry_setup()>{"Try again"}</button></div>
        </Show>
        <Show when=move || is(enforced)>
            <div class="buttons">
                <button type="button" class="primary" on:click=move |_| setup.road.set(Road::Console)>{"Go on by the Console"}</button>
            </div>
        </Show>
    }
}

/// A key that Twilio holds.
#[derive(Clone, PartialEq)]
struct Registered {
    account: String,
    sid: String,
    name: String,
    key: crate::keys::PublicKey,
    over: bool,
}

impl Registered {
    fn of(first: &FirstKey) -> Option<Self> {
        Some(Self {
            account: first.identity.credentials.account_sid.to_string(),
            sid: first.public_key_sid.as_ref()?.to_string(),
            name: first.name.clone(),
            key: first.public_key.clone()?,
            over: !first.is_running(),
        })
    }
}

#[component]
fn RegisteredKey(
    /// The key.
    registered: Registered,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let Registered {
        account,
        sid,
        name,
        key,
        over,
    } = registered;
    let row = |label: &'static str, test_id: &'static str, text: String| {
        view! {
            <dt>{label}</dt>
            <dd><code data-testid=test_id>{text.clone()}</code><CopyIcon what=label text /></dd>
        }
    };
    let fingerprint = key.fingerprint().to_string();
    view! {
        <dl class="facts">
            {row("Account SID", "account-sid", account)}
            {row("Public key SID", "public-key-sid", sid)}
            {row("Fingerprint (SHA-256)", "fingerprint", fingerprint)}
        </dl>
        <KeyToSave key name forget=Callback::new(move |()| console.forget_setup_key()) />
        {over.then(|| view! { <UseKey console_road=false /> })}
    }
}
