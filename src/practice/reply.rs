//! Replies in Twilio's form.

use super::NoRandomness;
use crate::twilio::{HttpReply, http_date};
use serde_json::{Value, json};

/// A success.
#[derive(Debug)]
pub(super) enum Done {
    /// 200.
    Ok(Value),
    /// 201.
    Created(Value),
    /// 204, without a body.
    Deleted,
}

/// A refusal: the HTTP status, Twilio's error code and its words. The statuses of many codes are not documented; those
/// are 401 where signing is concerned and 400 otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: u32,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    /// A request that cannot be carried out as it stands.
    pub(super) fn bad(code: u32, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    /// A caller that is not who it says, or may not do this. Twilio answers both alike, and with 401, not 403.
    pub(super) fn authenticate() -> Self {
        Self::new(401, 20003, "Authenticate")
    }

    /// Nothing by that name that the caller may see.
    pub(super) fn not_found(path: &str) -> Self {
        Self::new(404, 20404, format!("The requested resource {path} was not found"))
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        Self::new(500, 20500, error.to_string())
    }
}

/// Writes the reply as it goes over the wire at `now` (seconds since 1970).
pub(super) fn write(done: Result<Done, Refusal>, request_id: Option<String>, now: i64) -> HttpReply {
    let (status, body) = match done {
        Ok(Done::Ok(body)) => (200, body.to_string()),
        Ok(Done::Created(body)) => (201, body.to_string()),
        Ok(Done::Deleted) => (204, String::new()),
        Err(refusal) => (refusal.status, error_body(&refusal)),
    };
    HttpReply {
        status,
        date: Some(http_date(now)),
        retry_after: None,
        request_id,
        body,
    }
}

fn error_body(refusal: &Refusal) -> String {
    json!({
        "code": refusal.code,
        "message": refusal.message,
        "more_info": format!("https://www.twilio.com/docs/errors/{}", refusal.code),
        "status": refusal.status,
    })
    .to_string()
}
