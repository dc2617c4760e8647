//! What a text spells: the layers that programs and people put around a key on its way, taken off one at a time.
//!
//! A whole PEM is the outermost layer itself, and is read without a look at its characters. What is taken apart here is a paste that
//! holds none: its time may tell what it looks at, to nobody but the page that the admin pasted it into, once.

mod digits;
mod escapes;

use zeroize::Zeroizing;

/// How many layers are taken off. The base64 of a percent-encoded PEM, in a JSON text within a JSON text, has five.
const LAYERS: usize = 8;

/// One layer of a paste.
pub(super) enum Layer<'a> {
    /// A text.
    Text(&'a str),
    /// Bytes that are no text.
    Bytes(&'a [u8]),
}

/// Shows `visit` the text and whatever it spells, from the outside to the inside, until `visit` returns true.
///
/// The work is bounded: digits spell fewer bytes than they are, and an escape is never shorter than what it stands for.
pub(super) fn search(text: &str, visit: &mut dyn FnMut(Layer<'_>) -> bool) -> bool {
    in_text(text, LAYERS, visit)
}

fn in_text(text: &str, layers: usize, visit: &mut dyn FnMut(Layer<'_>) -> bool) -> bool {
    if visit(Layer::Text(text)) {
        return true;
    }
    let Some(layers) = layers.checked_sub(1) else {
        return false;
    };
    match escapes::undo(text) {
        Some(bytes) => in_bytes(&bytes, layers, visit),
        None => digits::read(text).iter().any(|bytes| in_bytes(bytes, layers, visit)),
    }
}

fn in_bytes(bytes: &[u8], layers: usize, visit: &mut dyn FnMut(Layer<'_>) -> bool) -> bool {
    match as_text(bytes) {
        Some(text) => in_text(&text, layers, visit),
        None => {
            let der = der(bytes);
            visit(Layer::Bytes(der)) || der.len() < bytes.len() && visit(Layer::Bytes(bytes))
        }
    }
}

/// The DER among bytes without the text before it and what came of the text behind it: it says how long it is. What stands in other DER is
/// not looked for.
fn der(bytes: &[u8]) -> &[u8] {
    let is_begun = |window: &[u8]| matches!(window, [0x30, 0x81 | 0x82, ..] | [0x30, _, 2, 1]);
    let start = bytes.windows(4).position(is_begun).unwrap_or_default();
    let (before, rest) = bytes.split_at(start);
    let is_text = before
        .iter()
        .all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
    let bytes = if is_text { rest } else { bytes };
    let length = match *bytes {
        [0x30, length @ ..=0x7f, ..] => 2 + usize::from(length),
        [0x30, 0x81, length, ..] => 3 + usize::from(length),
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([high, low])),
        _ => bytes.len(),
    };
    &bytes[..length.min(bytes.len())]
}

/// The bytes as a text: UTF-8, or UTF-16 as Windows writes it. Nothing if they are neither.
pub(super) fn as_text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [first, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes)?,
        [0, second, ..] if *second != 0 => utf16(bytes, u16::from_be_bytes)?,
        _ => Zeroizing::new(std::str::from_utf8(bytes).ok()?.to_owned()),
    };
    let is_binary = |character: char| character.is_control() && !character.is_whitespace();
    (!text.contains(is_binary)).then_some(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Zeroizing<String>> {
    let (units, []) = bytes.as_chunks::<2>() else {
        return None;
    };
    let characters = char::decode_utf16(units.iter().map(|bytes| unit(*bytes)));
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for character in characters {
        text.push(character.ok()?);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The innermost text.
    fn innermost(text: &str) -> String {
        let mut last = String::new();
        search(text, &mut |layer| {
            if let Layer::Text(text) = layer {
                text.clone_into(&mut last);
            }
            false
        });
        last
    }

    #[test]
    fn layers_come_off_from_the_outside_to_the_inside() {
        // The base64 of "a text that is%20long enough to be looked at", twice.
        let twice = "WVNCMFpYaDBJSFJvWVhRZ2FYTWxNakJzYjI1bklHVnViM1ZuYUNCMGJ5QmlaU0JzYjI5clpXUWdZWFE9";
        assert_eq!(innermost(twice), "a text that is long enough to be looked at");
        assert_eq!(
            innermost(&twice.replace('=', "%253D")),
            "a text that is long enough to be looked at"
        );
        assert_eq!(innermost("just words"), "just words");
    }

    #[test]
    fn what_is_no_text_stays_bytes() {
        assert_eq!(as_text(b"\xff\xfea\0b\0").as_deref().map(String::as_str), Some("ab"));
        assert_eq!(as_text(b"\0a\0b").as_deref().map(String::as_str), Some("ab"));
        for bytes in [&b"0\x82\x04\xbd"[..], b"a\0b", b"\xff\xfea\0b", b"\x30\x03\x02\x01\x05"] {
            assert!(as_text(bytes).is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn layers_without_end_are_left_alone() {
        let deep = format!("{}a", "%25".repeat(5_000));
        assert!(!search(&deep, &mut |_| false));
        let mut count = 0;
        search(&"\\".repeat(4_096), &mut |_| {
            count += 1;
            false
        });
        assert!(count <= LAYERS + 1, "{count}");
    }
}
