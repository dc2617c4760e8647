//! How a client encodes a text: which characters it leaves as they are, how it writes a space, and so on.

use super::line::{Dimension, common, likely, rare};
use percent_encoding::percent_encode_byte;
use std::collections::BTreeSet;

/// Stands for every character beyond ASCII.
const BEYOND: char = '\u{80}';

/// Characters besides letters and digits that an encoder leaves as they are, and how it writes a space. The first is
/// right.
const ENCODERS: [(&str, &str); 10] = [
    ("-._~", "%20"),
    // Nothing is encoded.
    ("", " "),
    // JavaScript's encodeURIComponent.
    ("-._~!'()*", "%20"),
    // Forms: URLSearchParams, Java's URLEncoder.
    ("-._*", "+"),
    // twilio-node.
    ("-._~!'()", "%20"),
    // Python's quote.
    ("-._~/", "%20"),
    // PHP's urlencode.
    ("-._", "+"),
    // JavaScript's encodeURI.
    ("-._~!'()*;,/?:@&=+$#", "%20"),
    // What a path may hold.
    ("-._~!$&'()*+,;=:@", "%20"),
    // Letters and digits alone.
    ("\0", "%20"),
];

/// Who leaves exactly these characters as they are.
const KNOWN: [(&str, &str); 3] = [
    ("!'()*", "JavaScript's encodeURIComponent"),
    ("!'()", "twilio-node"),
    ("/", "Python's quote"),
];

/// The characters of some texts that a client may or may not encode.
pub(super) struct Characters {
    found: Vec<char>,
    spaces: bool,
}

/// One way to encode.
#[derive(Clone)]
pub(super) struct Style {
    left: BTreeSet<char>,
    space: &'static str,
    small: bool,
    twice: bool,
}

impl Characters {
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Vec::new();
        for c in texts.into_iter().flat_map(str::chars).map(kind) {
            if !c.is_ascii_alphanumeric() && !found.contains(&c) {
                found.push(c);
            }
        }
        let all = found.len();
        found.retain(|c| *c != ' ');
        Self {
            spaces: found.len() < all,
            found,
        }
    }

    /// The encoder, the space, small digits, encoding twice; then one for each character.
    pub(super) fn dimensions(&self) -> Vec<Dimension> {
        let mut all = vec![common(ENCODERS.len()), likely(4), likely(2), common(2)];
        let toggle = |c: &char| if "-._".contains(*c) { rare(2) } else { likely(2) };
        all.extend(self.found.iter().map(toggle));
        all
    }

    /// The style of a choice among these dimensions.
    pub(super) fn style(&self, choice: &[usize]) -> Option<Style> {
        let (&[encoder, space, small, twice], toggles) = choice.split_first_chunk()?;
        let (left, own_space) = *ENCODERS.get(encoder)?;
        let toggled = self.found.iter().zip(toggles).filter(|(c, toggle)| {
            let stays = left.is_empty() || left.contains(**c);
            stays != (**toggle == 1)
        });
        let spaces = [own_space, "+", "%20", " "];
        Some(Style {
            left: toggled.map(|(c, _)| *c).collect(),
            space: spaces.get(space)?,
            small: small == 1,
            twice: twice == 1,
        })
    }

    /// What a style does otherwise than it should, in sentences; `place` is "query" or "path".
    pub(super) fn words(&self, style: &Style, place: &str) -> Vec<String> {
        let stays = |c: char| "-._~".contains(c);
        let left: Vec<_> = self
            .found
            .iter()
            .filter(|c| style.left.contains(c) && !stays(**c))
            .collect();
        let over: Vec<_> = self
            .found
            .iter()
            .filter(|c| !style.left.contains(c) && stays(**c))
            .collect();
        let encoded = self.found.iter().filter(|c| !style.left.contains(c)).count();
        let mut words = Vec::new();
        if encoded == 0 && (style.space == " " || !self.spaces) && left.len() + usize::from(self.spaces) > 1 {
            words.push(format!("Your client does not encode the {place}."));
        } else {
            if !left.is_empty() {
                let (it, be) = if left.len() == 1 { ("it", "is") } else { ("them", "are") };
                words.push(format!(
                    "Your client leaves {} in the {place} as {} {be}{}. Write {it} as {}.",
                    named(&left),
                    if left.len() == 1 { "it" } else { "they" },
                    self.known(&left),
                    escapes(&left),
                ));
            }
            match style.space {
                "+" if self.spaces => words.push(format!(
                    "Your client writes a space in the {place} as +, as forms and twilio-python do. Write %20."
                )),
                " " if self.spaces => words.push(format!("Your client leaves spaces in the {place}. Write %20.")),
                _ => {}
            }
        }
        if !over.is_empty() {
            let stay = if over.len() == 1 {
                "It stays as it is"
            } else {
                "They stay as they are"
            };
            words.push(format!("Your client encodes {} in the {place}. {stay}.", named(&over)));
        }
        if style.small {
            words.push(format!(
                "Your client writes escapes in the {place} with small letters (%2f). Write capitals (%2F)."
            ));
        }
        if style.twice {
            words.push(format!(
                "Your client encodes the {place} twice: what was encoded already is encoded again."
            ));
        }
        words
    }

    fn known(&self, left: &[&char]) -> String {
        let same = |known: &&(&str, &str)| {
            let all = self.found.iter().filter(|c| known.0.contains(**c));
            all.eq(left.iter().copied())
        };
        KNOWN
            .iter()
            .find(same)
            .map_or_else(String::new, |(_, who)| format!(", as {who} does"))
    }
}

impl Style {
    /// Encodes a text.
    pub(super) fn write(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            match c {
                ' ' => written.push_str(self.space),
                c if c.is_ascii_alphanumeric() || self.left.contains(&kind(c)) => written.push(c),
                c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                    let escape = percent_encode_byte(byte);
                    if self.small {
                        written.push_str(&escape.to_ascii_lowercase());
                    } else {
                        written.push_str(escape);
                    }
                }),
            }
        }
        if self.twice {
            written.replace('%', "%25")
        } else {
            written
        }
    }
}

/// The character, or the one that stands for its kind.
fn kind(c: char) -> char {
    if c.is_ascii() { c } else { BEYOND }
}

fn named(characters: &[&char]) -> String {
    let name = |c: &&char| match **c {
        BEYOND => "letters beyond ASCII".to_owned(),
        c if c.is_control() => format!("{c:?}"),
        c => c.to_string(),
    };
    characters.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn escapes(characters: &[&char]) -> String {
    let escape = |c: &&char| match **c {
        BEYOND => "the escapes of their UTF-8 bytes",
        c => u8::try_from(c).map_or("", percent_encode_byte),
    };
    characters.iter().map(escape).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(text: &str, choice: &[usize]) -> (String, Vec<String>) {
        let characters = Characters::of([text]);
        let mut all = choice.to_vec();
        all.resize(4 + characters.found.len(), 0);
        let style = characters.style(&all).unwrap();
        (style.write(text), characters.words(&style, "query"))
    }

    #[test]
    fn a_style_is_written_and_told() {
        assert_eq!(styled("a/b c~", &[]), ("a%2Fb%20c~".to_owned(), vec![]));
        let (text, words) = styled("a/b!=c:", &[0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(text, "a/b!=c%3A");
        assert_eq!(
            words,
            ["Your client leaves / ! = in the query as they are. Write them as %2F %21 %3D."]
        );
        let (text, words) = styled("\u{e4} ~", &[3, 0, 1, 1]);
        assert_eq!(text, "%25c3%25a4+%257e");
        assert_eq!(words.len(), 4, "{words:?}");
        assert!(words[1].contains("encodes ~"));
    }

    #[test]
    fn who_does_so_is_named() {
        assert!(styled("(a)*/", &[2]).1[0].contains("encodeURIComponent"));
        assert!(styled("(a)*", &[4]).1[0].contains("twilio-node"));
        assert!(styled("(a)/", &[1]).1[0].contains("does not encode"));
    }
}
