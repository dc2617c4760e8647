//! The journals of runs, in the browser's storage: they outlive the page, and hold no secret.

use crate::machine::JournalLine;
use crate::priming::{Journal, PREFIX, RunId};

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Writes a line. Whether it stands there: a browser may refuse to store anything, or be full.
#[must_use]
pub fn write(line: &JournalLine) -> bool {
    storage().is_some_and(|storage| storage.set_item(&line.key, &line.text).is_ok())
}

/// Whether there is any journal. Reading them takes more.
#[must_use]
pub fn is_any() -> bool {
    let key = |storage: &web_sys::Storage, index| storage.key(index).ok().flatten();
    storage().is_some_and(|storage| {
        let count = storage.length().unwrap_or_default();
        (0..count).any(|index| key(&storage, index).is_some_and(|key| key.starts_with(PREFIX)))
    })
}

/// The journals that are there.
#[must_use]
pub fn read() -> Vec<Journal> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let line = |key: String| {
        let text = storage.get_item(&key).ok().flatten()?;
        Some(JournalLine { key, text })
    };
    let lines: Vec<JournalLine> = keys(&storage).into_iter().filter_map(line).collect();
    Journal::read(&lines)
}

/// Removes the journal of a run.
pub fn remove(run: RunId) {
    let Some(storage) = storage() else { return };
    let head = format!("{PREFIX}{run}");
    for key in keys(&storage) {
        if key == head || key.starts_with(&format!("{head}.")) {
            let _ = storage.remove_item(&key);
        }
    }
}

fn keys(storage: &web_sys::Storage) -> Vec<String> {
    let count = storage.length().unwrap_or_default();
    let key = |index| storage.key(index).ok().flatten();
    (0..count)
        .filter_map(key)
        .filter(|key| key.starts_with(PREFIX))
        .collect()
}
