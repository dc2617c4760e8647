//! Public Key Client Validation, from the other side, <https://www.twilio.com/docs/iam/pkcv/quickstart>.
//!
//! Twilio documents what is checked and the code of each failure, not the order; the order here goes from the token's
//! form over its claims to its signature, and last to the request.

use super::Enforcement;
use super::caller::{Caller, Means};
use super::reply::Refusal;
use super::store::Store;
use crate::twilio::validation::{
    Algorithm, CONTENT_TYPE, CanonicalRequest, Claims, Header, LIFETIME_MAX, ParsedToken, TokenParseError,
};
use crate::twilio::{HttpRequest, PublicKeySid, Secret};

/// How many seconds the clocks may differ. Twilio speaks of a clock skew but gives no number, so none is granted.
const CLOCK_SKEW: i64 = 0;

/// Checks the request's signature. Says whether it has one.
pub(super) fn check(
    store: &Store,
    caller: &Caller,
    request: &HttpRequest,
    enforcement: Enforcement,
    now: i64,
) -> Result<bool, Refusal> {
    match (&request.validation, enforcement) {
        (None, Enforcement::Enforced) => Err(refuse(
            70052,
            "Public Key Client Validation is required for this account",
        )),
        (None, Enforcement::Off | Enforcement::Optional) => Ok(false),
        // The words are Twilio's; with which code they come is not documented.
        (Some(_), _) if caller.means == Means::AuthToken => Err(refuse(
            20003,
            "Inclusion of PKCV header is not permitted with current authentication flow",
        )),
        (Some(_), Enforcement::Off) => Err(refuse(
            70053,
            "Public Key Client Validation is not enabled for this account",
        )),
        (Some(token), Enforcement::Optional | Enforcement::Enforced) => {
            verify(store, caller, request, token, now).map(|()| true)
        }
    }
}

fn verify(store: &Store, caller: &Caller, request: &HttpRequest, token: &Secret, now: i64) -> Result<(), Refusal> {
    let token = ParsedToken::parse(token.expose()).map_err(|error| {
        let code = match error {
            TokenParseError::NotAToken => 20160,
            TokenParseError::Header => 20152,
            TokenParseError::Claims => 20154,
        };
        refuse(code, error.to_string())
    })?;
    let (algorithm, key) = header(&token.header)?;
    identity(&token.claims, caller)?;
    lifetime(&token.claims, now)?;
    signature(store, caller, &token, algorithm, &key)?;
    content(&token.claims, request)
}

/// 20152: the header is not that of such a token.
fn header(header: &Header) -> Result<(Algorithm, PublicKeySid), Refusal> {
    let wrong = |field: &str| refuse(20152, format!("Invalid JWT header: {field}"));
    if header.cty != CONTENT_TYPE {
        return Err(wrong("cty"));
    }
    if header.typ != "JWT" {
        return Err(wrong("typ"));
    }
    let algorithm = Algorithm::named(&header.alg).ok_or_else(|| wrong("alg"))?;
    let key = header.kid.parse().map_err(|_| wrong("kid"))?;
    Ok((algorithm, key))
}

/// 20153: issuer and subject are not who asks. 20154: the claims leave out what must be signed.
fn identity(claims: &Claims, caller: &Caller) -> Result<(), Refusal> {
    if claims.iss != caller.user {
        return Err(refuse(20153, "Invalid issuer: it is not the API key of the request"));
    }
    if claims.sub != caller.account.as_str() {
        return Err(refuse(20153, "Invalid subject: it is not the account of the API key"));
    }
    for required in ["authorization", "host"] {
        if !signed_headers(claims).any(|name| name == required) {
            return Err(refuse(20154, format!("Invalid claim set: hrh lacks {required}")));
        }
    }
    if claims.rqh.is_empty() {
        return Err(refuse(20154, "Invalid claim set: rqh is empty"));
    }
    Ok(())
}

/// 20155, 20156, 20157: not yet, no longer, for too long. Without `nbf` the token begins now.
fn lifetime(claims: &Claims, now: i64) -> Result<(), Refusal> {
    let begins = claims.nbf.unwrap_or(now);
    if begins > now.saturating_add(CLOCK_SKEW) {
        return Err(refuse(20155, "The token is not valid yet"));
    }
    if claims.exp <= now.saturating_sub(CLOCK_SKEW) {
        return Err(refuse(20156, "The token has expired"));
    }
    if claims.exp.saturating_sub(begins) > LIFETIME_MAX {
        return Err(refuse(20157, "The token's lifetime is above 300 seconds"));
    }
    Ok(())
}

/// 70153: the account has no such public key. 20159: the signature is not that key's.
fn signature(
    store: &Store,
    caller: &Caller,
    token: &ParsedToken,
    algorithm: Algorithm,
    kid: &PublicKeySid,
) -> Result<(), Refusal> {
    let known = store
        .public_keys
        .iter()
        .find(|key| key.sid == *kid && key.account == caller.account && store.late.knows(kid.as_str()))
        .ok_or_else(|| refuse(70153, "The account has no public key with this kid"))?;
    let valid = match algorithm {
        Algorithm::RS256 => known.key.verify_rs256(&token.signing_input, &token.signature),
        Algorithm::PS256 => known.key.verify_ps256(&token.signing_input, &token.signature),
    };
    if valid {
        Ok(())
    } else {
        Err(refuse(20159, "The public key does not match the actual private key"))
    }
}

/// 70155: a signed header did not arrive. 70156: what arrived is not what was signed.
fn content(claims: &Claims, request: &HttpRequest) -> Result<(), Refusal> {
    let authorization = request.authorization.as_ref().map_or("", Secret::expose);
    let asked = &request.request;
    let headers = [("host", asked.host.name()), ("authorization", authorization)];
    if let Some(absent) = signed_headers(claims).find(|name| !headers.iter().any(|(header, _)| header == name)) {
        return Err(refuse(70155, format!("The signed header {absent} is missing")));
    }
    let arrived = CanonicalRequest::new(
        asked.method.as_str(),
        &asked.path,
        &asked.query,
        &headers,
        &claims.hrh,
        &asked.body,
    );
    if arrived.hash() == claims.rqh {
        Ok(())
    } else {
        Err(refuse(70156, "The request signature in JWT is invalid or missing"))
    }
}

fn signed_headers(claims: &Claims) -> impl Iterator<Item = String> + '_ {
    claims
        .hrh
        .split(';')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
}

fn refuse(code: u32, message: impl Into<String>) -> Refusal {
    Refusal::new(401, code, message)
}
