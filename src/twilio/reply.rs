//! From a reply to what it says.

use super::{ApiError, CallError, HttpReply, NotTwilio};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// Twilio's refusal. RFC 9457 names (`title`, `detail`) occur in newer services.
#[derive(Deserialize)]
struct Refusal {
    code: Option<u32>,
    message: Option<String>,
    detail: Option<String>,
    title: Option<String>,
}

/// Reads a reply as `T` if it is a success, or as the refusal that it is.
pub(super) fn read<T: DeserializeOwned>(reply: &HttpReply) -> Result<T, CallError> {
    if !reply.is_success() {
        return Err(refusal(reply));
    }
    serde_json::from_str(&reply.body).map_err(|error| match kind(&reply.body) {
        Some(kind) => CallError::NotTwilio {
            status: reply.status,
            kind,
        },
        // serde_json's own message can quote a value; its category and position cannot.
        None => CallError::Unexpected {
            status: reply.status,
            what: if error.is_eof() {
                "it is cut off".to_owned()
            } else {
                "a field is missing or malformed".to_owned()
            },
        },
    })
}

/// Reads a reply to a deletion: 204 and nothing more. What was not found (20404) is a refusal like any other: whoever
/// asked may have asked in the wrong place.
pub(super) fn read_deleted(reply: &HttpReply) -> Result<(), CallError> {
    if !reply.is_success() {
        return Err(refusal(reply));
    }
    if reply.body.trim().is_empty() {
        return Ok(());
    }
    Err(match kind(&reply.body) {
        Some(kind) => CallError::NotTwilio {
            status: reply.status,
            kind,
        },
        None => CallError::Unexpected {
            status: reply.status,
            what: "it is not empty".to_owned(),
        },
    })
}

/// Twilio's error code, if the reply is a refusal with one.
#[must_use]
pub fn error_code(reply: &HttpReply) -> Option<u32> {
    if reply.is_success() {
        return None;
    }
    refusal(reply).code()
}

/// The refusal, or what else it is, if the reply is not a success.
#[must_use]
pub fn refused(reply: &HttpReply) -> Option<CallError> {
    (!reply.is_success()).then(|| refusal(reply))
}

/// Reads a SID of a reply.
pub(super) fn sid<S: FromStr>(reply: &HttpReply, text: &str) -> Result<S, CallError> {
    text.parse().map_err(|_| CallError::Unexpected {
        status: reply.status,
        what: "a SID in it is malformed".to_owned(),
    })
}

fn refusal(reply: &HttpReply) -> CallError {
    if let Some(kind) = kind(&reply.body) {
        return CallError::NotTwilio {
            status: reply.status,
            kind,
        };
    }
    match serde_json::from_str::<Refusal>(&reply.body) {
        Ok(refusal) => CallError::Refused(ApiError {
            status: reply.status,
            code: refusal.code,
            message: refusal.message.or(refusal.detail).or(refusal.title).unwrap_or_default(),
            request_id: reply.request_id.clone(),
        }),
        Err(_) => CallError::NotTwilio {
            status: reply.status,
            kind: NotTwilio::Text,
        },
    }
}

/// What the body is, if it is not a JSON object.
fn kind(body: &str) -> Option<NotTwilio> {
    match body.trim_start().chars().next() {
        None => Some(NotTwilio::Empty),
        Some('{') => None,
        Some('<') => Some(NotTwilio::Html),
        Some(_) => Some(NotTwilio::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twilio::{Fate, accounts};

    fn reply(status: u16, body: &str) -> HttpReply {
        HttpReply {
            status,
            body: body.to_owned(),
            ..HttpReply::default()
        }
    }

    #[test]
    fn a_refusal_keeps_its_code_and_words() {
        let body = r#"{"code":20003,"message":"Authenticate","more_info":"x","status":401}"#;
        let error = accounts::parse_account(&reply(401, body)).unwrap_err();
        assert_eq!(error.code(), Some(20003));
        assert_eq!(error.fate(), Fate::NotDone);
        assert!(error.explain().what.contains("Authenticate"));
    }

    #[test]
    fn a_web_page_is_told_apart_from_twilio() {
        let page = accounts::parse_account(&reply(200, "<!doctype html><p>Keyseed")).unwrap_err();
        assert_eq!(
            page,
            CallError::NotTwilio {
                status: 200,
                kind: NotTwilio::Html
            }
        );
        assert!(page.explain().what.contains("no relay"));
        let gateway = accounts::parse_account(&reply(502, "<html>")).unwrap_err();
        assert_eq!(gateway.fate(), Fate::Unknown);
        let sign_in = accounts::parse_account(&reply(302, "<html>")).unwrap_err();
        assert!(sign_in.explain().what.contains("web page"));
    }

    #[test]
    fn a_cut_off_reply_leaves_the_fate_open() {
        let error = accounts::parse_account(&reply(201, r#"{"sid":"AC"#)).unwrap_err();
        assert_eq!(error.fate(), Fate::Unknown);
    }

    #[test]
    fn problem_json_is_read_too() {
        let error =
            accounts::parse_account(&reply(403, r#"{"code":20006,"title":"Denied","status":403}"#)).unwrap_err();
        assert!(error.explain().what.contains("Denied"));
    }

    #[test]
    fn too_many_requests_are_safe_to_repeat() {
        let error = accounts::parse_account(&reply(429, r#"{"code":20429,"message":"slow"}"#)).unwrap_err();
        assert_eq!(error.fate(), Fate::NotDoneWait);
    }
}
