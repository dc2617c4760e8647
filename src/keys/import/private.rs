//! Whether a text holds a private key, in whatever spelling: for the fields where none belongs.

use super::shape::Shape;
use super::spelling::{self, Layer};
use super::written::{self, Written};

/// No text that is shorter, in bytes of UTF-8, says that it is a private key, or is one.
const MIN_BYTES: usize = 24;

/// How much of a text is taken apart, in bytes of UTF-8: four times the longest paste that is read. All of it is searched for labels.
const SEARCHED_BYTES: usize = 64 * 1024;

/// Does this text hold a private key, whole or in part, of any algorithm, encrypted or not?
///
/// Public keys, certificates, SIDs, tokens and random text do not, in the same spellings. What only ends a private key, without a label
/// and without its first bytes, is recognised by the numbers that stand together only there.
#[must_use]
pub fn holds_private_key(text: &str) -> bool {
    if text.len() < MIN_BYTES {
        return false;
    }
    let beginning = &text[..text.floor_char_boundary(SEARCHED_BYTES)];
    is_named(text)
        || spelling::search(beginning, &mut |layer| match layer {
            Layer::Text(text) => is_named(text) || is_written(text),
            Layer::Bytes(bytes) => Shape::of(bytes).is_private(),
        })
}

/// Does the text say that it is a private key?
fn is_named(text: &str) -> bool {
    is_labelled(text)
        || is_printed(text)
        || ["PuTTY-User-Key-File-", "Private-Lines:"]
            .iter()
            .any(|line| text.contains(line))
}

/// Is there a BEGIN or END line of a private key, or what is left of one?
fn is_labelled(text: &str) -> bool {
    text.match_indices("PRIVATE").any(|(at, word)| {
        let before = &text[text.floor_char_boundary(at.saturating_sub(MAX_BEGIN_BYTES))..at];
        let after = &text[at + word.len()..];
        let after = after
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .strip_prefix("KEY");
        after.is_some_and(|after| before.contains("BEGIN") || after.starts_with("--") || after.starts_with(" BLOCK"))
    })
}

/// The longest that stands between a line's BEGIN and its PRIVATE.
const MAX_BEGIN_BYTES: usize = 48;

/// Is this what `openssl -text` and others print of a private key?
pub(super) fn is_printed(text: &str) -> bool {
    ["privateExponent:", "PrivateExponent:", "Private-Key:"]
        .iter()
        .any(|line| text.contains(line))
}

fn is_written(text: &str) -> bool {
    matches!(
        written::find(text),
        Some(Written::Private(_) | Written::PrivateOnly { .. } | Written::Several { private: true, .. })
    )
}
