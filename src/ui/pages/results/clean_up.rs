//! The end of a run beside its results: the record of what was done, and the clean-up of all that was made.

use crate::browser::{clock, download, page};
use crate::handover::{RECORD_NAME, record_csv, record_json};
use crate::priming::{CleanUp, Run, Seeding, Standing, Trace};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::panels::SecondSubaccounts;
use crate::ui::parts::{ConfirmDialog, Icon, IconName, Notice, Tone};
use leptos::prelude::*;

const DIALOG: &str = "clean-up-run";

/// Up to how many subaccounts are listed in a dialog. More would hide what it asks.
const LISTED: usize = 10;

/// Opens the dialog that cleans up the whole run.
pub fn show_clean_up() {
    page::show_dialog(DIALOG);
}

/// The first of some subaccounts, and how many more there are.
#[component]
pub fn Listed(
    /// Each one's name, a SID, and a few words.
    lines: Vec<(String, Option<String>, String)>,
) -> impl IntoView {
    let more = lines.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| view! { <li>{format!("\u{2026} and {more} more")}</li> });
    let item = |(name, sid, words)| view! { <li>{name}" "<code>{sid}</code>" "{words}</li> };
    view! { <ul class="things">{lines.into_iter().take(LISTED).map(item).collect_view()}{more}</ul> }
}

/// The record, for the audit.
#[component]
pub fn RunRecord() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let save = move |ending: &'static str, write: fn(&Run) -> String| {
        move |_| {
            let file = run_desk
                .run
                .with_now(|run| Some((format!("{RECORD_NAME}-{}.{ending}", run.head.run), write(run))))
                .flatten();
            if let Some((name, text)) = file {
                download::save(&name, text.as_bytes());
            }
        }
    };
    view! {
        <section class="run-part" aria-label="Record">
            <h3>{"Record of this run"}</h3>
            <p class="field-hint">{"Who ran it, what was created, and every request with time, result and Twilio-Request-Id. It contains no secrets."}</p>
            <div class="buttons">
                <button type="button" class="small" on:click=save("json", |run| record_json(run, clock::now_seconds()))><Icon name=IconName::Download /><span>{"Download the record (JSON)"}</span></button>
                <button type="button" class="small" on:click=save("csv", record_csv)><Icon name=IconName::Download /><span>{"Download the record (CSV)"}</span></button>
            </div>
        </section>
    }
}

/// What the run made or may have made for a subaccount that its result does not show.
pub fn left_of(seeding: &Seeding) -> impl Iterator<Item = &Trace> {
    let shown = seeding.has_result();
    let closed = seeding.is_closed();
    let odd = move |trace: &&Trace| !closed && trace.may_be_there() && !(shown && trace.standing == Standing::Exists);
    seeding.trail.iter().filter(odd)
}

/// What is to be looked after besides the results.
#[component]
pub fn LeftBehind() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let left = run_desk.of_seedings(|seedings| {
        let trace = |seeding: &Seeding, trace: &Trace| {
            let what = trace
                .sid
                .clone()
                .unwrap_or_else(|| format!("\u{201c}{}\u{201d}", trace.name));
            (
                format!("{}: {}", seeding.name, trace.thing.title()),
                what,
                trace.standing.summary().to_owned(),
            )
        };
        let traces = seedings
            .iter()
            .flat_map(|seeding| left_of(seeding).map(move |left| trace(seeding, left)));
        // An article says itself why its subaccount was not closed.
        let unsaid = seedings
            .iter()
            .filter(|seeding| seeding.existing() || !seeding.has_result());
        let failed = unsaid.filter_map(|seeding| match &seeding.clean_up() {
            CleanUp::Failed(why) => Some((
                seeding.name.clone(),
                String::new(),
                format!("{} {}", why.what, why.next),
            )),
            _ => None,
        });
        traces.chain(failed).collect::<Vec<_>>()
    });
    // Those of a subaccount that has a result stand there.
    let unshown = run_desk.of_seedings(|seedings| {
        let all = seedings.iter().enumerate();
        let unshown = all.filter(|(_, seeding)| !seeding.has_result() && !seeding.second_subaccounts().is_empty());
        unshown.map(|(index, _)| index).collect::<Vec<_>>()
    });
    let item = |(whose, what, how): (String, String, String)| view! { <li>{whose}" "<code>{what}</code>" \u{2013} "{how}</li> };
    let items = move || left.get().into_iter().map(item).collect_view();
    view! {
        <Show when=move || !left.read().is_empty()>
            <Notice tone=Tone::Warning title="Not in order">
                <p>{"The run was interrupted, a reply was lost, a deletion refused, or something created twice. What is named by its name only may not exist."}</p>
                <ul class="things">{items}</ul>
                <For each=move || unshown.get() key=|index| *index let(index)><SecondSubaccounts index place="left" /></For>
            </Notice>
        </Show>
    }
}

/// The clean-up of the whole run.
#[component]
pub fn CleanUpRun() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let possible = Memo::new(move |_| run_desk.can_clean_up());
    view! {
        <Show when=move || possible.get()>
            <section class="run-part" aria-label="Clean up">
                <h3>{"Clean up this run"}</h3>
                <p class="field-hint">{"Deletes this run's keys and closes the subaccounts that it created, permanently. What you saved stays."}</p>
                <div class="buttons"><button type="button" class="danger-button" on:click=move |_| show_clean_up()>{"Clean up\u{2026}"}</button></div>
            </section>
        </Show>
        <CleanUpDialog />
    }
}

#[component]
fn CleanUpDialog() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let phrase = Memo::new(move |_| run_desk.run.with(Run::clean_up_phrase).flatten());
    let button = move || {
        if phrase.read().is_some() {
            "Close for good"
        } else {
            "Delete the keys"
        }
    };
    view! {
        <ConfirmDialog id=DIALOG title="Clean up this run?" word=phrase button=Signal::derive(move || button().to_owned())
            on_confirm=move |typed: String| run_desk.steer(|run| run.clean_up(&typed))>
            <CleaningUp />
        </ConfirmDialog>
    }
}

/// What would be closed, and from what only keys would be deleted.
#[component]
fn CleaningUp() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let names = move |existing: bool| {
        let named = run_desk
            .run
            .with(|run| {
                let (new, old) = run.to_clean_up();
                let places = if existing { old } else { new };
                let name = |place: &usize| {
                    let seeding = run.seedings.get(*place)?;
                    let sid = seeding.account_sid().map(ToString::to_string);
                    Some((seeding.name.clone(), sid, String::new()))
                };
                Some(places.iter().filter_map(name).collect::<Vec<_>>())
            })
            .flatten();
        named.unwrap_or_default()
    };
    let list = move |existing: bool, text: &'static str| {
        let lines = names(existing);
        (!lines.is_empty()).then(|| view! { <p>{text}</p><Listed lines /> })
    };
    view! {
        {move || list(false, "These are closed for ever: Twilio releases their phone numbers and refuses their keys. Twilio deletes them after 30 days if your project is set to do so, which is the default for projects created after 5 July 2018.")}
        {move || list(true, "From these, which were there before, only this run's API keys are deleted:")}
    }
}
