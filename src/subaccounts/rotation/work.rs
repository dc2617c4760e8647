//! The phase that a rotation is in, and the step that it works on with what only that step needs.

use super::{Item, Setback, State, Step, Way};
use crate::subaccounts::explain;
use crate::twilio::{CallError, Pages};

/// A key in a list, and its name.
pub(super) type Listed = (Item, String);

/// Where a rotation is.
#[derive(Debug, Clone)]
pub(super) enum Phase {
    /// At work, with what was read of a list so far.
    Working(Work, Pages<Listed>),
    /// At work on the same once more, after a polite pause.
    Again(Work),
    /// Stopped at this work by a failure.
    Failed(Work, Setback),
    /// The new keys work; the admin puts them to use.
    HandOver,
    /// Done. `kept`: the admin kept every old key.
    Done { kept: bool },
}

/// The step that a rotation works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    ListApiKeys,
    TryOwn,
    MakeKeyPair,
    /// Create the new API key, or look for it in a list.
    CreateApiKey(Looking),
    /// Delete the API keys whose secrets are unknown, before another is made.
    RemoveLost,
    ListPublicKeys,
    /// Add the new public key, or look for it in a list.
    AddPublicKey(Looking),
    Verify,
    /// List the API keys once more.
    TakeStock,
    AskUnsigned,
    /// Delete what is to be deleted in this step.
    Delete(Step, Deletion),
    VerifyAgain,
}

/// After a lost reply to a creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looking {
    /// Nothing was lost.
    No,
    /// What was made is looked for.
    Since,
    /// Once more, since the admin wants it made again.
    BeforeMaking,
}

/// How far the deletion of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deletion {
    /// It is asked for.
    Asking,
    /// It got no reply: the key is looked for.
    Checking,
}

impl Phase {
    pub(super) const fn state(&self) -> State {
        match self {
            Self::Working(..) | Self::Again(_) => State::Working,
            Self::Failed(..) => State::Failed,
            Self::HandOver => State::HandOver,
            Self::Done { .. } => State::Done,
        }
    }

    pub(super) const fn step(&self) -> Step {
        match self {
            Self::Working(work, _) | Self::Again(work) | Self::Failed(work, _) => work.step(),
            Self::HandOver => Step::HandOver,
            Self::Done { .. } => Step::Done,
        }
    }
}

impl From<Work> for Phase {
    fn from(work: Work) -> Self {
        Self::Working(work, Pages::default())
    }
}

impl Work {
    const fn step(self) -> Step {
        match self {
            Self::ListApiKeys => Step::ListApiKeys,
            Self::TryOwn => Step::TryOwn,
            Self::MakeKeyPair => Step::MakeKeyPair,
            Self::CreateApiKey(_) | Self::RemoveLost => Step::CreateApiKey,
            Self::ListPublicKeys => Step::ListPublicKeys,
            Self::AddPublicKey(_) => Step::AddPublicKey,
            Self::Verify => Step::Verify,
            Self::TakeStock => Step::TakeStock,
            Self::AskUnsigned => Step::AskUnsigned,
            Self::Delete(step, _) => step,
            Self::VerifyAgain => Step::VerifyAgain,
        }
    }

    /// It stops.
    pub(super) fn fails(self, what: impl Into<String>, next: impl Into<String>, ways: &[Way]) -> Phase {
        let setback = Setback {
            explanation: explain(what, next),
            ways: ways.to_vec(),
        };
        Phase::Failed(self, setback)
    }

    /// It stops, refused; `words` follow what is to be done about it.
    pub(super) fn refused(self, error: &CallError, words: &str, ways: &[Way]) -> Phase {
        let explanation = error.explain();
        self.fails(explanation.what, format!("{} {words}", explanation.next), ways)
    }
}
