//! The practice account, asked as real clients ask it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod accounts;
mod api_keys;
mod faults;
mod numbers;
mod paging;
mod permissions;
mod plans;
mod protocol;
mod public_keys;
mod signing;
mod support;
