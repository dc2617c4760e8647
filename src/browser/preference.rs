//! What is stored from visit to visit: two choices, and nothing else.

use crate::snippets::Shell;

/// A choice that is stored in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    /// The colours.
    Theme,
    /// The shell that commands are shown for.
    Shell,
}

impl Preference {
    const fn key(self) -> &'static str {
        match self {
            Self::Theme => "keyseed.theme",
            Self::Shell => "keyseed.shell",
        }
    }

    /// What was chosen last.
    pub(super) fn stored(self) -> Option<String> {
        storage()?.get_item(self.key()).ok().flatten()
    }

    /// Remembers a choice, if the browser lets the page store anything.
    pub(super) fn store(self, choice: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(self.key(), choice);
        }
    }
}

/// The shell that was chosen last, or else the one that this computer's system suggests.
#[must_use]
pub fn preferred_shell() -> Shell {
    let stored = Preference::Shell.stored().and_then(|name| Shell::named(&name));
    let platform = || web_sys::window().and_then(|window| window.navigator().platform().ok());
    stored.unwrap_or_else(|| Shell::of_platform(&platform().unwrap_or_default()))
}

/// Remembers a shell.
pub fn prefer_shell(shell: Shell) {
    Preference::Shell.store(shell.name());
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
