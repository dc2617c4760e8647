//! The Windows command prompt,
//! <https://learn.microsoft.com/windows-server/administration/windows-commands/set_1> and
//! <https://learn.microsoft.com/windows-server/administration/windows-commands/cmd>. For pasting at the prompt, not for
//! a batch file, where a percent sign means something else.

use super::{Renderer, Unsayable, is_plain};

/// The Windows command prompt.
pub(super) struct Cmd;

/// What the prompt reads before `set` does. A caret takes the meaning from each.
const SPECIAL: [char; 10] = ['^', '&', '|', '<', '>', '(', ')', '"', '%', '!'];

/// Puts carets before what is special, and behind a percent sign: `%NAME%` and `%NAME:a=b%` are looked up before carets
/// are read, but no variable's name begins with one.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut percent = false;
    for c in text.chars() {
        if percent || SPECIAL.contains(&c) {
            escaped.push('^');
        }
        escaped.push(c);
        percent = c == '%';
    }
    escaped
}

impl Renderer for Cmd {
    const THEN: &'static str = " && ";

    // `set NAME=` fails where there is no such variable, so nothing may hang on it: `&` goes on in any case.
    fn clear(&self, variables: &[&str]) -> String {
        let clears: Vec<_> = variables.iter().map(|name| format!("set \"{name}=\"")).collect();
        clears.join(" & ")
    }

    // `set "NAME=value"` leaves out blanks that come after it. Where carets are needed, they take the meaning from these
    // two quotes as well: to `set` they still are the first and the last.
    fn set(&self, variable: &str, value: &str) -> Result<(String, String, &'static str), Unsayable> {
        if value.contains('\n') {
            return Err(Unsayable::LineBreak);
        }
        Ok(if value.contains(SPECIAL) {
            (format!("set ^\"{variable}="), escape(value), "^\"")
        } else {
            (format!("set \"{variable}="), value.to_owned(), "\"")
        })
    }

    fn own(&self, _: &str) -> Result<String, Unsayable> {
        Err(Unsayable::Own)
    }

    // The prompt cannot hide what is typed.
    fn ask(&self, variable: &str, prompt: &str) -> String {
        format!("set /p \"{variable}={prompt}: \"")
    }

    fn argument(&self, text: &str) -> Result<String, Unsayable> {
        match text {
            _ if is_plain(text) => Ok(text.to_owned()),
            _ if text.contains(['"', '%', '\n']) => Err(Unsayable::Argument),
            // A backslash before the closing quote would escape it for the program.
            _ if text.ends_with('\\') => Err(Unsayable::Argument),
            _ => Ok(format!("\"{text}\"")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_take_the_meaning_away() {
        assert_eq!(escape("100%PATH%&\"x\""), "100^%^PATH^%^&^\"x^\"");
        assert_eq!(Cmd.argument("a%b"), Err(Unsayable::Argument));
    }
}
