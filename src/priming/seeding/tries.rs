//! The tries of the request under way.

use super::work::Listed;
use crate::machine::Pause;
use crate::machine::pauses::{FRESH, backoff, exactly};
use crate::twilio::{CallError, Fate, Pages};

/// The tries of one request, or of one list of keys with the pages that were read so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tries {
    pub(super) pages: Pages<Listed>,
    attempts: usize,
    pub(super) pause: Option<Pause>,
    /// A wrong clock was corrected for it once.
    clock_blamed: bool,
}

impl Tries {
    /// Another request, after a while.
    pub(super) fn after(millis: u32) -> Self {
        Self {
            pause: (millis > 0).then(|| exactly(millis)),
            ..Self::default()
        }
    }

    pub(super) const fn is_pausing(&self) -> bool {
        self.pause.is_some()
    }

    /// The pause is over.
    pub(super) fn waited(&self) -> Self {
        Self {
            pause: None,
            ..self.clone()
        }
    }

    /// The same request once more, if it may be repeated and that helps. One that makes something is not repeated unless
    /// Twilio did not process it; to read, to delete and to close twice does no harm.
    pub(super) fn again(&self, error: &CallError, makes: bool) -> Option<Self> {
        let backed_off = match error.fate() {
            Fate::NotDoneWait => self.backed_off(error),
            Fate::Unknown if !makes => self.backed_off(error),
            Fate::Unknown | Fate::NotDone => None,
        };
        // A wrong clock is corrected by the refusal itself: once, or it is something else.
        let clock_set = (error.is_clock() && !self.clock_blamed).then_some(Self {
            clock_blamed: true,
            ..self.clone()
        });
        backed_off.or(clock_set)
    }

    /// After a pause that grows. `None`: that was done often enough.
    fn backed_off(&self, error: &CallError) -> Option<Self> {
        backoff(self.attempts, error.wait().millis()).map(|pause| Self {
            attempts: self.attempts + 1,
            pause: Some(pause),
            ..self.clone()
        })
    }

    /// Once more after a while, for what was just made to be known. `None`: that was done often enough.
    pub(super) fn until_known(&self) -> Option<Self> {
        FRESH.get(self.attempts).map(|millis| Self {
            attempts: self.attempts + 1,
            ..Self::after(*millis)
        })
    }
}
