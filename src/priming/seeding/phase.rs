//! The phase that a subaccount is in, and the tries of the request under way.

use super::leave::Leave;
use super::{Look, Search, Thing, Work};
use crate::machine::Pause;
use crate::machine::pauses::{FRESH, backoff, exactly};
use crate::twilio::{AccountSid, CallError, Explanation, Fate, Pages};

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
    Leaving(Leave, Tries, Box<Self>),
    /// Its clean-up ended, perhaps for a reason; it stood so before.
    Left(Option<Explanation>, Box<Self>),
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
            Self::Closing(.., before) | Self::Leaving(.., before) | Self::Left(_, before) => before.way(),
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
            Self::Working(_, tries) | Self::Closing(_, tries, _) | Self::Leaving(_, tries, _) => Some(tries),
            _ => None,
        }
    }

    /// Which keys it lists now.
    pub(super) const fn lists(&self) -> Option<Thing> {
        match self {
            Self::Working(Work::SeedApiKey(Search::Looking(_) | Search::BeforeMaking), _)
            | Self::Working(Work::TakeStock(Look::Keys(_)), _)
            | Self::Leaving(Leave::ListKeys(_), ..) => Some(Thing::ApiKey),
            Self::Working(Work::Verify(_), _) | Self::Leaving(Leave::ListPublicKeys(_), ..) => Some(Thing::PublicKey),
            _ => None,
        }
    }

    /// The same at another try.
    pub(super) fn with(self, tries: Tries) -> Self {
        match self {
            Self::Working(work, _) => Self::Working(work, tries),
            Self::Closing(sid, _, before) => Self::Closing(sid, tries, before),
            Self::Leaving(leave, _, before) => Self::Leaving(leave, tries, before),
            phase => phase,
        }
    }
}

/// A key in a list: its SID and its name.
pub(super) type Listed = (String, String);

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
