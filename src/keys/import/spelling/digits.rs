//! Spellings as digits: base64 of a file or of its body, hexadecimal digits, and lists of decimal numbers.

use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

use crate::keys::import::armour::is_blank;

/// Fewer bytes hold no key.
const MIN_BYTES: usize = 40;

/// The base64 of as many has more than this.
const MIN_DIGITS: usize = MIN_BYTES * 4 / 3;

/// Characters of a line that is base64 rather than a word. PEM has 64 a line, MIME 76.
const MIN_LINE: usize = 16;

/// How the base64 of DER and of a PEM begins. What is long before it is a name or a SID.
const BEGINNINGS: [&str; 2] = ["MI", "LS0t"];

/// Whatever the digits in a text spell, among other text too.
pub(super) fn read(text: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let base64 = base64_runs(text);
    let base64 = base64.iter().filter_map(|run| decode(run));
    let all = [hexadecimal(text), decimal(text)].into_iter().chain(base64);
    all.filter(|bytes| bytes.len() >= MIN_BYTES).collect()
}

fn is_digit(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '-' | '_')
}

/// The base64 in a text: all of it, if it holds nothing else; and its lines of base64.
fn base64_runs(text: &str) -> Vec<Zeroizing<String>> {
    let is_around = |character: char| is_blank(character) || matches!(character, '"' | '\'' | ',' | ';');
    let mut runs = Vec::new();
    if text.chars().all(|c| is_digit(c) || is_around(c) || c == '=') {
        runs.push(Zeroizing::new(text.chars().filter(|c| is_digit(*c)).collect()));
    }
    let begins = |line: &&str| BEGINNINGS.iter().any(|beginning| line.starts_with(beginning));
    join(lines(text).skip_while(|line| !begins(line)), text.len(), &mut runs);
    join(lines(text), text.len(), &mut runs);
    runs
}

/// Joins lines that follow each other: each run with the shorter line after it and without.
fn join<'a>(lines: impl Iterator<Item = &'a str>, room: usize, runs: &mut Vec<Zeroizing<String>>) {
    let mut run = Zeroizing::new(String::with_capacity(room));
    let mut keep = |run: &Zeroizing<String>| {
        if run.len() >= MIN_DIGITS {
            runs.push(run.clone());
        }
    };
    for line in lines {
        let digits = line.trim_end_matches('=');
        let is_short = digits.len() < MIN_LINE;
        // Between the lines of a text that a program joins stands a plus.
        if digits == "+" || is_short && run.is_empty() {
            continue;
        }
        if is_short {
            keep(&run);
        }
        run.push_str(digits);
        if is_short || digits.len() < line.len() {
            keep(&run);
            run.clear();
        }
    }
    keep(&run);
}

/// Each stretch of base64's characters, with the padding behind it. Four hyphens are no base64url.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split("----").flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let from = rest.trim_start_matches(|c| !is_digit(c));
            let after = from.trim_start_matches(is_digit).trim_start_matches('=');
            let (line, after) = from.split_at(from.len() - after.len());
            rest = after;
            (!line.is_empty()).then_some(line)
        })
    })
}

/// The bytes of base64 or base64url, without those that a cut text ends in the middle of.
fn decode(digits: &str) -> Option<Zeroizing<Vec<u8>>> {
    let standard = |digit| match digit {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let digits: Zeroizing<String> = Zeroizing::new(digits.chars().map(standard).collect());
    let mut bytes = Zeroizing::new(vec![0; digits.len() / 4 * 3 + 3]);
    let length = [digits.len(), digits.len() / 4 * 4].into_iter().find_map(|whole| {
        let decoded = Base64Unpadded::decode(digits.get(..whole)?, &mut bytes);
        decoded.ok().map(<[u8]>::len)
    })?;
    bytes.truncate(length);
    Some(bytes)
}

/// The longest stretch of pairs of hexadecimal digits, with or without `0x` and whatever stands between them.
fn hexadecimal(text: &str) -> Zeroizing<Vec<u8>> {
    let mut longest = Zeroizing::new(Vec::new());
    let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
    for line in text.lines().map(without_offset) {
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            match character.to_digit(16) {
                Some(0) if characters.next_if(|next| matches!(next, 'x' | 'X')).is_some() => {}
                Some(digit) => digits.push(digit as u8),
                None if is_between(character) => {}
                None => keep_longer(&mut longest, &mut digits),
            }
        }
    }
    keep_longer(&mut longest, &mut digits);
    // Words before it may end in letters that are digits as well.
    let starts = [&[3, 0, 8, 2][..], &[2, 13, 2, 13, 2, 13]];
    let start = starts
        .iter()
        .find_map(|start| longest.windows(start.len()).position(|window| window == *start));
    let pairs = longest[start.unwrap_or_default()..].as_chunks::<2>().0;
    let bytes = pairs.iter().map(|[high, low]| high << 4 | low);
    Zeroizing::new(bytes.collect())
}

/// Keeps what was found, if it is longer, and begins anew.
fn keep_longer(longest: &mut Zeroizing<Vec<u8>>, found: &mut Zeroizing<Vec<u8>>) {
    if found.len() > longest.len() {
        std::mem::swap(longest, found);
    }
    found.clear();
}

fn is_between(character: char) -> bool {
    is_blank(character)
        || matches!(
            character,
            ':' | ',' | ';' | '-' | '[' | ']' | '{' | '}' | '(' | ')' | '"' | '\''
        )
}

/// A line of xxd or hexdump without its offset, and without the characters beside the digits.
fn without_offset(line: &str) -> &str {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
    let rest = line.get(digits..).unwrap_or_default();
    let after = rest.strip_prefix(": ").or(rest.strip_prefix("  "));
    match after.filter(|_| (6..=16).contains(&digits)) {
        Some(after) => {
            let after = after.trim_start();
            let end = after.find('|').or_else(|| after.find("  ")).unwrap_or(after.len());
            &after[..end]
        }
        None => line,
    }
}

/// The longest list of numbers that are bytes; Java's are signed.
fn decimal(text: &str) -> Zeroizing<Vec<u8>> {
    let mut longest = Zeroizing::new(Vec::new());
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    for word in text.split(|c| is_blank(c) || matches!(c, ',' | '[' | ']' | '{' | '}' | '(' | ')')) {
        match word.parse::<i16>() {
            Ok(number @ -128..=255) => bytes.push(number.to_le_bytes()[0]),
            _ if word.is_empty() => {}
            _ => keep_longer(&mut longest, &mut bytes),
        }
    }
    keep_longer(&mut longest, &mut bytes);
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: &[u8] = b"0\x82\x00\x30 bytes that are long enough, \x80 and \xff, to be a key";

    fn reads(text: &str) -> bool {
        read(text).iter().any(|bytes| bytes.starts_with(&BYTES[..50]))
    }

    #[test]
    fn digits_are_read_among_other_text() {
        let base64 = base64ct::Base64::encode_string(BYTES);
        let url = base64.replace('+', "-").replace('/', "_");
        let hex: Vec<_> = BYTES.iter().map(|byte| format!("{byte:02x}")).collect();
        let decimal = |number: fn(u8) -> i16| {
            let numbers: Vec<_> = BYTES.iter().map(|byte| number(*byte).to_string()).collect();
            numbers.join(", ")
        };
        let (first, last) = base64.split_at(40);
        for text in [
            base64.clone(),
            format!("KEY={base64}"),
            format!("{{\"key\": \"{base64}\", \"other\": 1}}"),
            format!("is this it? {first}\n{last}\nThanks"),
            format!("\"{first}\" +\n  \"{last}\";"),
            format!("-----\n{first}\n{last}\n-----"),
            url,
            base64.chars().map(|c| format!("{c} ")).collect(),
            hex.concat(),
            hex.join(":").to_uppercase(),
            format!("a bad key: {}", hex.join(" ")),
            format!("const unsigned char KEY[] = {{ 0x{} }};", hex.join(", 0x")),
            decimal(i16::from),
            format!("new byte[] {{{}}}", decimal(|byte| i16::from(byte.cast_signed()))),
        ] {
            assert!(reads(&text), "{text}");
        }
    }

    #[test]
    fn dumps_are_read() {
        let dump = |end: fn(&str) -> String, offset: fn(usize) -> String| -> String {
            let line = |(number, bytes): (usize, &[u8])| {
                let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("{}{}{}\n", offset(number * 16), digits.join(" "), end("abc....."))
            };
            BYTES.chunks(16).enumerate().map(line).collect()
        };
        assert!(reads(&dump(|text| format!("  {text}"), |at| format!("{at:08x}: "))));
        assert!(reads(&dump(|text| format!("  |{text}|"), |at| format!("{at:08x}  "))));
    }

    #[test]
    fn what_is_too_short_is_nothing() {
        for text in ["", "hello", "AC00000000000000000000000000000001", "1, 2, 3", "a1b2c3d4"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
