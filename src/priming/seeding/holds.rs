//! What a subaccount holds, in words: "exactly" only where a list showed it.

use super::{Seeding, Standing, Thing};

/// What the lists showed besides the run's own; `None`: not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Others {
    pub(super) api_keys: Option<usize>,
    pub(super) public_keys: Option<usize>,
    pub(super) subaccounts: Option<usize>,
}

impl Others {
    fn line(self, existing: bool, public_key: bool) -> String {
        let kinds = [
            (self.api_keys, "API key", "API keys"),
            (self.public_keys, "public key", "public keys"),
            (self.subaccounts, "subaccount of this name", "subaccounts of this name"),
        ];
        let kinds = kinds.iter().filter(|(.., many)| !(existing && many.starts_with("sub")));
        let own = match (self.api_keys, self.public_keys) {
            (None, _) if public_key => "at least 1 API key and 1 public key",
            (None, _) => "at least 1 API key",
            (_, Some(_)) if public_key => "1 API key and 1 public key",
            (_, Some(0)) => "1 API key and no public key",
            _ => "1 API key",
        };
        let mut others = Vec::new();
        let mut unchecked = String::new();
        for (found, one, many) in kinds {
            match found {
                None => unchecked.push_str(&format!("; other {many} not checked")),
                Some(0) => {}
                Some(1) => others.push(format!("1 other {one}")),
                Some(count) => others.push(format!("{count} other {many}")),
            }
        }
        let held = if !others.is_empty() {
            format!("{own} of this run, besides {}", others.join(" and "))
        } else if self.api_keys.is_none() {
            own.to_owned()
        } else {
            format!("exactly {own}")
        };
        held + &unchecked
    }
}

impl Seeding {
    /// What it holds, in words that follow "Holds": once its stock was taken.
    #[must_use]
    pub fn holds(&self) -> Option<String> {
        let settled = self.settled().and_then(|entry| entry.holds.clone());
        settled.or_else(|| {
            self.verification()?;
            Some(self.others.line(self.existing(), self.public_key_sid().is_some()))
        })
    }

    /// How many duplicates were deleted, in words; `None` if none was.
    #[must_use]
    pub fn duplicates_deleted(&self) -> Option<String> {
        let kind = |thing: Thing, word: &str| {
            let gone = |standing| standing == Standing::DuplicateDeleted;
            match self.trail.sids(thing, gone).count() {
                0 => None,
                1 => Some(format!("1 duplicate {word}")),
                many => Some(format!("{many} duplicate {word}s")),
            }
        };
        let kinds = kind(Thing::ApiKey, "API key")
            .into_iter()
            .chain(kind(Thing::PublicKey, "public key"));
        let kinds: Vec<String> = kinds.collect();
        (!kinds.is_empty()).then(|| format!("{} deleted", kinds.join(" and ")))
    }

    /// How many public keys besides its own its own list showed.
    pub(super) fn saw_public_keys(&mut self, listed: usize) {
        self.others.public_keys = Some(listed.saturating_sub(usize::from(self.public_key_sid().is_some())));
    }
}
