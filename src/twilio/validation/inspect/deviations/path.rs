//! The line of the path.

use super::Slot;
use crate::twilio::encode::{decode, rfc3986};
use crate::twilio::validation::inspect::question::Asked;

pub(super) fn slot(asked: &Asked, right: &str) -> Slot {
    let (path, query) = (&asked.url.path, &asked.url.query);
    let mut slot = Slot::new(right);
    slot.add(
        path,
        "The client signs the path as it stands, as twilio-python does: it is encoded afresh, and /./, /../ and empty parts go.",
    );
    slot.add(
        without_escapes_of(right, "!'()"),
        "The client leaves ! ' ( ) in the path as they are, as JavaScript's encodeURIComponent and twilio-node do.",
    );
    slot.add(decode(right), "The client does not encode the path.");
    slot.add(
        right.split('/').map(rfc3986).collect::<Vec<_>>().join("/"),
        "The client encodes the path twice: what was encoded already is encoded again.",
    );
    slot.add(
        rfc3986(&decode(path)),
        "The client encodes the slashes of the path too; they stay.",
    );
    slot.add(
        lower_escapes(right),
        "The client writes escapes in the path with small letters (%2f); they have capitals (%2F).",
    );
    if !query.is_empty() {
        slot.add(
            format!("{right}?{query}"),
            "The client leaves the query in the line of the path.",
        );
        slot.add(
            format!("{path}?{query}"),
            "The client leaves the query in the line of the path.",
        );
    }
    let whole = format!("https://{}{path}", asked.url.host);
    slot.add(&whole, "The client signs the whole URL in place of the path.");
    slot.add(
        format!("{whole}?{query}"),
        "The client signs the whole URL in place of the path.",
    );
    ends(&mut slot, right);
    slot
}

/// Paths that are a little longer or shorter.
fn ends(slot: &mut Slot, right: &str) {
    match right.strip_suffix('/') {
        Some("") => slot.add(
            "",
            "The client leaves the path empty, as twilio-python does; an empty path is /.",
        ),
        Some(short) => slot.add(short, "The client drops the slash at the end of the path."),
        None => slot.add(format!("{right}/"), "The client adds a slash to the end of the path."),
    }
    match right.strip_suffix(".json") {
        Some(short) => slot.add(short, "The token is signed for the path without .json."),
        None => slot.add(format!("{right}.json"), "The token is signed for the path with .json."),
    }
    slot.add(
        right.trim_start_matches('/'),
        "The client drops the slash at the beginning of the path.",
    );
}

/// Undoes the escapes of these characters.
pub(super) fn without_escapes_of(text: &str, characters: &str) -> String {
    characters.chars().fold(text.to_owned(), |text, c| {
        text.replace(&rfc3986(&c.to_string()), &c.to_string())
    })
}

/// Escapes with small letters.
pub(super) fn lower_escapes(text: &str) -> String {
    let mut left = 0;
    text.chars()
        .map(|c| {
            if c == '%' {
                left = 3;
            }
            let within = left > 0;
            left = usize::saturating_sub(left, 1);
            if within { c.to_ascii_lowercase() } else { c }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_made_small() {
        assert_eq!(without_escapes_of("a%21%28b%29%2F", "!()"), "a!(b)%2F");
        assert_eq!(lower_escapes("AB%2FCD%C3%A4E"), "AB%2fCD%c3%a4E");
    }
}
