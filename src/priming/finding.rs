//! What a check found, for the person who must act.

use crate::twilio::{CallError, Explanation};

/// How a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// In order.
    Good,
    /// In order, with something to know.
    Note,
    /// The run cannot start.
    Problem,
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How it weighs.
    pub level: Level,
    /// What was found.
    pub what: String,
    /// What to do next, or what it means; empty if there is nothing to do.
    pub next: String,
    /// What may be the cause, each with what to do, the likeliest first.
    pub causes: Vec<&'static str>,
}

impl Finding {
    pub(super) fn good(what: impl Into<String>) -> Self {
        Self {
            level: Level::Good,
            what: what.into(),
            next: String::new(),
            causes: Vec::new(),
        }
    }

    pub(super) fn note(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            level: Level::Note,
            what: what.into(),
            next: next.into(),
            causes: Vec::new(),
        }
    }

    pub(super) fn problem(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            level: Level::Problem,
            what: what.into(),
            next: next.into(),
            causes: Vec::new(),
        }
    }

    pub(super) fn error(error: &CallError) -> Self {
        let Explanation { what, next } = error.explain();
        Self::problem(what, next)
    }

    /// The same in two texts, for notes that have no lists.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let causes = self.causes.iter().map(|cause| format!("\n- {cause}"));
        Explanation {
            what: self.what.clone(),
            next: causes.fold(self.next.clone(), |next, cause| next + &cause),
        }
    }
}
