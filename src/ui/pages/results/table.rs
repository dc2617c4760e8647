//! The results of many subaccounts: one table, one of them opened at a time.

use super::result::{Badge, ResultArticle};
use crate::browser::page;
use crate::priming::Run;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::{Pager, field_id, page_rows};
use leptos::prelude::*;

/// The table of what was made, and the article that was opened.
#[component]
pub fn ResultsTable(
    /// The places of what was made.
    made: Memo<Vec<usize>>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let (text, page) = (RwSignal::new(String::new()), RwSignal::new(0));
    let opened = RwSignal::new(None::<usize>);
    let found = Memo::new(move |_| {
        let text = text.read().trim().to_lowercase();
        let found = |run: &Run| {
            let fits = |place: &&usize| {
                let sid =
                    |seeding: &crate::priming::Seeding| seeding.account_sid().map(|sid| sid.as_str().to_lowercase());
                run.seedings.get(**place).is_some_and(|seeding| {
                    seeding.name.to_lowercase().contains(&text) || sid(seeding).is_some_and(|sid| sid.contains(&text))
                })
            };
            made.read().iter().filter(fits).copied().collect::<Vec<_>>()
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
        <section class="panel" aria-label="Subaccounts">
            <Search text page />
            <div class="table-wrap">
                <table class="table stack">
                    <thead><tr><th>{"Name"}</th><th>{"Account SID"}</th><th>{"State"}</th><th class="end">{"Result"}</th></tr></thead>
                    <tbody><For each=shown key=|place| *place let(place)><ResultRow place opened /></For></tbody>
                </table>
            </div>
            <Pager what="subaccounts" count page />
        </section>
        {move || opened.get().map(|index| view! { <ResultArticle index /> })}
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
    /// The one whose article is shown.
    opened: RwSignal<Option<usize>>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let line = run_desk.line(place);
    let open = move |_| {
        opened.set(Some(place));
        request_animation_frame(move || page::scroll_to(&format!("result-{place}-name")));
    };
    view! {
        <tr class=move || if opened.get() == Some(place) { "chosen" } else { "" }>
            <th scope="row">{move || line.read().name.clone()}</th>
            <td class="sid"><code>{move || line.read().account_sid.clone()}</code></td>
            <td class="wide-cell"><Badge line /></td>
            <td class="end"><button type="button" class="small" aria-label=move || format!("Open {}", line.read().name) on:click=open>{"Open"}</button></td>
        </tr>
    }
}
