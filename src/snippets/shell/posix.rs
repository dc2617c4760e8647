//! bash, zsh, dash: the POSIX shell, <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html>.

use super::{Renderer, Unsayable, is_plain};

/// bash, zsh and every other POSIX shell.
pub(super) struct Posix;

/// Quotes a text: single quotes, inside which nothing is special but the single quote itself (POSIX 2.2.2). At the prompt
/// bash looks for its history's signs a line at a time, and after a line break may not know that it is in quotes: a `!`,
/// and a `^` at a line's beginning, stand outside of them, behind a backslash.
#[must_use]
pub fn quote(text: &str) -> String {
    let quoted = text.replace('\'', r"'\''").replace('!', r"'\!'");
    format!("'{}'", quoted.replace("\n^", "\n'\\^'"))
}

impl Renderer for Posix {
    const THEN: &'static str = " && ";

    fn clear(&self, variables: &[&str]) -> String {
        format!("unset {}", variables.join(" "))
    }

    fn set(&self, variable: &str, value: &str) -> Result<(String, String, &'static str), Unsayable> {
        Ok((format!("export {variable}="), quote(value), ""))
    }

    fn own(&self, value: &str) -> Result<String, Unsayable> {
        Ok(quote(value))
    }

    // `read -s` is unknown to dash. In a shell of its own the terminal shows again what is typed, however it ends.
    fn ask(&self, variable: &str, prompt: &str) -> String {
        let ask = format!(
            "trap 'stty echo' EXIT; trap 'exit 1' INT; stty -echo; printf '{prompt}: ' >&2; IFS= read -r s; echo >&2; [ -n \"$s\" ] && printf %s \"$s\""
        );
        format!("{variable}=\"$({ask})\" && export {variable}")
    }

    fn argument(&self, text: &str) -> Result<String, Unsayable> {
        Ok(if is_plain(text) { text.to_owned() } else { quote(text) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_closed_escaped_and_opened_again() {
        assert_eq!(quote("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quote("a!b^\n^c"), "'a'\\!'b^\n'\\^'c'");
    }
}
