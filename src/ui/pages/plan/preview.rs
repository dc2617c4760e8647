//! The plan: every request, before one is made.

use super::names::PlannedSubaccounts;
use crate::priming::{AppliesTo, KeyPairChoice, Plan, PlannedRequest, Reading};
use crate::ui::desks::{AccountDesk, PlanDesk, desk};
use leptos::prelude::*;

/// The region that shows what will be done.
#[component]
pub fn PlanPreview(
    /// What the lines say.
    reading: Memo<Reading>,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let plan_desk = desk::<PlanDesk>();
    let plan = Memo::new(move |_| {
        let draft = plan_desk.draft.get();
        account_desk
            .connected
            .with(|connected| connected.as_ref().and_then(|connected| connected.plan(&draft).ok()))
    });
    let content = move || {
        match plan.get() {
        None => view! { <p class="empty">{"Once the fields above are complete, every request is listed here before it is sent."}</p> }
            .into_any(),
        Some(plan) => {
            let counts = plan.counts();
            let row = |request| view! { <RequestRow request counts /> };
            let rows = plan.requests().into_iter().map(row).collect_view();
            view! { <p>{summary(&plan)}</p><PlannedSubaccounts reading /><ol class="planned">{rows}</ol> }.into_any()
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

/// How much it is.
fn summary(plan: &Plan) -> String {
    let subaccounts = |count: usize, kind: &str| match count {
        1 => format!("1 {kind} subaccount"),
        _ => format!("{count} {kind} subaccounts"),
    };
    let subject = match plan.counts() {
        (new, 0) => subaccounts(new, "new"),
        (0, existing) => subaccounts(existing, "existing"),
        (new, existing) => format!("{} and {existing} existing", subaccounts(new, "new")),
    };
    let all = plan.targets.len();
    let pairs = match plan.key_pairs {
        KeyPairChoice::Each if all == 1 => "a new key pair".to_owned(),
        KeyPairChoice::Each => format!("{all} new key pairs"),
        KeyPairChoice::OneForAll => "one new key pair for all".to_owned(),
        KeyPairChoice::Signing => "your own key pair".to_owned(),
        KeyPairChoice::Recipient => "the recipient's public key".to_owned(),
        KeyPairChoice::No => "no key pair".to_owned(),
    };
    let keys = if all == 1 {
        "an API key".to_owned()
    } else {
        format!("{all} API keys")
    };
    format!("{subject}: {keys}, {pairs}; {} requests in all.", plan.request_count())
}

#[component]
fn RequestRow(
    /// The request.
    request: PlannedRequest,
    /// How many of the plan's subaccounts are new, and how many exist.
    counts: (usize, usize),
) -> impl IntoView {
    let times = match (request.applies_to, counts) {
        (AppliesTo::New, (new, 1..)) => format!(" ({new} new)"),
        (AppliesTo::Existing, (1.., existing)) => format!(" ({existing} existing)"),
        (AppliesTo::All, _) => " (once)".to_owned(),
        _ => String::new(),
    };
    let signed = request
        .signs
        .map_or_else(|| "not signed".to_owned(), |who| format!("signed with {who}"));
    let form = (!request.form.is_empty()).then(|| view! { <code class="form">{request.form.clone()}</code> });
    view! {
        <li>
            <p class="purpose">{request.purpose}{times}</p>
            <code>{request.line}</code>
            {form}
            <p class="field-hint">{format!("Asked by {}, {signed}.", request.asks)}</p>
        </li>
    }
}
