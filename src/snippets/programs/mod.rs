//! Small, complete programs in the three languages whose Twilio libraries sign requests (Public Key Client Validation):
//! Java, Node and Python.
//!
//! The programs stand in `text/` as they are, with `{{names}}` where a value goes. No secret is ever filled in: the
//! programs take them from the environment, or ask.

mod application;
mod library;
mod literal;

pub use application::{Application, ApplicationSubject, OTHER_LIBRARIES, application};
pub use library::{LibrarySubject, library_programs};

use literal::Language;

/// A program to save and run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its language.
    pub language: &'static str,
    /// The file to save it as.
    pub file: &'static str,
    /// What to install first, and how to run it.
    pub run: &'static str,
    /// The program.
    pub code: String,
}

/// A program before its values are filled in.
struct Template {
    language: Language,
    file: &'static str,
    run: &'static str,
    text: &'static str,
}

impl Template {
    /// Fills in the values, each as a string literal of the language, and what all programs of the language share.
    fn fill(&self, values: &[(&str, &str)]) -> Program {
        let value = |name: &str| match name {
            "secrets" => self.language.secrets().trim_end().to_owned(),
            "accepted" => crate::twilio::public_keys::ACCEPTED.to_owned(),
            _ => {
                let known = values.iter().find(|(known, _)| *known == name);
                self.language.literal(known.map_or("", |(_, value)| value))
            }
        };
        Program {
            language: self.language.name(),
            file: self.file,
            run: self.run,
            code: fill(self.text, value),
        }
    }
}

/// Replaces each `{{name}}` once; what was filled in is not read again.
fn fill(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (name, after))) = rest
        .split_once("{{")
        .and_then(|(before, after)| Some((before, after.split_once("}}")?)))
    {
        filled.push_str(before);
        filled.push_str(&value(name));
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_read_again() {
        let filled = fill("a {{x}} b {{y}} {{", |name| format!("<{name} {{{{y}}}}>"));
        assert_eq!(filled, "a <x {{y}}> b <y {{y}}> {{");
    }
}
