//! The journal: what a run has made and what it is about to make, without a secret, so that a run outlives its page.
//!
//! It is written ahead: a [`JournalLine`] stands in the browser's storage before the request goes out that it speaks of. One
//! line is the run's head; each subaccount has a line of its own, so that a thousand of them cost little each time.

mod summary;

pub use summary::{Unfinished, Was};

use super::seeding::Entry;
use super::{Checked, KeyPairChoice, Plan, RunId, Target};
use crate::keys::PublicKey;
use crate::machine::JournalLine;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of the journal that this program reads.
const VERSION: u32 = 1;

/// What every key of the journal begins with in the storage.
pub const PREFIX: &str = "keyseed.journal.";

/// What is known of a run before anything is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    version: u32,
    /// The run.
    pub run: RunId,
    /// When it began, in seconds since 1970.
    pub started: i64,
    /// The parent account.
    pub account_sid: AccountSid,
    /// Its name.
    pub account_name: String,
    /// Whether it is the practice account, which goes with its page.
    pub practice: bool,
    /// The Main API key that asks.
    pub main_key_sid: ApiKeySid,
    /// The public key that its requests are signed for, if they are signed.
    pub signed_by: Option<PublicKeySid>,
    key_pairs: KeyPairChoice,
    /// The public key that every subaccount gets, as PEM, where the recipient made it.
    given: Option<String>,
    api_key_name: String,
    public_key_name: String,
    targets: Vec<Target>,
}

/// What a run is begun with besides its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// The run's own name.
    pub run: RunId,
    /// When it begins, in seconds since 1970.
    pub started: i64,
    /// Whether it is the practice account.
    pub practice: bool,
}

impl Head {
    pub(super) fn new(plan: &Plan, account: &Checked, occasion: Occasion) -> Self {
        let (parent, identity) = (&account.account, &account.identity);
        let recipient = plan.key_pairs == KeyPairChoice::Recipient;
        let given = plan.given.as_ref().filter(|_| recipient);
        Self {
            version: VERSION,
            run: occasion.run,
            started: occasion.started,
            account_sid: parent.sid.clone(),
            account_name: parent.friendly_name.clone(),
            practice: occasion.practice,
            main_key_sid: identity.credentials.api_key_sid.clone(),
            signed_by: identity.signing.as_ref().map(|signing| signing.public_key_sid.clone()),
            key_pairs: plan.key_pairs,
            given: given.map(PublicKey::to_pem),
            api_key_name: plan.api_key_name.clone(),
            public_key_name: plan.public_key_name.clone(),
            targets: plan.targets.clone(),
        }
    }

    pub(super) fn line(&self) -> JournalLine {
        line(format!("{PREFIX}{}", self.run), self)
    }

    pub(super) fn line_of(&self, index: usize, entry: &Entry) -> JournalLine {
        line(format!("{PREFIX}{}.{index}", self.run), entry)
    }
}

fn line<T: Serialize>(key: String, value: &T) -> JournalLine {
    // Texts, numbers and lists: they always can be written.
    let text = serde_json::to_string(value).unwrap_or_default();
    JournalLine { key, text }
}

/// The journal of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// What is known of it as a whole.
    pub head: Head,
    /// The subaccounts that it came to, by their place in it.
    pub entries: BTreeMap<usize, Entry>,
}

impl Journal {
    /// Reads the journals of a storage's keys and texts, newest first. What cannot be read is left out.
    #[must_use]
    pub fn read(notes: &[JournalLine]) -> Vec<Self> {
        let key = |note: &'_ JournalLine| note.key.strip_prefix(PREFIX).map(str::to_owned);
        let mut journals: Vec<Self> = notes
            .iter()
            .filter(|note| key(note).is_some_and(|key| !key.contains('.')))
            .filter_map(|note| serde_json::from_str::<Head>(&note.text).ok())
            .filter(|head| head.version == VERSION)
            .map(|head| Self {
                head,
                entries: BTreeMap::new(),
            })
            .collect();
        for note in notes {
            let place = key(note).and_then(|key| {
                let (run, index) = key.split_once('.')?;
                Some((run.to_owned(), index.parse().ok()?))
            });
            let Some((run, index)) = place else { continue };
            let journal = journals.iter_mut().find(|journal| journal.head.run.to_string() == run);
            if let (Some(journal), Ok(entry)) = (journal, serde_json::from_str::<Entry>(&note.text))
                // The parent is never one of a run's subaccounts.
                && entry.account_sid.as_ref() != Some(&journal.head.account_sid)
            {
                journal.entries.insert(index, entry);
            }
        }
        journals.sort_by_key(|journal| std::cmp::Reverse(journal.head.started));
        journals
    }

    /// The plan that the run was about. `signing` is the key pair that signs now.
    pub(super) fn plan(&self, signed: bool, signing: Option<&PublicKey>) -> Plan {
        let head = &self.head;
        let given = match head.key_pairs {
            KeyPairChoice::Signing => signing.cloned(),
            KeyPairChoice::Recipient => head.given.as_ref().and_then(|pem| PublicKey::import(pem).ok()),
            KeyPairChoice::Each | KeyPairChoice::OneForAll | KeyPairChoice::No => None,
        };
        Plan {
            targets: head.targets.clone(),
            key_pairs: head.key_pairs,
            given,
            api_key_name: head.api_key_name.clone(),
            public_key_name: head.public_key_name.clone(),
            signed,
        }
    }
}
