//! From HTTP to the practice account's requests, and from its replies back to HTTP.

use crate::read_at_most;
use keyseed::twilio::{Host, HttpReply, HttpRequest, Method, Request, Secret};
use std::io::Cursor;
use tiny_http::{Header, Response, StatusCode};

/// The largest header value and the largest body, in bytes.
const LIMIT: usize = 64 * 1024;

/// What came in.
pub(crate) enum Incoming {
    /// A request to one of Twilio's three hosts.
    Request(HttpRequest),
    /// Something else, and what to say to it.
    Refused(Response<Cursor<Vec<u8>>>),
}

/// Takes a request in, byte for byte as it stands on the wire: it is signed so.
pub(crate) fn read(http: &mut tiny_http::Request) -> Incoming {
    if http.headers().iter().any(|header| header.value.as_str().len() > LIMIT) {
        return refused(413, "a header is larger than 64 KiB");
    }
    let body = match read_at_most(http.as_reader(), LIMIT) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return refused(413, "the body is larger than 64 KiB"),
        Err(_) => return refused(400, "the body broke off"),
    };
    let Ok(body) = String::from_utf8(body) else {
        return refused(400, "the body is not UTF-8");
    };
    let Some(method) = Method::parse(http.method().as_str()) else {
        return refused(405, "only GET, POST and DELETE are known here");
    };
    let name = header(http, "Host").unwrap_or_default();
    let name = name.split(':').next().unwrap_or_default();
    let Some(host) = Host::parse(name) else {
        return refused(421, "the Host header names none of Twilio's three hosts");
    };
    let (path, query) = http.url().split_once('?').unwrap_or((http.url(), ""));
    Incoming::Request(HttpRequest {
        request: Request {
            method,
            host,
            path: path.to_owned(),
            query: query.to_owned(),
            body,
        },
        authorization: header(http, "Authorization").map(Secret::new),
        validation: header(http, "Twilio-Client-Validation").map(Secret::new),
    })
}

/// Gives a reply out, with the headers that Twilio's have.
pub(crate) fn write(reply: HttpReply) -> Response<Cursor<Vec<u8>>> {
    // A gateway's page is the only body that is not JSON.
    let kind = if reply.body.starts_with('<') {
        "text/html"
    } else {
        "application/json;charset=utf-8"
    };
    let mut response = Response::from_data(reply.body.into_bytes()).with_status_code(StatusCode(reply.status));
    let headers = [
        ("Content-Type", Some(kind.to_owned())),
        ("Date", reply.date),
        ("Retry-After", reply.retry_after),
        ("Twilio-Request-Id", reply.request_id),
    ];
    for (name, value) in headers {
        if let Some(header) = value.and_then(|value| Header::from_bytes(name, value).ok()) {
            response.add_header(header);
        }
    }
    response
}

fn header(http: &tiny_http::Request, name: &str) -> Option<String> {
    http.headers()
        .iter()
        .find(|header| header.field.as_str().as_str().eq_ignore_ascii_case(name))
        .map(|header| header.value.as_str().to_owned())
}

/// An answer of the server itself, not of the practice account, in plain text so that nobody takes it for Twilio's.
fn refused(status: u16, why: &str) -> Incoming {
    Incoming::Refused(Response::from_string(format!("practice_server: {why}\n")).with_status_code(StatusCode(status)))
}
