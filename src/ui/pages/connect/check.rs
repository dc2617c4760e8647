//! What the check of the credentials found.

use crate::browser::page;
use crate::machine::Conversation;
use crate::priming::{Check, Run};
use crate::ui::desks::{ConnectDesk, RunDesk, desk};
use crate::ui::panels::FindingRow;
use crate::ui::parts::Inspector;
use crate::ui::routes;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The findings, one after another as they come, and the way on.
#[component]
pub fn CredentialCheck() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let connect_desk = desk::<ConnectDesk>();
    let findings = move || {
        let (rows, last) = connect_desk
            .check
            .with(|check| (check.findings.clone(), check.exchanges().last().cloned()))
            .unwrap_or_default();
        let row = |finding| view! { <FindingRow finding doing="Check of the credentials" exchange=last.clone() /> };
        rows.into_iter().map(row).collect_view()
    };
    let exchanges = connect_desk.check.exchanges();
    let passed = move || connect_desk.check.is(|check| check.passed.is_some());
    let running = move || connect_desk.check.is(Check::is_running);
    let waiting = Memo::new(move |_| {
        let waiting = |check: &Check| check.waiting().map(str::to_owned);
        connect_desk.check.with(waiting).flatten()
    });
    // The findings come below the form, often out of sight.
    Effect::new(move |_| {
        if connect_desk.check.is_taken() {
            request_animation_frame(|| page::scroll_to("credential-check"));
        }
    });
    // An open run waits for its own account.
    let other = Memo::new(move |_| {
        let passed = connect_desk
            .check
            .with(|check| Some(check.passed.as_ref()?.identity.clone()))
            .flatten()?;
        let wants = |run: &Run| {
            if run.can_connect(&passed) {
                return None;
            }
            let how = if run.plan.signed {
                "with signed requests"
            } else {
                "without signing"
            };
            let wanted = &run.head.account_sid;
            Some(format!(
                "A run in {wanted} is open. Connect that account {how}, or finish the run first."
            ))
        };
        run_desk.run.with(wants).flatten()
    });
    let navigate = use_navigate();
    let go_on = move |_| {
        connect_desk.connect();
        let open = run_desk.run.is_now(|_| true);
        navigate(
            if open { routes::RUN } else { routes::PLAN },
            leptos_router::NavigateOptions::default(),
        );
    };
    view! {
        <section id="credential-check" class="panel" aria-label="Credential check" aria-live="polite" hidden=move || !connect_desk.check.is_taken()>
            <h2>{"Credential check"}</h2>
            <ul class="findings">{findings}</ul>
            <Show when=running><p class="working">{"Asking\u{2026} "}{move || waiting.get()}</p></Show>
            <Inspector exchanges />
            <div class="buttons">
                <button type="button" class="primary" disabled=move || !passed() || other.read().is_some() on:click=go_on>{"Continue"}</button>
                <span class="field-hint">{move || other.get()}</span>
            </div>
        </section>
    }
}
