//! The lines of the headers.

use super::Slot;
use crate::twilio::Host;
use crate::twilio::validation::inspect::question::Asked;
use zeroize::Zeroizing;

pub(super) fn slot(asked: &Asked, headers: &[(String, Zeroizing<String>)], right: &str, hrh: &str) -> Slot {
    let mut slot = Slot::new(right);
    let lines: Vec<_> = right.split('\n').filter_map(|line| line.split_once(':')).collect();
    hosts(&mut slot, asked, &lines);
    authorization(&mut slot, &lines);
    writing(&mut slot, &lines);
    let wire: Vec<_> = lines
        .iter()
        .map(|(name, value)| (*name, wire_value(headers, name).unwrap_or(value)))
        .collect();
    slot.add(
        join(&wire, ":"),
        "The client does not trim the headers' values, as twilio-java and twilio-python do not: white space around them goes, and within them becomes one space.",
    );
    if let Some(first) = hrh.split(';').next() {
        let mut ordered = lines.clone();
        ordered.sort_by_key(|(name, _)| !name.eq_ignore_ascii_case(first.trim()));
        slot.add(
            join(&ordered, ":"),
            "The client does not sort the lines of the headers.",
        );
    }
    slot.add(
        right.trim_end().rsplit_once('\n').map_or("", |(start, _)| start),
        "The client leaves the last signed header out.",
    );
    slot
}

fn wire_value<'a>(headers: &'a [(String, Zeroizing<String>)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

fn join(lines: &[(&str, &str)], colon: &str) -> String {
    let lines: Vec<_> = lines
        .iter()
        .map(|(name, value)| format!("{name}{colon}{value}"))
        .collect();
    lines.join("\n")
}

/// The lines with another value of `name`.
fn with(lines: &[(&str, &str)], name: &str, value: &str) -> String {
    let other = |(known, old): &(&str, &str)| {
        let value = if *known == name { value } else { old };
        format!("{known}:{value}")
    };
    lines.iter().map(other).collect::<Vec<_>>().join("\n")
}

fn hosts(slot: &mut Slot, asked: &Asked, lines: &[(&str, &str)]) {
    const PORT: &str = "The client signs the host with its default port, as twilio-python does; the port is left out.";
    let host = asked.url.host.as_str();
    let plain = lines
        .iter()
        .find(|(name, _)| *name == "host")
        .map_or(host, |(_, value)| value);
    slot.add(with(lines, "host", host), PORT);
    slot.add(with(lines, "host", &format!("{plain}:443")), PORT);
    slot.add(with(lines, "host", &format!("{plain}:80")), PORT);
    for other in Host::ALL {
        slot.add(
            with(lines, "host", other.name()),
            format!(
                "The token is signed for the host {}, and the request goes to {plain}.",
                other.name()
            ),
        );
    }
    slot.add(
        with(lines, "host", &format!("https://{plain}")),
        "The client signs https:// in front of the host.",
    );
}

fn authorization(slot: &mut Slot, lines: &[(&str, &str)]) {
    let others: Vec<_> = lines
        .iter()
        .filter(|(name, _)| *name != "authorization")
        .copied()
        .collect();
    slot.add(
        join(&others, ":"),
        "The client leaves the line of Authorization out, as twilio-java and twilio-python do where they do not know the header.",
    );
    slot.add(
        with(lines, "authorization", ""),
        "The client signs an empty Authorization, as twilio-node does where it does not know the header.",
    );
    let value = lines
        .iter()
        .find(|(name, _)| *name == "authorization")
        .map_or("", |(_, value)| value);
    slot.add(
        with(lines, "authorization", value.trim_start_matches("Basic ")),
        "The client signs the Authorization value without \u{201c}Basic\u{201d}.",
    );
}

/// The same lines, written otherwise.
fn writing(slot: &mut Slot, lines: &[(&str, &str)]) {
    slot.add(
        join(lines, ": "),
        "The client puts a space behind the colons of the headers; there is none.",
    );
    let capital = |name: &str| -> String {
        let mut start = true;
        let change = |c: char| {
            let big = if start { c.to_ascii_uppercase() } else { c };
            start = c == '-';
            big
        };
        name.chars().map(change).collect()
    };
    let names: Vec<_> = lines.iter().map(|(name, _)| capital(name)).collect();
    let capitals: Vec<_> = names
        .iter()
        .zip(lines)
        .map(|(name, (_, value))| (name.as_str(), *value))
        .collect();
    slot.add(
        join(&capitals, ":"),
        "The client writes the headers' names with capitals; they are lowercase.",
    );
    slot.add(
        join(&capitals, ": "),
        "The client writes the headers as they are sent; names are lowercase, without a space behind the colon.",
    );
    let reversed: Vec<_> = lines.iter().rev().copied().collect();
    slot.add(
        join(&reversed, ":"),
        "The client does not sort the lines of the headers.",
    );
}
