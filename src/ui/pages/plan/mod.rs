//! Plan: which subaccounts, whose key pairs, which names; and every request before one is made.

mod key_pairs;
mod names;
mod picker;
mod preview;

use crate::priming::{Draft, PlanField, Reading};
use crate::ui::desks::{AccountDesk, PlanDesk, RunDesk, desk};
use crate::ui::panels::{ByHandLink, InterruptedRuns, StageHeading};
use crate::ui::parts::{ErrorSummary, Link, Notice, TextField, Tone};
use crate::ui::routes;
use key_pairs::KeyPairs;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_navigate;
use names::NamesField;
use picker::{PickerButton, PickerDialog};
use preview::PlanPreview;

/// The second stage.
#[component]
pub fn PlanPage() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let account_desk = desk::<AccountDesk>();
    // Memos, so that a list that is brought up to date does not draw the form anew.
    let connected = Memo::new(move |_| account_desk.connected.read().is_some());
    let running = Memo::new(move |_| run_desk.run.is_taken());
    let stage = move || {
        if !connected.get() {
            return view! { <Redirect path=routes::CONNECT /> }.into_any();
        }
        if running.get() {
            return view! {
                <Notice tone=Tone::Info title="A run is open">
                    <p>{"Finish it before you plan the next one. "}<Link href=routes::RESULTS>{"Go to its results"}</Link></p>
                </Notice>
            }
            .into_any();
        }
        view! { <LastRun /><InterruptedRuns /><PlanForm /> }.into_any()
    };
    view! {
        <StageHeading title="Plan" lead="Say what is to be made. Nothing is sent before you start." />
        {stage}
    }
}

/// What the run made that was finished last.
#[component]
fn LastRun() -> impl IntoView {
    let finished = desk::<RunDesk>().finished;
    let title = move || match finished.get() {
        0 => None,
        1 => Some("The run is finished: 1 subaccount is ready".to_owned()),
        n => Some(format!("The run is finished: {n} subaccounts are ready")),
    };
    move || {
        title().map(|title| {
            view! { <Notice tone=Tone::Good title><p><Link href=routes::SUBACCOUNTS>{"View subaccounts"}</Link></p></Notice> }
        })
    }
}

/// A text of the draft as a signal of its own, written back as it changes.
fn draft_field(
    draft: RwSignal<Draft>,
    read: fn(&Draft) -> &String,
    write: fn(&mut Draft) -> &mut String,
) -> RwSignal<String> {
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
    let account_desk = desk::<AccountDesk>();
    let plan_desk = desk::<PlanDesk>();
    let (draft, errors) = (plan_desk.draft, plan_desk.errors);
    let names = draft_field(draft, |draft| &draft.names, |draft| &mut draft.names);
    let api_key_name = draft_field(draft, |draft| &draft.api_key_name, |draft| &mut draft.api_key_name);
    let public_key_name = draft_field(
        draft,
        |draft| &draft.public_key_name,
        |draft| &mut draft.public_key_name,
    );
    let reading = Memo::new(move |_| {
        let read = |names: &str| {
            account_desk.connected.with(|connected| {
                connected
                    .as_ref()
                    .map(|connected| Reading::of(names, &connected.checked))
            })
        };
        draft.with(|draft| read(&draft.names)).unwrap_or_default()
    });
    let picking = RwSignal::new(false);
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if plan_desk.start() {
            navigate(routes::RUN, leptos_router::NavigateOptions::default());
        }
    };
    let whose = account_desk.connected.with_untracked(|connected| {
        let account = connected.as_ref().map(|connected| &connected.checked.account);
        account.map(|account| format!("In \u{201c}{}\u{201d}, {}", account.friendly_name, account.sid))
    });
    view! {
        <form novalidate on:submit=submit>
            <ErrorSummary errors id="plan-errors" />
            <div class="panel">
                <NamesField names reading />
                <PickerButton open=picking />
                <KeyPairs />
                <div class="field-grid">
                    <TextField label=PlanField::ApiKeyName.label() value=api_key_name errors hint="Each subaccount's key gets this name, and the run's ID in parentheses." />
                    <Show when=move || draft.read().key_pairs.seeds_public_key()>
                        <TextField label=PlanField::PublicKeyName.label() value=public_key_name errors hint="Each subaccount's public key gets this name, and the run's ID in parentheses." />
                    </Show>
                </div>
            </div>
            <PlanPreview reading />
            <div class="buttons">
                <button type="submit" class="primary">{"Start priming"}</button>
                <span class="field-hint">{whose}</span>
            </div>
            <ByHandLink />
        </form>
        <PickerDialog open=picking names />
    }
}
