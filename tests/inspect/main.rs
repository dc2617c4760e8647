//! Why a signature is refused: good tokens are called good, each planted fault is named with its code, and known
//! deviations of clients are recognised.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod canonical;
mod deviations;
mod faults;
mod found;
mod good;
mod hostile;
mod practice;
mod spellings;
mod support;
