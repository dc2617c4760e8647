//! The text around a key: RFC 7468's armour, read far more leniently than it is written.

use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

/// What is wrong with the text of a PEM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PemFault {
    /// There is no whole `-----BEGIN ...-----` line.
    #[error("its BEGIN line is incomplete or missing")]
    BeginLine,
    /// There is no `-----END ...-----` line after a BEGIN line.
    #[error("its END line is missing")]
    EndLine,
    /// BEGIN and END name different things.
    #[error("its BEGIN and END lines do not belong together")]
    Labels,
    /// Between the lines stands something that is not base64 (RFC 4648, 4).
    #[error("the text between its BEGIN and END lines is not base64, or a character of it is missing")]
    Base64,
}

/// What stands between a BEGIN line and its END line.
pub(super) struct Block<'a> {
    /// The words after BEGIN, with single spaces.
    pub(super) label: String,
    /// The text up to the END line.
    pub(super) body: &'a str,
}

impl Block<'_> {
    /// Does the label promise a private key of any kind?
    pub(super) fn is_private(&self) -> bool {
        self.label.ends_with("PRIVATE KEY")
    }
}

/// The text without a byte order mark or space around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Every armoured block, in order. Text before, between and after them is passed over.
pub(super) fn blocks(text: &str) -> Result<Vec<Block<'_>>, PemFault> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(begin) = next_marker(rest) {
        if begin.is_end {
            return Err(PemFault::BeginLine);
        }
        let end = next_marker(begin.after)
            .filter(|marker| marker.is_end)
            .ok_or(PemFault::EndLine)?;
        if begin.label != end.label {
            return Err(PemFault::Labels);
        }
        blocks.push(Block {
            label: begin.label,
            body: end.before,
        });
        rest = end.after;
    }
    Ok(blocks)
}

const DASHES: &str = "-----";

/// No label of RFC 7468 or of OpenSSL is longer.
const MAX_LABEL_BYTES: usize = 64;

/// A BEGIN or END line, and the text on both sides of it.
struct Marker<'a> {
    is_end: bool,
    label: String,
    before: &'a str,
    after: &'a str,
}

/// The next line of the form `-----BEGIN LABEL-----`, wherever it stands in its line.
fn next_marker(text: &str) -> Option<Marker<'_>> {
    for (before, rest) in after_dashes(text) {
        let rest = rest.trim_start();
        let (is_end, rest) = match (rest.strip_prefix("BEGIN"), rest.strip_prefix("END")) {
            (Some(rest), _) => (false, rest),
            (None, Some(rest)) => (true, rest),
            (None, None) => continue,
        };
        // A label has no dash, so that the first one ends it.
        if let Some((label, after)) = rest.find('-').map(|end| rest.split_at(end))
            && let Some(after) = after.strip_prefix(DASHES)
            && let Some(label) = clean_label(label)
        {
            return Some(Marker {
                is_end,
                label,
                before,
                after,
            });
        }
    }
    None
}

/// What stands before and after each run of at least five dashes. Looks for single dashes, of which base64 has none: a search
/// for [`DASHES`] would take a time that depends on the key that it passes.
fn after_dashes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find('-')?;
            let (before, dashes) = text.split_at(start);
            let rest = dashes.trim_start_matches('-');
            from = text.len() - rest.len();
            if from - start >= DASHES.len() {
                return Some((before, rest));
            }
        }
    })
}

fn clean_label(label: &str) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte.is_ascii_whitespace();
    if label.len() > MAX_LABEL_BYTES || !label.bytes().all(allowed) {
        return None;
    }
    let words: Vec<_> = label.split_ascii_whitespace().collect();
    Some(words.join(" ")).filter(|label| !label.is_empty())
}

/// The bytes of a base64 text, whatever blanks it holds.
pub(super) fn decode(body: &str) -> Result<Zeroizing<Vec<u8>>, PemFault> {
    let mut packed = Zeroizing::new(String::with_capacity(body.len()));
    let mut characters = body.trim_matches(|c| c == '-' || is_blank(c)).chars().peekable();
    while let Some(character) = characters.next() {
        // A key out of JSON or an environment file has its line breaks written out as \n.
        if character == '\\' && characters.next_if(|next| matches!(next, 'n' | 'r' | 't')).is_some() {
            continue;
        }
        if !is_blank(character) {
            packed.push(character);
        }
    }
    let unpadded = packed
        .strip_suffix("==")
        .or_else(|| packed.strip_suffix('='))
        .unwrap_or(&packed);
    let mut bytes = Zeroizing::new(vec![0; unpadded.len() / 4 * 3 + 3]);
    let length = Base64Unpadded::decode(unpadded, &mut bytes)
        .map_err(|_| PemFault::Base64)?
        .len();
    bytes.truncate(length);
    Ok(bytes)
}

/// Is this the one-line form of an OpenSSH public key (RFC 4253, 6.6), or RFC 4716's?
pub(super) fn is_ssh_public_key(text: &str) -> bool {
    ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"]
        .iter()
        .any(|kind| text.starts_with(kind))
        || text.contains(' ') && text.contains("BEGIN SSH2 PUBLIC KEY")
}

/// Space of every kind, and the marks of no width that editors and web pages leave.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\0'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Result<Vec<(String, Vec<u8>)>, PemFault> {
        let read = |block: Block<'_>| Ok((block.label, decode(block.body)?.to_vec()));
        blocks(text)?.into_iter().map(read).collect()
    }

    #[test]
    fn finds_a_block_however_it_is_laid_out() {
        for text in [
            "-----BEGIN A KEY-----\nAQID\n-----END A KEY-----\n",
            "-----BEGIN A KEY-----AQID-----END A KEY-----",
            "said: -----BEGIN A KEY-----\r\n A\tQ \r\n\r\nID\r\n-----END A KEY----- thanks",
            "----- BEGIN A  KEY -----\nAQID\n----- END A KEY -----",
            r"-----BEGIN A KEY-----\nAQ\r\nID\n-----END A KEY-----\n",
            "----- not this -----\n-----BEGIN A KEY-----\nAQID\n------END A KEY------",
        ] {
            assert_eq!(bodies(text), Ok(vec![("A KEY".to_owned(), vec![1, 2, 3])]), "{text}");
        }
    }

    #[test]
    fn padding_may_be_missing_but_not_wrong() {
        assert_eq!(*decode("AQ==").unwrap(), [1]);
        assert_eq!(*decode("AQ").unwrap(), [1]);
        for damaged in ["A", "AR==", "AQ===", "A=Q=", "AQ!D", "AQID\\"] {
            assert!(decode(damaged).is_err(), "{damaged}");
        }
    }

    #[test]
    fn names_what_is_wrong() {
        for (text, fault) in [
            ("-----BEGIN A-----\nAQID\n", PemFault::EndLine),
            (
                "-----BEGIN A-----\n-----BEGIN A-----\n-----END A-----",
                PemFault::EndLine,
            ),
            ("AQID\n-----END A-----", PemFault::BeginLine),
            ("-----BEGIN A-----\nAQID\n-----END B-----", PemFault::Labels),
            ("-----BEGIN A-----\nA.ID\n-----END A-----", PemFault::Base64),
        ] {
            assert_eq!(bodies(text), Err(fault), "{text}");
        }
    }
}
