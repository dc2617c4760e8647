//! A note from one load of the page to the next, in this tab only. It never holds a secret.

const KEY: &str = "keyseed.forgotten";

/// Leaves lines for the next load.
pub fn leave_note(lines: &[String]) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, &lines.join("\n"));
    }
}

/// Takes the lines that the load before has left; they are gone from then on.
#[must_use]
pub fn take_note() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let text = storage.get_item(KEY).ok().flatten().unwrap_or_default();
    let _ = storage.remove_item(KEY);
    text.lines().map(str::to_owned).collect()
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
