//! The canonical request and the token against values that did not come from Keyseed: Twilio's documentation, the tests
//! of Twilio's libraries, and `pkcv-vectors.json`, on which Twilio's Java, Python and Node libraries agree.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod library;
mod properties;
mod recorded;
