//! What an inspection found.

use super::canonical::ComparisonView;
use crate::twilio::validation::inspect::{Check, Claim, Report, Verdict};
use crate::ui::parts::{Icon, IconName, Link, Notice, Tone};
use leptos::prelude::*;

/// The id of the title, which takes the focus.
pub const TITLE: &str = "inspection-title";

/// The result in a sentence, every rule, the token's fields, and canonical requests.
#[component]
pub fn ReportView(
    /// What was found.
    report: Report,
) -> impl IntoView {
    let summary = report.summary();
    let tone = if summary.refused.is_some() {
        Tone::Danger
    } else if summary.complete {
        Tone::Good
    } else {
        Tone::Warning
    };
    let rows = report
        .checks
        .into_iter()
        .map(|check| view! { <CheckRow check /> })
        .collect_view();
    let comparisons = report
        .comparisons
        .into_iter()
        .map(|comparison| view! { <ComparisonView comparison /> });
    let decoded = (!report.claims.is_empty()).then(|| {
        view! {
            <section class="panel" aria-label={"Decoded token"}>
                <h2>{"Decoded token"}</h2>
                <Fields title="Header" fields=report.header />
                <Fields title="Claims" fields=report.claims />
            </section>
        }
    });
    view! {
        <section class="panel" aria-label={"Inspection"}>
            <h2 id=TITLE tabindex="-1">{"Inspection"}</h2>
            <Notice tone title=summary.title><p>{summary.text}</p></Notice>
            <ul class="checks">{rows}</ul>
        </section>
        {comparisons.collect_view()}
        {decoded}
    }
}

#[component]
fn CheckRow(
    /// The rule, and what was found.
    check: Check,
) -> impl IntoView {
    let (class, icon) = match check.verdict {
        Verdict::Good => ("check-row good", IconName::Check),
        Verdict::Bad => ("check-row bad", IconName::Cross),
        Verdict::Note => ("check-row note", IconName::Info),
        Verdict::NotChecked => ("check-row open", IconName::Dot),
    };
    let next = (!check.next.is_empty()).then(|| view! { <p class="next">{check.next.clone()}</p> });
    let code = check.code.to_string();
    view! {
        <li class=class>
            <p class="word"><Icon name=icon />{check.verdict.word()}</p>
            <p class="rule">{check.rule.title()}</p>
            <div class="found"><p>{check.found}</p>{next}</div>
            <Link href=format!("/inspect?code={code}#error-codes") class="code-link" attr:title="What this code means">{code}</Link>
        </li>
    }
}

/// The fields of the token's header or claims.
#[component]
fn Fields(
    /// Which.
    title: &'static str,
    /// The fields.
    fields: Vec<Claim>,
) -> impl IntoView {
    let row = |field: Claim| {
        let meaning = (!field.meaning.is_empty())
            .then(|| view! { <span class="field-hint">{format!(" {}", field.meaning)}</span> });
        view! { <dt><code>{field.name}</code></dt><dd><code>{field.value}</code>{meaning}</dd> }
    };
    view! {
        <div>
            <h3>{title}</h3>
            <dl class="facts">{fields.into_iter().map(row).collect_view()}</dl>
        </div>
    }
}
