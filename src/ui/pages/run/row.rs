//! One subaccount of a run: its steps, and what to do if one failed.

use crate::priming::{Failure, Phase, Run, RunLine, Seeding, State, Step, Verification, Way};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::panels::SecondSubaccounts;
use crate::ui::parts::{FailureBox, Inspector, StepItem, StepMark};
use leptos::prelude::*;

/// One subaccount's card, where the run has few.
#[component]
pub fn RunRow(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let line = run_desk.line(index);
    view! {
        <li class=move || format!("run-row {}", class(&line.read()))>
            <div class="run-head">
                <strong class="name">{move || line.read().name.clone()}</strong>
                <span class="state">{move || line.read().summary.clone()}</span>
            </div>
            <RunDetail index />
        </li>
    }
}

/// How a subaccount stands, as a class of the style sheet.
pub fn class(line: &RunLine) -> &'static str {
    match line.state {
        State::Waiting => "waiting",
        State::Working => "working-row",
        State::Failed => "failed",
        State::Done if line.verification == Some(Verification::NeedsPublicKey) => "needs",
        State::Done => "done",
    }
}

/// The steps of a subaccount, what to do if one failed, and its requests.
#[component]
pub fn RunDetail(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let seeding = run_desk.seeding(index);
    // The steps are others once an existing subaccount is used instead of a new one.
    let steps = Memo::new(move |_| run_desk.run.with(|run| marks(run, index)).flatten());
    let list = move || {
        let item = |(title, mark)| view! { <StepItem title mark /> };
        steps.get().unwrap_or_default().into_iter().map(item).collect_view()
    };
    let failed =
        Memo::new(move |_| seeding.with(|seeding| seeding.as_ref().and_then(|seeding| seeding.failure().cloned())));
    let failure = move || failed.get().map(|failure| view! { <Trouble index failure /> });
    let exchanges = Signal::derive(move || {
        seeding
            .with(|seeding| seeding.as_ref().map(|seeding| seeding.exchanges.clone()))
            .unwrap_or_default()
    });
    view! {
        <ol class="steps">{list}</ol>
        {failure}
        <Inspector exchanges />
    }
}

/// The steps that a subaccount takes, and how each stands.
fn marks(run: &Run, index: usize) -> Option<Vec<(&'static str, StepMark)>> {
    let seeding = run.seedings.get(index)?;
    let steps = Step::taken(&run.plan, seeding.existing());
    Some(steps.map(|step| (step.title(), mark(step, seeding))).collect())
}

fn mark(step: Step, seeding: &Seeding) -> StepMark {
    match seeding.state() {
        // Without its secret it could not be tried.
        _ if step >= Step::Verify && seeding.verification() == Some(Verification::SavedUntried) => StepMark::Later,
        _ if step < seeding.step() => StepMark::Done,
        State::Failed if step == seeding.step() => StepMark::Failed,
        State::Working if step == seeding.step() => StepMark::Now,
        _ => StepMark::Later,
    }
}

/// What went wrong, and the ways on.
#[component]
fn Trouble(
    /// The subaccount's place in the run.
    index: usize,
    /// What failed.
    failure: Failure,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    // A stop is final, and what is cleaned up needs nothing more.
    let open = move || {
        run_desk
            .run
            .is(|run| run.phase != Phase::Stopped && !run.seedings.get(index).is_some_and(Seeding::is_cleaning_up))
    };
    let button = |way: &Way| {
        let (word, way) = (word(way), way.clone());
        view! { <button type="button" on:click=move |_| run_desk.steer(|run| run.go_on(index, &way))>{word}</button> }
    };
    let ways = failure.ways.iter().map(button).collect_view();
    let about = |run: &Run| {
        let seeding = run.seedings.get(index)?;
        let doing = format!("{}, \u{201c}{}\u{201d}", seeding.step().title(), seeding.name);
        Some((doing, seeding.exchanges.last().cloned()))
    };
    let (doing, exchange) = run_desk.run.with_now(about).flatten().unwrap_or_default();
    view! {
        <FailureBox doing explanation=failure.explanation exchange>
            <SecondSubaccounts index place="run" />
            <div class="buttons" hidden=move || !open()>{ways}</div>
        </FailureBox>
    }
}

/// What the button of a way says.
fn word(way: &Way) -> String {
    match way {
        Way::TryAgain => "Try again".to_owned(),
        Way::TryIam => "Try with the newer keys API (IAM v1)".to_owned(),
        Way::Adopt(sid) => format!("Use {sid}"),
        Way::TakeOver(sid) => format!("It is this run's: go on with {sid}"),
        Way::CreateAnother => "Create another of this name".to_owned(),
        Way::KeepOthers => "Leave it open".to_owned(),
        Way::SkipCheck => "Continue without this check".to_owned(),
    }
}
