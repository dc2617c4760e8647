//! The same JSON, written by other programs.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::fmt;

/// A JSON value whose fields keep their order.
#[derive(Clone)]
pub(super) enum Json {
    Plain(Value),
    List(Vec<Json>),
    Fields(Vec<(String, Json)>),
}

/// How a program writes JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Writer {
    between: &'static str,
    colon: &'static str,
    /// Line break and indentation, where each part has a line of its own.
    indent: Option<(&'static str, &'static str)>,
    /// Within the brackets.
    inside: &'static str,
    pub(super) escapes: Escapes,
    /// Who writes so.
    pub(super) who: &'static str,
}

/// Which characters of a text are written as escapes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Escapes {
    /// What lies beyond ASCII.
    pub(super) beyond: Beyond,
    /// `/` as `\/`.
    pub(super) slash: bool,
    /// Those that HTML gives a meaning.
    pub(super) html: &'static str,
}

/// How what lies beyond ASCII is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    Plain,
    Small,
    Capitals,
}

impl Beyond {
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Small, Self::Capitals];
}

const PLAIN: Escapes = Escapes {
    beyond: Beyond::Plain,
    slash: false,
    html: "",
};
const ASCII: Escapes = Escapes {
    beyond: Beyond::Small,
    ..PLAIN
};
const PHP: Escapes = Escapes { slash: true, ..ASCII };

/// JavaScript's `JSON.stringify`.
pub(super) const COMPACT: Writer = Writer {
    between: ",",
    colon: ":",
    indent: None,
    inside: "",
    escapes: PLAIN,
    who: "without blanks, as JavaScript's JSON.stringify does",
};

/// Python's `json.dumps`.
pub(super) const PYTHON: Writer = Writer {
    between: ", ",
    colon: ": ",
    escapes: ASCII,
    who: "as Python's json.dumps writes it: with a space behind each comma and colon, and \\u escapes beyond ASCII",
    ..COMPACT
};

const fn lines(end: &'static str, indent: &'static str, escapes: Escapes, who: &'static str) -> Writer {
    Writer {
        colon: ": ",
        indent: Some((end, indent)),
        escapes,
        who,
        ..COMPACT
    }
}

const fn compact(escapes: Escapes, who: &'static str) -> Writer {
    Writer {
        escapes,
        who,
        ..COMPACT
    }
}

/// The likeliest first.
pub(super) const WRITERS: [Writer; 15] = [
    PYTHON,
    COMPACT,
    compact(
        PHP,
        "as PHP's json_encode writes it: without blanks, \\/ for /, and \\u escapes beyond ASCII",
    ),
    lines("\n", "  ", PLAIN, "a line each, indented by 2"),
    lines("\n", "    ", PLAIN, "a line each, indented by 4"),
    compact(ASCII, "without blanks, with \\u escapes beyond ASCII"),
    compact(
        Escapes { html: "<>&", ..PLAIN },
        "as Go's encoding/json writes it: without blanks, with \\u escapes for < > &",
    ),
    compact(
        Escapes { html: "<>&='", ..PLAIN },
        "as Java's Gson writes it: without blanks, with \\u escapes for < > & = '",
    ),
    compact(
        Escapes {
            html: "<>&'+`\"",
            beyond: Beyond::Capitals,
            slash: false,
        },
        "as .NET's System.Text.Json writes it: without blanks, with \\u escapes for < > & ' + and beyond ASCII",
    ),
    lines(
        "\n",
        "    ",
        PHP,
        "as PHP writes it with JSON_PRETTY_PRINT: a line each, indented by 4",
    ),
    lines("\r\n", "  ", PLAIN, "a line each, indented by 2, with CR LF"),
    lines("\n", "\t", PLAIN, "a line each, indented by a tab"),
    Writer {
        colon: " : ",
        ..lines(
            "\n",
            "  ",
            PLAIN,
            "as Java's Jackson writes it: a line each, with spaces around the colons",
        )
    },
    Writer {
        inside: " ",
        escapes: PLAIN,
        who: "with spaces within the brackets",
        ..PYTHON
    },
    Writer {
        between: ",",
        who: "with a space behind each colon",
        ..PYTHON
    },
];

impl Json {
    pub(super) fn read(text: &str) -> Option<Self> {
        let json: Self = serde_json::from_str(text).ok()?;
        (!matches!(json, Self::Plain(_))).then_some(json)
    }

    /// Fields in alphabetical order, at every depth; `nulls` says whether those without a value stay.
    pub(super) fn arranged(&self, sort: bool, nulls: bool) -> Self {
        match self {
            Self::Plain(_) => self.clone(),
            Self::List(items) => Self::List(items.iter().map(|item| item.arranged(sort, nulls)).collect()),
            Self::Fields(fields) => {
                let stays = |json: &Self| nulls || !matches!(json, Self::Plain(Value::Null));
                let mut fields: Vec<_> = fields
                    .iter()
                    .filter(|(_, json)| stays(json))
                    .map(|(name, json)| (name.clone(), json.arranged(sort, nulls)))
                    .collect();
                if sort {
                    fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                }
                Self::Fields(fields)
            }
        }
    }

    /// Fields with simple values, as a form has them.
    pub(super) fn flat(&self) -> Option<Vec<(String, String)>> {
        let Self::Fields(fields) = self else { return None };
        let field = |(name, json): &(String, Self)| match json {
            Self::Plain(Value::String(text)) => Some((name.clone(), text.clone())),
            Self::Plain(value) => Some((name.clone(), value.to_string())),
            _ => None,
        };
        fields.iter().map(field).collect()
    }

    pub(super) fn write(&self, writer: &Writer) -> String {
        let mut text = String::new();
        self.write_to(&mut text, writer, 0);
        text
    }

    fn write_to(&self, text: &mut String, writer: &Writer, depth: usize) {
        let (open, close, length) = match self {
            Self::Plain(value) => return text.push_str(&writer.escapes.write(value)),
            Self::List(items) => ('[', ']', items.len()),
            Self::Fields(fields) => ('{', '}', fields.len()),
        };
        let line = |text: &mut String, depth: usize| {
            if let Some((end, indent)) = writer.indent.filter(|_| length > 0) {
                text.push_str(end);
                text.push_str(&indent.repeat(depth));
            }
        };
        text.push(open);
        text.push_str(if length > 0 { writer.inside } else { "" });
        for at in 0..length {
            text.push_str(if at > 0 { writer.between } else { "" });
            line(text, depth + 1);
            match self {
                Self::List(items) => {
                    if let Some(item) = items.get(at) {
                        item.write_to(text, writer, depth + 1);
                    }
                }
                Self::Fields(fields) => {
                    if let Some((name, json)) = fields.get(at) {
                        text.push_str(&writer.escapes.write(&Value::String(name.clone())));
                        text.push_str(writer.colon);
                        json.write_to(text, writer, depth + 1);
                    }
                }
                Self::Plain(_) => {}
            }
        }
        line(text, depth);
        text.push_str(if length > 0 { writer.inside } else { "" });
        text.push(close);
    }
}

impl Escapes {
    fn write(self, value: &Value) -> String {
        let text = value.to_string();
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let (Some(inner), true) = (quoted, value.is_string()) else {
            return text;
        };
        // A quotation mark has its escape already.
        let inner = if self.html.contains('"') {
            inner.replace("\\\"", "\\u0022")
        } else {
            inner.to_owned()
        };
        let mut written = String::with_capacity(text.len());
        written.push('"');
        for c in inner.chars() {
            match c {
                '/' if self.slash => written.push_str("\\/"),
                c if self.html.contains(c) => written.push_str(&escape(c, self.beyond == Beyond::Capitals)),
                c if !c.is_ascii() && self.beyond != Beyond::Plain => {
                    written.push_str(&escape(c, self.beyond == Beyond::Capitals));
                }
                c => written.push(c),
            }
        }
        written.push('"');
        written
    }
}

fn escape(c: char, capitals: bool) -> String {
    let escaped = |unit: &u16| match capitals {
        true => format!("\\u{unit:04X}"),
        false => format!("\\u{unit:04x}"),
    };
    c.encode_utf16(&mut [0; 2]).iter().map(escaped).collect()
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Plain(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Plain(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Plain(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Plain(Number::from_f64(value).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Plain(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Plain(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = access.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(writer: &Writer) -> String {
        let json = Json::read("{\"b\":[1,{}],\"a\":\"\u{e4}/<'\u{1f511}\\\"\\n\",\"n\":null}").unwrap();
        json.arranged(true, false).write(writer)
    }

    #[test]
    fn the_same_json_is_written_as_others_write_it() {
        assert_eq!(written(&COMPACT), "{\"a\":\"\u{e4}/<'\u{1f511}\\\"\\n\",\"b\":[1,{}]}");
        assert_eq!(
            written(&PYTHON),
            "{\"a\": \"\\u00e4/<'\\ud83d\\udd11\\\"\\n\", \"b\": [1, {}]}"
        );
        assert_eq!(
            written(&WRITERS[9]),
            "{\n    \"a\": \"\\u00e4\\/<'\\ud83d\\udd11\\\"\\n\",\n    \"b\": [\n        1,\n        {}\n    ]\n}"
        );
        assert_eq!(
            written(&WRITERS[8]),
            "{\"a\":\"\\u00E4/\\u003C\\u0027\\uD83D\\uDD11\\u0022\\n\",\"b\":[1,{}]}"
        );
        assert!(written(&WRITERS[13]).ends_with("\"b\": [ 1, {} ] }"));
    }

    #[test]
    fn a_text_or_a_number_alone_is_no_body() {
        assert!(Json::read("\"x\"").is_none() && Json::read("1").is_none() && Json::read("a=b").is_none());
    }
}
