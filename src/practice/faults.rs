//! What can go wrong between a caller and Twilio. Which request meets which fault is the caller's plan.

use super::reply::{self, Refusal};
use crate::twilio::HttpReply;

/// Something that goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Too many requests: 429 with 20429, before any effect, <https://www.twilio.com/docs/api/errors/20429>.
    RateLimited {
        /// `Retry-After` in seconds, if the reply has one.
        retry_after: Option<u32>,
    },
    /// The request has its effect, and its reply never comes.
    LostReply,
}

pub(super) fn rate_limited(retry_after: Option<u32>, request_id: Option<String>, now: i64) -> HttpReply {
    let refusal = Refusal::new(429, 20429, "Too many concurrent requests");
    HttpReply {
        retry_after: retry_after.map(|seconds| seconds.to_string()),
        ..reply::write(Err(refusal), request_id, now)
    }
}
