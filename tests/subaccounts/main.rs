//! Subaccounts against the practice account, in virtual time: lists, changes, deletions, and rotation with a fault at
//! each step.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod changes;
mod faults;
mod lists;
mod repeated;
mod rotation;
#[path = "../support/mod.rs"]
mod support;
mod world;
