//! The results as a table: each row opens in place.

use super::result::{Badge, ResultArticle};
use crate::priming::{CleanUp, Run, Seeding};
use crate::ui::desks::{RunDesk, Saved, desk};
use crate::ui::panels::FEW;
use crate::ui::parts::{Pager, field_id, page_rows};
use leptos::prelude::*;

/// The table of what was made: each row opens in place.
#[component]
pub fn ResultsTable(
    /// The places of what was made.
    made: Memo<Vec<usize>>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let (text, page) = (RwSignal::new(String::new()), RwSignal::new(0));
    // One alone is open from the start, and one that asks for something: its clean-up failed, or there is another of its
    // name.
    let asking = run_desk.of_seedings(|seedings| {
        let asks = |seeding: &Seeding| {
            matches!(seeding.clean_up(), CleanUp::Failed(_)) || !seeding.second_subaccounts().is_empty()
        };
        let places = seedings.iter().enumerate().filter(|(_, seeding)| asks(seeding));
        places.map(|(place, _)| place).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let alone = made.read().first().copied().filter(|_| made.read().len() == 1);
        let places: Vec<usize> = asking.get().into_iter().chain(alone).collect();
        if !places.is_empty() {
            run_desk.opened.update(|opened| opened.extend(places));
        }
    });
    let found = Memo::new(move |_| {
        let text = text.read().trim().to_lowercase();
        let found = |run: &Run| {
            let fits = |seeding: &Seeding| {
                let sid = seeding.account_sid().map(|sid| sid.as_str().to_lowercase());
                seeding.name.to_lowercase().contains(&text) || sid.is_some_and(|sid| sid.contains(&text))
            };
            let fits = |place: &&usize| run.seedings.get(**place).is_some_and(fits);
            made.read().iter().filter(fits).copied().collect::<Vec<_>>()
        };
        run_desk.run.with(found).unwrap_or_default()
    });
    let count = Signal::derive(move || found.read().len());
    let many = Memo::new(move |_| made.read().len() > FEW);
    let shown = move || {
        let found = found.read();
        let rows = page_rows(found.len(), page.get());
        found.get(rows).unwrap_or_default().to_vec()
    };
    view! {
        <section class="results-list" aria-label="Subaccounts" hidden=move || made.read().is_empty()>
            <Show when=move || many.get()><Search text page /></Show>
            <div class="table-wrap">
                <table class="table stack results-table" aria-label="Results">
                    <thead><tr><th>{"Name"}</th><th>{"Account SID"}</th><th>{"State"}</th><th>{"Saved"}</th><th class="end"><span class="visually-hidden">{"Result"}</span></th></tr></thead>
                    <For each=shown key=|place| *place let(place)><ResultRow place /></For>
                </table>
            </div>
            <Show when=move || many.get()><Pager what="subaccounts" count page /></Show>
        </section>
    }
}

#[component]
fn Search(
    /// What is looked for.
    text: RwSignal<String>,
    /// The page of the table.
    page: RwSignal<usize>,
) -> impl IntoView {
    const LABEL: &str = "Filter by name or SID";
    view! {
        <div class="field">
            <label for=field_id(LABEL)>{LABEL}</label>
            <input id=field_id(LABEL) type="search" autocomplete="off" spellcheck="false" prop:value=move || text.get()
                on:input:target=move |event| {
                    page.set(0);
                    text.set(event.target().value());
                } />
        </div>
    }
}

#[component]
fn ResultRow(
    /// Its place in the run.
    place: usize,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let (line, opened) = (run_desk.line(place), run_desk.opened);
    let is_open = Memo::new(move |_| opened.read().contains(&place));
    let toggle = move |_| {
        opened.update(|opened| {
            if !opened.remove(&place) {
                opened.insert(place);
            }
        });
    };
    let word = move || if is_open.get() { "Close" } else { "Open" };
    view! {
        <tbody>
            <tr>
                <th scope="row">{move || line.read().name.clone()}</th>
                <td class="sid"><code>{move || line.read().account_sid.clone()}</code></td>
                <td class="wide-cell"><Badge line /></td>
                <td><SavedMark place /></td>
                <td class="end">
                    <button type="button" class="small" aria-expanded=move || is_open.get().to_string()
                        aria-label=move || format!("{} {}", word(), line.read().name) on:click=toggle>{word}</button>
                </td>
            </tr>
            <Show when=move || is_open.get()>
                <tr class="detail"><td colspan="5"><ResultArticle index=place /></td></tr>
            </Show>
        </tbody>
    }
}

/// Whether a result is saved.
#[component]
fn SavedMark(
    /// Its place in the run.
    place: usize,
) -> impl IntoView {
    let saved = desk::<RunDesk>().saved(place);
    let mark = move || match saved.get() {
        Saved::Nothing => None,
        Saved::No => Some(("badge warning", "Not saved")),
        Saved::Copied => Some(("badge warning", "Copied, not saved")),
        Saved::Yes => Some(("badge good", "Saved")),
    };
    move || mark().map(|(class, word)| view! { <span class=class role="status">{word}</span> })
}
