//! 20153: who signs. 20154: what is signed.

use super::question::Question;
use super::token::{Token, text};
use super::{Report, Rule};
use crate::twilio::validation::LIFETIME_MAX;
use crate::twilio::{AccountSid, ApiKeySid, SidError};
use std::str::FromStr;

const _: () = assert!(LIFETIME_MAX == 300, "the sentences about lifetimes name it");

/// Checks issuer and subject, and that the claims say what is signed.
pub(super) fn check(token: &Token, question: &Question, report: &mut Report) {
    issuer(token, report);
    subject(token, report);
    api_key(token, question, report);
    signed_headers(token, report);
    request_hash(token, report);
}

/// Whether a text is such a SID, with nothing around it.
pub(super) fn sid<T: FromStr<Err = SidError>>(text: &str) -> Result<(), String> {
    text.parse::<T>().map_err(|error| error.to_string())?;
    if text.trim() == text {
        Ok(())
    } else {
        Err("There is space around the SID.".to_owned())
    }
}

fn issuer(token: &Token, report: &mut Report) {
    const NEXT: &str = "Set iss to the API key SID (SK...) whose secret is in the Authorization header.";
    match text(&token.claims, "iss").map(sid::<ApiKeySid>) {
        Ok(Ok(())) => report.good(Rule::Issuer, "iss has the form of an API key SID."),
        Ok(Err(found)) => report.bad(Rule::Issuer, format!("iss: {found}"), NEXT),
        Err(found) => report.bad(Rule::Issuer, found, NEXT),
    }
}

fn subject(token: &Token, report: &mut Report) {
    const NEXT: &str = "Set sub to the SID of the account that the API key belongs to (AC...).";
    match text(&token.claims, "sub").map(sid::<AccountSid>) {
        Ok(Ok(())) => report.good(
            Rule::Subject,
            "sub has the form of an Account SID. It must be the account that the API key belongs to, whichever account the request is about.",
        ),
        Ok(Err(found)) => report.bad(Rule::Subject, format!("sub: {found}"), NEXT),
        Err(found) => report.bad(Rule::Subject, found, NEXT),
    }
}

fn api_key(token: &Token, question: &Question, report: &mut Report) {
    let Some(authorization) = &question.authorization else {
        return report.not_checked(
            Rule::ApiKey,
            "No Authorization header was given.",
            "Give it, or the API key SID in it, to see whether iss is the same key.",
        );
    };
    if authorization.user.starts_with(AccountSid::PREFIX) {
        // The words of the refusal are known, the code that comes with them is not.
        return report.bad_with(
            Rule::ApiKey,
            20003,
            "The user is an Account SID, so the password is its Auth Token. Twilio takes no signature with that: \u{201c}Inclusion of PKCV header is not permitted with current authentication flow\u{201d}. Which code comes with these words is not documented; 20003 is the likely one.",
            "Authenticate with an API key SID and its secret.",
        );
    }
    if authorization.line_break {
        return report.bad_with(
            Rule::ApiKey,
            20003,
            "The secret in the Authorization header ends with a line break.",
            "Encode it without: in a shell, use printf or echo -n.",
        );
    }
    if report.broken(Rule::Issuer) {
        return report.not_checked(Rule::ApiKey, "iss is no API key SID.", "");
    }
    if text(&token.claims, "iss") == Ok(&authorization.user) {
        report.good(Rule::ApiKey, "iss is the user of the Authorization header.");
    } else {
        report.bad(
            Rule::ApiKey,
            "iss is another key than the user of the Authorization header.",
            "Sign as the API key that the request authenticates with.",
        );
    }
}

fn signed_headers(token: &Token, report: &mut Report) {
    const NEXT: &str = "Set hrh to authorization;host, or more, and sign these headers.";
    let hrh = match text(&token.claims, "hrh") {
        Ok(hrh) => hrh,
        Err(found) => return report.bad(Rule::SignedHeaders, found, NEXT),
    };
    let names = names(hrh);
    let lacks = ["authorization", "host"]
        .into_iter()
        .find(|required| !names.iter().any(|name| name == required));
    match lacks {
        Some(required) => report.bad(Rule::SignedHeaders, format!("hrh lacks {required}."), NEXT),
        None if names.join(";") == hrh => report.good(Rule::SignedHeaders, "hrh has authorization and host."),
        None => report.note(
            Rule::SignedHeaders,
            "hrh has authorization and host, but it is not written in lowercase, sorted and joined by semicolons alone.",
            format!("Better write it as Twilio does: {}.", names.join(";")),
        ),
    }
}

/// The signed headers' names: lowercase, trimmed, sorted.
pub(super) fn names(hrh: &str) -> Vec<String> {
    let names = hrh.split(';').map(|name| name.trim().to_ascii_lowercase());
    let mut names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
    names.sort();
    names
}

/// Without `rqh` the answer is 20154; one that is no such hash cannot be the request's, so it is 70156.
fn request_hash(token: &Token, report: &mut Report) {
    const NEXT: &str = "Set rqh to the SHA-256 of the canonical request, in 64 lowercase hexadecimal digits.";
    let rqh = match text(&token.claims, "rqh") {
        Ok(rqh) => rqh,
        Err(found) => return report.bad(Rule::RequestHash, found, NEXT),
    };
    let digits = rqh.len() == 64 && rqh.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digits && !rqh.bytes().any(|byte| byte.is_ascii_uppercase()) {
        report.good(Rule::RequestHash, "rqh has the form of a SHA-256.");
    } else if digits {
        report.bad_with(Rule::RequestHash, 70156, "rqh has capital letters.", NEXT);
    } else {
        let found = format!(
            "rqh is not 64 hexadecimal digits: it has {} characters.",
            rqh.chars().count()
        );
        report.bad_with(Rule::RequestHash, 70156, found, NEXT);
    }
}
