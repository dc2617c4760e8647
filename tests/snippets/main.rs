//! Whatever a name or a secret is, a program gets it byte for byte, or the console refuses to print it. And the steps by
//! hand are those of a run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod by_hand;
mod cmd;
mod dotenv;
mod names;
mod powershell;
mod real;
mod values;
mod windows;
