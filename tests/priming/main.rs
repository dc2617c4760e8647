//! The walk-through against the practice account, in virtual time: every road of the check, the plan and the run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bulk;
mod check;
mod choices;
mod clean_up;
mod existing;
mod first_key;
mod first_key_repeated;
mod first_key_trouble;
mod journal;
mod lines;
mod lost;
mod phases;
mod plan;
mod run;
mod saved;
mod since;
mod stock;
#[path = "../support/mod.rs"]
mod support;
mod tabs;
mod trouble;

use support::driver;
