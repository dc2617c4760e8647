//! One request and its reply, as the admin may see them: without a secret.

use crate::twilio::validation::{Claims, Header};
use crate::twilio::{CallError, HttpOutcome, Prepared, Request, ServerClock, refused};

/// A request and its reply, without a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// When it went out, in seconds since 1970 by Twilio's clock as far as it was known.
    pub at: i64,
    /// What was asked.
    pub request: Request,
    /// The API key that asked.
    pub api_key_sid: String,
    /// Whether it was signed.
    pub is_signed: bool,
    /// How it was signed, if it was and is kept in full.
    pub signed: Option<SignedView>,
    /// Whether the signature's parts or the body were let go of.
    pub is_shortened: bool,
    /// The reply's HTTP status; `None` if there was no reply.
    pub status: Option<u16>,
    /// `Twilio-Request-Id`, which Twilio's support asks for.
    pub request_id: Option<String>,
    /// Twilio's error code, if it refused.
    pub code: Option<u32>,
    /// Twilio's own words, if it refused.
    pub said: Option<String>,
    /// From sending to the reply's end, in milliseconds.
    pub millis: u32,
    /// How many seconds this machine's clock is behind Twilio's, by the replies so far.
    pub clock_offset: Option<i64>,
}

/// A signature's parts, without the `Authorization` value and without the signature itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedView {
    /// The canonical request, its `Authorization` masked.
    pub canonical: String,
    /// The hash of the real one, 64 hexadecimal digits.
    pub hash: String,
    /// The token's header.
    pub header: Header,
    /// The token's claims.
    pub claims: Claims,
}

impl Exchange {
    /// The view of a request that is about to go out, `at` seconds since 1970.
    #[must_use]
    pub fn of(prepared: &Prepared, api_key_sid: &str, at: i64) -> Self {
        let signed = prepared.to_sign.as_ref().map(|to_sign| SignedView {
            canonical: to_sign.canonical.masked(),
            hash: to_sign.canonical.hash(),
            header: to_sign.token.header.clone(),
            claims: to_sign.token.claims.clone(),
        });
        let request = prepared.http.request.clone();
        Self {
            at,
            request,
            api_key_sid: api_key_sid.to_owned(),
            is_signed: signed.is_some(),
            signed,
            is_shortened: false,
            status: None,
            request_id: None,
            code: None,
            said: None,
            millis: 0,
            clock_offset: None,
        }
    }

    /// Lets go of what fills the memory: the signature's parts and the body.
    pub fn shorten(&mut self) {
        self.is_shortened |= self.signed.take().is_some() || !self.request.body.is_empty();
        self.request.body = String::new();
    }

    /// The same, with its outcome: the reply, how long it took, and the clock as the reply set it.
    #[must_use]
    pub fn ended(mut self, outcome: &HttpOutcome, millis: u32, clock: ServerClock) -> Self {
        if let Ok(reply) = outcome {
            self.status = Some(reply.status);
            self.request_id.clone_from(&reply.request_id);
            if !reply.is_success()
                && let Some(CallError::Refused(refusal)) = refused(reply)
            {
                (self.code, self.said) = (refusal.code, Some(refusal.message));
            }
        }
        self.millis = millis;
        self.clock_offset = clock.offset();
        self
    }
}
