//! How many subaccounts are worked on at a time.

/// The most at a time. Twilio tells no number; it answers 429 where there are too many.
const MOST: usize = 8;

/// How many at a time once the first one is primed.
const AFTER_THE_FIRST: usize = 4;

/// How many failures in a row, none primed in between, stop a run: the next would likely fail the same way.
const FAILURES_IN_A_ROW: usize = 3;

/// Grows while Twilio keeps up, and is halved whenever it answers 429. The first subaccount goes alone, so that what is
/// wrong with the plan shows in one and not in eight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pacer {
    limit: usize,
    /// Replies in a row that were no 429.
    taken: usize,
    /// Whether one was primed.
    proven: bool,
    failures: usize,
    /// Whether failures are no reason to stand still any more.
    undeterred: bool,
}

impl Pacer {
    pub(super) const fn new() -> Self {
        Self {
            limit: 1,
            taken: 0,
            proven: false,
            failures: 0,
            undeterred: false,
        }
    }

    /// How many at a time now.
    pub(super) const fn limit(&self) -> usize {
        self.limit
    }

    /// A reply came: was it 429?
    pub(super) fn reply(&mut self, limited: bool) {
        if limited {
            (self.limit, self.taken) = ((self.limit / 2).max(1), 0);
            return;
        }
        self.taken += 1;
        if self.proven && self.limit < MOST && self.taken >= self.limit * 4 {
            (self.limit, self.taken) = (self.limit + 1, 0);
        }
    }

    /// A subaccount was primed.
    pub(super) fn primed(&mut self) {
        if !self.proven {
            (self.proven, self.limit) = (true, AFTER_THE_FIRST);
        }
        self.failures = 0;
    }

    /// A subaccount failed. Whether the run is to stand still for the admin.
    pub(super) fn failed(&mut self) -> bool {
        self.failures += 1;
        !self.undeterred && (!self.proven || self.failures >= FAILURES_IN_A_ROW)
    }

    /// How many failed in a row; `None` while none was primed, so that one failure is enough.
    pub(super) fn in_a_row(&self) -> Option<usize> {
        self.proven.then_some(self.failures)
    }

    /// The admin knows of the failures: no more of them make the run stand still.
    pub(super) fn undeterred(&mut self) {
        self.undeterred = true;
    }

    /// The admin looked at the failures and goes on.
    pub(super) fn resumed(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_goes_alone_and_then_it_grows_to_its_most() {
        let mut pacer = Pacer::new();
        (0..100).for_each(|_| pacer.reply(false));
        assert_eq!(pacer.limit(), 1);
        pacer.primed();
        assert_eq!(pacer.limit(), AFTER_THE_FIRST);
        (0..1000).for_each(|_| pacer.reply(false));
        assert_eq!(pacer.limit(), MOST);
    }

    #[test]
    fn each_429_halves_it_and_it_never_ends() {
        let mut pacer = Pacer::new();
        pacer.primed();
        let limits: Vec<_> = (0..4)
            .map(|_| {
                pacer.reply(true);
                pacer.limit()
            })
            .collect();
        assert_eq!(limits, [2, 1, 1, 1]);
        (0..4).for_each(|_| pacer.reply(false));
        assert_eq!(pacer.limit(), 2);
    }

    #[test]
    fn the_first_failure_stops_and_later_only_three_in_a_row() {
        assert!(Pacer::new().failed());
        let mut pacer = Pacer::new();
        pacer.primed();
        assert!(!pacer.failed() && !pacer.failed());
        pacer.primed();
        assert!(!pacer.failed() && !pacer.failed() && pacer.failed());
        assert_eq!(pacer.in_a_row(), Some(3));
        pacer.resumed();
        pacer.undeterred();
        assert!((0..10).all(|_| !pacer.failed()));
    }
}
