//! The journals of runs, in the browser's storage: they outlive the page, and hold no secret.

use crate::priming::{Journal, Note, PREFIX, RunId};

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Writes a line. Whether it stands there: a browser may refuse to store anything, or be full.
#[must_use]
pub fn write(note: &Note) -> bool {
    storage().is_some_and(|storage| storage.set_item(&note.key, &note.text).is_ok())
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
    let note = |key: String| {
        let text = storage.get_item(&key).ok().flatten()?;
        Some(Note { key, text })
    };
    let notes: Vec<Note> = keys(&storage).into_iter().filter_map(note).collect();
    Journal::read(&notes)
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
