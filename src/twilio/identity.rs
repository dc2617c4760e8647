//! Who asks, and how the requests are signed.

use super::validation::{CanonicalRequest, SigningIdentity, UnsignedToken};
use super::{Credentials, HttpRequest, Request, Secret};
use crate::keys::Fingerprint;

/// An API key of an account and, where requests are signed, the key pair that signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Account, API key and secret.
    pub credentials: Credentials,
    /// The signing key pair; `None` sends requests unsigned.
    pub signing: Option<SigningIdentity>,
}

/// A request with its `Authorization`, and what is left to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The request; its token is still missing.
    pub http: HttpRequest,
    /// What to sign, if it is to be signed.
    pub to_sign: Option<ToSign>,
}

/// A token that waits for its signature, with what it signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSign {
    /// The canonical request.
    pub canonical: CanonicalRequest,
    /// The token over its hash.
    pub token: UnsignedToken,
    /// Which key pair signs, and how.
    pub signing: SigningIdentity,
}

impl Identity {
    /// Whether its requests are signed with this key pair.
    #[must_use]
    pub fn is_signed_with(&self, key: Fingerprint) -> bool {
        self.signing.as_ref().is_some_and(|signing| signing.key == key)
    }

    /// The same credentials, unsigned.
    #[must_use]
    pub fn unsigned(&self) -> Self {
        Self {
            signing: None,
            ..self.clone()
        }
    }

    /// Dresses a request at `now` (seconds since 1970 by Twilio's clock).
    #[must_use]
    pub fn prepare(&self, request: Request, now: i64) -> Prepared {
        let http = HttpRequest {
            request,
            authorization: Some(self.credentials.authorization()),
            validation: None,
        };
        let to_sign = self.signing.as_ref().map(|signing| {
            let canonical = CanonicalRequest::of(&http);
            let token = UnsignedToken::new(&self.credentials, signing, &canonical, now);
            ToSign {
                canonical,
                token,
                signing: signing.clone(),
            }
        });
        Prepared { http, to_sign }
    }
}

impl Prepared {
    /// The request with the token that `signature` finishes.
    #[must_use]
    pub fn signed(mut self, signature: &[u8]) -> HttpRequest {
        self.http.validation = self
            .to_sign
            .as_ref()
            .map(|to_sign| to_sign.token.with_signature(signature));
        self.http
    }
}

impl HttpRequest {
    /// The headers that go out, by name. `Host` is the transport's to set.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let form = (!self.request.body.is_empty()).then_some(("Content-Type", "application/x-www-form-urlencoded"));
        let authorization = self
            .authorization
            .as_ref()
            .map(|value| ("Authorization", Secret::expose(value)));
        let validation = self
            .validation
            .as_ref()
            .map(|value| ("Twilio-Client-Validation", Secret::expose(value)));
        [Some(("Accept", "application/json")), form, authorization, validation]
            .into_iter()
            .flatten()
    }
}
