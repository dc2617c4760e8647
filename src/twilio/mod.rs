//! Twilio's REST API as data: what goes out, what comes back, and what each refusal means.
//!
//! Nothing here sends anything. A caller builds a [`Request`] (from [`accounts`], [`api_keys`] or [`public_keys`]),
//! dresses it with [`Credentials`] and, where Public Key Client Validation asks for it, with a token from
//! [`validation`]; it gives the [`HttpReply`] back to the parser beside the request's constructor.

mod clock;
mod codes;
mod credentials;
pub mod encode;
mod error;
mod http;
mod identity;
mod page;
mod reply;
mod secret;
mod sid;
pub mod validation;
mod wait;

pub mod accounts;
pub mod api_keys;
pub mod public_keys;

pub use clock::{ServerClock, http_date, iso8601, readable_time};
pub use codes::{CODES, CodeInfo, code_info, find_codes};
pub use credentials::Credentials;
pub use error::{ApiError, CallError, Explanation, Fate, NotTwilio};
pub use http::{Host, HttpOutcome, HttpReply, HttpRequest, Method, Request, TransportError};
pub use identity::{Identity, Prepared, ToSign};
pub use page::{Page, PageRef, Pages};
pub use reply::refused;
pub use secret::Secret;
pub use sid::{AccountSid, ApiKeySid, PublicKeySid, SidError};
pub use wait::Wait;

/// The longest `FriendlyName` that Twilio takes for accounts, API keys and public keys, in characters (error 70001).
pub const FRIENDLY_NAME_MAX: usize = 64;

/// How many subaccounts an account may hold unless Twilio raised the limit, which no reply tells (error 21480).
pub const SUBACCOUNTS_MAX: usize = 1000;
