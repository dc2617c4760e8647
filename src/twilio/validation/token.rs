//! The token of the `Twilio-Client-Validation` header: a JWT (RFC 7519) over the request's hash.

use super::{CanonicalRequest, SIGNED_HEADERS};
use crate::keys::Fingerprint;
use crate::twilio::{AccountSid, ApiKeySid, Credentials, PublicKeySid, Secret};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

/// The longest lifetime that Twilio takes: `exp` minus `nbf`, in seconds.
pub const LIFETIME_MAX: i64 = 300;

/// How far `nbf` lies in the past, in seconds, for clocks that differ a little.
const LEEWAY: i64 = 30;

/// How long a token is good for after it was made, in seconds. A request takes seconds; a short life limits what a
/// recorded token is worth.
const VALID_FOR: i64 = 120;

/// The content type of Twilio's tokens.
pub const CONTENT_TYPE: &str = "twilio-pkrv;v=1";

/// The two algorithms that Twilio takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, which all of Twilio's libraries use.
    #[default]
    RS256,
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes.
    PS256,
}

impl Algorithm {
    /// All that Twilio takes, the usual one first.
    pub const ALL: [Self; 2] = [Self::RS256, Self::PS256];

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// Its name in the token's header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::PS256 => "PS256",
        }
    }
}

/// Whose key pair signs: the public key as Twilio knows it, and the key pair by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningIdentity {
    /// The SID under which Twilio holds the public key (`kid`).
    pub public_key_sid: PublicKeySid,
    /// Which key pair signs.
    pub key: Fingerprint,
    /// How it signs.
    pub algorithm: Algorithm,
}

/// The token's header (JOSE, RFC 7515). The order of the fields is that of Twilio's example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always `twilio-pkrv;v=1`.
    pub cty: String,
    /// Always `JWT`; optional in what Twilio takes.
    #[serde(default = "jwt")]
    pub typ: String,
    /// `RS256` or `PS256`.
    pub alg: String,
    /// The public key SID.
    pub kid: String,
}

fn jwt() -> String {
    "JWT".to_owned()
}

/// The token's claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The API key SID; it must be the user of `Authorization`.
    pub iss: String,
    /// The Account SID.
    pub sub: String,
    /// When the token ends, in seconds since 1970.
    pub exp: i64,
    /// When the token begins, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// The signed headers.
    pub hrh: String,
    /// The hash of the canonical request.
    pub rqh: String,
}

/// A token that waits for its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedToken {
    /// Its header.
    pub header: Header,
    /// Its claims.
    pub claims: Claims,
    signing_input: String,
}

impl UnsignedToken {
    /// A token for `request` at `now` (seconds since 1970 by Twilio's clock).
    #[must_use]
    pub fn new(who: &Credentials, signing: &SigningIdentity, request: &CanonicalRequest, now: i64) -> Self {
        let header = header(signing.algorithm, &signing.public_key_sid);
        let claims = claims(&who.api_key_sid, &who.account_sid, request.hash(), now);
        // Neither type can fail to serialise: no maps, no foreign Serialize.
        let part = |json: Result<String, _>| Base64UrlUnpadded::encode_string(json.unwrap_or_default().as_bytes());
        let signing_input = format!(
            "{}.{}",
            part(serde_json::to_string(&header)),
            part(serde_json::to_string(&claims))
        );
        Self {
            header,
            claims,
            signing_input,
        }
    }

    /// The bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        self.signing_input.as_bytes()
    }

    /// The finished token (JWS compact serialisation, RFC 7515 section 7.1).
    #[must_use]
    pub fn with_signature(&self, signature: &[u8]) -> Secret {
        Secret::new(format!(
            "{}.{}",
            self.signing_input,
            Base64UrlUnpadded::encode_string(signature)
        ))
    }
}

fn header(algorithm: Algorithm, key: &PublicKeySid) -> Header {
    Header {
        cty: CONTENT_TYPE.to_owned(),
        typ: jwt(),
        alg: algorithm.as_str().to_owned(),
        kid: key.to_string(),
    }
}

fn claims(issuer: &ApiKeySid, subject: &AccountSid, hash: String, now: i64) -> Claims {
    Claims {
        iss: issuer.to_string(),
        sub: subject.to_string(),
        exp: now + VALID_FOR,
        nbf: Some(now - LEEWAY),
        hrh: SIGNED_HEADERS.to_owned(),
        rqh: hash,
    }
}

const _: () = assert!(LEEWAY + VALID_FOR <= LIFETIME_MAX);
