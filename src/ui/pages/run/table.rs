//! A run of many subaccounts: one table, a page at a time, by state.

use super::row::{RunDetail, class};
use crate::priming::{Phase, Run, Seeding, State};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::{Icon, IconName, Pager, field_id, page_rows};
use leptos::prelude::*;

/// The states, in the order of the menu.
const STATES: [(State, &str); 4] = [
    (State::Waiting, "Waiting"),
    (State::Working, "At work"),
    (State::Failed, "Failed"),
    (State::Done, "Done"),
];

/// The table, its filter and its pager.
#[component]
pub fn RunTable() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let wanted = RwSignal::new(None::<State>);
    let (page, opened) = (RwSignal::new(0), RwSignal::new(None::<usize>));
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        let fits = |seeding: &Seeding| wanted.is_none_or(|state| seeding.state() == state);
        let found = |run: &Run| {
            let places = run.seedings.iter().enumerate();
            let found = places.filter(|(_, seeding)| fits(seeding));
            found.map(|(place, _)| place).collect::<Vec<_>>()
        };
        run_desk.run.with(found).unwrap_or_default()
    });
    let count = Signal::derive(move || found.read().len());
    let shown = move || {
        let found = found.read();
        let rows = page_rows(found.len(), page.get());
        found.get(rows).unwrap_or_default().to_vec()
    };
    view! {
        <div class="run-filter">
            <StateFilter wanted page />
            <RetryFailed />
        </div>
        <div class="table-wrap">
            <table class="table stack run-table">
                <thead><tr><th>{"Name"}</th><th>{"Account SID"}</th><th>{"State"}</th><th class="end">{"Details"}</th></tr></thead>
                <For each=shown key=|place| *place let(place)><TableRow place opened /></For>
            </table>
        </div>
        <Pager what="subaccounts" count page />
    }
}

#[component]
fn StateFilter(
    /// Which state is wanted; any if `None`.
    wanted: RwSignal<Option<State>>,
    /// The page of the table.
    page: RwSignal<usize>,
) -> impl IntoView {
    const LABEL: &str = "Show";
    let run_desk = desk::<RunDesk>();
    let counts = run_desk.of_seedings(|seedings| {
        STATES.map(|(state, _)| seedings.iter().filter(|seeding| seeding.state() == state).count())
    });
    let options = STATES.iter().enumerate().map(|(place, (_, word))| {
        let count = move || counts.read().get(place).copied().unwrap_or_default();
        view! { <option value=*word>{move || format!("{word} ({})", count())}</option> }
    });
    let choose = move |value: String| {
        page.set(0);
        wanted.set(
            STATES
                .into_iter()
                .find(|(_, word)| *word == value)
                .map(|(state, _)| state),
        );
    };
    let all = move || counts.read().iter().sum::<usize>();
    view! {
        <div class="field inline">
            <label for=field_id(LABEL)>{LABEL}</label>
            <select id=field_id(LABEL) on:change:target=move |event| choose(event.target().value())>
                <option value={"all"}>{move || format!("All ({})", all())}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// Takes the failed steps again, all at once.
#[component]
fn RetryFailed() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let failed = run_desk.of_seedings(|seedings| {
        let again = |seeding: &Seeding| seeding.failure().is_some_and(|failure| failure.can_retry());
        let failed =
            |seeding: &&Seeding| seeding.state() == State::Failed && !seeding.is_cleaning_up() && again(seeding);
        seedings.iter().filter(failed).count()
    });
    let open = move || run_desk.run.is(|run| run.phase != Phase::Stopped);
    let retry = move |_| run_desk.steer(|run| run.retry_failed());
    view! {
        <Show when=move || failed.get() != 0 && open()>
            <button type="button" on:click=retry>{move || format!("Try the {} failed again", failed.get())}</button>
        </Show>
    }
}

/// A subaccount's row, and its details below it when they are asked for.
#[component]
fn TableRow(
    /// Its place in the run.
    place: usize,
    /// The row whose details are shown.
    opened: RwSignal<Option<usize>>,
) -> impl IntoView {
    let line = desk::<RunDesk>().line(place);
    let is_open = Memo::new(move |_| opened.get() == Some(place));
    let icon = move || match line.read().state {
        State::Waiting => IconName::Dot,
        State::Working => IconName::Clock,
        State::Failed => IconName::Cross,
        State::Done => IconName::Check,
    };
    let toggle = move |_| opened.set((!is_open.get_untracked()).then_some(place));
    let word = move || if is_open.get() { "Hide" } else { "Show" };
    view! {
        <tbody>
            <tr class=move || class(&line.read())>
                <th scope="row">{move || line.read().name.clone()}</th>
                <td class="sid"><code>{move || line.read().account_sid.clone()}</code></td>
                <td class="wide-cell"><span class="state">{move || view! { <Icon name=icon() /> }}<span>{move || line.read().summary.clone()}</span></span></td>
                <td class="end">
                    <button type="button" class="small" aria-expanded=move || is_open.get().to_string()
                        aria-label=move || format!("{} the details of {}", word(), line.read().name) on:click=toggle>{word}</button>
                </td>
            </tr>
            <Show when=move || is_open.get()>
                <tr class="detail"><td colspan="4"><RunDetail index=place /></td></tr>
            </Show>
        </tbody>
    }
}
