//! The line of the path.

use super::line::{Dimension, Writing, common, rare};
use super::spelling::Characters;
use crate::twilio::encode::{decode, rfc3986};
use crate::twilio::validation::inspect::question::Asked;

/// How many dimensions the line itself has; those of its characters follow.
const OWN: usize = 5;

/// How the path can be written.
pub(super) struct Path {
    host: String,
    wire: String,
    query: String,
    /// The right line, for its parts.
    right: String,
    characters: Characters,
}

impl Path {
    pub(super) fn of(asked: &Asked, right: &str) -> Self {
        let parts: Vec<_> = right.split('/').map(decode).collect();
        Self {
            host: asked.url.host.clone(),
            wire: asked.url.path.clone(),
            query: asked.url.query.clone(),
            right: right.to_owned(),
            characters: Characters::of(parts.iter().map(String::as_str)),
        }
    }

    /// The path within what the client put around it.
    fn framed(&self, frame: usize, path: &str) -> Option<String> {
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("?{}", self.query)
        };
        Some(match frame {
            0 => path.to_owned(),
            1 => format!("{path}{query}"),
            2 => format!("https://{}{path}", self.host),
            3 => format!("https://{}{path}{query}", self.host),
            4 => path.trim_start_matches('/').to_owned(),
            5 => path.splitn(3, '/').nth(2).map(|rest| format!("/{rest}"))?,
            6 => format!("{path}?"),
            _ => String::new(),
        })
    }
}

impl Writing for Path {
    fn dimensions(&self) -> Vec<Dimension> {
        let mut all = vec![common(8), common(2), common(2), common(3), rare(2)];
        all.extend(self.characters.dimensions());
        all
    }

    fn spell(&self, choice: &[usize]) -> Option<String> {
        let (&[frame, end, json, afresh, slashes], characters) = choice.split_first_chunk::<OWN>()?;
        if afresh == 1 && (slashes > 0 || characters.iter().any(|choice| *choice > 0)) {
            return None;
        }
        let style = self.characters.style(characters)?;
        // With 2, empty and redundant elements stay, and the rest is encoded.
        let from = if afresh == 0 { &self.right } else { &self.wire };
        let write = |part: &str| {
            if afresh == 1 {
                part.to_owned()
            } else {
                style.write(&decode(part))
            }
        };
        let mut path = from.split('/').map(write).collect::<Vec<_>>().join("/");
        if json == 1 {
            path = path
                .strip_suffix(".json")
                .map_or_else(|| format!("{path}.json"), str::to_owned);
        }
        if end == 1 {
            path = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
        }
        if slashes == 1 {
            path = rfc3986(&decode(&path));
        }
        self.framed(frame, &path)
    }

    fn words(&self, choice: &[usize]) -> Vec<String> {
        let Some((&[frame, end, json, afresh, slashes], characters)) = choice.split_first_chunk::<OWN>() else {
            return Vec::new();
        };
        let mut words = vec![
            match frame {
                1 => "Your client leaves the query in the line of the path.",
                2 | 3 => "Your client signs the whole URL in place of the path.",
                4 => "Your client drops the slash at the beginning of the path.",
                5 => "Your client signs the path without its first part.",
                6 => "Your client leaves a question mark at the end of the path.",
                7 => "Your client leaves the path empty. An empty path is /, which twilio-python does not know.",
                _ => "",
            },
            match (end, self.right.ends_with('/')) {
                (1, true) => "Your client drops the slash at the end of the path.",
                (1, false) => "Your client adds a slash to the end of the path.",
                _ => "",
            },
            match (json, self.right.ends_with(".json")) {
                (1, true) => "Your client signs the path without .json.",
                (1, false) => "Your client signs the path with .json.",
                _ => "",
            },
            match afresh {
                1 => {
                    "Your client signs the path as it stands, as twilio-python does. Encode it afresh, without /./, /../ and empty parts."
                }
                2 => "Your client leaves /./, /../ or empty parts in the path.",
                _ => "",
            },
            match slashes {
                1 => "Your client encodes the slashes of the path too. They stay as they are.",
                _ => "",
            },
        ];
        words.retain(|words| !words.is_empty());
        let mut words: Vec<_> = words.into_iter().map(str::to_owned).collect();
        if let Some(style) = self.characters.style(characters) {
            words.extend(self.characters.words(&style, "path"));
        }
        words
    }
}
