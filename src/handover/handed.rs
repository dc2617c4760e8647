//! One subaccount's result, as it is handed on.

use crate::keys::{Fingerprint, PublicKey, private_key_file_name, public_key_file_name};
use crate::priming::{CleanUp, KeyPairChoice, Run, Seeding, Verification};
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid, Secret};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Who holds the private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyHolder {
    /// It was made here: in the archive it is the file of that name.
    Made {
        /// The file's name.
        file: String,
    },
    /// It is the key pair that signs for the parent.
    Parent,
    /// The recipient made it.
    Recipient,
}

/// One subaccount's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Its place in the run.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Its SID.
    pub account_sid: AccountSid,
    /// Its API key; `None` if the run did not come so far.
    pub api_key: Option<(ApiKeySid, Secret)>,
    /// Its public key at Twilio, if one was seeded.
    pub public_key_sid: Option<PublicKeySid>,
    /// The public key, and who holds the private one.
    pub key: Option<(PublicKey, KeyHolder)>,
    /// What the last requests showed; `None` if it is not primed.
    pub verification: Option<Verification>,
    /// What it holds, in words; `None` if nothing was checked.
    pub holds: Option<String>,
    /// The SIDs of the keys that these replace.
    pub replaces: Vec<String>,
}

impl Handed {
    /// The key pair's fingerprint, if one was seeded.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.key.as_ref().map(|(key, _)| key.fingerprint())
    }

    /// The private key's file, where the key was made here.
    #[must_use]
    pub fn private_key_file(&self) -> Option<&str> {
        match &self.key {
            Some((_, KeyHolder::Made { file })) => Some(file),
            _ => None,
        }
    }

    /// How it stands, in one line.
    #[must_use]
    pub fn state(&self) -> &'static str {
        self.verification.map_or("Not finished", Verification::summary)
    }
}

/// What a run made, in its order; what was closed again is left out.
#[must_use]
pub fn handed(run: &Run) -> Vec<Handed> {
    let mut names = FileNames::default();
    let handed = |(index, seeding)| result(run, index, seeding, &mut names);
    run.seedings.iter().enumerate().filter_map(handed).collect()
}

/// The same of one subaccount alone: the name of its file is that of its own download.
#[must_use]
pub fn handed_one(run: &Run, index: usize) -> Option<Handed> {
    result(run, index, run.seedings.get(index)?, &mut FileNames::default())
}

fn result(run: &Run, index: usize, seeding: &Seeding, names: &mut FileNames) -> Option<Handed> {
    if !seeding.has_result() || seeding.clean_up() == CleanUp::Done {
        return None;
    }
    let holder = match run.plan.key_pairs {
        KeyPairChoice::Signing => KeyHolder::Parent,
        KeyPairChoice::Recipient => KeyHolder::Recipient,
        KeyPairChoice::OneForAll => KeyHolder::Made {
            file: private_key_file_name("shared"),
        },
        KeyPairChoice::Each | KeyPairChoice::No => KeyHolder::Made {
            file: names.take(seeding),
        },
    };
    Some(Handed {
        index,
        name: seeding.name.clone(),
        account_sid: seeding.account_sid().cloned()?,
        api_key: seeding
            .api_key()
            .filter(|_| seeding.has_secret())
            .cloned()
            .map(|key| (key.sid, key.secret)),
        public_key_sid: seeding.public_key_sid().cloned(),
        key: seeding.public_key().cloned().map(|key| (key, holder)),
        verification: seeding.verification(),
        holds: seeding.holds(),
        replaces: Vec::new(),
    })
}

/// The file of the public key that belongs to a private key's file.
#[must_use]
pub fn public_file(private: &str) -> String {
    let stem = private.strip_suffix("-private-key.pem").unwrap_or(private);
    public_key_file_name(stem)
}

/// The names of files, each once even where the file system tells neither capitals apart nor an accented letter from a
/// letter and its accent (APFS, HFS+, NTFS).
#[derive(Default)]
struct FileNames(HashSet<String>);

impl FileNames {
    /// Whether nothing of that name is there yet.
    fn is_new(&mut self, file: &str) -> bool {
        // Capitals, since more letters become one there: a file too many is told apart rather than one too few.
        let folded: String = file.nfd().flat_map(char::to_uppercase).collect();
        self.0.insert(folded.nfd().collect())
    }

    fn take(&mut self, seeding: &Seeding) -> String {
        let plain = private_key_file_name(&seeding.name);
        if self.is_new(&plain) {
            return plain;
        }
        // The SID tells two of one name apart; it stands first, since long names are cut at their end.
        let sid = seeding.account_sid().map_or("", |sid| sid.as_str());
        let named = private_key_file_name(&format!("{sid}-{}", seeding.name));
        self.is_new(&named);
        named
    }
}
