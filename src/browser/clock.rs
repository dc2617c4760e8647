//! Time.

pub use gloo_timers::future::sleep;

/// Seconds since 1970, by this machine's clock.
#[must_use]
pub fn now_seconds() -> i64 {
    // Whole seconds of a date lie far within i64.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (js_sys::Date::now() / 1000.0).floor() as i64;
    seconds
}

/// Milliseconds since the page was opened; never goes back.
#[must_use]
pub fn millis() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// A part of `most` milliseconds, drawn evenly. It spreads repeats and protects nothing, so any chance will do.
#[must_use]
pub fn drawn(most: u32) -> u32 {
    // Between 0 and `most`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let part = (js_sys::Math::random() * f64::from(most)).round() as u32;
    part
}

/// 32 bits by chance, to tell runs apart.
#[must_use]
pub fn random_bits() -> u32 {
    getrandom::u32().unwrap_or_else(|_| drawn(u32::MAX))
}

/// Calls `tick` again and again, until the returned value is dropped.
pub fn every(period_millis: u32, tick: impl FnMut() + 'static) -> gloo_timers::callback::Interval {
    gloo_timers::callback::Interval::new(period_millis, tick)
}

/// Milliseconds from `start` (a value of [`millis`]) to now.
#[must_use]
pub fn millis_since(start: f64) -> u32 {
    // Negative and huge values saturate.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let elapsed = (millis() - start).round() as u32;
    elapsed
}

/// The day, in UTC, as `2026-01-31`.
#[must_use]
pub fn today() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.split('T').next().unwrap_or_default().to_owned()
}
