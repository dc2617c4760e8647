//! Spellings that keep a text a text: percent signs, backslashes, HTML, quoted-printable, typographic dashes.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

/// The text without its outermost escapes: as bytes, because escapes spell any. Nothing if it has none.
pub(super) fn undo(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    [
        wide_characters,
        markup,
        percent,
        line_marks,
        backslashes,
        quoted_printable,
        dashes,
    ]
    .into_iter()
    .find_map(|escape| escape(text))
}

/// UTF-16 that was read as UTF-8 has a null beside every character.
fn wide_characters(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let is_left_over = |character: char| matches!(character, '\0' | '\u{fffd}');
    text.contains('\0').then(|| {
        let kept = text.split(is_left_over).flat_map(str::bytes);
        kept.collect::<Vec<_>>().into()
    })
}

/// HTML's character references; a tag is a place where a line may end.
fn markup(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = buffer(text);
    let (mut rest, mut changed) = (text, false);
    while let Some(at) = rest.find(['&', '<']) {
        let (before, from) = rest.split_at(at);
        out.extend_from_slice(before.as_bytes());
        let read = if from.starts_with('&') {
            reference(from)
        } else {
            tag(from)
        };
        let (character, after) = match read {
            Some(read) => {
                changed = true;
                read
            }
            None => (char::from(from.as_bytes()[0]), &from[1..]),
        };
        push(&mut out, character);
        rest = after;
    }
    out.extend_from_slice(rest.as_bytes());
    changed.then_some(out)
}

/// The characters of a key, and of the texts that it travels in, by their names in HTML.
const REFERENCES: [(&str, char); 17] = [
    ("amp", '&'),
    ("apos", '\''),
    ("bsol", '\\'),
    ("dash", '-'),
    ("equals", '='),
    ("gt", '>'),
    ("hyphen", '-'),
    ("lowbar", '_'),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("nbsp", ' '),
    ("ndash", '\u{2013}'),
    ("NewLine", '\n'),
    ("percnt", '%'),
    ("plus", '+'),
    ("quot", '"'),
    ("sol", '/'),
];

/// The longest reference that is read: `&#x2014;`, or one with leading zeros.
const MAX_REFERENCE_BYTES: usize = 12;

fn reference(from: &str) -> Option<(char, &str)> {
    let end = from.bytes().take(MAX_REFERENCE_BYTES).position(|byte| byte == b';')?;
    let (name, after) = (from.get(1..end)?, from.get(end + 1..)?);
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    let character = match (
        name.strip_prefix("#x").or(name.strip_prefix("#X")),
        name.strip_prefix('#'),
    ) {
        (Some(digits), _) => number(digits, 16)?,
        (None, Some(digits)) => number(digits, 10)?,
        (None, None) => REFERENCES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, after))
}

/// The longest tag that is read, with its attributes.
const MAX_TAG_BYTES: usize = 256;

fn tag(from: &str) -> Option<(char, &str)> {
    if !from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return None;
    }
    let end = from.bytes().take(MAX_TAG_BYTES).position(|byte| byte == b'>')?;
    Some(('\n', from.get(end + 1..)?))
}

/// Percent-encoding (RFC 3986, 2.1); a form's plus signs are spaces (the URL standard, 5.1).
fn percent(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !text.contains('%') {
        return None;
    }
    let is_form = text.contains("BEGIN+") || text.contains("%2B") || text.contains("%2b");
    let form = Zeroizing::new(if is_form {
        text.replace('+', " ")
    } else {
        text.to_owned()
    });
    let decoded: Zeroizing<Vec<u8>> = percent_decode_str(&form).collect::<Vec<_>>().into();
    (decoded.len() < text.len()).then_some(decoded)
}

/// What stands before each line of a quotation or a comment, and around each line of a program.
fn line_marks(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = buffer(text);
    let mut changed = false;
    for line in text.lines() {
        let mut characters = line.trim_start().chars();
        let inside = match characters.next() {
            Some('>' | '#' | '*' | '|') => Some(characters.as_str()),
            // Up to the other quote: behind it stands a plus or a comma.
            Some(quote @ ('"' | '\'')) => characters.as_str().rsplit_once(quote).map(|(inside, _)| inside),
            _ => None,
        };
        changed |= inside.is_some();
        out.extend_from_slice(inside.unwrap_or(line).as_bytes());
        out.push(b'\n');
    }
    changed.then_some(out)
}

/// The escapes of JSON, of programs and of shells: `\n`, `\u002d`, `\x2d`, a backslash before the end of a line, and PowerShell's and cmd's.
fn backslashes(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !text.contains(['\\', '`', '^']) {
        return None;
    }
    let mut out = buffer(text);
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '`', '^']) {
        let (before, from) = rest.split_at(at);
        out.extend_from_slice(before.as_bytes());
        let (sign, after) = (from.as_bytes()[0], &from[1..]);
        rest = after_escape(sign, after, &mut out);
    }
    out.extend_from_slice(rest.as_bytes());
    (out.len() < text.len()).then_some(out)
}

/// Writes what an escape stands for; what follows it.
fn after_escape<'a>(sign: u8, after: &'a str, out: &mut Vec<u8>) -> &'a str {
    if let Some(rest) = after.strip_prefix("\r\n").or(after.strip_prefix('\n')) {
        return rest;
    }
    let mut characters = after.chars();
    match (sign, characters.next()) {
        (b'\\' | b'`', Some('n' | 'r')) => out.push(b'\n'),
        (b'\\' | b'`', Some('t')) => out.push(b'\t'),
        (b'\\', Some(kind @ ('u' | 'x'))) => {
            let length = if kind == 'u' { 4 } else { 2 };
            let number = after
                .get(1..=length)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok());
            if let Some(character) = number.and_then(char::from_u32) {
                match u8::try_from(number.unwrap_or_default()) {
                    Ok(byte) if kind == 'x' => out.push(byte),
                    _ => push(out, character),
                }
                return &after[1 + length..];
            }
            push(out, kind);
        }
        (b'\\', Some(character)) => push(out, character),
        (b'\\', None) => {}
        // No escape of PowerShell's or cmd's.
        _ => {
            out.push(sign);
            return after;
        }
    }
    characters.as_str()
}

/// Mail's `=3D` and the equals signs before its line ends (RFC 2045, 6.7).
fn quoted_printable(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    text.contains("=3D").then(|| {
        let joined = Zeroizing::new(text.replace("=\r\n", "").replace("=\n", ""));
        joined.replace("=3D", "=").into_bytes().into()
    })
}

/// The five hyphens of a PEM, as an editor makes dashes of them.
fn dashes(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let is_typographic = |c: char| {
        matches!(
            c,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
        )
    };
    if !text.contains(is_typographic) {
        return None;
    }
    let mut out = buffer(text);
    let mut rest = text;
    while let Some(at) = rest.find(|c| c == '-' || is_typographic(c)) {
        let (before, from) = rest.split_at(at);
        out.extend_from_slice(before.as_bytes());
        rest = from.trim_start_matches(|c| c == '-' || is_typographic(c));
        let run = &from[..from.len() - rest.len()];
        let five = if run.is_ascii() { run } else { "-----" };
        out.extend_from_slice(five.as_bytes());
    }
    out.extend_from_slice(rest.as_bytes());
    Some(out)
}

/// Room for what a text becomes: a buffer that grows leaves copies behind.
fn buffer(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(2 * text.len()))
}

fn push(out: &mut Vec<u8>, character: char) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(text: &str) -> Option<String> {
        undo(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn each_escape_is_undone() {
        for (text, plain) in [
            ("-\0-\0A\0", "--A"),
            ("\u{fffd}\u{fffd}-\0A\0", "-A"),
            (
                "&#45;&#x2d;&plus;A&nbsp;B<br/>C &amp;amp; a < b &nothing;",
                "--+A B\nC &amp; a < b &nothing;",
            ),
            ("A%20B%0aC 100%", "A B\nC 100%"),
            ("BEGIN+A%2B", "BEGIN A+"),
            (r"A\nB\r\tC\/\u002d\x2dD\\n\", "A\nB\n\tC/--D\\n"),
            ("A\\n\\\nB", "A\nB"),
            ("A`nB`C ^\r\nD^E", "A\nB`C D^E"),
            ("AB=\nCD=3D=3D", "ABCD=="),
            (
                "> A\n# B\n  \"C\\n\" +\n'D',\n\nE \"F\"",
                " A\n B\nC\\n\nD\n\nE \"F\"\n",
            ),
            ("\u{2014}\u{2013}-A B-C\u{2010}", "-----A B-C-----"),
        ] {
            assert_eq!(undone(text).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn what_has_none_is_left_alone() {
        for text in [
            "",
            "A-B",
            "100% of it",
            "a ` b ^ c",
            "1 < 2 & 3",
            "a > b # c",
            "'s",
            "AA==",
            "&;",
            "&#xZZ;",
        ] {
            assert_eq!(undone(text), None, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_come_out_as_they_are() {
        assert_eq!(
            undo(r"0\x82\x04\xbd").as_deref().map(Vec::as_slice),
            Some(&b"0\x82\x04\xbd"[..])
        );
        assert_eq!(
            undo("0%82%04%bd").as_deref().map(Vec::as_slice),
            Some(&b"0\x82\x04\xbd"[..])
        );
    }
}
