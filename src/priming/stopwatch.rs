//! How long a run has worked: its pauses are not counted.

/// A stopwatch. Whoever reads it says what time it is, in milliseconds of a clock that never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stopwatch {
    /// Milliseconds of the stretches that are over.
    spent: f64,
    /// When the stretch began that goes on now.
    since: Option<f64>,
}

impl Stopwatch {
    /// Whether it runs.
    #[must_use]
    pub const fn is_on(self) -> bool {
        self.since.is_some()
    }

    /// The same, running or standing still from `now` on.
    #[must_use]
    pub fn turned(self, on: bool, now: f64) -> Self {
        match (self.since, on) {
            (None, true) => Self {
                since: Some(now),
                ..self
            },
            (Some(since), false) => Self {
                spent: self.spent + (now - since),
                since: None,
            },
            _ => self,
        }
    }

    /// Whole seconds that it has run.
    #[must_use]
    pub fn seconds(self, now: f64) -> u32 {
        let running = self.since.map_or(0.0, |since| (now - since).max(0.0));
        // Huge values saturate.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = ((self.spent + running) / 1000.0).floor() as u32;
        seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_not_counted_and_the_end_stays() {
        let begun = Stopwatch::default().turned(true, 1_000.0);
        assert_eq!(begun.seconds(4_900.0), 3);
        let paused = begun.turned(true, 2_000.0).turned(false, 5_000.0);
        assert_eq!((paused.is_on(), paused.seconds(600_000.0)), (false, 4));
        let over = paused.turned(true, 700_000.0).turned(false, 702_500.0);
        assert_eq!((over.seconds(702_500.0), over.seconds(9_000_000.0)), (6, 6));
    }
}
