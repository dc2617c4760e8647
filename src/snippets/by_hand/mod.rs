//! The same by hand: what a run does, in a terminal, for whom no secret may go into a browser.
//!
//! `prime.sh` is one script of bash, openssl, curl and jq. Run, it primes one subaccount; sourced, it only defines its
//! functions, on which the commands of [`steps`] are built. Its parts stand in `shell/` as they are; only the values at
//! its top are written here.

mod request;
mod script;
mod steps;

pub use request::{ByHand, Signing};
pub use script::{FILE_NAME, prime_sh};
pub use steps::{Step, Way, steps};
