//! How long is waited before something is tried or looked at again.

/// A pause of at least `millis` and up to `jitter` milliseconds more. Whoever waits draws the rest evenly, so that many
/// who were refused at once do not all come back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pause {
    /// The shortest wait, in milliseconds.
    pub millis: u32,
    /// The most that is added, in milliseconds.
    pub jitter: u32,
}

/// How often a request is repeated by itself that had no effect (429), or has none that matters (a reading, a deletion).
const REPEATS: usize = 6;

/// The first backoff and the longest, in milliseconds.
const BACKOFF: (u32, u32) = (500, 20_000);

/// After how many milliseconds each a step is tried again that waits for Twilio to know what was just made.
pub(crate) const FRESH: [u32; 5] = [1_000, 2_000, 4_000, 8_000, 15_000];

/// How long is waited before each look for what was created without a reply, in milliseconds: the looks are at 0, 2, 5,
/// 10 and 20 seconds.
pub(crate) const LOOKS: [u32; 5] = [0, 2_000, 3_000, 5_000, 10_000];

/// How long after a run's last creation its lists are read for duplicates, in milliseconds. A browser that sends a
/// creation twice does so within moments, and the page gets the later reply: what the first one made is older.
pub(crate) const SETTLED: u32 = 1_000;

/// The longest `Retry-After` that is waited for by itself, in seconds. A longer one ends the step, whose failure says
/// until when Twilio asks to wait: nobody sits before a page that does nothing for an hour.
pub(crate) const WAIT_MAX: u32 = 60;

/// The pause before the next try, where `attempts` were repeats already: exponential with full jitter, and never less
/// than the reply asked for (`retry_after`, in milliseconds). `None`: enough, or longer than is waited for.
pub(crate) fn backoff(attempts: usize, retry_after: u32) -> Option<Pause> {
    let doublings = u32::try_from(attempts).ok().filter(|_| attempts < REPEATS)?;
    if retry_after > WAIT_MAX * 1000 {
        return None;
    }
    Some(Pause {
        millis: retry_after,
        jitter: BACKOFF.0.saturating_mul(1 << doublings).min(BACKOFF.1),
    })
}

/// A pause without a part that is drawn.
pub(crate) const fn exactly(millis: u32) -> Pause {
    Pause { millis, jitter: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_longest_and_end() {
        let pauses: Vec<_> = (0..8).map(|n| backoff(n, 0).map(|pause| pause.jitter)).collect();
        let some: Vec<_> = [500, 1_000, 2_000, 4_000, 8_000, 16_000].map(Some).to_vec();
        assert_eq!(pauses[..6], some);
        assert_eq!(pauses[6..], [None, None]);
    }

    #[test]
    fn what_a_reply_asks_for_is_the_least() {
        assert_eq!(
            backoff(1, 7_000),
            Some(Pause {
                millis: 7_000,
                jitter: 1_000
            })
        );
        assert!(backoff(0, 60_000).is_some());
        assert_eq!(
            backoff(0, 61_000),
            None,
            "never sooner than asked, and not by itself after a minute"
        );
    }
}
