//! Text that must not be printed.

use ctutils::CtEq;
use std::fmt;
use zeroize::Zeroizing;

/// A secret: an API key's secret, an `Authorization` value, a token. Its `Debug` shows nothing, it has no `Display` and
/// no `Serialize`, and its bytes are wiped when it is dropped. [`Secret::expose`] names each place that reads it.
#[derive(Clone, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret's text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Takes as long for any two texts of one length.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).to_bool()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_whole() {
        let secret = Secret::new("hunter2".into());
        assert_eq!(secret, Secret::new("hunter2".into()));
        for other in ["", "hunter", "hunter3", "Hunter2", "hunter22"] {
            assert_ne!(secret, Secret::new(other.into()));
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Some(Secret::new("hunter2".into()))), "Some(Secret)");
    }
}
