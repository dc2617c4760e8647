//! Public Key Client Validation: the canonical form of a request, and the token that signs it,
//! <https://www.twilio.com/docs/iam/pkcv/quickstart>.
//!
//! Where the documentation is silent, Twilio's Java library decides; the queries and bodies that Keyseed itself sends
//! stay within what the Java, Python and Node libraries agree on.

mod canonical;
pub mod inspect;
mod parse;
mod token;

pub use canonical::{CanonicalRequest, SIGNED_HEADERS};
pub use parse::{ParsedToken, TokenParseError};
pub use token::{Algorithm, CONTENT_TYPE, Claims, Header, LIFETIME_MAX, SigningIdentity, UnsignedToken};
