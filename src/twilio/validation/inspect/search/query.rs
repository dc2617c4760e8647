//! The line of the query.

use super::line::{Dimension, Writing, common, likely, rare};
use super::spelling::{Characters, Style};
use crate::twilio::encode::{decode, form, rfc3986};
use crate::twilio::validation::inspect::question::Asked;
use std::collections::BTreeMap;

/// How many dimensions the line itself has; those of its characters follow.
const OWN: usize = 6;

/// A key with its value, if an equals sign follows it.
type Pair = (String, Option<String>);

/// How the query can be written.
pub(super) struct Query {
    wire: String,
    /// As they stand on the wire, and decoded.
    raw: Vec<Pair>,
    plain: Vec<Pair>,
    /// The form that is sent, which may have been taken for a query.
    body: String,
    characters: Characters,
}

impl Query {
    pub(super) fn of(asked: &Asked) -> Self {
        let wire = asked.url.query.clone();
        let pairs = wire.split('&').filter(|pair| !pair.is_empty());
        let raw: Vec<Pair> = pairs
            .map(|pair| match pair.split_once('=') {
                Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
                None => (pair.to_owned(), None),
            })
            .collect();
        let read = |text: &String| decode(&text.replace('+', " "));
        let plain: Vec<Pair> = raw
            .iter()
            .map(|(key, value)| (read(key), value.as_ref().map(read)))
            .collect();
        let body = if asked.body.len() < 4096 && asked.body.contains('=') {
            asked.body.clone()
        } else {
            String::new()
        };
        let texts = plain
            .iter()
            .flat_map(|(key, value)| [key.as_str(), value.as_deref().unwrap_or("")]);
        Self {
            characters: Characters::of(texts),
            wire,
            raw,
            plain,
            body,
        }
    }

    /// The whole line, where it is not written pair by pair.
    fn whole(&self, frame: usize) -> Option<String> {
        match frame {
            1 => Some(String::new()),
            2 => Some(self.wire.clone()),
            3 => Some(self.node()),
            5 => Some(self.body.clone()),
            6 => Some(sorted_form(&self.body)),
            7 => Some(rfc3986(&self.wire)),
            _ => None,
        }
    }

    fn pairs(&self, style: &Style, [order, equals, repeated, afresh, halves]: [usize; 5]) -> Vec<String> {
        let pairs = self.plain.iter().zip(&self.raw).collect();
        let mut kept = repeat(pairs, repeated);
        match order {
            2 => kept.sort_by(|a, b| a.0.cmp(b.0)),
            3 => kept.sort_by(|((a, _), _), ((b, _), _)| a.cmp(b)),
            _ => {}
        }
        let write = |text: &str, wire: &str, encode: bool| match (afresh, encode) {
            (1, _) => wire.to_owned(),
            (_, false) => text.to_owned(),
            _ => style.write(text),
        };
        let pair = |((key, value), (raw_key, raw_value)): &(&Pair, &Pair)| {
            let key = write(key, raw_key, halves != 1);
            let value = value.as_ref().zip(raw_value.as_ref());
            let value = value.map(|(value, raw)| write(value, raw, halves != 2));
            match (value, equals) {
                (None, 1) => Some(format!("{key}=")),
                (None, _) => Some(key),
                (Some(value), 2) if value.is_empty() => Some(key),
                (Some(value), 3) if value.is_empty() => None,
                (Some(value), _) => Some(format!("{key}={value}")),
            }
        };
        let mut written: Vec<_> = kept.iter().filter_map(pair).collect();
        if order == 0 {
            written.sort();
        }
        written
    }

    /// The query of twilio-node, out of the parameters that stand on the wire.
    fn node(&self) -> String {
        let mut parameters: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (key, value) in &self.plain {
            parameters.entry(key).or_default().push(value.as_deref().unwrap_or(""));
        }
        let mut pairs: Vec<_> = parameters
            .iter()
            .map(|(key, values)| format!("{key}={}", values.join(",")))
            .collect();
        pairs.sort();
        let component = |text: &str| {
            let escaped = rfc3986(text);
            [('!', "%21"), ('\'', "%27"), ('(', "%28"), (')', "%29")]
                .iter()
                .fold(escaped, |text, (c, escape)| text.replace(escape, &c.to_string()))
        };
        let encoded = pairs.iter().map(|pair| {
            let mut halves = pair.split('=');
            let (key, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
            format!("{}={}", component(key), component(value))
        });
        encoded.collect::<Vec<_>>().join("&")
    }
}

/// What some clients keep of pairs with the same key.
fn repeat<'a>(pairs: Vec<(&'a Pair, &'a Pair)>, repeated: usize) -> Vec<(&'a Pair, &'a Pair)> {
    let same = |a: &Pair, b: &Pair| a.0 == b.0;
    let keep = |(at, (pair, _)): &(usize, &(&Pair, &Pair))| match repeated {
        1 => !pairs.iter().skip(at + 1).any(|(later, _)| same(pair, later)),
        2 => !pairs.iter().take(*at).any(|(earlier, _)| same(pair, earlier)),
        _ => true,
    };
    pairs.iter().enumerate().filter(keep).map(|(_, pair)| *pair).collect()
}

fn sorted_form(body: &str) -> String {
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    pairs.sort();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    form(&pairs).replace('+', "%20")
}

impl Writing for Query {
    fn dimensions(&self) -> Vec<Dimension> {
        let mut all = vec![common(8), likely(4), rare(4), rare(3), common(2), rare(3)];
        all.extend(self.characters.dimensions());
        all
    }

    fn spell(&self, choice: &[usize]) -> Option<String> {
        let (&[frame, order, equals, repeated, afresh, halves], characters) = choice.split_first_chunk::<OWN>()?;
        if let Some(whole) = self.whole(frame) {
            return choice.iter().skip(1).all(|choice| *choice == 0).then_some(whole);
        }
        // Nothing is left to encode; and the line as it stands is one of the whole ones.
        let as_it_stands = frame == 0 && order == 1;
        if afresh == 1 && (as_it_stands || halves > 0 || characters.iter().any(|choice| *choice > 0)) {
            return None;
        }
        let style = self.characters.style(characters)?;
        let pairs = self.pairs(&style, [order, equals, repeated, afresh, halves]);
        let mark = if frame == 4 { "?" } else { "" };
        Some(format!("{mark}{}", pairs.join("&")))
    }

    fn words(&self, choice: &[usize]) -> Vec<String> {
        let Some((&[frame, order, equals, repeated, afresh, halves], characters)) = choice.split_first_chunk::<OWN>()
        else {
            return Vec::new();
        };
        let mut words = vec![
            match frame {
                1 => {
                    "Your client leaves the query out. twilio-node does so where the query stands in the URL rather than in the parameters, as with the address of a next page."
                }
                2 => "Your client signs the query as it stands, neither sorted nor encoded afresh.",
                3 => {
                    "Your client builds the query as twilio-node does, which sorts before it encodes, joins repeated keys and drops what follows a second =."
                }
                4 => "Your client begins the query with its question mark.",
                5 | 6 => "Your client signs the body's parameters as the query.",
                7 => "Your client encodes = and & of the query too. They stay as they are.",
                _ => "",
            },
            match order {
                1 => "Your client does not sort the query.",
                2 => "Your client sorts the query before it encodes it. Sort it afterwards.",
                3 => "Your client sorts the query by its keys. Sort whole key=value pairs.",
                _ => "",
            },
            match equals {
                1 => "Your client writes = behind a key that has no value.",
                2 => "Your client leaves out the = behind a key whose value is empty.",
                3 => "Your client leaves out parameters whose value is empty.",
                _ => "",
            },
            match repeated {
                1 => "Your client signs only the last of the parameters with the same key.",
                2 => "Your client signs only the first of the parameters with the same key.",
                _ => "",
            },
            match afresh {
                1 => {
                    "Your client does not encode the query afresh, as twilio-python does not: + for a space, *, or %7E stay."
                }
                _ => "",
            },
            match halves {
                1 => "Your client does not encode the keys of the query.",
                2 => "Your client does not encode the values of the query.",
                _ => "",
            },
        ];
        words.retain(|words| !words.is_empty());
        let mut words: Vec<_> = words.into_iter().map(str::to_owned).collect();
        if let Some(style) = self.characters.style(characters) {
            words.extend(self.characters.words(&style, "query"));
        }
        words
    }
}
