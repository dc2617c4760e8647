//! What a check found.

use crate::machine::Exchange;
use crate::priming::{Finding, Level};
use crate::ui::parts::{FailureDetails, Icon, Tone};
use leptos::prelude::*;

/// One finding: an icon, what was found, what to do next, what may be the cause.
#[component]
pub fn FindingRow(
    /// The finding.
    finding: Finding,
    /// What was being done.
    doing: &'static str,
    /// The last request, which a problem speaks of.
    exchange: Option<Exchange>,
) -> impl IntoView {
    let (class, tone, word) = match finding.level {
        Level::Good => ("finding good", Tone::Good, "In order: "),
        Level::Note => ("finding note", Tone::Info, "To know: "),
        Level::Problem => ("finding problem", Tone::Danger, "Problem: "),
    };
    let next = (!finding.next.is_empty()).then(|| view! { <p class="next">{finding.next.clone()}</p> });
    let causes = finding
        .causes
        .iter()
        .map(|cause| view! { <li>{*cause}</li> })
        .collect_view();
    let causes = (!finding.causes.is_empty()).then(|| view! { <ul class="next">{causes}</ul> });
    let details = (finding.level == Level::Problem && exchange.is_some()).then(|| {
        let explanation = finding.explanation();
        view! { <FailureDetails doing=doing.to_owned() explanation exchange /> }
    });
    view! {
        <li class=class>
            <Icon name=tone.icon() />
            <div>
                <p><span class="visually-hidden">{word}</span>{finding.what}</p>
                {next}
                {causes}
                {details}
            </div>
        </li>
    }
}
