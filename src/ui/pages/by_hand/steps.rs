//! Every step of a run, as commands.

use crate::snippets::by_hand::{Step, Way, steps};
use crate::ui::console::ByHandForm;
use crate::ui::parts::CodeBlock;
use leptos::prelude::*;

/// The steps, in the order of a run.
#[component]
pub fn Steps(
    /// What is typed.
    form: ByHandForm,
) -> impl IntoView {
    let list = Memo::new(move |_| steps(&form.request()));
    let items = move || {
        let item = |step: Step| view! { <OneStep step /> };
        list.get().into_iter().map(item).collect_view()
    };
    view! {
        <section class="panel" aria-label="Step by step">
            <h2>{"Step by step"}</h2>
            <p>{"The same, a step at a time, with the functions of prime.sh, openssl, or the Twilio CLI (which does not sign). For each step, one of the ways does."}</p>
            <ol class="hand-steps">{items}</ol>
        </section>
    }
}

#[component]
fn OneStep(
    /// The step.
    step: Step,
) -> impl IntoView {
    let request = step
        .request
        .map(|request| view! { <p class="field-hint"><code>{request}</code></p> });
    let way = |way: Way| view! { <CodeBlock language=way.title shown=way.commands.join("\n") /> };
    view! {
        <li>
            <h3>{step.title}</h3>
            <p>{step.note}</p>
            {request}
            {step.ways.into_iter().map(way).collect_view()}
        </li>
    }
}
