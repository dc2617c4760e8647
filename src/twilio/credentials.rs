//! Who asks.

use super::{AccountSid, ApiKeySid, Secret};
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// An API key of an account, with its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The account that the key belongs to.
    pub account_sid: AccountSid,
    /// The API key, which is the user of HTTP Basic.
    pub api_key_sid: ApiKeySid,
    /// Its secret, which is the password.
    pub secret: Secret,
}

impl Credentials {
    /// The value of `Authorization` (RFC 7617).
    #[must_use]
    pub fn authorization(&self) -> Secret {
        let pair = Zeroizing::new(format!("{}:{}", self.api_key_sid, self.secret.expose()));
        Secret::new(format!("Basic {}", Base64::encode_string(pair.as_bytes())))
    }
}
