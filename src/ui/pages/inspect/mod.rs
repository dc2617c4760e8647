//! Inspect: why is a signature refused? And what an error code means. Nothing here makes a request.

mod canonical;
mod codes;
mod form;
mod report;

use crate::browser::page;
use codes::Codes;
use form::InspectForm;
use leptos::prelude::*;
use report::ReportView;

/// The page.
#[component]
pub fn InspectPage() -> impl IntoView {
    page::set_title("Inspect \u{2013} Keyseed");
    let report = RwSignal::new(None);
    let shown = move || report.get().map(|report| view! { <ReportView report /> });
    view! {
        <div class="stage">
            <h1>{"Inspect"}</h1>
            <p class="lead">{"Why is a signature refused? The token is held against each of Twilio's rules. Everything is worked out in this page; no request is made."}</p>
            <InspectForm report />
            {shown}
            <Codes />
        </div>
    }
}
