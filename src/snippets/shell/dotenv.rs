//! A file of variables. Its readers (dotenv for Node, Python, Ruby and Go, Docker, direnv, a shell's `.`) agree on very
//! little: a bare word is the same to all of them, and of the rest most read single quotes as a shell does.

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
        push(&mut text, value, quote(pasteable(value)?)?);
        text.plain("\n");
    }
    Ok(text)
}

fn quote(text: &str) -> Result<String, Unsayable> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/+@".contains(&byte);
    if text.bytes().all(bare) {
        Ok(text.to_owned())
    } else if text.contains(['\'', '\\', '\n']) {
        Err(Unsayable::Dotenv)
    } else {
        Ok(format!("'{text}'"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_do_not_agree_on_is_refused() {
        assert_eq!(quote("a1B2").as_deref(), Ok("a1B2"));
        assert_eq!(quote("a b$c").as_deref(), Ok("'a b$c'"));
        assert_eq!(quote("it's"), Err(Unsayable::Dotenv));
    }
}
