//! A run's own name.

use crate::twilio::FRIENDLY_NAME_MAX;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A run's own name: six letters and digits. Every key that the run makes carries it, so that it can be told from the
/// keys of others, even if the reply that named it was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RunId([u8; RunId::LENGTH]);

/// Digits and letters that are not mistaken for each other (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl RunId {
    /// Characters of a run's name.
    pub const LENGTH: usize = 6;

    /// The longest name that a key may have before the run's own is added, in characters.
    pub const KEY_NAME_MAX: usize = FRIENDLY_NAME_MAX - Self::LENGTH - 3;

    /// Of random bits: one in a thousand million.
    #[must_use]
    pub fn of(bits: u32) -> Self {
        let digit = |place: usize| {
            let index = (bits >> (5 * place)) & 31;
            ALPHABET.get(index as usize).copied().unwrap_or(b'0')
        };
        Self(std::array::from_fn(digit))
    }

    /// The name of this run's keys.
    #[must_use]
    pub fn key_name(self, name: &str) -> String {
        format!("{name} ({self})")
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl From<RunId> for String {
    fn from(id: RunId) -> Self {
        id.to_string()
    }
}

/// A text that is no run's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the name of a run")]
pub struct NoRunId;

impl TryFrom<String> for RunId {
    type Error = NoRunId;

    fn try_from(text: String) -> Result<Self, NoRunId> {
        let bytes: [u8; Self::LENGTH] = text.as_bytes().try_into().map_err(|_| NoRunId)?;
        let known = bytes.iter().all(|byte| ALPHABET.contains(byte));
        known.then_some(Self(bytes)).ok_or(NoRunId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        for bits in [0, 1, 0x3fff_ffff, 0x1234_5678, u32::MAX] {
            let id = RunId::of(bits);
            assert_eq!(RunId::try_from(id.to_string()), Ok(id));
        }
        assert_eq!(RunId::of(0b00001_00000).to_string(), "010000");
        assert!(RunId::try_from("iiiiii".to_owned()).is_err());
        let name = RunId::of(7).key_name(&"x".repeat(RunId::KEY_NAME_MAX));
        assert_eq!(name.chars().count(), FRIENDLY_NAME_MAX);
    }
}
