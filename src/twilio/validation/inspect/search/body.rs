//! What follows the list of signed headers: a line break, and the hash of the body if there is one.

use super::json::{Beyond, COMPACT, Escapes, Json, PYTHON, WRITERS, Writer};
use super::line::{Dimension, Line, Listed, Writing, common, likely, rare};
use super::spelling::Characters;
use crate::twilio::encode::{decode, form, hex};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// The longest body that is tried unhashed, in bytes.
const RAW_MAX: usize = 2048;

/// How many dimensions the line has whatever the body is; those of its kind follow.
const OWN: usize = 4;

/// The line for this body.
pub(super) fn line(body: &str, right: &str) -> Line {
    if body.is_empty() {
        empty(right)
    } else {
        Line::new(right, Body::of(body))
    }
}

fn empty(right: &str) -> Line {
    let hash = |text: &str| format!("\n{}", digest(text.as_bytes()));
    let mut all = vec![
        (
            String::new(),
            "Your client leaves the last line break out. With an empty body the canonical request ends with a line break behind the list of signed headers.".to_owned(),
        ),
        (
            hash(""),
            "Your client hashes the empty body (e3b0c442\u{2026}). An empty body is not hashed.".to_owned(),
        ),
        ("\n\n".to_owned(), "Your client adds a line break to the end.".to_owned()),
    ];
    let nothings = ["{}", "null", "\"\"", "[]", "undefined", "None", "\n"];
    all.extend(nothings.map(|text| {
        let words = format!("Your client hashes {text:?} where there is no body. An empty body is not hashed.");
        (hash(text), words)
    }));
    Listed::line(right, all)
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A body, and how else it can be written.
struct Body {
    sent: String,
    /// Other bodies altogether, each with the sentence that says what it is.
    others: Vec<(Vec<u8>, &'static str)>,
    kind: Kind,
}

enum Kind {
    Form(Vec<(String, String)>, Characters),
    Json(Json),
    Other,
}

impl Body {
    fn of(sent: &str) -> Self {
        let kind = Json::read(sent).map(Kind::Json).unwrap_or_else(|| {
            if !sent.contains('=') {
                return Kind::Other;
            }
            let pairs: Vec<_> = form_urlencoded::parse(sent.as_bytes()).into_owned().collect();
            let texts = pairs.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]);
            let characters = Characters::of(texts);
            Kind::Form(pairs, characters)
        });
        Self {
            others: others(sent, &kind),
            sent: sent.to_owned(),
            kind,
        }
    }

    /// The body that a choice among the dimensions of its kind makes of it.
    fn written(&self, choice: &[usize]) -> Option<String> {
        match (&self.kind, choice) {
            (_, [0, rest @ ..]) => rest.iter().all(|choice| *choice == 0).then(|| self.sent.clone()),
            (Kind::Form(pairs, characters), [_, sort, rest @ ..]) => {
                let style = characters.style(rest)?;
                let mut pairs: Vec<_> = pairs.iter().collect();
                if *sort == 1 {
                    pairs.sort();
                }
                let pair = |(key, value): &(String, String)| format!("{}={}", style.write(key), style.write(value));
                Some(pairs.into_iter().map(pair).collect::<Vec<_>>().join("&"))
            }
            (Kind::Json(json), &[_, sort, _, _, nulls]) => {
                Some(json.arranged(sort == 1, nulls == 0).write(&writer(choice)?))
            }
            _ => (choice.is_empty()).then(|| self.sent.clone()),
        }
    }

    fn written_words(&self, choice: &[usize]) -> Vec<String> {
        let Some(written) = self.written(choice).filter(|written| *written != self.sent) else {
            return Vec::new();
        };
        let mut words = Vec::new();
        match (&self.kind, choice) {
            (Kind::Json(json), &[known, sort, beyond, slash, nulls]) => {
                words.push("Your client hashed another serialisation of the same JSON.".to_owned());
                let known = known.checked_sub(1).and_then(|at| WRITERS.get(at));
                // The blanks may be the same, and only something else differ.
                let who = known
                    .filter(|writer| json.write(writer) != self.sent)
                    .map(|writer| writer.who);
                let how = [
                    (sort == 1, "with its keys sorted"),
                    (beyond == 1, "with what lies beyond ASCII as it is"),
                    (beyond > 1, "with \\u escapes beyond ASCII"),
                    (slash == 1, "with the other of \\/ and /"),
                    (nulls == 1, "without the fields that are null"),
                ];
                let how = how.iter().filter(|(so, _)| *so).map(|(_, how)| *how);
                let how: Vec<_> = who.into_iter().chain(how).collect();
                if !how.is_empty() {
                    words.push(format!("It is written {}.", how.join(", ")));
                }
            }
            (_, [_, 1, ..]) => words.push(
                "Your client hashes the body with its parameters in another order than they are sent in.".to_owned(),
            ),
            _ => words.push("Your client hashes the body in another encoding than it is sent in.".to_owned()),
        }
        words.push(difference(&self.sent, &written));
        words
    }

    fn tail(&self, frame: usize, digits: usize, bytes: &[u8]) -> Option<String> {
        let hash = match digits {
            0 => digest(bytes),
            1 => digest(bytes).to_ascii_uppercase(),
            _ => Base64::encode_string(&Sha256::digest(bytes)),
        };
        Some(match frame {
            0 => format!("\n{hash}"),
            1 => format!("\n{hash}\n"),
            2 => "\n".to_owned(),
            3 => String::new(),
            4 => format!("\n{}", digest(b"")),
            _ if bytes.len() <= RAW_MAX => format!("\n{}", std::str::from_utf8(bytes).ok()?),
            _ => return None,
        })
    }
}

/// The writer of a choice among the dimensions of JSON.
fn writer(choice: &[usize]) -> Option<Writer> {
    let &[known, _, beyond, slash, _] = choice else {
        return None;
    };
    let mut writer = *WRITERS.get(known.checked_sub(1)?)?;
    let own = writer.escapes;
    writer.escapes = Escapes {
        beyond: beyond
            .checked_sub(1)
            .and_then(|at| Beyond::ALL.get(at))
            .copied()
            .unwrap_or(own.beyond),
        slash: own.slash != (slash == 1),
        ..own
    };
    Some(writer)
}

/// Bodies that are nearly the one that was given.
fn others(sent: &str, kind: &Kind) -> Vec<(Vec<u8>, &'static str)> {
    const ENCODED: &str = "Your client hashes the body in another encoding than it is sent in.";
    const ENDS: &str = "The token is signed for a body with other line ends.";
    const STRING: &str = "Your client hashed the JSON of a text that holds the JSON: it was serialised twice.";
    let trimmed = sent.trim_end_matches(['\n', '\r']);
    let mut all: Vec<(Vec<u8>, &'static str)> = [
        (trimmed.to_owned(), ENDS),
        (format!("{trimmed}\n"), ENDS),
        (sent.replace("\r\n", "\n").replace('\n', "\r\n"), ENDS),
        (sent.replace("\r\n", "\n"), ENDS),
        (format!("{trimmed}\r\n"), ENDS),
        (sent.replace('+', "%20"), ENCODED),
        (sent.replace("%20", "+"), ENCODED),
        (decode(&sent.replace('+', " ")), ENCODED),
        (decode(sent), ENCODED),
        (
            format!("\u{feff}{sent}"),
            "Your client hashes a byte order mark in front of the body.",
        ),
    ]
    .map(|(text, words)| (text.into_bytes(), words))
    .into();
    let latin: Result<Vec<u8>, _> = sent.chars().map(u8::try_from).collect();
    all.extend(latin.map(|bytes| {
        (
            bytes,
            "Your client hashes the body in ISO-8859-1 (Latin-1). It is sent in UTF-8.",
        )
    }));
    match kind {
        Kind::Json(json) => {
            let text = serde_json::Value::from(sent).to_string();
            all.push((text.into_bytes(), STRING));
            let flat = json.flat().unwrap_or_default();
            let pairs: Vec<_> = flat.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            all.push((
                form(&pairs).into_bytes(),
                "Your client hashes the fields as a form, and sends them as JSON.",
            ));
        }
        Kind::Form(pairs, _) => {
            let text = |value: &String| Json::Plain(value.as_str().into());
            let json = Json::Fields(pairs.iter().map(|(key, value)| (key.clone(), text(value))).collect());
            let as_json = [PYTHON, COMPACT].map(|writer| json.write(&writer).into_bytes());
            all.extend(as_json.map(|text| (text, "Your client hashes the fields as JSON, and sends them as a form.")));
        }
        Kind::Other => {}
    }
    all
}

/// Where the body that was hashed first differs from the one that is sent.
fn difference(sent: &str, hashed: &str) -> String {
    let same = sent.chars().zip(hashed.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| -> String {
        let rest: String = text.chars().skip(same).take(16).collect();
        rest.replace('\r', "\u{240d}")
            .replace('\n', "\u{240a}")
            .replace('\t', "\u{2409}")
    };
    let shown = |text: &str| match rest(text) {
        rest if rest.is_empty() => "ends".to_owned(),
        rest => format!("goes on with \u{201c}{rest}\u{201d}"),
    };
    format!(
        "From character {} on, the body {}, and what was hashed {}.",
        same + 1,
        shown(sent),
        shown(hashed)
    )
}

impl Writing for Body {
    fn dimensions(&self) -> Vec<Dimension> {
        let mut all = vec![common(6), rare(3), common(self.others.len() + 1), common(2)];
        match &self.kind {
            Kind::Form(_, characters) => {
                all.extend([likely(2), common(2)]);
                all.extend(characters.dimensions());
            }
            Kind::Json(_) => {
                all.extend([
                    common(WRITERS.len() + 1),
                    common(2),
                    common(Beyond::ALL.len() + 1),
                    common(2),
                    rare(2),
                ]);
            }
            Kind::Other => {}
        }
        all
    }

    fn spell(&self, choice: &[usize]) -> Option<String> {
        let (&[frame, digits, other, end], kind) = choice.split_first_chunk::<OWN>()?;
        let written = match other.checked_sub(1) {
            _ if (2..=4).contains(&frame) => {
                // The body is not hashed at all.
                let alone = choice.iter().skip(1).all(|choice| *choice == 0);
                return alone.then(|| self.tail(frame, 0, b"")).flatten();
            }
            Some(at) => {
                let alone = end == 0 && kind.iter().all(|choice| *choice == 0);
                self.others.get(at).filter(|_| alone)?.0.clone()
            }
            None => self.written(kind)?.into_bytes(),
        };
        let written = if end == 1 {
            [&written[..], b"\n"].concat()
        } else {
            written
        };
        self.tail(frame, digits, &written)
    }

    fn words(&self, choice: &[usize]) -> Vec<String> {
        let Some((&[frame, digits, other, end], kind)) = choice.split_first_chunk::<OWN>() else {
            return Vec::new();
        };
        let mut words = match other.checked_sub(1).and_then(|at| self.others.get(at)) {
            Some((bytes, sentence)) => {
                let place = std::str::from_utf8(bytes).map(|hashed| difference(&self.sent, hashed));
                [Some((*sentence).to_owned()), place.ok()]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            None => self.written_words(kind),
        };
        let others = [
            (end == 1, "Your client hashes a line break behind the body."),
            (frame == 1, "Your client adds a line break behind the body's hash."),
            (
                frame == 2 || frame == 3,
                "Your client does not hash the body. twilio-java 11.0 does not read it (its issue 925): use a later version.",
            ),
            (
                frame == 4,
                "Your client hashes an empty body in place of the request's.",
            ),
            (
                frame == 5,
                "Your client signs the body itself. Its SHA-256 belongs there.",
            ),
            (
                digits == 1 && frame < 2,
                "Your client writes the body's hash in capitals. Write it in lowercase.",
            ),
            (
                digits == 2 && frame < 2,
                "Your client writes the body's hash in base64. Write it in hexadecimal digits.",
            ),
        ];
        words.extend(
            others
                .iter()
                .filter(|(so, _)| *so)
                .map(|(_, words)| (*words).to_owned()),
        );
        words
    }

    fn effort(&self) -> usize {
        self.sent.len()
    }
}
