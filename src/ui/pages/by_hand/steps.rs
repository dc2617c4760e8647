//! Each step alone.

use crate::snippets::by_hand::{ByHand, Step, Way, steps};
use crate::ui::parts::CodeBlock;
use leptos::prelude::*;

/// The steps in order.
#[component]
pub fn Steps(
    /// What is to be done.
    request: Memo<ByHand>,
) -> impl IntoView {
    let all = Memo::new(move |_| request.with(steps));
    let items = move || {
        all.get()
            .into_iter()
            .map(|step| view! { <StepRow step /> })
            .collect_view()
    };
    view! {
        <section class="panel" aria-label={"Step by step"}>
            <h2>{"Step by step"}</h2>
            <p>{"Each step alone, for bash. Where there are several ways, any one of them does; the lines share the variable SUBACCOUNT_SID. The Twilio CLI does not sign, so it is a way only where requests are not signed."}</p>
            <ol class="hand-steps">{items}</ol>
        </section>
    }
}

#[component]
fn StepRow(
    /// The step.
    step: Step,
) -> impl IntoView {
    let request = step.request.map(|request| view! { <p><code>{request}</code></p> });
    let ways = step.ways.into_iter().map(|Way { title, commands }| {
        let text = commands.join("\n");
        view! { <CodeBlock language=title shown=text /> }
    });
    view! {
        <li>
            <h3>{step.title}</h3>
            <p class="field-hint">{step.note}</p>
            {request}
            {ways.collect_view()}
        </li>
    }
}
