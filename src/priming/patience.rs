//! How long is waited before something is tried or looked at again.

/// How often a step is tried again by itself before the admin is asked, and after how many milliseconds.
pub(crate) const PAUSES: [u32; 5] = [1_000, 2_000, 4_000, 8_000, 15_000];

/// After how many milliseconds what was created without a reply is looked for.
pub(super) const LOOKS: [u32; 3] = [2_000, 5_000, 10_000];

/// The longest pause that a reply may ask for, in seconds.
const RETRY_AFTER_MAX: u32 = 60;

/// A `Retry-After` of seconds (RFC 9110 section 10.2.3) in milliseconds; one that cannot be read asks for nothing.
pub(crate) fn retry_after_millis(text: &str) -> u32 {
    text.trim()
        .parse::<u32>()
        .map_or(0, |seconds| seconds.min(RETRY_AFTER_MAX) * 1000)
}
