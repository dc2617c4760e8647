//! One subaccount of a run: its steps, and what to do if one failed.

use crate::priming::{Failure, Phase, Run, Seeding, State, Step};
use crate::ui::console::Console;
use crate::ui::parts::{Icon, IconName, Inspector};
use leptos::prelude::*;

/// One subaccount's card, where the run has few.
#[component]
pub fn RunRow(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let line = console.run_line(index);
    view! {
        <li class=move || format!("run-row {}", line.read().class())>
            <div class="run-head">
                <strong class="name">{move || line.read().name.clone()}</strong>
                <span class="state">{move || line.read().summary.clone()}</span>
            </div>
            <RunDetail index />
        </li>
    }
}

/// The steps of a subaccount, what to do if one failed, and its requests.
#[component]
pub fn RunDetail(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let seeding = console.seeding(index);
    let steps: Vec<_> = console.run.with_untracked(|run| {
        let run = run.as_ref();
        let taken =
            |run: &Run| Step::taken(&run.plan, run.seedings.get(index).is_some_and(|one| one.existing)).collect();
        run.map(taken).unwrap_or_default()
    });
    let at = Memo::new(move |_| seeding.with(|one| one.as_ref().map(|one| (one.step, one.state))));
    let list = move || {
        let (at, state) = at.get().unwrap_or((Step::Done, State::Done));
        let item = |step: &Step| view! { <StepItem step=*step at state /> };
        steps.iter().map(item).collect_view()
    };
    let failed = Memo::new(move |_| seeding.with(|one| one.as_ref().and_then(|one| one.failure.clone())));
    let failure = move || failed.get().map(|failure| view! { <FailureBox index failure /> });
    let exchanges = Signal::derive(move || {
        seeding
            .with(|one| one.as_ref().map(|one| one.exchanges.clone()))
            .unwrap_or_default()
    });
    view! {
        <ol class="steps">{list}</ol>
        {failure}
        <Inspector exchanges />
    }
}

#[component]
fn StepItem(
    /// The step.
    step: Step,
    /// The step that the subaccount is at.
    at: Step,
    /// How the subaccount stands.
    state: State,
) -> impl IntoView {
    let (class, icon, word) = if step < at {
        ("done", IconName::Check, "done")
    } else if step == at && state == State::Failed {
        ("failed", IconName::Cross, "failed")
    } else if step == at && state == State::Working {
        ("now", IconName::Clock, "now")
    } else {
        ("later", IconName::Dot, "to do")
    };
    view! {
        <li class=class>
            <Icon name=icon />
            <span>{step.title()}</span>
            <span class="visually-hidden">{format!(": {word}")}</span>
        </li>
    }
}

#[component]
fn FailureBox(
    /// The subaccount's place in the run.
    index: usize,
    /// What failed.
    failure: Failure,
) -> impl IntoView {
    let console = expect_context::<Console>();
    // A stop is final, and what is closed needs nothing more.
    let open = move || {
        console.run.with(|run| {
            let run = run.as_ref();
            run.is_some_and(|run| {
                run.phase != Phase::Stopped && !run.seedings.get(index).is_some_and(Seeding::is_leaving)
            })
        })
    };
    let retry = move |iam| move |_| console.steer(|run| run.retry(index, iam));
    view! {
        <div class="notice danger" role="alert">
            <Icon name=IconName::Cross />
            <div>
                <p class="notice-title">{failure.explanation.what}</p>
                <p>{failure.explanation.next}</p>
                <div class="buttons">
                    <Show when=move || failure.can_retry && open()>
                        <button type="button" on:click=retry(false)>{"Try again"}</button>
                    </Show>
                    <Show when=move || failure.offer_iam && open()>
                        <button type="button" on:click=retry(true)>{"Try with the newer keys API (IAM v1)"}</button>
                    </Show>
                </div>
            </div>
        </div>
    }
}
