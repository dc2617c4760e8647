//! Reading a token, as the other side does.

use super::{Claims, Header};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::DeserializeOwned;

/// The largest token that is read, in bytes. A real one has about 900.
const TOKEN_MAX: usize = 8192;

/// A token, taken apart. Nothing of it has been checked but its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedToken {
    /// Its header.
    pub header: Header,
    /// Its claims.
    pub claims: Claims,
    /// The bytes that were signed.
    pub signing_input: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

/// Why a text is not a token of Public Key Client Validation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenParseError {
    /// Not three parts of base64url (error 20160).
    #[error("this is not a token: it should have three parts of base64url, joined by dots")]
    NotAToken,
    /// The header is not JSON or lacks a field (error 20152).
    #[error("the token's header is not JSON with cty, alg and kid")]
    Header,
    /// The claims are not JSON or lack a field (error 20154).
    #[error("the token's claims are not JSON with iss, sub, exp, hrh and rqh")]
    Claims,
}

impl ParsedToken {
    /// Takes a token apart.
    ///
    /// # Errors
    /// What is wrong with its form.
    pub fn parse(token: &str) -> Result<Self, TokenParseError> {
        let token = token.trim();
        let mut parts = token.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenParseError::NotAToken);
        };
        if token.len() > TOKEN_MAX {
            return Err(TokenParseError::NotAToken);
        }
        Ok(Self {
            header: json(header, TokenParseError::Header)?,
            claims: json(claims, TokenParseError::Claims)?,
            signing_input: format!("{header}.{claims}").into_bytes(),
            signature: bytes(signature)?,
        })
    }
}

fn bytes(part: &str) -> Result<Vec<u8>, TokenParseError> {
    Base64UrlUnpadded::decode_vec(part).map_err(|_| TokenParseError::NotAToken)
}

fn json<T: DeserializeOwned>(part: &str, error: TokenParseError) -> Result<T, TokenParseError> {
    serde_json::from_slice(&bytes(part)?).map_err(|_| error)
}
