//! Takes a token apart, and goes on where a stricter reader would stop, so that one fault does not hide the others.

use super::pasted::{after_scheme, header_values, is_invisible};
use super::time::{self, MILLISECONDS};
use super::{Claim, Report, Rule};
use crate::twilio::Secret;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value};

/// A token, taken apart.
pub(super) struct Token {
    pub(super) header: Map<String, Value>,
    pub(super) claims: Map<String, Value>,
    pub(super) signing_input: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// The header that Twilio reads.
const NAME: &str = "Twilio-Client-Validation";

/// Reads a token and checks its form. `None` if there is nothing to go on with.
pub(super) fn read(pasted: &Secret, report: &mut Report) -> Option<Token> {
    let mut values = header_values(pasted.expose(), NAME).into_iter();
    let (value, others) = (values.next().unwrap_or_default(), values.count());
    let (name, value) = match value.split_once(':') {
        Some((name, rest)) if is_token(rest) => (Some(name.trim()), rest.trim()),
        _ => (None, value),
    };
    let (value, bearer) = match after_scheme(value, "Bearer") {
        Some(rest) => (rest, true),
        None => (value, false),
    };
    let token: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .collect();
    let parts: Vec<_> = token.split('.').collect();
    let &[header, claims, signature] = parts.as_slice() else {
        let (found, next) = other_form(&parts);
        report.bad(Rule::Form, found, next);
        return None;
    };
    let decoded: Vec<_> = [header, claims, signature].into_iter().map(decode).collect();
    let [Some(header_json), Some(claims_json), Some(signature_bytes)] = decoded.as_slice() else {
        let named = ["header", "claims", "signature"];
        let broken = named.into_iter().zip(&decoded).find(|(_, bytes)| bytes.is_none());
        report.bad(
            Rule::Form,
            format!(
                "The token's {} cannot be read as base64url.",
                broken.map_or("text", |(name, _)| name)
            ),
            "Copy the whole token again, or look whether something changes it on its way.",
        );
        return None;
    };
    let signing_input = format!("{header}.{claims}").into_bytes();
    if let Some(name) = name {
        report.bad_with(
            Rule::Form,
            70052,
            format!(
                "The header is called {name}.\nTwilio looks for {NAME} alone, so to Twilio the request is not signed."
            ),
            format!("Send the token as the value of {NAME}."),
        );
    } else if others > 0 {
        report.bad(
            Rule::Form,
            format!(
                "The header holds {} tokens.\nIt was sent more than once, and something on the way, such as a proxy, joined the values. Only the first is looked at below.",
                if others == 1 { "two".to_owned() } else { (others + 1).to_string() }
            ),
            format!("Send {NAME} once. Where a client repeats a request, let it replace the header rather than add another."),
        );
    } else if bearer {
        report.bad(
            Rule::Form,
            "\u{201c}Bearer\u{201d} stands in front of the token.",
            "Send the token alone as the header's value.",
        );
    } else if let Some((found, next)) = other_alphabet(&token) {
        report.bad(Rule::Form, found, next);
    } else {
        report.good(Rule::Form, "Three parts of base64url, joined by dots.");
    }
    Some(Token {
        header: object(header_json).or_else(|| {
            report.bad(
                Rule::ContentType,
                "The token's header is not a JSON object.",
                "Write it as JSON with cty, typ, alg and kid.",
            );
            None
        })?,
        claims: object(claims_json).or_else(|| {
            report.bad(
                Rule::SignedHeaders,
                "The token's claims are not a JSON object.",
                "Write them as JSON with iss, sub, exp, nbf, hrh and rqh.",
            );
            None
        })?,
        signing_input,
        signature: signature_bytes.clone(),
    })
}

/// Whether this looks like a token, with `Bearer` in front or not: only then is what precedes it a name to repeat.
fn is_token(text: &str) -> bool {
    let text = text.trim();
    let text = after_scheme(text, "Bearer").unwrap_or(text);
    text.starts_with("ey") && text.split('.').count() == 3
}

fn other_form(parts: &[&str]) -> (String, &'static str) {
    const COPY: &str = "Copy the whole value of the Twilio-Client-Validation header.";
    match parts.len() {
        1 => (
            "This is not a token: it has no dots that part header, claims and signature.".into(),
            COPY,
        ),
        2 => ("The token has two parts: the signature is missing.".into(), COPY),
        5 => (
            "This is an encrypted token (JWE) with five parts.".into(),
            "Send a signed token (JWS), which has three.",
        ),
        count => (format!("The token has {count} parts; it should have three."), COPY),
    }
}

/// What is wrong with the base64 though it can be read.
fn other_alphabet(token: &str) -> Option<(&'static str, &'static str)> {
    if token.contains('=') {
        Some((
            "The base64 is padded with =.",
            "Leave the padding out: RFC 7515 wants base64url without it.",
        ))
    } else if token.contains(['+', '/']) {
        Some((
            "This is plain base64, with + and /.",
            "Use base64url, which has - and _ instead (RFC 7515).",
        ))
    } else {
        None
    }
}

/// Decodes a part, whatever alphabet of base64 it uses.
fn decode(part: &str) -> Option<Vec<u8>> {
    let part = part.trim_end_matches('=').replace('+', "-").replace('/', "_");
    Base64UrlUnpadded::decode_vec(&part).ok()
}

fn object(json: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(json).ok()
}

/// A text in a header or claims; the error says what stands there instead.
pub(super) fn text<'a>(map: &'a Map<String, Value>, name: &str) -> Result<&'a str, String> {
    match map.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        Some(Value::String(_)) => Err(format!("{name} is empty.")),
        Some(_) => Err(format!("{name} is not a text.")),
        None => Err(format!("{name} is missing.")),
    }
}

impl Token {
    /// The header's fields, for people.
    pub(super) fn header_fields(&self) -> Vec<Claim> {
        fields(&self.header, |_, _| String::new())
    }

    /// The claims, for people; times as dates.
    pub(super) fn claim_fields(&self, now: i64) -> Vec<Claim> {
        fields(&self.claims, |name, value| match (name, value.as_i64()) {
            ("exp" | "nbf" | "iat", Some(at)) if at >= MILLISECONDS => {
                "not seconds since 1970; milliseconds?".to_owned()
            }
            ("exp" | "nbf" | "iat", Some(at)) => format!("{}, {}", time::date(at), time::from(now, at)),
            _ => String::new(),
        })
    }
}

fn fields(map: &Map<String, Value>, meaning: impl Fn(&str, &Value) -> String) -> Vec<Claim> {
    let field = |(name, value): (&String, &Value)| Claim {
        name: name.clone(),
        value: match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
        meaning: meaning(name, value),
    };
    map.iter().map(field).collect()
}
