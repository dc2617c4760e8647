//! What clients are known to do otherwise. A hash only says "different"; so each line of the canonical request is tried
//! in the spellings that are known, until one text has the token's hash. That is certain: no other text has it.
//!
//! Which library does what was seen by running the canonicalisers of twilio-java, twilio-python and twilio-node side by
//! side.

mod body;
mod headers;
mod path;
mod query;

use super::content::sha256;
use super::identity::names;
use super::question::Asked;
use crate::twilio::Secret;
use zeroize::Zeroizing;

/// How many bytes are hashed before the search ends: about half a second in a browser.
const BUDGET: usize = 8 * 1024 * 1024;

/// How many lines may deviate at once.
const DEPTH: usize = 3;

/// A text that has the token's hash, and how it differs.
pub(super) struct Found {
    pub(super) sentences: Vec<String>,
    pub(super) text: Secret,
}

/// A part of the canonical request: how it should be, and how else it may have been written.
struct Slot {
    right: Zeroizing<String>,
    wrong: Vec<(Zeroizing<String>, String)>,
}

impl Slot {
    fn new(right: &str) -> Self {
        Self {
            right: Zeroizing::new(right.to_owned()),
            wrong: Vec::new(),
        }
    }

    /// Another spelling; ignored if it is none.
    fn add(&mut self, text: impl Into<String>, sentence: impl Into<String>) {
        let text = Zeroizing::new(text.into());
        if text != self.right && !self.wrong.iter().any(|(known, _)| *known == text) {
            self.wrong.push((text, sentence.into()));
        }
    }
}

/// Looks for the text that the token signs.
pub(super) fn find(
    asked: &Asked,
    headers: &[(String, Zeroizing<String>)],
    hrh: &str,
    ours: &Secret,
    rqh: &str,
) -> Option<Found> {
    let [method_line, path_line, query_line, header_lines, signed_line, tail] = parts(ours)?;
    let slots = [
        method(asked, method_line),
        path::slot(asked, path_line),
        query::slot(asked, query_line),
        headers::slot(asked, headers, header_lines, hrh),
        gap(),
        signed(hrh, signed_line),
        body::slot(asked, tail),
        line_ends(),
    ];
    let mut search = Search {
        slots,
        rqh,
        left: BUDGET,
    };
    (1..=DEPTH).find_map(|depth| search.with(depth, 0, &mut Vec::new()))
}

/// The parts of a canonical request. The header lines come without the line break that ends the last of them, the
/// tail with the one that begins it.
fn parts(text: &Secret) -> Option<[&str; 6]> {
    let mut lines = text.expose().splitn(4, '\n');
    let (method, path, query, rest) = (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
    let (headers, rest) = rest.split_once("\n\n")?;
    let (signed, tail) = rest.split_at(rest.find('\n')?);
    Some([method, path, query, headers, signed, tail])
}

fn method(asked: &Asked, right: &str) -> Slot {
    let mut slot = Slot::new(right);
    slot.add(
        asked.method.to_ascii_lowercase(),
        "The client writes the method in lowercase; it belongs in capitals.",
    );
    for other in ["GET", "POST", "DELETE", "PUT", "PATCH"] {
        slot.add(
            other,
            format!("The token is signed for {other}, and the request is a {right}."),
        );
    }
    slot
}

fn signed(hrh: &str, right: &str) -> Slot {
    const ORDER: &str =
        "The client does not write the list of signed headers in lowercase, sorted, joined by semicolons.";
    let mut slot = Slot::new(right);
    slot.add(hrh.trim(), ORDER);
    let mut names = names(hrh);
    for join in [",", "; ", ", "] {
        slot.add(names.join(join), ORDER);
    }
    names.reverse();
    slot.add(names.join(";"), ORDER);
    slot.add("Authorization;Host", ORDER);
    slot.add("Host;Authorization", ORDER);
    slot
}

/// Between the last header and the list of signed ones.
fn gap() -> Slot {
    let mut slot = Slot::new("\n\n");
    slot.add("\n", "The client leaves out the empty line that follows the headers.");
    slot.add("", "The client leaves out the line breaks that follow the headers.");
    slot
}

fn line_ends() -> Slot {
    let mut slot = Slot::new("\n");
    slot.add("\r\n", "The client ends its lines with CR LF; they end with LF.");
    slot.add(
        "\\n",
        "The client joins its lines by a backslash and an n rather than by line breaks.",
    );
    slot.add("", "The client joins its lines without line breaks.");
    slot.add(" ", "The client joins its lines by spaces rather than by line breaks.");
    slot
}

struct Search<'a> {
    slots: [Slot; 8],
    rqh: &'a str,
    left: usize,
}

impl Search<'_> {
    /// Tries every text in which `depth` more slots deviate, from slot `from` on.
    fn with(&mut self, depth: usize, from: usize, chosen: &mut Vec<(usize, usize)>) -> Option<Found> {
        if depth == 0 {
            return self.try_one(chosen);
        }
        for slot in from..self.slots.len() {
            for variant in 0..self.slots.get(slot)?.wrong.len() {
                chosen.push((slot, variant));
                let found = self.with(depth - 1, slot + 1, chosen);
                if found.is_some() || self.left == 0 {
                    return found;
                }
                chosen.pop();
            }
        }
        None
    }

    fn try_one(&mut self, chosen: &[(usize, usize)]) -> Option<Found> {
        let mut texts = self.slots.each_ref().map(|slot| slot.right.as_str());
        let mut sentences = Vec::new();
        for (slot, variant) in chosen {
            let (text, sentence) = self.slots.get(*slot)?.wrong.get(*variant)?;
            *texts.get_mut(*slot)? = text;
            sentences.push(sentence.clone());
        }
        let [method, path, query, headers, gap, signed, tail, end] = texts;
        let text = format!("{method}\n{path}\n{query}\n{headers}{gap}{signed}{tail}");
        let text = Secret::new(if end == "\n" { text } else { text.replace('\n', end) });
        self.left = self.left.saturating_sub(text.expose().len());
        (sha256(&text) == self.rqh).then_some(Found { sentences, text })
    }
}
