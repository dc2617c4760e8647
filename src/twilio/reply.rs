//! From a reply to what it says.

use super::{ApiError, CallError, HttpReply, NotTwilio};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use std::str::FromStr;

/// Twilio's refusal. RFC 9457 names (`title`, `detail`) occur in newer services, and `detail` beside `message` in older
/// ones. A field of an unexpected kind must not cost the words of the others.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    code: Value,
    #[serde(default)]
    message: Value,
    #[serde(default)]
    detail: Value,
    #[serde(default)]
    title: Value,
}

impl Refusal {
    fn code(&self) -> Option<u32> {
        let number = self.code.as_u64().and_then(|code| u32::try_from(code).ok());
        number.or_else(|| self.code.as_str()?.trim().parse().ok())
    }

    /// Everything that it says, each sentence once.
    fn words(&self) -> String {
        let text = |value: &Value| {
            value
                .as_str()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let head = text(&self.message).or_else(|| text(&self.title));
        match (head, text(&self.detail)) {
            (Some(head), Some(detail)) if !head.contains(&detail) => format!("{head}: {detail}"),
            (Some(words), _) | (None, Some(words)) => words,
            (None, None) => String::new(),
        }
    }
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
            wait: reply.wait(),
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
            wait: reply.wait(),
        },
        None => CallError::Unexpected {
            status: reply.status,
            what: "it is not empty".to_owned(),
        },
    })
}

/// The refusal, or what else it is, if the reply is not a success or not whole.
#[must_use]
pub fn refused(reply: &HttpReply) -> Option<CallError> {
    if !reply.is_success() {
        return Some(refusal(reply));
    }
    if reply.body.trim().is_empty() {
        return None;
    }
    read::<IgnoredAny>(reply).err()
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
            wait: reply.wait(),
        };
    }
    match serde_json::from_str::<Refusal>(&reply.body) {
        Ok(refusal) => CallError::Refused(ApiError {
            status: reply.status,
            code: refusal.code(),
            message: refusal.words(),
            request_id: reply.request_id.clone(),
            wait: reply.wait(),
        }),
        Err(_) => CallError::NotTwilio {
            status: reply.status,
            kind: NotTwilio::Text,
            wait: reply.wait(),
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
    use crate::twilio::{Fate, Wait, accounts};

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
                kind: NotTwilio::Html,
                wait: Wait::default(),
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
    fn no_word_of_a_refusal_is_dropped() {
        let words = |body: &str| accounts::parse_account(&reply(401, body)).unwrap_err().explain().what;
        let older = words(
            r#"{"code":20003,"detail":"Your AccountSid or AuthToken was incorrect.","message":"Authenticate","status":401}"#,
        );
        assert!(
            older.contains("\u{201c}Authenticate: Your AccountSid or AuthToken was incorrect.\u{201d}"),
            "{older}"
        );
        let text = words(r#"{"code":"20003","message":"Policy evaluation failed"}"#);
        assert!(
            text.contains("error 20003") && text.contains("Policy evaluation failed"),
            "{text}"
        );
        let odd = words(r#"{"code":null,"message":"Said all the same","detail":{"why":1}}"#);
        assert!(odd.contains("Said all the same"), "{odd}");
    }

    #[test]
    fn a_long_wait_is_said_with_its_time() {
        let slow = HttpReply {
            retry_after: Some("7200".to_owned()),
            date: Some("Sun, 29 Nov 2026 16:29:00 GMT".to_owned()),
            ..reply(429, r#"{"code":20429,"message":"Too Many Requests"}"#)
        };
        let next = accounts::parse_account(&slow).unwrap_err().explain().next;
        assert!(
            next.starts_with("Twilio asks to wait 2 h (until 29 Nov 2026, 18:29 UTC)"),
            "{next}"
        );
    }

    #[test]
    fn too_many_requests_are_safe_to_repeat() {
        let error = accounts::parse_account(&reply(429, r#"{"code":20429,"message":"slow"}"#)).unwrap_err();
        assert_eq!(error.fate(), Fate::NotDoneWait);
    }
}
