//! The canonical request and the token against values that did not come from Keyseed: Twilio's documentation, the tests
//! of Twilio's libraries, and `pkcv-vectors.json`, on which Twilio's Java, Python and Node libraries agree.

mod properties;
mod recorded;
