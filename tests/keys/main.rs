//! The keys room against its peers: OpenSSL and Python's `cryptography` read what it writes and write what it reads.
//!
//! Every key is made while the tests run; no private key is kept in the repository. `KEYSEED_PYTHON` names a Python
//! that has `cryptography`, if `python3` has not.

mod export;
mod hostile;
mod import;
mod lenient;
mod make;
mod peers;
mod public;
mod refusals;
mod sign;
