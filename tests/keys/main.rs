//! The keys room against its peers: OpenSSL and Python's `cryptography` read what it writes and write what it reads.
//!
//! Every key is made while the tests run; no private key is kept in the repository. `KEYSEED_PYTHON` names a Python
//! that has `cryptography`, if `python3` has not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod consistency;
mod export;
mod hostile;
mod import;
mod kernel_proof;
mod kernels;
mod lenient;
mod make;
mod peers;
mod public;
mod readers;
mod refusals;
mod sign;
mod spellings;
