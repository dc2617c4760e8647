//! Secrets that were revealed do not stay so.

use super::Lock;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// How long a secret is shown. Who needs longer reveals it again, or copies it.
const REVEALED_FOR: Duration = Duration::from_secs(30);

impl Lock {
    /// Hides what is revealed whenever the console is locked, after half a minute, and when the admin turns to another window.
    pub fn hide_by_itself<T: PartialEq + Send + Sync + 'static>(&'static self, shown: RwSignal<T>, hidden: fn() -> T) {
        Effect::watch(move || self.masked.get(), move |_, _, _| shown.set(hidden()), false);
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let stop = move || timer.update_value(|timer| timer.take().iter().for_each(TimeoutHandle::clear));
        let hide = move || {
            if shown.try_with_untracked(|shown| *shown != hidden()) == Some(true) {
                shown.set(hidden());
            }
        };
        let is_revealed = move || shown.with(|shown| *shown != hidden());
        let watch = move |revealed: &bool, _: Option<&bool>, _: Option<()>| {
            stop();
            if *revealed {
                timer.set_value(set_timeout_with_handle(hide, REVEALED_FOR).ok());
            }
        };
        Effect::watch(is_revealed, watch, false);
        let left = window_event_listener(ev::blur, move |_| hide());
        on_cleanup(move || {
            stop();
            left.remove();
        });
    }
}
