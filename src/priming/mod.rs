//! The walk-through as a state machine: check the credentials, set up the account's own public key, plan, run, clean up.
//!
//! Nothing here does I/O: these are machines ([`crate::machine`]). The private keys never come here: a key pair is named
//! by its fingerprint.

mod check;
mod confirm;
mod finding;
mod first_key;
mod journal;
mod plan;
mod run;
mod run_id;
mod seeding;
mod stopwatch;
mod verification;

pub use check::{Check, Checked, Enforcement};
pub use confirm::is_typed;
pub use finding::{Finding, Level};
pub use first_key::{FirstKey, FirstKeyEnd, key_name_error};
pub use journal::{Head, Journal, Occasion, PREFIX, Unfinished, Was};
pub use plan::{
    AppliesTo, Draft, KeyPairChoice, Plan, PlanField, PlanProblem, PlannedRequest, Reading, Remark, Target, line_for,
};
pub(crate) use plan::{check_key_name, check_name};
pub use run::{CannotResume, Halt, Phase, REQUESTS_EACH, Run, RunLine, summary};
pub use run_id::{NoRunId, RunId};
pub use seeding::{CleanUp, Entry, Failure, Seeding, Standing, State, Step, Thing, Trace, Trail, Way};
pub use stopwatch::Stopwatch;
pub use verification::Verification;
