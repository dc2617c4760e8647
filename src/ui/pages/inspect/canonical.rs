//! Canonical requests, beside one another where there are two; the first difference is marked.

use crate::twilio::validation::inspect::{Comparison, Line};
use leptos::prelude::*;

/// One comparison.
#[component]
pub fn ComparisonView(
    /// What is compared.
    comparison: Comparison,
) -> impl IntoView {
    let alone = comparison.ours.is_none() || comparison.theirs.is_none();
    let found = comparison
        .found
        .into_iter()
        .map(|sentence| view! { <p>{sentence}</p> })
        .collect_view();
    let place = comparison.place.map(|place| {
        let text = format!("They begin to differ at line {}, column {}.", place.line, place.column);
        view! { <p><strong>{text}</strong></p> }
    });
    let ours = comparison
        .ours
        .map(|lines| view! { <Side title="Canonical request of this request" lines /> });
    let theirs = comparison.theirs.map(|(title, lines)| view! { <Side title lines /> });
    view! {
        <section class="panel" aria-label=comparison.title>
            <h2>{comparison.title}</h2>
            <div class="comparison-found">{found}{place}</div>
            <div class=if alone { "sides alone" } else { "sides" }>{ours}{theirs}</div>
            <p class="field-hint">{"The Authorization value is masked here; it counts in the hash."}</p>
        </section>
    }
}

/// One canonical request, its lines numbered.
#[component]
fn Side(
    /// What it is.
    title: &'static str,
    /// Its lines.
    lines: Vec<Line>,
) -> impl IntoView {
    let row = |line: Line| {
        let differs = line.differs.map(|rest| {
            view! { <mark><span class="visually-hidden">{"first difference: "}</span>{rest}</mark> }
        });
        let class = if differs.is_some() { "differs" } else { "" };
        view! { <li class=class><code>{line.same}{differs}</code></li> }
    };
    view! {
        <figure class="side">
            <figcaption>{title}</figcaption>
            <ol>{lines.into_iter().map(row).collect_view()}</ol>
        </figure>
    }
}
