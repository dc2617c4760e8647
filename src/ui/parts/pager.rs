//! Long lists, a page at a time.

use leptos::prelude::*;

/// How many rows stand on a page of a long list.
pub const PAGE_ROWS: usize = 50;

/// The rows of a page, by their places in the list. A page behind the list's end shows its last one.
pub fn page_rows(count: usize, page: usize) -> std::ops::Range<usize> {
    let start = page.min(last_page(count)) * PAGE_ROWS;
    start..count.min(start + PAGE_ROWS)
}

fn last_page(count: usize) -> usize {
    count.saturating_sub(1) / PAGE_ROWS
}

/// Which rows of a long list are shown, and the way to the others. A list that fits on one page has no buttons.
#[component]
pub fn Pager(
    /// What the rows are, such as "subaccounts".
    what: &'static str,
    /// How many there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The page that is shown, from 0.
    page: RwSignal<usize>,
) -> impl IntoView {
    let said = move || {
        let rows = page_rows(count.get(), page.get());
        match count.get() {
            0 => format!("No {what}"),
            1 => format!("1 {}", what.trim_end_matches('s')),
            count if count <= PAGE_ROWS => format!("{count} {what}"),
            count => format!("{}\u{2013}{} of {count} {what}", rows.start + 1, rows.end),
        }
    };
    let go = move |to: fn(usize) -> usize| {
        move |_| page.update(|page| *page = to((*page).min(last_page(count.get_untracked()))))
    };
    view! {
        <nav class="pager" aria-label=format!("Pages of {what}")>
            <span role="status">{said}</span>
            <Show when=move || { count.get() > PAGE_ROWS }>
                <button type="button" class="small" disabled=move || page.get() == 0 on:click=go(|page| page.saturating_sub(1))>{"Previous"}</button>
                <button type="button" class="small" disabled=move || { page.get() >= last_page(count.get()) } on:click=go(|page| page + 1)>{"Next"}</button>
            </Show>
        </nav>
    }
}
