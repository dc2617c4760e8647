//! Texts that are there to be copied.

use crate::twilio::Secret;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// To show as it is.
    Plain(String),
    /// To hide until the admin reveals it.
    Hidden(Secret),
}

/// A text to copy. Secrets in it are hidden on the screen, and whole in what is copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copyable(Vec<Piece>);

impl Copyable {
    /// Adds a text that may be shown.
    pub fn plain(&mut self, text: &str) {
        if let Some(Piece::Plain(last)) = self.0.last_mut() {
            last.push_str(text);
        } else if !text.is_empty() {
            self.0.push(Piece::Plain(text.to_owned()));
        }
    }

    /// Adds a secret.
    pub fn secret(&mut self, secret: Secret) {
        self.0.push(Piece::Hidden(secret));
    }

    /// Adds another text.
    pub fn append(&mut self, other: Self) {
        for piece in other.0 {
            match piece {
                Piece::Plain(text) => self.plain(&text),
                Piece::Hidden(secret) => self.secret(secret),
            }
        }
    }

    /// All of it, as it is copied.
    #[must_use]
    pub fn whole(&self) -> Secret {
        Secret::new(self.pieces(Secret::expose).collect())
    }

    /// As it stands on the screen, with `mask` for each secret.
    #[must_use]
    pub fn masked(&self, mask: &str) -> String {
        self.pieces(|_| mask).collect()
    }

    /// Whether a secret is in it.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Hidden(_)))
    }

    fn pieces<'a>(&'a self, hidden: impl Fn(&'a Secret) -> &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(move |piece| match piece {
            Piece::Plain(text) => text.as_str(),
            Piece::Hidden(secret) => hidden(secret),
        })
    }
}

impl From<&str> for Copyable {
    fn from(text: &str) -> Self {
        let mut whole = Self::default();
        whole.plain(text);
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_whole_in_the_copy_and_masked_on_the_screen() {
        let mut text = Copyable::from("key: ");
        text.secret(Secret::new("hunter2".to_owned()));
        text.plain("\n");
        assert_eq!(text.whole().expose(), "key: hunter2\n");
        assert_eq!(text.masked("****"), "key: ****\n");
        assert!(text.has_secret() && !format!("{text:?}").contains("hunter2"));
    }
}
