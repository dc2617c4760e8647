//! A Twilio account made of memory.
