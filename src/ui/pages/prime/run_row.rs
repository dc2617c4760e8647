//! One subaccount of a run: its steps, and what to do if one failed.

use crate::priming::{Failure, Phase, Seeding, State, Step, Verification};
use crate::ui::console::Console;
use crate::ui::parts::{Icon, IconName, Inspector};
use leptos::prelude::*;

/// One subaccount's row.
#[component]
pub fn RunRow(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let seeding = console.seeding(index);
    let steps = console
        .run
        .with_untracked(|run| run.as_ref().map(|run| run.steps()))
        .unwrap_or_default();
    let name = seeding
        .with_untracked(|one| one.as_ref().map(|one| one.name.clone()))
        .unwrap_or_default();
    let stopped = move || {
        console
            .run
            .with(|run| run.as_ref().is_some_and(|run| run.phase == Phase::Stopped))
    };
    let summary = move || {
        seeding
            .with(|one| one.as_ref().map(|one| summary(one, stopped())))
            .unwrap_or_default()
    };
    let class = move || {
        format!(
            "run-row {}",
            seeding.with(|one| one.as_ref().map_or("waiting", class_of))
        )
    };
    let list = move || {
        let (at, state) = seeding.with(|one| {
            one.as_ref()
                .map_or((Step::Done, State::Done), |one| (one.step, one.state))
        });
        let item = |step: &Step| view! { <StepItem step=*step at state /> };
        steps.iter().map(item).collect_view()
    };
    let failure = move || {
        let failure = seeding.with(|one| one.as_ref().and_then(|one| one.failure.clone()));
        failure.map(|failure| view! { <FailureBox index failure /> })
    };
    let exchanges = Signal::derive(move || {
        seeding
            .with(|one| one.as_ref().map(|one| one.exchanges.clone()))
            .unwrap_or_default()
    });
    view! {
        <li class=class>
            <div class="run-head">
                <strong class="name">{name}</strong>
                <span class="state">{summary}</span>
            </div>
            <ol class="steps">{list}</ol>
            {failure}
            <Inspector exchanges />
        </li>
    }
}

fn class_of(seeding: &Seeding) -> &'static str {
    match seeding.state {
        State::Waiting => "waiting",
        State::Working => "working-row",
        State::Failed => "failed",
        State::Done if seeding.verification == Some(Verification::NeedsPublicKey) => "needs",
        State::Done => "done",
    }
}

fn summary(seeding: &Seeding, stopped: bool) -> String {
    match seeding.state {
        State::Waiting if stopped => "Not started".to_owned(),
        State::Working if stopped && seeding.may_exist() => "Looking whether it exists".to_owned(),
        State::Working if stopped => format!("Stopped before: {}", seeding.step.title()),
        State::Working if seeding.may_exist() => "Reply lost: looking whether it exists".to_owned(),
        State::Working if seeding.is_pausing() => format!("{}: waiting to try again", seeding.step.title()),
        State::Waiting => "Waiting".to_owned(),
        State::Working => seeding.step.title().to_owned(),
        State::Failed => format!("Failed: {}", seeding.step.title()),
        State::Done => seeding
            .verification
            .map(|verification| verification.summary().to_owned())
            .unwrap_or_default(),
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
