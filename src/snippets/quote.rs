//! Quoting.

/// Quotes a text for bash, zsh and every other POSIX shell: single quotes, inside which nothing is special but the
/// single quote itself.
#[must_use]
pub fn posix(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::process::Command;

    #[test]
    fn a_quote_is_closed_escaped_and_opened_again() {
        assert_eq!(posix("it's $HOME"), r"'it'\''s $HOME'");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_shell_gives_back_what_was_quoted(text in "[^\0]{0,40}") {
            let line = format!("printf %s {}", posix(&text));
            let output = Command::new("sh").arg("-c").arg(line).output().unwrap();
            prop_assert_eq!(output.stdout, text.into_bytes());
        }
    }
}
