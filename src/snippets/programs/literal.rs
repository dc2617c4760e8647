//! The three languages and their string literals.

/// A language whose Twilio library signs requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Java,
    Node,
    Python,
}

impl Language {
    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Java => "Java",
            Self::Node => "Node",
            Self::Python => "Python",
        }
    }

    /// What every program of the language contains: where secrets come from, and how a private key is read.
    pub(super) fn secrets(self) -> &'static str {
        match self {
            Self::Java => include_str!("text/Secrets.java"),
            Self::Node => include_str!("text/secrets.mjs"),
            Self::Python => include_str!("text/secrets.py"),
        }
    }

    /// A string literal in double quotes, on one line, whose value is `text`.
    pub(super) fn literal(self, text: &str) -> String {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => literal.extend(['\\', character]),
                ' '..='~' => literal.push(character),
                _ => literal.push_str(&self.escaped(character)),
            }
        }
        literal.push('"');
        literal
    }

    /// A character outside of ASCII, or a control character. Letters of any script stay as they are where the source is
    /// UTF-8 for certain; what shows nothing, or turns the order of what is read, never does.
    fn escaped(self, character: char) -> String {
        let code = u32::from(character);
        match self {
            // The compiler reads \u000a as the end of the line even inside a literal; \012 it does not.
            Self::Java if code <= 0xff => format!("\\{code:03o}"),
            // Before JDK 18 the source is read in the platform's encoding, which need not be UTF-8.
            Self::Java => {
                let mut units = [0; 2];
                let units = character.encode_utf16(&mut units);
                units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
            }
            _ if !is_unseen(character) => character.to_string(),
            Self::Node => format!("\\u{{{code:x}}}"),
            Self::Python => format!("\\U{code:08x}"),
        }
    }
}

/// Control characters, separators of lines, and format characters (Unicode Cf, Zl, Zp).
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::Language::{Java, Node, Python};

    #[test]
    fn what_ends_a_literal_is_escaped() {
        for language in [Java, Node, Python] {
            assert_eq!(
                language.literal(r#"it's "$HOME" \u0022"#),
                r#""it's \"$HOME\" \\u0022""#
            );
        }
        assert_eq!(Java.literal("a\r\n\u{7f}1"), r#""a\015\012\1771""#);
        assert_eq!(Node.literal("a\n\u{2028}1"), r#""a\u{a}\u{2028}1""#);
        assert_eq!(Python.literal("a\n\u{2028}1"), r#""a\U0000000a\U000020281""#);
    }

    #[test]
    fn letters_stay_readable_where_they_are_safe() {
        let text = "\u{5e9}\u{5dc}\u{1f600}";
        assert_eq!(Node.literal(text), format!("\"{text}\""));
        assert_eq!(Python.literal(text), format!("\"{text}\""));
        assert_eq!(Java.literal(text), r#""\u05e9\u05dc\ud83d\ude00""#);
        assert_eq!(Python.literal("\u{202e}x"), r#""\U0000202ex""#);
    }
}
