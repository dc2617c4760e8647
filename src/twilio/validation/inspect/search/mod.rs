//! What did the client sign? A hash only says "another text"; so the lines of the canonical request are spelt in every
//! way that a client might, alone and together, until one text has the token's hash. That is certain: no other text has
//! it. Nothing of the hash can be told line by line, so the ways multiply: the likelier are tried first, and the search
//! ends when its budget does.
//!
//! Which library does what was seen by running the canonicalisers of twilio-java, twilio-python and twilio-node side by
//! side.

mod body;
mod headers;
mod json;
mod likely;
mod line;
mod path;
mod query;
mod spelling;

use super::identity::names;
use super::question::Asked;
use crate::twilio::Secret;
use headers::Headers;
use likely::Likely;
use line::{Line, Listed};
use path::Path;
use query::Query;
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;
use zeroize::Zeroizing;

/// How many texts are tried before the search ends.
pub const SPELLINGS_MAX: usize = 500_000;

/// How many bytes of them: two to three seconds in a browser.
const BYTES_MAX: usize = 192 * 1024 * 1024;

/// How many lines there are, as far as they can deviate: the line ends, the method, the path, the query, the headers,
/// what follows them, the list of signed headers, and the rest.
const LINES: usize = 8;

/// What follows each of them.
const ENDS: [&str; LINES] = ["", "\n", "\n", "\n", "", "", "", ""];

/// How rare it is that a line deviates.
const RARITY: [u64; LINES] = [16, 16, 8, 4, 4, 16, 16, 4];

/// A text that has the token's hash, and how it differs.
pub(super) struct Found {
    pub(super) sentences: Vec<String>,
    pub(super) text: Secret,
}

/// A search that can be gone on with.
pub(super) struct Search {
    wanted: [u8; 32],
    lines: [Line; LINES],
    likely: Likely,
    last: [usize; LINES],
    /// The hash so far, before each line of the last text.
    begun: Vec<Sha256>,
    tried: usize,
    left: usize,
}

impl Search {
    /// Begins to look for the text that the token signs. `None` if `ours` is no canonical request, or `rqh` no hash.
    pub(super) fn new(
        asked: &Asked,
        headers: &[(String, Zeroizing<String>)],
        hrh: &str,
        ours: &Secret,
        rqh: &str,
    ) -> Option<Self> {
        let [method_line, path, query, header_lines, signed_line, tail] = parts(ours)?;
        Some(Self {
            wanted: digest(rqh)?,
            lines: [
                line_ends(),
                method(asked, method_line),
                Line::new(path, Path::of(asked, path)),
                Line::new(query, Query::of(asked)),
                Line::new(header_lines, Headers::of(asked, headers, header_lines, hrh)),
                gap(),
                signed(hrh, signed_line),
                body::line(&asked.body, tail),
            ],
            likely: Likely::new(RARITY.to_vec()),
            last: [0; LINES],
            begun: Vec::new(),
            tried: 0,
            left: BYTES_MAX,
        })
    }

    /// How many texts were tried.
    pub(super) fn tried(&self) -> usize {
        self.tried
    }

    /// Tries some more texts, of about so many bytes. Breaks off with what was found, or with nothing at the end.
    pub(super) fn go_on(&mut self, bytes: usize) -> ControlFlow<Option<Found>> {
        let stop = self.left.saturating_sub(bytes);
        while self.left > stop {
            let lines = &mut self.lines;
            let next = self
                .likely
                .next(|line, rank| lines.get_mut(line).is_some_and(|line| line.has(rank)));
            let next: Option<[usize; LINES]> = next.and_then(|ranks| ranks.try_into().ok());
            let (Some(ranks), true) = (next, self.tried < SPELLINGS_MAX) else {
                return ControlFlow::Break(None);
            };
            self.tried += 1;
            if self.hash(ranks) == self.wanted {
                return ControlFlow::Break(Some(self.found(ranks)));
            }
        }
        if self.left == 0 {
            ControlFlow::Break(None)
        } else {
            ControlFlow::Continue(())
        }
    }

    /// The hash of a text; of the lines that are as they were in the last one, nothing is hashed again.
    fn hash(&mut self, ranks: [usize; LINES]) -> [u8; 32] {
        let same = self.last.iter().zip(&ranks).take_while(|(a, b)| a == b).count();
        self.begun.truncate(same + 1);
        let mut hasher = self.begun.last().cloned().unwrap_or_default();
        for line in self.begun.len().saturating_sub(1)..LINES {
            if self.begun.len() == line {
                self.begun.push(hasher.clone());
            }
            let mut bytes = 8;
            self.part(line, &ranks, |text| {
                bytes += text.len();
                hasher.update(text.as_bytes());
            });
            self.left = self.left.saturating_sub(bytes);
        }
        self.last = ranks;
        hasher.finalize().into()
    }

    /// Gives the pieces of a line as it stands in a text, with what follows it.
    fn part(&self, line: usize, ranks: &[usize; LINES], mut take: impl FnMut(&str)) {
        let at = |line: usize| {
            let rank = ranks.get(line).copied().unwrap_or(0);
            self.lines.get(line).map_or("", |line| line.text(rank))
        };
        let pieces = [at(line), ENDS.get(line).copied().unwrap_or("")];
        match (line, at(0)) {
            (0, _) => {}
            (_, "\n") => pieces.into_iter().for_each(take),
            (_, other) => pieces
                .into_iter()
                .for_each(|text| take(&Zeroizing::new(text.replace('\n', other)))),
        }
    }

    fn found(&self, ranks: [usize; LINES]) -> Found {
        let mut text = String::new();
        (0..LINES).for_each(|line| self.part(line, &ranks, |piece| text.push_str(piece)));
        let words = self.lines.iter().zip(ranks).flat_map(|(line, rank)| line.words(rank));
        Found {
            sentences: words.collect(),
            text: Secret::new(text),
        }
    }
}

/// The bytes of a hash in hexadecimal digits.
fn digest(hex: &str) -> Option<[u8; 32]> {
    let byte = |at: usize| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..hex.len() / 2).map(byte).collect();
    bytes?.try_into().ok()
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

fn line_ends() -> Line {
    Listed::line(
        "\n",
        [
            ("\r\n", "Your client ends its lines with CR LF. End them with LF."),
            (
                "\\n",
                "Your client joins its lines by a backslash and an n rather than by line breaks.",
            ),
            ("", "Your client joins its lines without line breaks."),
            (" ", "Your client joins its lines by spaces rather than by line breaks."),
        ],
    )
}

fn method(asked: &Asked, right: &str) -> Line {
    let mut all = vec![(
        asked.method.to_ascii_lowercase(),
        "Your client writes the method in lowercase. Write it in capitals.".to_owned(),
    )];
    all.extend(["GET", "POST", "DELETE", "PUT", "PATCH"].map(|other| {
        let words = format!("The token is signed for {other}, and the request is a {right}.");
        (other.to_owned(), words)
    }));
    Listed::line(right, all)
}

/// Between the last header and the list of signed ones.
fn gap() -> Line {
    Listed::line(
        "\n\n",
        [
            ("\n", "Your client leaves out the empty line that follows the headers."),
            ("", "Your client leaves out the line breaks that follow the headers."),
        ],
    )
}

fn signed(hrh: &str, right: &str) -> Line {
    let mut all = vec![hrh.trim().to_owned()];
    let mut names = names(hrh);
    all.extend([",", "; ", ", "].map(|join| names.join(join)));
    names.reverse();
    all.push(names.join(";"));
    all.extend(["Authorization;Host", "Host;Authorization"].map(str::to_owned));
    let words = "Your client does not write the list of signed headers in lowercase, sorted, joined by semicolons.";
    Listed::line(right, all.into_iter().map(|text| (text, words)))
}
