//! Sending a request to Twilio through the relay on this origin.

use crate::twilio::{HttpOutcome, HttpReply, HttpRequest, Method, TransportError};
use gloo_net::http::{Method as FetchMethod, RequestBuilder, Response};
use js_sys::Uint8Array;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

/// How long to wait for a reply.
pub(super) const TIMEOUT_SECONDS: u32 = 30;

/// The largest reply that is read, in bytes. A page of 1,000 accounts has about 2 MB.
const REPLY_MAX: usize = 8 * 1024 * 1024;

/// Marks one send of a creation. A browser that loses a connection sends a POST again by itself, with the same headers;
/// the relay keeps this one to itself and lets each value through once.
const ONCE: &str = "X-Keyseed-Once";

thread_local! {
    /// Whether Twilio has answered through this relay.
    static ANSWERED: Cell<bool> = const { Cell::new(false) };
}

/// Sends a request and reads its reply.
pub(super) async fn send(http: &HttpRequest) -> HttpOutcome {
    let request = &http.request;
    let url = format!("/relay/{}{}", request.host.name(), request.target());
    let mut builder = RequestBuilder::new(&url)
        .method(match request.method {
            Method::Get => FetchMethod::GET,
            Method::Post => FetchMethod::POST,
            Method::Delete => FetchMethod::DELETE,
        })
        // `omit` also keeps the browser from opening its own password dialog at a 401.
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .mode(RequestMode::SameOrigin)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_SECONDS * 1000)));
    for (name, value) in http.headers() {
        builder = builder.header(name, value);
    }
    if request.creates() {
        builder = builder.header(ONCE, &new_mark());
    }
    let request = if request.body.is_empty() {
        builder.build()
    } else {
        builder.body(request.body.as_str())
    };
    let response = request.map_err(transport)?.send().await.map_err(transport)?;
    let reply = read(response).await?;
    let body = reply.body.trim_start();
    if body.starts_with('{') {
        ANSWERED.set(true);
    }
    if reply.status == 200 && body.starts_with('<') && ANSWERED.get() {
        return Err(TransportError::Interposed);
    }
    Ok(reply)
}

/// A random UUID. Without one the relay refuses the creation.
fn new_mark() -> String {
    web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map_or_else(String::new, |crypto| crypto.random_uuid())
}

async fn read(response: Response) -> HttpOutcome {
    let headers = response.headers();
    let length = headers
        .get("content-length")
        .and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > REPLY_MAX) {
        return Err(TransportError::TooLarge { limit: REPLY_MAX });
    }
    Ok(HttpReply {
        status: response.status(),
        date: headers.get("date"),
        retry_after: headers.get("retry-after"),
        request_id: headers.get("twilio-request-id"),
        body: body(&response.into()).await?,
    })
}

/// The body as text. It may hold a secret, so it is never a string of JavaScript's, which nobody could wipe.
async fn body(response: &web_sys::Response) -> Result<String, TransportError> {
    let reading = response.array_buffer().map_err(|error| broken(&error))?;
    let bytes = JsFuture::from(reading).await.map_err(|error| broken(&error))?;
    let bytes = Uint8Array::new(&bytes);
    let small = bytes.length() as usize <= REPLY_MAX;
    let text = small.then(|| String::from_utf8_lossy(&bytes.to_vec()).into_owned());
    bytes.fill(0, 0, bytes.length());
    text.ok_or(TransportError::TooLarge { limit: REPLY_MAX })
}

fn transport(error: gloo_net::Error) -> TransportError {
    match error {
        gloo_net::Error::JsError(error) => named(&error.name),
        _ => TransportError::Unreachable,
    }
}

fn broken(error: &JsValue) -> TransportError {
    named(
        error
            .unchecked_ref::<js_sys::Error>()
            .name()
            .as_string()
            .as_deref()
            .unwrap_or_default(),
    )
}

/// What an error of that name means.
fn named(name: &str) -> TransportError {
    if name == "TimeoutError" {
        TransportError::TimedOut {
            seconds: TIMEOUT_SECONDS,
        }
    } else {
        TransportError::Unreachable
    }
}
