//! Run: what is being done now, how far it is, and a way to stop.

mod row;
mod table;

use crate::browser::clock;
use crate::machine::Machine;
use crate::priming::{Halt, Phase, Run, Seeding, State};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::panels::{FEW, StageHeading};
use crate::ui::parts::{Link, Notice, Tone};
use crate::ui::routes;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_navigate;
use row::RunRow;
use table::RunTable;

/// The third stage.
#[component]
pub fn RunPage() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let open = Memo::new(move |_| run_desk.run.is_taken());
    view! {
        <StageHeading title="Run" lead="The first subaccount goes alone; once it is primed, several go at a time." />
        {move || if open.get() { view! { <Running /> }.into_any() } else { view! { <Redirect path=routes::PLAN /> }.into_any() }}
    }
}

#[component]
fn Running() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let phase = Memo::new(move |_| run_desk.run.with(|run| run.phase).unwrap_or(Phase::Finished));
    // From the run to its results without a click, once everything is done; not again when the admin comes back.
    let navigate = use_navigate();
    let complete = Memo::new(move |_| run_desk.run.with(Run::is_complete).unwrap_or(true));
    Effect::watch(
        move || complete.get(),
        move |now, before, _| {
            if *now && before.is_some() {
                navigate(routes::RESULTS, leptos_router::NavigateOptions::default());
            }
        },
        true,
    );
    let count = run_desk.run.with_now(|run| run.seedings.len()).unwrap_or(0);
    let rows = if count > FEW {
        view! { <RunTable /> }.into_any()
    } else {
        let rows = (0..count).map(|index| view! { <RunRow index /> }).collect_view();
        view! { <ol class="run-rows">{rows}</ol> }.into_any()
    };
    let unrecorded = Memo::new(move |_| run_desk.run.is(|run| run.unrecorded));
    view! {
        <Show when=move || unrecorded.get()>
            <Notice tone=Tone::Warning title="This run has no journal">
                <p>{"This browser does not let the page store its notes: after a closed tab or a crash nobody would list what was made. Stay on this page until the results are saved."}</p>
            </Notice>
        </Show>
        <section class="panel" aria-label="Run">
            <Progress phase />
            <Halted />
            <Controls phase />
            {rows}
        </section>
        <Show when=move || matches!(phase.get(), Phase::Finished | Phase::Stopped | Phase::Paused)>
            <p><Link href=routes::RESULTS class="button primary">{"See the results"}</Link></p>
        </Show>
    }
}

#[component]
fn Progress(
    /// How the run stands.
    phase: Memo<Phase>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let progress = Memo::new(move |_| run_desk.run.with(Run::progress).unwrap_or((0, 1)));
    let done = run_desk.of_seedings(|seedings| {
        let done = |seeding: &&Seeding| seeding.is_primed();
        let failed = |seeding: &&Seeding| seeding.state() == State::Failed && !seeding.is_cleaning_up();
        (
            seedings.iter().filter(done).count(),
            seedings.iter().filter(failed).count(),
            seedings.len(),
        )
    });
    let done = move || match (done.get(), phase.get()) {
        ((done, failed, _), Phase::Finished) if failed > 0 => format!("{done} done, {failed} failed"),
        ((done, _, all), _) => format!("{done} of {all} primed"),
    };
    let quiet = move || run_desk.run.with(Run::is_quiet).unwrap_or(true);
    let word = move || match phase.get() {
        Phase::Running => "Running",
        Phase::Paused if !quiet() => "Pausing",
        Phase::Paused => "Paused",
        Phase::Stopped => "Stopped",
        Phase::Finished => "Finished",
    };
    let abreast = move || {
        let at_a_time = run_desk.run.with(Run::at_a_time).unwrap_or(1);
        (phase.get() == Phase::Running && at_a_time > 1).then(|| format!("{at_a_time} at a time \u{b7} "))
    };
    let now = RwSignal::new(clock::millis());
    let ticking = StoredValue::new_local(clock::every(250, move || now.set(clock::millis())));
    on_cleanup(move || ticking.dispose());
    let worked = Memo::new(move |_| run_desk.worked.get().seconds(now.get()));
    let without = move || (phase.get() == Phase::Paused).then_some(", without the pause");
    view! {
        <div class="progress">
            <p class="progress-line">
                <strong role="status">{move || format!("{}: {}", word(), done())}</strong>
                <span>{abreast}{move || duration(worked.get())}{without}</span>
            </p>
            <progress aria-label="Priming progress" max=move || progress.get().1.to_string() prop:value=move || progress.get().0.to_string()></progress>
        </div>
    }
}

/// Seconds as they are read.
fn duration(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// Why the run paused by itself, and the way on without another pause.
#[component]
fn Halted() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let reason = Memo::new(move |_| run_desk.run.with(|run| run.halt.as_ref().map(Halt::reason)).flatten());
    let resume = move |_| run_desk.steer(Run::resume_undeterred);
    let notice = move || {
        reason.get().map(|reason| {
            view! {
                <Notice tone=Tone::Warning title="The run paused by itself">
                    <p>{reason}</p>
                    <p>{"The subaccounts that wait would likely fail the same way. Resume to try the next ones."}</p>
                    <div class="buttons"><button type="button" on:click=resume>{"Continue, and don't stop again"}</button></div>
                </Notice>
            }
        })
    };
    view! { <div role="status">{notice}</div> }
}

#[component]
fn Controls(
    /// How the run stands.
    phase: Memo<Phase>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let stop = move |_| {
        run_desk.steer(|run| {
            run.stop();
            Vec::new()
        })
    };
    // One button, so that the focus stays where it is.
    let toggle = move |_| {
        run_desk.steer(|run| {
            if run.phase == Phase::Running {
                run.pause();
                return Vec::new();
            }
            run.resume()
        });
    };
    // With nothing left but failures, there is nothing to resume.
    let more = move || run_desk.run.is(|run| run.has_more());
    let going = move || matches!(phase.get(), Phase::Running | Phase::Paused);
    view! {
        <div class="buttons" hidden=move || !going()>
            <Show when=move || phase.get() == Phase::Running || more()>
                <button type="button" on:click=toggle>
                    {move || if phase.get() == Phase::Running { "Pause" } else { "Resume" }}
                </button>
            </Show>
            <button type="button" on:click=stop>{"Stop"}</button>
            <span class="field-hint">{move || if phase.get() == Phase::Running { "Both take effect after the requests that are under way." } else { "A subaccount that failed is left as it is. What was made stays, also after a stop." }}</span>
        </div>
    }
}
