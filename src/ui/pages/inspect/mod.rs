//! Inspect: why is a signature refused? And what an error code means. Nothing here makes a request.

mod canonical;
mod codes;
mod form;
mod report;

use crate::browser::page;
use crate::twilio::validation::inspect::{Report, SPELLINGS_MAX, with_commas};
use codes::Codes;
use form::InspectForm;
use leptos::prelude::*;
use report::ReportView;

/// What is found, and how far the search for it is.
#[derive(Clone, Copy)]
struct Found {
    report: RwSignal<Option<Report>>,
    /// How many spellings of the request were tried, while it is searched.
    tried: RwSignal<Option<usize>>,
    /// The number of the inspection; one that is not the last ends.
    turn: StoredValue<u32>,
}

impl Found {
    fn new() -> Self {
        Self {
            report: RwSignal::new(None),
            tried: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Ends what is under way, and takes away what was found.
    fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.report.set(None);
        self.tried.set(None);
    }
}

/// The page.
#[component]
pub fn InspectPage() -> impl IntoView {
    page::set_title("Inspect \u{2013} Keyseed");
    let found = Found::new();
    let shown = move || found.report.get().map(|report| view! { <ReportView report /> });
    view! {
        <div class="stage">
            <h1>{"Inspect"}</h1>
            <p class="lead">{"Why is a signature refused? Keyseed checks the token against each of Twilio's rules, and searches for what your client signed. Everything is worked out in this page; no request is made."}</p>
            <InspectForm found />
            <Searching tried=found.tried />
            {shown}
            <Codes />
        </div>
    }
}

/// That what the client signed is searched for, and how far.
#[component]
fn Searching(
    /// How many spellings were tried.
    tried: RwSignal<Option<usize>>,
) -> impl IntoView {
    let now = move || tried.get().unwrap_or(0);
    let said = move || {
        format!(
            "{} of at most {} spellings tried.",
            with_commas(now()),
            with_commas(SPELLINGS_MAX)
        )
    };
    view! {
        <Show when=move || tried.read().is_some()>
            <section class="panel" aria-label={"Search"}>
                <h2>{"Searching for what your client signed"}</h2>
                <progress aria-label={"Spellings tried"} max=SPELLINGS_MAX.to_string() prop:value=move || now().to_string()></progress>
                <p class="field-hint">{said}</p>
            </section>
        </Show>
    }
}
