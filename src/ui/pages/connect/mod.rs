//! Connect: which account, with which credentials.

mod check;

use crate::ui::desks::connect_form::AccountKind;
use crate::ui::desks::{AccountDesk, ConnectDesk, RunDesk, desk};
use crate::ui::lazily::lazily;
use crate::ui::panels::{
    ByHandLink, InterruptedRuns, KindCards, MainKeyFields, PracticeSetup, SigningFields, StageHeading,
};
use crate::ui::parts::{ErrorSummary, Link, Notice, Tone, later};
use crate::ui::routes;
use check::CredentialCheck;
use leptos::prelude::*;

/// The first stage.
#[component]
pub fn ConnectPage() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let account_desk = desk::<AccountDesk>();
    let connect_desk = desk::<ConnectDesk>();
    // One whose credentials were forgotten while the admin was away can be connected again.
    let running = move || run_desk.run.is_taken() && account_desk.connected.read().is_some();
    let credentials = move || connect_desk.form.kind.get().map(|kind| later(move || form(Some(kind))));
    view! {
        <StageHeading title="Connect" lead="Create Twilio subaccounts, each with its own API key and public key, and see that they work. Nothing is created before you start the run." />
        <InterruptedRuns />
        <Show when=running>
            <Notice tone=Tone::Info title="A run is open">
                <p>{"Finish it before you connect another account. "}<Link href=routes::RESULTS>{"Go to its results"}</Link></p>
            </Notice>
        </Show>
        <Show when=move || !running()>
            <KindCards choose=Callback::new(move |kind| connect_desk.choose(kind)) />
            <p class="setup-link">{"No Main key, no public key yet, or the private key lost? "}<Link href=routes::SETUP>{"Set up this account"}</Link></p>
            <ByHandLink />
            {credentials}
        </Show>
    }
}

lazily! {
    form:
    pub fn form(kind: Option<AccountKind>) -> AnyView { kind.map(|kind| view! { <CredentialForm kind /> }).into_any() }
}

lazily! {
    connect:
    fn practice_setup() -> AnyView { view! { <PracticeSetup scale=true /> }.into_any() }
    fn outcome() -> AnyView { view! { <CredentialCheck /> }.into_any() }
}

#[component]
fn CredentialForm(
    /// Which kind of account.
    kind: AccountKind,
) -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let practice = kind == AccountKind::Practice;
    let ready = move || !practice || connect_desk.form.practice_ready.get();
    view! {
        <Show when=move || practice>
            {later(practice_setup)}
        </Show>
        <Show when=ready>
            <CredentialFields kind />
            {later(outcome)}
        </Show>
    }
}

#[component]
fn CredentialFields(
    /// Which kind of account.
    kind: AccountKind,
) -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let fields = connect_desk.form.fields(kind);
    let errors = fields.errors;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        connect_desk.check_credentials();
    };
    // A check speaks of what was typed then.
    Effect::watch(
        move || {
            (
                fields.account_sid.get(),
                fields.key_sid.get(),
                fields.secret.get(),
                fields.sign.get(),
                fields.public_key_sid.get(),
                fields.algorithm.get(),
            )
        },
        move |_, _, _| connect_desk.check.clear(),
        false,
    );
    let checking = move || connect_desk.form.reading_key.get() || connect_desk.check.is(|check| check.is_running());
    // Once it has passed, the way on is the page's first action.
    let passed = move || connect_desk.check.is(|check| check.passed.is_some());
    let word = move || {
        if checking() {
            "Checking\u{2026}"
        } else {
            "Check credentials"
        }
    };
    view! {
        <form class="panel" novalidate on:submit=submit>
            <ErrorSummary errors id="connect-errors" />
            <MainKeyFields kind errors />
            <SigningFields fields />
            <div class="buttons">
                <button type="submit" class:primary=move || !passed() disabled=checking>{word}</button>
            </div>
        </form>
    }
}
