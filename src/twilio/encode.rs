//! Percent-encoding: the strict form that the canonical request wants, and the form that request bodies use.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes by RFC 3986: only `A-Z a-z 0-9 - . _ ~` stay, space becomes `%20`, hexadecimal digits are capitals.
#[must_use]
pub fn rfc3986(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Decodes percent-encoding; bytes that are not UTF-8 become the replacement character.
#[must_use]
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A query in the one spelling on which Twilio's libraries and its documentation agree: RFC 3986, sorted by the whole
/// `key=value`.
#[must_use]
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut encoded: Vec<_> = pairs
        .iter()
        .map(|(key, value)| format!("{}={}", rfc3986(key), rfc3986(value)))
        .collect();
    encoded.sort();
    encoded.join("&")
}

/// An `application/x-www-form-urlencoded` body, in the order given.
#[must_use]
pub fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The fields of an `application/x-www-form-urlencoded` body, in its order.
#[must_use]
pub fn form_fields(body: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

/// Lowercase hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}
