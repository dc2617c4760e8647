//! What must not be lost or cut off, which only the parts that came later can make.

use super::Console;
use leptos::prelude::*;

/// The two questions, as the parts that came later answer them.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    unsaved: fn(Console) -> bool,
    busy: fn(Console) -> bool,
}

impl Console {
    /// Has both asked from now on. Every lazy part that makes something begins with this.
    pub fn watch(self) {
        self.watch.set_value(Some(Watch {
            unsaved: Self::is_unsaved,
            busy: Self::is_busy,
        }));
    }

    /// Whether leaving the page now would lose a secret, a private key, or sight of a run.
    pub fn something_is_unsaved(self) -> bool {
        self.watch.get_value().is_some_and(|watch| (watch.unsaved)(self))
    }

    /// Whether something is under way that would be cut off without its credentials.
    pub fn is_at_work(self) -> bool {
        self.watch.get_value().is_some_and(|watch| (watch.busy)(self))
    }
}
