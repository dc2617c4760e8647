//! What the admin gives, read and held within limits before anything else is done with it.

use super::authorization::{self, Authorization};
use super::pasted::is_invisible;
use super::time;
use super::url::{self, Url};
use crate::keys::PublicKey;
use crate::twilio::Secret;

/// The longest token that is looked at, in bytes as pasted. A real one has about 900.
pub const TOKEN_MAX: usize = 16 * 1024;

/// The longest body, list of headers, and canonical request, in bytes.
const BODY_MAX: usize = 256 * 1024;
const HEADERS_MAX: usize = 16 * 1024;
const CANONICAL_MAX: usize = 32 * 1024;

/// The parts of a question, for errors to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The token.
    Token,
    /// The request's method.
    Method,
    /// Its address.
    Url,
    /// Its body.
    Body,
    /// Its `Authorization`.
    Authorization,
    /// Its other signed headers.
    Headers,
    /// The public key that Twilio holds.
    PublicKey,
    /// When the request was made.
    At,
    /// What the client says it signed.
    Canonical,
}

/// What was pasted, as it is; everything but the token may be empty.
#[derive(Clone, Copy, Default)]
pub struct Pasted<'a> {
    /// The value of `Twilio-Client-Validation`, or the whole header.
    pub token: &'a str,
    /// The request's method; `GET` if empty.
    pub method: &'a str,
    /// The request's address.
    pub url: &'a str,
    /// The request's body.
    pub body: &'a str,
    /// The value of `Authorization`, or the API key SID alone.
    pub authorization: &'a str,
    /// Other headers of the request, `name: value` a line.
    pub headers: &'a str,
    /// The public key, PEM.
    pub public_key: &'a str,
    /// When the request was made: an HTTP date, ISO 8601, or seconds since 1970.
    pub at: &'a str,
    /// The canonical request that the client computed.
    pub canonical: &'a str,
}

/// The request that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) url: Url,
    pub(super) body: String,
}

/// A question that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub(super) token: Secret,
    pub(super) asked: Option<Asked>,
    pub(super) authorization: Option<Authorization>,
    /// `None` if nothing was said of other headers.
    pub(super) headers: Option<Vec<(String, String)>>,
    pub(super) public_key: Option<PublicKey>,
    pub(super) at: i64,
    /// Whether the time was given rather than taken from the clock.
    pub(super) at_given: bool,
    pub(super) canonical: Option<Secret>,
}

impl Question {
    /// Reads what was pasted; `now` (seconds since 1970) stands in for a time that was not given.
    ///
    /// # Errors
    /// A sentence for each field that cannot be read.
    pub fn read(pasted: &Pasted<'_>, now: i64) -> Result<Self, Vec<(Field, String)>> {
        let mut errors = Vec::new();
        let at = optional(Field::At, pasted.at, &mut errors, |text| {
            time::read(text).ok_or_else(|| {
                "Write it as 2026-11-14T08:30:00Z, as the Date of the reply, or as seconds since 1970.".to_owned()
            })
        });
        let question = Self {
            token: Secret::new(pasted.token.to_owned()),
            asked: request(pasted, &mut errors),
            authorization: optional(
                Field::Authorization,
                pasted.authorization,
                &mut errors,
                authorization::read,
            ),
            headers: optional(Field::Headers, pasted.headers, &mut errors, headers),
            public_key: optional(Field::PublicKey, pasted.public_key, &mut errors, |text| {
                PublicKey::import(text).map_err(|error| error.to_string())
            }),
            at: at.unwrap_or(now),
            at_given: at.is_some(),
            canonical: optional(Field::Canonical, pasted.canonical, &mut errors, |text| {
                limit(text, CANONICAL_MAX).map(|text| Secret::new(text.to_owned()))
            }),
        };
        if let Err(sentence) = token(pasted.token) {
            errors.insert(0, (Field::Token, sentence));
        }
        if errors.is_empty() { Ok(question) } else { Err(errors) }
    }
}

fn token(text: &str) -> Result<(), String> {
    limit(text, TOKEN_MAX)?;
    if text
        .trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
        .is_empty()
    {
        return Err("Paste the value of the Twilio-Client-Validation header.".to_owned());
    }
    Ok(())
}

fn limit(text: &str, max: usize) -> Result<&str, String> {
    if text.len() > max {
        return Err(format!(
            "This is {} bytes long; more than {max} are not looked at.",
            text.len()
        ));
    }
    Ok(text)
}

/// Reads a field unless it is empty.
fn optional<T>(
    field: Field,
    text: &str,
    errors: &mut Vec<(Field, String)>,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    read(text).map_err(|sentence| errors.push((field, sentence))).ok()
}

fn request(pasted: &Pasted<'_>, errors: &mut Vec<(Field, String)>) -> Option<Asked> {
    let method = match pasted.method.trim() {
        "" => "GET",
        method => method,
    };
    if method.len() > 16 || !method.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        errors.push((
            Field::Method,
            "Enter the method alone, such as GET, POST or DELETE.".to_owned(),
        ));
    }
    if let Err(sentence) = limit(pasted.body, BODY_MAX) {
        errors.push((Field::Body, sentence));
    }
    if pasted.url.trim().is_empty() && !pasted.body.trim().is_empty() {
        errors.push((
            Field::Url,
            "Enter the address too: a body alone cannot be checked.".to_owned(),
        ));
    }
    let url = optional(Field::Url, pasted.url, errors, url::read)?;
    Some(Asked {
        method: method.to_owned(),
        url,
        body: pasted.body.to_owned(),
    })
}

fn headers(text: &str) -> Result<Vec<(String, String)>, String> {
    let lines = limit(text, HEADERS_MAX)?.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| match line.split_once(':') {
            Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_ascii_lowercase(), value.to_owned())),
            _ => Err("Write one header a line: its name, a colon, its value.".to_owned()),
        })
        .collect()
}
