//! Why a run stands still by itself.

use crate::priming::{Seeding, Step};

/// Why a run paused by itself: the subaccounts that wait would likely fail the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halt {
    /// How many failed in a row; `None` if no subaccount is primed yet, so that one failure is enough.
    in_a_row: Option<usize>,
    /// The one that failed last.
    name: String,
    step: Step,
    /// What happened to it, with Twilio's code.
    what: String,
}

impl Halt {
    pub(super) fn new(in_a_row: Option<usize>, last: &Seeding) -> Self {
        let what = last.failure().map(|failure| failure.explanation.what.clone());
        Self {
            in_a_row,
            name: last.name.clone(),
            step: last.step(),
            what: what.unwrap_or_default(),
        }
    }

    /// The reason, as the admin reads it.
    #[must_use]
    pub fn reason(&self) -> String {
        let Self { name, what, .. } = self;
        let step = self.step.title();
        match self.in_a_row {
            None => format!(
                "No subaccount is primed yet, and \u{201c}{name}\u{201d} failed at \u{201c}{step}\u{201d}: {what}"
            ),
            Some(count) => format!(
                "{count} in a row failed. The last one, \u{201c}{name}\u{201d}, failed at \u{201c}{step}\u{201d}: {what}"
            ),
        }
    }
}
