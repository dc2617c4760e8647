//! Results: what was made, to be saved now.

use super::article::ResultArticle;
use super::bundle::Bundle;
use super::clean_up::{CleanUpRun, LeftBehind, RunRecord, left_of};
use super::finish::Finish;
use super::results_table::ResultsTable;
use super::{FEW, StageHeading, address};
use crate::priming::Phase;
use crate::ui::console::Console;
use crate::ui::parts::{Link, Notice, Tone};
use leptos::prelude::*;
use leptos_router::components::Redirect;

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
            let text = match phase {
                Phase::Stopped => "The run was stopped. What exists is listed below; close what you do not need.",
                Phase::Finished => "Try the failed ones again, or clean up what exists of them.",
                Phase::Running | Phase::Paused => "The run is not done yet.",
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
