//! The lines of the headers.

use super::line::{Dimension, Writing, common, rare};
use crate::twilio::Host;
use crate::twilio::validation::inspect::question::Asked;
use base64ct::{Base64, Base64Unpadded, Encoding};
use zeroize::Zeroizing;

/// A header's name and value.
type Header = (String, Zeroizing<String>);

/// Other spellings of a value, each with what it is.
type Values = Vec<(Zeroizing<String>, String)>;

/// How the headers can be written.
pub(super) struct Headers {
    /// As they should be: lowercase, trimmed, sorted.
    right: Vec<Header>,
    /// Their values as they are sent.
    wire: Vec<Zeroizing<String>>,
    hosts: Values,
    authorizations: Values,
    /// The name that `hrh` begins with.
    first: String,
}

impl Headers {
    pub(super) fn of(asked: &Asked, sent: &[Header], right: &str, hrh: &str) -> Self {
        let right: Vec<Header> = right
            .split('\n')
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), Zeroizing::new(value.to_owned())))
            .collect();
        let wire = |(name, value): &Header| {
            let sent = sent.iter().find(|(known, _)| known == name);
            sent.map_or_else(|| value.clone(), |(_, value)| value.clone())
        };
        let value = |wanted: &str| {
            right
                .iter()
                .find(|(name, _)| name == wanted)
                .map_or("", |(_, value)| value)
        };
        Self {
            wire: right.iter().map(wire).collect(),
            hosts: hosts(asked, value("host")),
            authorizations: authorizations(value("authorization")),
            first: hrh.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
            right,
        }
    }
}

fn hosts(asked: &Asked, plain: &str) -> Values {
    const PORT: &str = "Your client signs the host with its default port, as twilio-python does. Leave the port out.";
    let sent = asked.url.host.as_str();
    let mut all = vec![
        (sent.to_owned(), PORT.to_owned()),
        (format!("{plain}:443"), PORT.to_owned()),
        (
            asked.url.written.clone(),
            "Your client signs the host with capitals. Write it in lowercase.".to_owned(),
        ),
    ];
    all.extend(Host::ALL.iter().map(|other| {
        let words = format!(
            "The token is signed for the host {}, and the request goes to {plain}.",
            other.name()
        );
        (other.name().to_owned(), words)
    }));
    let others = [
        (format!("{plain}:80"), PORT),
        (
            plain.to_ascii_uppercase(),
            "Your client signs the host with capitals. Write it in lowercase.",
        ),
        (
            format!("https://{plain}"),
            "Your client signs https:// in front of the host.",
        ),
        (format!("{plain}/"), "Your client signs a slash behind the host."),
        (format!("{plain}."), "Your client signs a dot behind the host."),
        (String::new(), "Your client signs an empty host."),
    ];
    all.extend(others.map(|(host, words)| (host, words.to_owned())));
    all.into_iter()
        .map(|(host, words)| (Zeroizing::new(host), words))
        .collect()
}

fn authorizations(value: &str) -> Values {
    let encoded = value.trim_start_matches("Basic ");
    let pair = Base64::decode_vec(encoded).ok().map(Zeroizing::new);
    let pair = pair.and_then(|bytes| std::str::from_utf8(&bytes).map(str::to_owned).ok());
    let pair = Zeroizing::new(pair.unwrap_or_default());
    let all = [
        (
            encoded.to_owned(),
            "Your client signs the Authorization value without \u{201c}Basic\u{201d}.",
        ),
        (
            String::new(),
            "Your client signs an empty Authorization, as twilio-node does where it does not know the header.",
        ),
        (
            format!("basic {encoded}"),
            "Your client signs \u{201c}basic\u{201d} with a small letter.",
        ),
        (
            pair.to_string(),
            "Your client signs API key SID and secret as they are. Sign the header's value: Basic, and their base64.",
        ),
        (
            format!("Basic {}", pair.as_str()),
            "Your client signs API key SID and secret without encoding them as base64.",
        ),
        (
            format!("Basic {}", Base64Unpadded::encode_string(pair.as_bytes())),
            "Your client signs the Authorization value without the = at its end.",
        ),
        (
            format!(
                "Basic {}",
                Base64::encode_string(format!("{}\n", pair.as_str()).as_bytes())
            ),
            "Your client signs a secret that ends with a line break, as that of echo does.",
        ),
    ];
    all.map(|(value, words)| (Zeroizing::new(value), words.to_owned()))
        .into()
}

/// The name as it is often sent: a capital at the beginning of each word.
fn capital(name: &str) -> String {
    let mut start = true;
    let change = |c: char| {
        let big = if start { c.to_ascii_uppercase() } else { c };
        start = c == '-';
        big
    };
    name.chars().map(change).collect()
}

impl Writing for Headers {
    fn dimensions(&self) -> Vec<Dimension> {
        vec![
            common(self.hosts.len() + 1),
            common(self.authorizations.len() + 1),
            rare(3),
            rare(2),
            rare(3),
            rare(2),
            common(self.right.len() + 1),
        ]
    }

    fn spell(&self, choice: &[usize]) -> Option<String> {
        let &[host, authorization, names, colon, order, trim, missing] = choice else {
            return None;
        };
        let other = |values: &Values, choice: usize| values.get(choice.checked_sub(1)?).map(|(value, _)| value.clone());
        let mut lines: Vec<(String, Zeroizing<String>)> = Vec::new();
        for (at, (name, value)) in self.right.iter().enumerate() {
            let sent = if trim == 1 { self.wire.get(at) } else { Some(value) };
            let changed = match name.as_str() {
                "host" => other(&self.hosts, host),
                "authorization" => other(&self.authorizations, authorization),
                _ => None,
            };
            if missing != at + 1 {
                lines.push((name.clone(), changed.or_else(|| sent.cloned())?));
            }
        }
        match order {
            1 => lines.reverse(),
            2 => lines.sort_by_key(|(name, _)| *name != self.first),
            _ => {}
        }
        let colon = if colon == 1 { ": " } else { ":" };
        let name = |name: &str| match names {
            1 => capital(name),
            2 => name.to_ascii_uppercase(),
            _ => name.to_owned(),
        };
        let lines = lines
            .iter()
            .map(|(key, value)| format!("{}{colon}{}", name(key), value.as_str()));
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    fn words(&self, choice: &[usize]) -> Vec<String> {
        let &[host, authorization, names, colon, order, trim, missing] = choice else {
            return Vec::new();
        };
        let said = |values: &Values, choice: usize| values.get(choice.checked_sub(1)?).map(|(_, words)| words.clone());
        let mut words: Vec<_> = [said(&self.hosts, host), said(&self.authorizations, authorization)]
            .into_iter()
            .flatten()
            .collect();
        if let Some((name, _)) = missing.checked_sub(1).and_then(|at| self.right.get(at)) {
            let who = match name.as_str() {
                "authorization" => ", as twilio-java and twilio-python do where they do not know the header",
                _ => "",
            };
            words.push(format!("Your client leaves the line of {} out{who}.", capital(name)));
        }
        let others = [
            (
                names > 0,
                "Your client writes the headers' names with capitals. Write them in lowercase.",
            ),
            (
                colon == 1,
                "Your client puts a space behind the colons of the headers. Put none.",
            ),
            (order > 0, "Your client does not sort the lines of the headers."),
            (
                trim == 1,
                "Your client does not trim the headers' values, as twilio-java and twilio-python do not. Drop white space around them, and make it one space within them.",
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
}
