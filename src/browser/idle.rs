//! Whether anybody is there.

use super::clock;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What shows that somebody is there.
const SIGNS: [&str; 6] = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "input"];

/// How often the time is looked at.
const LOOK_MILLIS: u32 = 5_000;

/// Calls `idle` each time that nobody was there for so many seconds. While `busy` says so, the page counts as in use.
pub fn watch_idle(seconds: i64, busy: impl Fn() -> bool + 'static, idle: impl Fn() + 'static) {
    // By the wall clock: timers stand still while the machine sleeps.
    let seen = Rc::new(Cell::new(clock::now_seconds()));
    let look: Rc<dyn Fn()> = {
        let seen = Rc::clone(&seen);
        Rc::new(move || {
            let now = clock::now_seconds();
            let away = now.saturating_sub(seen.get());
            // A clock that was put back tells nothing.
            if away < 0 || busy() {
                seen.set(now);
            } else if away >= seconds {
                seen.set(now);
                idle();
            }
        })
    };
    watch_signs({
        let look = Rc::clone(&look);
        move || {
            // After a sleep, the first touch comes before the timer: it is too late then.
            look();
            seen.set(clock::now_seconds());
        }
    });
    // It looks as long as the page lives.
    clock::every(LOOK_MILLIS, move || look()).forget();
}

fn watch_signs(seen: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(seen);
    for sign in SIGNS {
        // Captured, so that no part of the page can hide it.
        let _ = window.add_event_listener_with_callback_and_bool(sign, listener.as_ref().unchecked_ref(), true);
    }
    listener.forget();
}
