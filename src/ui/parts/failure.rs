//! A failure: what happened, what to do, and the facts for somebody who helps, without a secret.

use super::{CopyButton, Notice, Tone};
use crate::machine::Exchange;
use crate::twilio::{Explanation, Secret, code_info, iso8601};
use leptos::prelude::*;

/// What went wrong, with the ways on in the middle.
#[component]
pub fn FailureBox(
    /// What was being done, and for what.
    doing: String,
    /// What happened, and what to do.
    explanation: Explanation,
    /// The request that failed, if one did.
    exchange: Option<Exchange>,
    /// The ways on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Danger alert=true title=explanation.what.clone()>
            <p>{explanation.next.clone()}</p>
            {children.map(|children| children())}
            <FailureDetails doing explanation exchange />
        </Notice>
    }
}

/// Twilio's code and the request's id beside the sentence that says what they mean, and all of it to be copied.
#[component]
pub fn FailureDetails(
    /// What was being done, and for what.
    doing: String,
    /// What the admin was told.
    explanation: Explanation,
    /// The request that failed, if one did.
    exchange: Option<Exchange>,
) -> impl IntoView {
    let code = exchange.as_ref().and_then(|exchange| exchange.code);
    let facts = [
        code.map(|code| format!("Twilio code {code}")),
        exchange
            .as_ref()
            .and_then(|exchange| exchange.request_id.clone())
            .map(|id| format!("Request {id}")),
    ];
    let line = facts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ");
    let text = details(&doing, &explanation, exchange.as_ref());
    view! {
        <div class="failure-details">
            <p class="field-hint">{(!line.is_empty()).then(|| view! { <code>{line.clone()}</code> })}</p>
            <CopyButton label="Copy details" text=move || Secret::new(text.clone()) />
        </div>
    }
}

/// The facts as lines of text. Neither a body nor a header is in it.
fn details(doing: &str, explanation: &Explanation, exchange: Option<&Exchange>) -> String {
    let mut lines = vec![
        format!("Keyseed: {doing}"),
        format!("What happened: {}", explanation.what),
        format!("What to do: {}", explanation.next),
    ];
    if let Some(exchange) = exchange {
        let signed = if exchange.is_signed { "signed" } else { "not signed" };
        let status = exchange
            .status
            .map_or("no reply".to_owned(), |status| format!("HTTP {status}"));
        lines.push(format!(
            "Request: {} {}",
            exchange.request.method.as_str(),
            exchange.request.url()
        ));
        lines.push(format!(
            "Sent: {}, by {}, {signed}",
            iso8601(exchange.at),
            exchange.api_key_sid
        ));
        lines.push(format!("Outcome: {status} after {} ms", exchange.millis));
        if let Some(code) = exchange.code {
            let meaning = code_info(code).map_or("", |info| info.meaning);
            lines.push(format!("Twilio code: {code} {meaning}"));
        }
        if let Some(said) = exchange.said.as_ref().filter(|words| !words.is_empty()) {
            lines.push(format!("Twilio's words: {said}"));
        }
        if let Some(id) = &exchange.request_id {
            lines.push(format!("Twilio-Request-Id: {id}"));
        }
    }
    lines.join("\n") + "\n"
}
