//! The requests that were made, as they went out: secrets masked.

use super::{Fact, Facts};
use crate::machine::{Exchange, SignedView};
use crate::twilio::code_info;
use leptos::prelude::*;

/// The requests of a check or of a subaccount, each to be opened.
#[component]
pub fn Inspector(
    /// The requests.
    #[prop(into)]
    exchanges: Signal<Vec<Exchange>>,
    /// Whether they are unfolded from the start.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let count = move || match exchanges.read().len() {
        1 => "1 request".to_owned(),
        n => format!("{n} requests"),
    };
    let rows = move || {
        let exchanges = exchanges.get();
        // Where others were signed, one goes unsigned on purpose: a refusal is what is expected.
        let signing = exchanges.iter().any(|exchange| exchange.is_signed);
        let expected = move |exchange: &Exchange| signing && !exchange.is_signed && exchange.code == Some(70052);
        let row = |exchange: Exchange| view! { <ExchangeRow expected=expected(&exchange) exchange /> };
        exchanges.into_iter().map(row).collect_view()
    };
    view! {
        <details class="inspector" open=open hidden=move || exchanges.read().is_empty()>
            <summary>{count}</summary>
            <ol class="exchanges">{rows}</ol>
        </details>
    }
}

#[component]
fn ExchangeRow(
    /// The request and its reply.
    exchange: Exchange,
    /// Whether a refusal with 70052 is what it is for.
    expected: bool,
) -> impl IntoView {
    let request = exchange.request;
    let outcome = match (exchange.status, exchange.code) {
        (Some(status), Some(code)) if expected => format!("{status}, as expected ({code})"),
        (Some(status), Some(code)) => format!("{status}, error {code}"),
        (Some(status), None) => status.to_string(),
        (None, _) => "no reply".to_owned(),
    };
    let class = if expected || exchange.status.is_some_and(|status| status < 400) {
        "status good"
    } else {
        "status danger"
    };
    let said = exchange.said.filter(|words| !words.is_empty());
    let meaning = exchange.code.and_then(code_info).map(|info| info.meaning);
    let (target, url) = (request.target(), request.url());
    let authorization = format!("Basic {}:\u{2022}\u{2022}\u{2022}\u{2022}", exchange.api_key_sid);
    let signature = match (exchange.is_signed, exchange.signed) {
        (_, Some(signed)) => view! { <Signed signed /> }.into_any(),
        (true, None) => view! { <Fact term="Signature">{"Sent signed"}</Fact> }.into_any(),
        (false, None) => view! { <Fact term="Signature">{"None: sent unsigned"}</Fact> }.into_any(),
    };
    let dropped = exchange.is_shortened.then(|| {
        view! { <Fact term="Not kept">{"In a large run, the body and the signature are kept only for subaccounts that are not primed."}</Fact> }
    });
    let body =
        (!request.body.is_empty()).then(|| view! { <Fact term="Body"><code>{request.body.clone()}</code></Fact> });
    let request_id = exchange
        .request_id
        .map(|id| view! { <Fact term="Twilio-Request-Id"><code>{id}</code></Fact> });
    view! {
        <li>
            <details>
                <summary>
                    <span class="method">{request.method.as_str()}</span>
                    <span class="target">{target}</span>
                    <span class=class>{outcome}</span>
                    <span class="millis">{format!("{} ms", exchange.millis)}</span>
                </summary>
                <Facts>
                    <Fact term="URL"><code>{url}</code></Fact>
                    <Fact term="Authorization"><code>{authorization}</code></Fact>
                    {body}
                    {signature}
                    {dropped}
                    {said.map(|said| view! { <Fact term="Twilio's words">{said}</Fact> })}
                    {meaning.map(|meaning| view! { <Fact term="Meaning">{meaning}</Fact> })}
                    {request_id}
                </Facts>
            </details>
        </li>
    }
}

#[component]
fn Signed(
    /// The signature's parts.
    signed: SignedView,
) -> impl IntoView {
    let header = serde_json::to_string_pretty(&signed.header).unwrap_or_default();
    let claims = serde_json::to_string_pretty(&signed.claims).unwrap_or_default();
    view! {
        <Fact term="Canonical request"><pre tabindex="0">{signed.canonical}</pre></Fact>
        <Fact term="Its SHA-256"><code>{signed.hash}</code></Fact>
        <Fact term="Token header"><pre tabindex="0">{header}</pre></Fact>
        <Fact term="Token claims"><pre tabindex="0">{claims}</pre></Fact>
    }
}
