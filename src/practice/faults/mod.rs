//! What can go wrong between a caller and Twilio. A plan says beforehand which request meets which fault, so that
//! whatever came of it can be seen again.
//!
//! | file | what it decides |
//! |---|---|
//! | `operation` | what a request asks for, as plans name it |
//! | `plan` | which request of an operation meets which fault |
//! | `numbered`, `named` | the plan of a number, and those that an admin finds by their words |
//! | `meet` | what comes of a request: its effect, its reply, both or neither |
//! | `late` | what exists but is not shown, or not known, for a while |

mod late;
mod meet;
mod named;
mod numbered;
mod operation;
mod plan;

pub(super) use late::Late;
pub use meet::Met;
pub use named::named;
pub use operation::Operation;
pub use plan::FaultPlan;
pub(super) use plan::Faults;

use std::fmt;

/// Something that goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Too many requests: 429 with 20429, before any effect, <https://www.twilio.com/docs/api/errors/20429>.
    RateLimited {
        /// `Retry-After` in seconds, if the reply has one.
        retry_after: Option<u32>,
    },
    /// The connection breaks before the request has any effect.
    LostRequest,
    /// The request has its effect, then the connection breaks.
    LostReply,
    /// No reply ever comes.
    Hang {
        /// Whether the request has its effect.
        done: bool,
    },
    /// A proxy in front of Twilio answers with a page of its own.
    Gateway {
        /// 502, 503 or 504.
        status: u16,
        /// Whether the request has its effect before that.
        done: bool,
    },
    /// The request has its effect, and the JSON of its reply is cut in the middle.
    Truncated,
    /// What the request makes is told in its reply and can be fetched, but lists do not show it at first.
    LateListing {
        /// For so long.
        seconds: u32,
    },
    /// The key that the request makes is told in its reply, but is refused at first: an API key with 20003, a public
    /// key that signs with 70153.
    NotPropagated {
        /// For so long.
        seconds: u32,
    },
    /// The browser sends the request a second time, because the connection closed under the first: it has its effect
    /// twice, and the caller sees the second reply only.
    Repeated,
    /// From this request on, Twilio's clock is off: its `Date`, and what it thinks of a token's lifetime.
    ClockSkew {
        /// By so much; above zero, Twilio is ahead.
        seconds: i64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = |done: bool| if done { "after the effect" } else { "before any effect" };
        match *self {
            Self::RateLimited { retry_after: None } => f.write_str("429"),
            Self::RateLimited {
                retry_after: Some(seconds),
            } => write!(f, "429 with Retry-After {seconds}"),
            Self::LostRequest => f.write_str("request lost"),
            Self::LostReply => f.write_str("reply lost"),
            Self::Hang { done } => write!(f, "silence {}", effect(done)),
            Self::Gateway { status, done } => write!(f, "a gateway's {status} {}", effect(done)),
            Self::Truncated => f.write_str("reply cut short"),
            Self::LateListing { seconds } => write!(f, "listed {seconds} s late"),
            Self::NotPropagated { seconds } => write!(f, "known {seconds} s late"),
            Self::Repeated => f.write_str("repeated by the browser"),
            Self::ClockSkew { seconds } => write!(f, "clock off by {seconds:+} s from here on"),
        }
    }
}
