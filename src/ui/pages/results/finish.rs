//! The end of a run. It names what is not saved and what is not finished before the page forgets the run.

use super::clean_up::{Listed, left_of, show_clean_up};
use crate::browser::page;
use crate::machine::Machine;
use crate::priming::summary;
use crate::priming::{Phase, Run, Seeding};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::routes;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

const DIALOG: &str = "finish-run";

/// A subaccount in a list: its name, a SID, a few words.
type Line = (String, Option<String>, String);

/// What would be lost from sight with the run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct LooseEnds {
    /// The API keys whose secrets are not saved.
    unsaved: Vec<Line>,
    /// The subaccounts that are not finished, or that have left something behind.
    unfinished: Vec<Line>,
}

fn is_loose(seeding: &Seeding) -> bool {
    seeding.is_half_made() || left_of(seeding).next().is_some()
}

impl LooseEnds {
    fn of(run: &Run) -> Self {
        let stopped = run.phase == Phase::Stopped;
        let key = |seeding: &Seeding| {
            let sid = seeding.api_key_sid().map(ToString::to_string);
            (seeding.name.clone(), sid, String::new())
        };
        let subaccount = |seeding: &Seeding| {
            let sid = seeding.account_sid().map(ToString::to_string);
            (
                seeding.name.clone(),
                sid,
                format!("\u{2013} {}", summary(seeding, stopped)),
            )
        };
        let all = run.seedings.iter();
        Self {
            unsaved: all.clone().filter(|seeding| seeding.is_unsaved()).map(key).collect(),
            unfinished: all.filter(|seeding| is_loose(seeding)).map(subaccount).collect(),
        }
    }
}

/// The end of a run: possible once nothing is under way.
#[component]
pub fn Finish() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let over = move || {
        let over = |run: &Run| run.is_quiet() && matches!(run.phase, Phase::Finished | Phase::Stopped);
        run_desk.run.is(over)
    };
    let counts = run_desk.of_seedings(|seedings| {
        let unsaved = seedings.iter().filter(|seeding| seeding.is_unsaved()).count();
        (unsaved, seedings.iter().filter(|seeding| is_loose(seeding)).count())
    });
    let ends = RwSignal::new(LooseEnds::default());
    let navigate = use_navigate();
    let finish = Callback::new(move |()| {
        run_desk.finish();
        navigate(routes::PLAN, leptos_router::NavigateOptions::default());
    });
    let press = move |_| {
        if counts.get_untracked() == (0, 0) {
            return finish.run(());
        }
        ends.set(run_desk.run.with_now(LooseEnds::of).unwrap_or_default());
        page::show_dialog(DIALOG);
    };
    let hint = move || match counts.get() {
        _ if !over() => "The run is still open: let it end, or stop it.".to_owned(),
        (0, 0) => "Finish removes the secrets and keys from this page.".to_owned(),
        (0, 1) => "1 subaccount is not finished.".to_owned(),
        (0, n) => format!("{n} subaccounts are not finished."),
        (1, _) => "1 secret is not saved yet.".to_owned(),
        (n, _) => format!("{n} secrets are not saved yet."),
    };
    let saved = run_desk.saved_count();
    let count = move || {
        let (saved, all) = saved.get();
        (all > 0).then(|| view! { <strong>{format!("{saved} of {all} saved")}</strong> })
    };
    view! {
        <div class="buttons finish">
            <span role="status">{count}</span>
            <span class="field-hint">{hint}</span>
            <button type="button" class="primary" disabled=move || !over() on:click=press>{"Finish"}</button>
        </div>
        <FinishDialog ends finish />
    }
}

/// Asks before the run is forgotten. A secret that nobody has is not let go of: it is saved, or its key cleaned up.
#[component]
fn FinishDialog(
    /// What would be lost from sight.
    ends: RwSignal<LooseEnds>,
    /// Forgets the run.
    finish: Callback<()>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let saved = move || ends.read().unsaved.is_empty();
    let back = move || if saved() { "Go back" } else { "Go back and save" };
    let can_clean_up = move || {
        run_desk.run.is(|run| {
            let (new, old) = run.to_clean_up();
            run.is_connected() && !(new.is_empty() && old.is_empty())
        })
    };
    let clean_up = move |_| {
        page::close_dialog(DIALOG);
        show_clean_up();
    };
    let leave = move |_| {
        page::close_dialog(DIALOG);
        finish.run(());
    };
    let list = move |lines: Vec<Line>, text: &'static str| {
        (!lines.is_empty()).then(|| view! { <p>{text}</p><Listed lines /> })
    };
    view! {
        <dialog id=DIALOG aria-labelledby="finish-title">
            <h2 id="finish-title">{"Finish this run?"}</h2>
            {move || list(ends.get().unsaved, "These results are not saved: nobody else has the secrets of these API keys, nor the private keys that were made with them. Save them, or clean up:")}
            {move || list(ends.get().unfinished, "These subaccounts are not finished. What exists of them stays at Twilio, and this page forgets it. Clean it up, or download the record first:")}
            <div class="buttons">
                <button type="button" class="primary" autofocus=true on:click=move |_| page::close_dialog(DIALOG)>{back}</button>
                <Show when=saved>
                    <button type="button" on:click=leave>{"Finish, and leave them as they are"}</button>
                </Show>
                <Show when=can_clean_up>
                    <button type="button" class="danger-button" on:click=clean_up>{"Clean up\u{2026}"}</button>
                </Show>
            </div>
        </dialog>
    }
}
