//! Results: what was made, to be saved now.

mod archive_form;
mod clean_up;
mod close;
mod commands;
mod finish;
mod recipient_check;
mod result;
mod table;

use crate::priming::{Phase, Run, Seeding, Verification};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::panels::StageHeading;
use crate::ui::parts::{Link, Notice, Tone};
use crate::ui::routes;
use archive_form::ArchiveForm;
use clean_up::{CleanUpRun, LeftBehind, RunRecord, left_of};
use finish::Finish;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use table::ResultsTable;

/// The last stage.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let open = Memo::new(move |_| run_desk.run.is_taken());
    view! {
        <StageHeading title="Results" lead="Save the secrets now. You won't be able to see them again." />
        {move || if open.get() { view! { <Made /> }.into_any() } else { view! { <Redirect path=routes::PLAN /> }.into_any() }}
    }
}

#[component]
fn Made() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    // A subaccount has an article as soon as the run made something of it.
    let made = Memo::new(move |_| {
        let made = |run: &Run| {
            let places = run.seedings.iter().enumerate();
            let made = places.filter(|(_, seeding)| seeding.has_result());
            made.map(|(index, _)| index).collect::<Vec<_>>()
        };
        run_desk.run.with(made).unwrap_or_default()
    });
    let unfinished = Memo::new(move |_| {
        run_desk
            .run
            .with(|run| {
                let missing = run
                    .seedings
                    .iter()
                    .filter(|seeding| seeding.verified().is_none())
                    .count();
                (missing > 0).then_some((missing, run.seedings.len(), run.phase))
            })
            .flatten()
    });
    let note = move || {
        unfinished.get().map(|(missing, all, phase)| {
            let verb = if missing == 1 { "is" } else { "are" };
            let title = format!("{missing} of {all} subaccounts {verb} not primed");
            let text = match phase {
                Phase::Stopped => "The run was stopped. What exists is listed below; close what you do not need.",
                Phase::Finished => "Try the failed ones again, or clean up what exists of them.",
                Phase::Running | Phase::Paused => "The run is not done yet.",
            };
            view! {
                <Notice tone=Tone::Warning title>
                    <p>{text}" "<Link href=routes::RUN>{"Back to the run"}</Link></p>
                </Notice>
            }
        })
    };
    let empty = move || {
        let something = |run: &Run| run.seedings.iter().any(|seeding| left_of(seeding).next().is_some());
        (made.read().is_empty() && !run_desk.run.is(something))
            .then(|| view! { <p class="empty">{"Nothing was created."}</p> })
    };
    view! {
        <Ready />
        {note}
        <LeftBehind />
        {empty}
        <Show when=move || { made.read().len() > 1 }>
            <ArchiveForm />
        </Show>
        <ResultsTable made />
        <div class="panel run-parts"><RunRecord /><CleanUpRun /></div>
        <Finish />
    }
}

/// What came of the run, in a heading and a sentence.
#[component]
fn Ready() -> impl IntoView {
    let counts = desk::<RunDesk>().of_seedings(|seedings| {
        let ready = seedings
            .iter()
            .filter(|seeding| seeding.is_primed() && seeding.has_secret());
        let enforces = |seeding: &Seeding| seeding.verification().is_some_and(Verification::refuses_unsigned);
        let signed = ready.clone().filter(|seeding| enforces(seeding)).count();
        (ready.count(), signed)
    });
    let title = move || match counts.get().0 {
        0 => None,
        1 => Some("1 subaccount is ready".to_owned()),
        n => Some(format!("{n} subaccounts are ready")),
    };
    let text = move || match counts.get() {
        (_, 0) => "Every Twilio library and the Twilio CLI work with the API key.",
        (all, signed) if all == signed => {
            "Twilio accepts signed requests only. Use its Java, Node or Python library: the Twilio CLI and curl can't sign."
        }
        _ => "Twilio refuses unsigned requests on some of them: only code that signs can use those.",
    };
    let shown = move || title().map(|title| view! { <h2>{title}</h2><p>{text()}</p> });
    view! { <div class="ready">{shown}</div> }
}
