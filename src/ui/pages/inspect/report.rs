//! What an inspection found.

use super::canonical::ComparisonView;
use crate::twilio::validation::inspect::{Check, Claim, Report, Summary, Verdict};
use crate::ui::parts::{Facts, Icon, IconName, Link, Tone};
use leptos::prelude::*;

/// The id of the title, which takes the focus.
pub const TITLE: &str = "inspection-title";

/// The reason and what to do, what else is to know, the rules that hold, the token's fields, and canonical requests.
#[component]
pub fn ReportView(
    /// What was found.
    report: Report,
) -> impl IntoView {
    let (held, mut others): (Vec<_>, Vec<_>) = report
        .checks
        .iter()
        .cloned()
        .partition(|check| check.verdict == Verdict::Good);
    let problems: Vec<_> = report.problems().into_iter().cloned().collect();
    others.retain(|check| check.verdict != Verdict::Bad);
    let (first, more) = problems
        .split_first()
        .map_or((None, &[][..]), |(first, more)| (Some(first.clone()), more));
    let rows = |checks: &[Check]| {
        checks
            .iter()
            .cloned()
            .map(|check| view! { <CheckRow check /> })
            .collect_view()
    };
    let (more, others, count, held) = (rows(more), rows(&others), held.len(), rows(&held));
    let held = (count > 0).then(|| {
        let title = if count == 1 {
            "1 rule holds".to_owned()
        } else {
            format!("{count} rules hold")
        };
        view! { <details class="held"><summary>{title}</summary><ul class="checks">{held}</ul></details> }
    });
    let decoded = (!report.claims.is_empty()).then(|| {
        view! {
            <section class="panel" aria-label={"Decoded token"}>
                <h2>{"Decoded token"}</h2>
                <TokenFields title="Header" fields=report.header.clone() />
                <TokenFields title="Claims" fields=report.claims.clone() />
            </section>
        }
    });
    let comparisons = report
        .comparisons
        .iter()
        .cloned()
        .map(|comparison| view! { <ComparisonView comparison /> });
    view! {
        <section class="panel" aria-label={"Inspection"}>
            <Reason summary=report.summary() first />
            <ul class="checks">{more}{others}</ul>
            {held}
        </section>
        {comparisons.collect_view()}
        {decoded}
    }
}

/// Why the request is refused and what to do about it; or that nothing wrong was found.
#[component]
fn Reason(
    /// The result.
    summary: Summary,
    /// The broken rule that is the reason, if there is one.
    first: Option<Check>,
) -> impl IntoView {
    let (class, icon) = match (summary.refused, summary.complete) {
        (Some(_), _) => ("notice danger", Tone::Danger.icon()),
        (None, true) => ("notice good", Tone::Good.icon()),
        (None, false) => ("notice warning", Tone::Warning.icon()),
    };
    let more = first.map(|check| {
        let details = check
            .details()
            .map(|line| view! { <p>{line.to_owned()}</p> })
            .collect_view();
        let next =
            (!check.next.is_empty()).then(|| view! { <p><strong>{"What to do: "}</strong>{check.next.clone()}</p> });
        view! { {details}{next} }
    });
    let code = summary.refused.map(|code| view! { {" "}<CodeLink code /> });
    view! {
        <div class=class>
            <Icon name=icon />
            <div class="reason">
                <h2 id=TITLE tabindex="-1">{summary.title}</h2>
                {more}
                <p>{summary.text}{code}</p>
            </div>
        </div>
    }
}

/// Leads to what a code means.
#[component]
fn CodeLink(
    /// The code.
    code: u32,
) -> impl IntoView {
    let href = format!("/inspect?code={code}#error-codes");
    view! { <Link href class="code-link" attr:title="What this code means">{code.to_string()}</Link> }
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
        Verdict::NotChecked => ("check-row", IconName::Dot),
    };
    let lines = check.found.lines().map(str::to_owned).collect::<Vec<_>>();
    let found = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    let next = (!check.next.is_empty()).then(|| view! { <p class="next">{check.next.clone()}</p> });
    let code = check.code;
    view! {
        <li class=class>
            <p class="word"><Icon name=icon />{check.verdict.word()}</p>
            <p class="rule">{check.rule.title()}</p>
            <div class="found">{found}{next}</div>
            <CodeLink code />
        </li>
    }
}

/// The fields of the token's header or claims.
#[component]
fn TokenFields(
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
            <Facts>{fields.into_iter().map(row).collect_view()}</Facts>
        </div>
    }
}
