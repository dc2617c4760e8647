//! The walk-through as a state machine: check the credentials, set up the account's own public key, plan, run, clean up.
//!
//! Nothing here does I/O. Each machine takes an [`Answer`] or a wish of the admin's and gives back [`Effect`]s, which
//! are data; whoever performs one returns its outcome as the next [`Answer`], with the same [`Ticket`]. The private
//! keys never come here: a key pair is named by its fingerprint.

mod check;
mod confirm;
mod effect;
mod exchange;
mod finding;
mod first_key;
mod journal;
pub(crate) mod line;
mod patience;
mod plan;
mod run;
mod run_id;
mod seeding;
mod stopwatch;
mod verification;

pub(crate) use check::is_clock;
pub use check::{Check, Checked, Enforcement};
pub use confirm::is_typed;
pub use effect::{Answer, Effect, Outcome, Ticket};
pub use exchange::{Exchange, SignedView};
pub use finding::{Finding, Level};
pub use first_key::{FirstKey, FirstKeyEnd, key_name_error};
pub use journal::{Head, Journal, Note, Occasion, PREFIX, Unfinished, Was};
pub use patience::Pause;
pub use plan::{
    AppliesTo, Draft, KeyPairChoice, Plan, PlanField, PlanProblem, PlannedRequest, Reading, Remark, Target, line_for,
};
pub(crate) use plan::{check_key_name, check_name};
pub use run::{CannotResume, Halt, Phase, REQUESTS_EACH, Run};
pub use run_id::{NoRunId, RunId};
pub use seeding::{CleanUp, Entry, Failure, Seeding, Standing, State, Step, Thing, Trace, Trail, Way};
pub use stopwatch::Stopwatch;
pub use verification::Verification;
