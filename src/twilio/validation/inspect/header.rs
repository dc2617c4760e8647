//! 20152: the token's header.

use super::token::{Token, text};
use super::{Report, Rule};
use crate::twilio::PublicKeySid;
use crate::twilio::validation::{Algorithm, CONTENT_TYPE};

/// Checks the header. Gives the algorithm if it is one that Twilio takes.
pub(super) fn check(token: &Token, report: &mut Report) -> Option<Algorithm> {
    content_type(token, report);
    kind(token, report);
    let algorithm = algorithm(token, report);
    public_key_sid(token, report);
    algorithm
}

fn content_type(token: &Token, report: &mut Report) {
    let next = format!("Set cty to {CONTENT_TYPE}.");
    match text(&token.header, "cty") {
        Ok(CONTENT_TYPE) => report.good(Rule::ContentType, format!("cty is {CONTENT_TYPE}.")),
        Ok(_) => report.bad(Rule::ContentType, format!("cty is not {CONTENT_TYPE}."), next),
        Err(found) => report.bad(Rule::ContentType, found, next),
    }
}

fn kind(token: &Token, report: &mut Report) {
    match (token.header.get("typ"), text(&token.header, "typ")) {
        (None, _) => report.good(Rule::Type, "typ is left out, which means JWT."),
        (_, Ok("JWT")) => report.good(Rule::Type, "typ is JWT."),
        _ => report.bad(Rule::Type, "typ is not JWT.", "Set typ to JWT, or leave it out."),
    }
}

fn algorithm(token: &Token, report: &mut Report) -> Option<Algorithm> {
    const NEXT: &str = "Sign with RS256 or PS256, and say so in alg. Twilio takes no other.";
    let alg = text(&token.header, "alg");
    let found = alg.as_deref().ok().and_then(Algorithm::named);
    match (found, alg) {
        (Some(known), _) => report.good(Rule::Algorithm, format!("alg is {}.", known.as_str())),
        (None, Ok(_)) => report.bad(Rule::Algorithm, "alg is neither RS256 nor PS256.", NEXT),
        (None, Err(found)) => report.bad(Rule::Algorithm, found, NEXT),
    }
    found
}

fn public_key_sid(token: &Token, report: &mut Report) {
    const NEXT: &str = "Set kid to the SID under which Twilio holds the public key (CR...).";
    match text(&token.header, "kid") {
        Ok(kid) => match super::identity::sid::<PublicKeySid>(kid) {
            Ok(()) => report.good(Rule::PublicKeySid, "kid has the form of a public key SID."),
            Err(found) => report.bad(Rule::PublicKeySid, format!("kid: {found}"), NEXT),
        },
        Err(found) => report.bad(Rule::PublicKeySid, found, NEXT),
    }
}
