//! The three kinds of SID that Keyseed handles, each a type of its own so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Hexadecimal digits after a SID's two letters.
const DIGITS: usize = 32;

/// Why a text is not the SID that was asked for. The message says what was found and what belongs there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SidError {
    /// Nothing was entered.
    #[error("Enter the {name}: it starts with {prefix} and has {DIGITS} hexadecimal digits after it.")]
    Empty {
        /// What the SID is called, such as "Account SID".
        name: &'static str,
        /// Its two letters.
        prefix: &'static str,
    },
    /// Two letters of another kind of SID.
    #[error("This is {found}. The {name} starts with {prefix}.")]
    OtherKind {
        /// What the SID is called.
        name: &'static str,
        /// The letters it should start with.
        prefix: &'static str,
        /// What was found, with its article.
        found: String,
    },
    /// The right letters, too few or too many digits.
    #[error("{found} characters follow {prefix}; the {name} has exactly {DIGITS}. Was it cut off when it was copied?")]
    Length {
        /// What the SID is called.
        name: &'static str,
        /// The letters it starts with.
        prefix: &'static str,
        /// How many characters follow the letters.
        found: usize,
    },
    /// A character that is no hexadecimal digit.
    #[error("\u{201c}{found}\u{201d} at position {position} is not a hexadecimal digit (0-9, a-f).")]
    Digit {
        /// The character.
        found: char,
        /// Its position in the trimmed text, counted from 1.
        position: usize,
    },
}

/// Checks one SID. Returns it trimmed.
fn parse(text: &str, prefix: &'static str, name: &'static str) -> Result<String, SidError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(SidError::Empty { name, prefix });
    }
    let Some(digits) = text.strip_prefix(prefix) else {
        return Err(SidError::OtherKind {
            name,
            prefix,
            found: describe(text),
        });
    };
    if let Some((index, found)) = digits.chars().enumerate().find(|(_, c)| !c.is_ascii_hexdigit()) {
        return Err(SidError::Digit {
            found,
            position: prefix.len() + index + 1,
        });
    }
    if digits.len() != DIGITS {
        return Err(SidError::Length {
            name,
            prefix,
            found: digits.len(),
        });
    }
    Ok(text.to_owned())
}

/// Says what a text that is not the SID asked for seems to be. Never repeats more than two letters of it: it may be a
/// secret in the wrong field.
fn describe(text: &str) -> String {
    let known = match text.get(..2) {
        Some("AC") => "an Account SID (AC...)",
        Some("SK") => "an API key SID (SK...)",
        Some("CR") => "a public key SID (CR...)",
        _ if text.starts_with("-----BEGIN") => "a PEM block",
        _ if text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            "32 letters and digits without a prefix, as a secret or an Auth Token has"
        }
        Some(letters) if letters.chars().all(|c| c.is_ascii_alphanumeric()) => {
            return format!("a text that starts with {letters}");
        }
        _ => "some other text",
    };
    known.to_owned()
}

macro_rules! sid {
    ($(#[$doc:meta])* $type:ident, $prefix:literal, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $type(String);

        impl $type {
            /// The two letters that such a SID starts with.
            pub const PREFIX: &'static str = $prefix;

            /// The SID as text: two letters and 32 hexadecimal digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = SidError;

            fn from_str(text: &str) -> Result<Self, SidError> {
                parse(text, $prefix, $name).map(Self)
            }
        }

        impl TryFrom<String> for $type {
            type Error = SidError;

            fn try_from(text: String) -> Result<Self, SidError> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(sid: $type) -> Self {
                sid.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

sid! {
    /// The SID of an account or subaccount: `AC` and 32 hexadecimal digits.
    AccountSid, "AC", "Account SID"
}
sid! {
    /// The SID of an API key: `SK` and 32 hexadecimal digits.
    ApiKeySid, "SK", "API key SID"
}
sid! {
    /// The SID of a public key that Twilio holds: `CR` and 32 hexadecimal digits.
    PublicKeySid, "CR", "public key SID"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sid_is_trimmed() {
        let sid: AccountSid = format!(" \tAC{}\n", "0a".repeat(16)).parse().unwrap();
        assert_eq!(sid.as_str(), format!("AC{}", "0a".repeat(16)));
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let said = |text: &str| text.parse::<AccountSid>().unwrap_err().to_string();
        assert!(said(" ").starts_with("Enter the Account SID"));
        assert!(said(&format!("SK{}", "0".repeat(32))).starts_with("This is an API key SID"));
        assert!(said(&format!("AC{}", "0".repeat(31))).starts_with("31 characters follow AC"));
        assert!(said(&format!("AC{}g", "0".repeat(31))).contains("at position 34"));
        assert!(said(&"a".repeat(32)).contains("as a secret or an Auth Token has"));
    }

    #[test]
    fn a_secret_in_the_wrong_field_is_not_repeated() {
        let said = "hunter2hunter2".parse::<ApiKeySid>().unwrap_err().to_string();
        assert!(!said.contains("hunter2"), "{said}");
    }
}
