//! The phase that a subaccount is in.

use super::tries::Tries;
use super::work::CleanUpStep;
use super::{Look, Search, Thing, Work};
use crate::twilio::{AccountSid, CallError, Explanation};

/// How a subaccount stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its turn has not come.
    Waiting,
    /// At work.
    Working,
    /// Stopped by a failure that the admin must look at.
    Failed,
    /// Primed.
    Done,
}

/// A way on after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Take the step again.
    TryAgain,
    /// Take the step again with the newer keys API.
    TryIam,
    /// This subaccount was there before, and is meant: give it the keys.
    Adopt(AccountSid),
    /// This subaccount is the one whose reply was lost: go on with it as this run's own.
    TakeOver(AccountSid),
    /// Create one all the same, beside those of its name.
    CreateAnother,
    /// Leave other subaccounts of its name as they are.
    KeepOthers,
    /// Go on without the check for duplicates that failed.
    SkipCheck,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened and what to do.
    pub explanation: Explanation,
    /// Twilio's code, if it gave one.
    pub code: Option<u32>,
    /// The ways on.
    pub ways: Vec<Way>,
}

impl Failure {
    /// Whether the step can simply be taken again.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        self.ways.contains(&Way::TryAgain)
    }
}

/// Where a subaccount is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phase {
    /// Its turn has not come; it begins with this.
    Waiting(Work),
    /// At work.
    Working(Work, Tries),
    /// Stopped at this work by a failure.
    Failed(Work, Failure),
    /// Primed, or nothing was left to do for it when the run was interrupted.
    Done,
    /// Another subaccount of its name is being closed; it stood so before.
    Closing(AccountSid, Tries, Box<Self>),
    /// It is cleaned up; it stood so before.
    CleaningUp(CleanUpStep, Tries, Box<Self>),
    /// Its clean-up ended, perhaps for a reason; it stood so before.
    CleanUpOver(Option<Explanation>, Box<Self>),
}

impl From<Work> for Phase {
    fn from(work: Work) -> Self {
        Self::Working(work, Tries::default())
    }
}

impl Phase {
    /// On the way to be primed: where it is, or where it was when a clean-up began.
    pub(super) fn way(&self) -> &Self {
        match self {
            Self::Closing(.., before) | Self::CleaningUp(.., before) | Self::CleanUpOver(_, before) => before.way(),
            phase => phase,
        }
    }

    /// The work that it is, was, or comes to be at; `None` once it is done.
    pub(super) fn work(&self) -> Option<&Work> {
        match self.way() {
            Self::Waiting(work) | Self::Working(work, _) | Self::Failed(work, _) => Some(work),
            _ => None,
        }
    }

    /// The tries of the request under way.
    pub(super) const fn tries(&self) -> Option<&Tries> {
        match self {
            Self::Working(_, tries) | Self::Closing(_, tries, _) | Self::CleaningUp(_, tries, _) => Some(tries),
            _ => None,
        }
    }

    /// Which keys it lists now.
    pub(super) const fn lists(&self) -> Option<Thing> {
        match self {
            Self::Working(Work::SeedApiKey(Search::Looking(_) | Search::BeforeMaking), _)
            | Self::Working(Work::TakeStock(Look::Keys(_)), _)
            | Self::CleaningUp(CleanUpStep::ListKeys(_), ..) => Some(Thing::ApiKey),
            Self::Working(Work::Verify(_), _) | Self::CleaningUp(CleanUpStep::ListPublicKeys(_), ..) => {
                Some(Thing::PublicKey)
            }
            _ => None,
        }
    }

    /// The same at another try.
    pub(super) fn with(self, tries: Tries) -> Self {
        match self {
            Self::Working(work, _) => Self::Working(work, tries),
            Self::Closing(sid, _, before) => Self::Closing(sid, tries, before),
            Self::CleaningUp(step, _, before) => Self::CleaningUp(step, tries, before),
            phase => phase,
        }
    }
}

impl Work {
    /// It is done after a while.
    pub(super) fn after(self, millis: u32) -> Phase {
        Phase::Working(self, Tries::after(millis))
    }

    /// It stops.
    pub(super) fn fails(self, what: impl Into<String>, next: impl Into<String>, ways: &[Way]) -> Phase {
        let (what, next) = (what.into(), next.into());
        self.stops(Explanation { what, next }, None, ways)
    }

    /// It stops, refused.
    pub(super) fn refused(self, error: &CallError, ways: &[Way]) -> Phase {
        self.stops(error.explain(), error.code(), ways)
    }

    /// It stops, explained.
    pub(super) fn stops(self, explanation: Explanation, code: Option<u32>, ways: &[Way]) -> Phase {
        let ways = ways.to_vec();
        let failure = Failure {
            explanation,
            code,
            ways,
        };
        Phase::Failed(self, failure)
    }
}
