//! How a rotation and its steps stand, and the ways out of a failure.

use crate::twilio::Explanation;

/// How a rotation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// At work.
    Working,
    /// Stopped by a failure that the admin must look at.
    Failed,
    /// The new keys work; the admin puts them to use before the old ones go.
    HandOver,
    /// Done.
    Done,
}

/// How a step stands, as the admin reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Done.
    Past,
    /// At work.
    Now,
    /// Failed.
    Failed,
    /// To come.
    Later,
}

/// A way out of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Take the step again.
    TryAgain,
    /// Take it again with the newer keys API.
    TryIam,
    /// Delete the key whose secret was lost, and make another.
    MakeAgain,
    /// Add the public key a second time.
    AddAgain,
    /// Leave this key where it is, and go on with the others.
    Skip,
    /// Continue although the API keys could not be listed again, so that a duplicate would stay unseen.
    Unchecked,
}

/// Whether the account's API keys were listed once more after the last creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stock {
    /// Not yet.
    Due,
    /// They were, or none was created.
    Taken,
    /// They could not be listed, and the admin went on.
    NotTaken,
}

/// Why a step failed, and the ways on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// What happened and what to do.
    pub explanation: Explanation,
    /// The ways on; none if the rotation ends here.
    pub ways: Vec<Way>,
}
