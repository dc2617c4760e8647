//! Results: what was made, to be saved now.

use super::article::ResultArticle;
use super::bundle::Bundle;
use super::clean_up::{CleanUpRun, LeftBehind, RunRecord, left_of};
use super::results_table::ResultsTable;
use super::{FEW, StageHeading, address};
use crate::priming::{Phase, Run};
use crate::ui::console::Console;
use crate::ui::parts::{Link, Notice, Tone};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_navigate;

/// The last stage.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let console = expect_context::<Console>();
    let open = Memo::new(move |_| console.run.read().is_some());
    view! {
        <StageHeading title="Results" lead="Save what is secret now: this page is the only place where it is." />
        {move || if open.get() { view! { <Made /> }.into_any() } else { view! { <Redirect path=address::PLAN /> }.into_any() }}
    }
}

#[component]
fn Made() -> impl IntoView {
    let console = expect_context::<Console>();
    // A subaccount has an article as soon as the run made something of it.
    let made = Memo::new(move |_| {
        console.run.with(|run| {
            let seedings = run.as_ref().map(|run| run.seedings.as_slice()).unwrap_or_default();
            seedings
                .iter()
                .enumerate()
                .filter(|(_, one)| one.has_result())
                .map(|(index, _)| index)
                .collect::<Vec<_>>()
        })
    });
    let unfinished = Memo::new(move |_| {
        console.run.with(|run| {
            let run = run.as_ref()?;
            let missing = run.seedings.iter().filter(|one| one.verified().is_none()).count();
            (missing > 0).then_some((missing, run.seedings.len(), run.phase))
        })
    });
    let note = move || {
        unfinished.get().map(|(missing, all, phase)| {
            let title = format!("{missing} of {all} subaccounts are not primed");
            let text = if phase == Phase::Stopped {
                "The run was stopped. What exists is listed below; close what you do not need."
            } else {
                "The run is not done yet."
            };
            view! {
                <Notice tone=Tone::Warning title>
                    <p>{text}" "<Link href=address::RUN>{"Back to the run"}</Link></p>
                </Notice>
            }
        })
    };
    let empty = move || {
        let nothing = console.run.with(|run| {
            run.as_ref()
                .is_none_or(|run| run.seedings.iter().all(|one| left_of(one).next().is_none()))
        });
        (made.read().is_empty() && nothing).then(|| view! { <p class="empty">{"Nothing was created."}</p> })
    };
    let few = Memo::new(move |_| made.read().len() <= FEW);
    let articles = move || {
        if few.get() {
            view! { <For each=move || made.get() key=|index| *index let(index)><ResultArticle index /></For> }
                .into_any()
        } else {
            view! { <ResultsTable made /> }.into_any()
        }
    };
    view! {
        {note}
        <LeftBehind />
        {empty}
        <Show when=move || { made.read().len() > 1 }>
            <Bundle />
        </Show>
        {articles}
        <RunRecord />
        <CleanUpRun />
        <Finish />
    }
}

/// The end of a run: possible once nothing is under way and every secret was saved.
#[component]
fn Finish() -> impl IntoView {
    let console = expect_context::<Console>();
    let over = move || {
        console.run.with(|run| {
            run.as_ref().is_some_and(|run| {
                run.is_quiet() && (run.phase != Phase::Running && (run.phase != Phase::Paused || !run.has_more()))
            })
        })
    };
    let unsaved = move || {
        let count = |run: &Run| run.seedings.iter().filter(|one| one.is_unsaved()).count();
        console.run.with(|run| run.as_ref().map_or(0, count))
    };
    let remains = move || {
        console.run.with(|run| {
            run.as_ref().is_some_and(|run| {
                run.seedings
                    .iter()
                    .any(|one| !one.saved && left_of(one).next().is_some())
            })
        })
    };
    let navigate = use_navigate();
    let finish = move |_| {
        console.finish();
        navigate(address::PLAN, leptos_router::NavigateOptions::default());
    };
    let hint = move || {
        match (over(), unsaved()) {
        (false, _) => "The run is still open: let it end, or stop it.".to_owned(),
        (true, 0) if remains() => "What is not in order above stays at Twilio, and this page forgets it, with the secrets and private keys. Download the record first; or reload the page to decide later.".to_owned(),
        (true, 0) => "This page then forgets the secrets and private keys above.".to_owned(),
        (true, n) => format!("Confirm first that the secrets are saved ({n} to go)."),
    }
    };
    view! {
        <div class="buttons finish">
            <button type="button" class="primary" disabled=move || !over() || unsaved() != 0 on:click=finish>{"Finish and plan the next"}</button>
            <span class="field-hint">{hint}</span>
        </div>
    }
}
