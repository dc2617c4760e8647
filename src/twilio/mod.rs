//! Twilio's REST API as data.
