//! Saving a run: its archive and its table, the secrets that went into a file, and those that were only copied or shown.

use super::RunDesk;
use crate::browser::{clock, download, save_archive};
use crate::handover::{TABLE_NAME, archive_name, handed, table};
use crate::priming::{Run, Seeding};
use crate::twilio::{ApiKeySid, Secret};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What became of the secrets of the API keys.
#[derive(Default)]
pub struct Saving {
    /// They are in the archive that was written last.
    pub archived: RwSignal<BTreeSet<ApiKeySid>>,
    /// That archive's file.
    pub archive: RwSignal<String>,
    /// They are in a file of their own.
    stored: RwSignal<BTreeSet<ApiKeySid>>,
    /// They were copied or shown, which lasts nowhere.
    copied: RwSignal<BTreeSet<ApiKeySid>>,
}

impl Saving {
    /// Nothing is saved yet.
    pub(super) fn reset(&self) {
        for keys in [self.archived, self.stored, self.copied] {
            keys.update(BTreeSet::clear);
        }
    }
}

/// How a result is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It has no secret, or none that is of use.
    Nothing,
    /// Its secret would be lost with the page.
    No,
    /// The same, though it was copied or shown.
    Copied,
    /// It is saved.
    Yes,
}

impl RunDesk {
    /// How the result at that place is kept.
    pub fn saved(&'static self, index: usize) -> Memo<Saved> {
        Memo::new(move |_| {
            let copied = self.saving.copied.read();
            let state = |run: &Run| {
                let seeding = run.seedings.get(index)?;
                Some(match seeding.api_key_sid() {
                    _ if !seeding.has_secret() => Saved::Nothing,
                    _ if seeding.is_saved() => Saved::Yes,
                    Some(sid) if copied.contains(sid) => Saved::Copied,
                    _ => Saved::No,
                })
            };
            self.run.with(state).flatten().unwrap_or(Saved::Nothing)
        })
    }

    /// How many results are saved, and how many there are to save.
    pub fn saved_count(&'static self) -> Memo<(usize, usize)> {
        self.of_seedings(|seedings| {
            let secrets = seedings.iter().filter(|seeding| seeding.has_secret());
            let saved = secrets.clone().filter(|seeding| seeding.is_saved());
            (saved.count(), secrets.count())
        })
    }

    /// Notes that the secret of that result was copied or shown.
    pub fn note_copied(&'static self, index: usize) {
        self.note_key(index, self.saving.copied);
    }

    /// Notes that the secret of that result is in a file. With its private key it is saved.
    pub fn note_stored(&'static self, index: usize) {
        self.note_key(index, self.saving.stored);
        self.settle_saved(index);
    }

    /// Says that the result is saved, once its secret is in a file, and its private key, too, if it is here.
    pub fn settle_saved(&'static self, index: usize) {
        let stored = self.saving.stored.read_untracked();
        let complete = |seeding: &Seeding| {
            let secret = seeding.api_key_sid().is_some_and(|sid| stored.contains(sid));
            let key = seeding
                .fingerprint()
                .is_none_or(|key| untrack(|| self.tools.is_downloaded(key)));
            secret && (key || !self.has_private_key(seeding)) && !seeding.is_saved()
        };
        let is_complete = self.run.is_now(|run| run.seedings.get(index).is_some_and(complete));
        drop(stored);
        if is_complete {
            self.steer(|run| run.set_saved(index, true));
        }
    }

    /// Saves the whole run as one archive; [`Saving::archived`] has the API keys whose secrets are in it.
    pub async fn save_archive(&'static self, passphrase: &Secret, progress: impl Fn(usize)) -> Result<(), String> {
        let results = self.run.with_now(handed).unwrap_or_default();
        let (keys, keyring) = (self.tools.key_service(), self.tools.keyring());
        let name = self
            .run
            .with_now(|run| archive_name(run.head.run, clock::now_seconds()));
        let name = name.unwrap_or_default();
        save_archive(&name, &keys, &keyring, passphrase, &results, progress).await?;
        self.saving.archive.set(name);
        let keys = results.into_iter().filter_map(|result| result.api_key);
        self.saving.archived.set(keys.map(|(sid, _)| sid).collect());
        Ok(())
    }

    /// Saves the table without secrets.
    pub fn save_table(&'static self) {
        let results = self.run.with_now(handed).unwrap_or_default();
        download::save(TABLE_NAME, table(&results).as_bytes());
    }

    /// Notes whether the archive is kept, and can be opened: the secrets and private keys that are in it, and no others.
    pub fn set_archive_saved(&'static self, saved: bool) {
        let held = self.saving.archived.get_untracked();
        if saved {
            let inside = |seeding: &&Seeding| seeding.api_key_sid().is_some_and(|sid| held.contains(sid));
            let keys = |run: &Run| {
                let inside = run.seedings.iter().filter(inside);
                inside.filter_map(Seeding::fingerprint).collect::<Vec<_>>()
            };
            let keys = self.run.with_now(keys).unwrap_or_default();
            keys.into_iter().for_each(|key| self.tools.note_download(key));
        }
        self.steer(|run| run.set_keys_saved(&held, saved));
    }

    /// Takes the admin's word for a result. What is taken back is not said again by what was downloaded before.
    pub fn say_saved(&'static self, index: usize, saved: bool) {
        if !saved {
            let sid = self.key_sid(index);
            self.saving
                .stored
                .update(|stored| stored.retain(|key| Some(key) != sid.as_ref()));
        }
        self.steer(|run| run.set_saved(index, saved));
    }

    fn note_key(&'static self, index: usize, keys: RwSignal<BTreeSet<ApiKeySid>>) {
        if let Some(sid) = self.key_sid(index) {
            keys.update(|keys| {
                keys.insert(sid);
            });
        }
    }

    fn key_sid(&'static self, index: usize) -> Option<ApiKeySid> {
        let sid = |run: &Run| run.seedings.get(index)?.api_key_sid().cloned();
        self.run.with_now(sid).flatten()
    }
}
