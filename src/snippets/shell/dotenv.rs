//! A file of variables. Its readers (dotenv for Node, Python, Ruby and Go, Docker, direnv, a shell's `.`) agree on very
//! little: a bare word is the same to all of them. Quotes are part of the value to `docker run --env-file`, and some
//! look up `$` and `${}` even within single quotes.

use super::{Unsayable, pasteable, push};
use crate::snippets::command::{Line, Step};
use crate::snippets::text::Copyable;

/// Prints variables, one a line.
pub(super) fn print(lines: &[Line]) -> Result<Copyable, Unsayable> {
    let mut text = Copyable::default();
    for step in lines.iter().flat_map(|line| &line.0) {
        let Step::Set(variable, value) = step else {
            return Err(Unsayable::NotAFile);
        };
        text.plain(&format!("{variable}="));
        push(&mut text, value, word(pasteable(value)?)?);
        text.plain("\n");
    }
    Ok(text)
}

fn word(text: &str) -> Result<String, Unsayable> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/+@".contains(&byte);
    if text.bytes().all(bare) {
        Ok(text.to_owned())
    } else {
        Err(Unsayable::Dotenv)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_do_not_agree_on_is_refused() {
        assert_eq!(word("a1B2").as_deref(), Ok("a1B2"));
        for text in ["a b", "$HOME", "it's", "#", "\u{e9}"] {
            assert_eq!(word(text), Err(Unsayable::Dotenv), "{text}");
        }
    }
}
