//! The plan: every request, before one is made.

use crate::priming::{Plan, PlannedRequest};
use crate::ui::console::Console;
use leptos::prelude::*;

/// The region that shows what will be done.
#[component]
pub fn PlanPreview() -> impl IntoView {
    let console = expect_context::<Console>();
    let plan = Memo::new(move |_| {
        let draft = console.draft.get();
        console
            .connected
            .with(|connected| connected.as_ref().and_then(|c| Plan::new(&draft, &c.checked).ok()))
    });
    let content = move || {
        match plan.get() {
        None => view! { <p class="empty">{"Once the fields above are in order, every request that will be made is listed here."}</p> }
            .into_any(),
        Some(plan) => {
            let requests = plan.requests();
            let (names, each) = (plan.names.len(), requests.len());
            let subject = if names == 1 {
                "1 subaccount".to_owned()
            } else {
                format!("{names} subaccounts")
            };
            let summary = format!("{subject}, {each} requests each: {} requests in all.", names * each);
            let rows = requests
                .into_iter()
                .map(|request| view! { <RequestRow request /> })
                .collect_view();
            view! { <p>{summary}</p><ol class="planned">{rows}</ol> }.into_any()
        }
    }
    };
    view! {
        <section class="panel" aria-label="Plan">
            <h2>{"What will be sent"}</h2>
            {content}
        </section>
    }
}

#[component]
fn RequestRow(
    /// The request.
    request: PlannedRequest,
) -> impl IntoView {
    let signed = request
        .signs
        .map_or_else(|| "not signed".to_owned(), |who| format!("signed with {who}"));
    let form = (!request.form.is_empty()).then(|| view! { <code class="form">{request.form.clone()}</code> });
    view! {
        <li>
            <p class="purpose">{request.purpose}</p>
            <code>{request.line}</code>
            {form}
            <p class="field-hint">{format!("Asked by {}, {signed}.", request.asks)}</p>
        </li>
    }
}
