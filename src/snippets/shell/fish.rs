//! fish, <https://fishshell.com/docs/current/language.html#quotes>.

use super::{Renderer, Unsayable, is_plain};

/// fish.
pub(super) struct Fish;

/// In single quotes only the quote and the backslash are special, and a backslash escapes both.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

impl Renderer for Fish {
    const THEN: &'static str = " && ";

    // A plain `set -e` takes the global variable only, and a universal one behind it comes to light.
    fn clear(&self, variables: &[&str]) -> String {
        let names = variables.join(" ");
        format!("set -eg {names}; set -eU {names}")
    }

    fn set(&self, variable: &str, value: &str) -> Result<(String, String, &'static str), Unsayable> {
        Ok((format!("set -gx {variable} "), quote(value), ""))
    }

    fn own(&self, value: &str) -> Result<String, Unsayable> {
        Ok(quote(value))
    }

    fn ask(&self, variable: &str, prompt: &str) -> String {
        format!("read --silent --global --export --prompt-str '{prompt}: ' {variable} && test -n \"${variable}\"")
    }

    fn argument(&self, text: &str) -> Result<String, Unsayable> {
        Ok(if is_plain(text) { text.to_owned() } else { quote(text) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(quote(r"it's a\b"), r"'it\'s a\\b'");
    }
}
