//! 20155, 20156, 20157: not yet, no longer, for too long.

use super::question::Question;
use super::time::{MILLISECONDS, date, from, span};
use super::token::Token;
use super::{Report, Rule};
use crate::twilio::validation::LIFETIME_MAX;
use serde_json::Value;

const SECONDS: &str = "Write it as a whole number: seconds since 1970.";
const CLOCK: &str =
    "Set the clock of the machine that signs to network time. How much difference Twilio allows is not documented.";

/// Checks when the token is good.
pub(super) fn check(token: &Token, question: &Question, report: &mut Report) {
    let (nbf, exp) = (moment(token, "nbf"), moment(token, "exp"));
    begin(&nbf, question.at, report);
    end(&exp, question, report);
    lifetime(token, nbf, exp, question, report);
}

/// A moment of the claims: none, seconds since 1970, or something else.
fn moment(token: &Token, name: &str) -> Result<Option<i64>, String> {
    let Some(value) = token.claims.get(name) else {
        return Ok(None);
    };
    // Numbers beyond i64 saturate.
    #[allow(clippy::cast_possible_truncation)]
    let whole = |number: &serde_json::Number| number.as_i64().or_else(|| number.as_f64().map(|float| float as i64));
    match value {
        Value::Number(number) => Ok(whole(number)),
        _ => Err(format!("{name} is not a number.")),
    }
}

fn begin(nbf: &Result<Option<i64>, String>, at: i64, report: &mut Report) {
    match nbf {
        Err(found) => report.bad(Rule::Begin, found, SECONDS),
        Ok(None) => report.good(
            Rule::Begin,
            "nbf is left out: the token begins when Twilio receives it.",
        ),
        Ok(Some(nbf)) if *nbf >= MILLISECONDS => {
            report.bad(
                Rule::Begin,
                "nbf is far in the future; it seems to be in milliseconds.",
                SECONDS,
            );
        }
        Ok(Some(nbf)) if *nbf > at => report.bad(
            Rule::Begin,
            format!(
                "The token begins {} after the request ({}).",
                span(nbf.saturating_sub(at)),
                date(*nbf)
            ),
            format!("{CLOCK} Setting nbf half a minute into the past helps against small differences."),
        ),
        Ok(Some(nbf)) => report.good(Rule::Begin, format!("The token began {}.", from(at, *nbf))),
    }
}

fn end(exp: &Result<Option<i64>, String>, question: &Question, report: &mut Report) {
    let at = question.at;
    match exp {
        Err(found) => report.bad(Rule::End, found, SECONDS),
        Ok(None) => report.bad(
            Rule::End,
            "exp is missing.",
            "Set exp to at most 300 seconds after nbf.",
        ),
        Ok(Some(exp)) if *exp <= at => {
            let found = format!("The token ended {} ({}).", from(at, *exp), date(*exp));
            let next = if question.at_given {
                format!("Sign each request anew, just before it is sent. {CLOCK}")
            } else {
                // A token that is looked at later has always ended; whether it had when it was sent is not known.
                report.ended_since = true;
                "If the request was sent before that, give its time. Otherwise sign each request anew, just before it is sent.".to_owned()
            };
            report.bad(Rule::End, found, next);
        }
        Ok(Some(exp)) => report.good(Rule::End, format!("The token ends {}.", from(at, *exp))),
    }
}

fn lifetime(
    token: &Token,
    nbf: Result<Option<i64>, String>,
    exp: Result<Option<i64>, String>,
    question: &Question,
    report: &mut Report,
) {
    let at = question.at;
    const NEXT: &str = "Let exp be at most 300 seconds after nbf.";
    let (Ok(nbf), Ok(Some(exp))) = (nbf, exp) else {
        return report.not_checked(Rule::Lifetime, "Begin or end cannot be read.", "");
    };
    let life = exp.saturating_sub(nbf.unwrap_or(at));
    if exp >= MILLISECONDS && nbf.is_none_or(|nbf| nbf < MILLISECONDS) {
        report.bad(
            Rule::Lifetime,
            "exp is thousands of years away; it seems to be in milliseconds.",
            SECONDS,
        );
    } else if life > LIFETIME_MAX {
        report.bad(
            Rule::Lifetime,
            format!("The token lives for {}; {LIFETIME_MAX} s are allowed.", span(life)),
            NEXT,
        );
    } else if nbf.is_some() {
        report.good(
            Rule::Lifetime,
            format!("It lives for {life} s; {LIFETIME_MAX} s are allowed."),
        );
    } else {
        without_begin(token, exp, question.at_given, report);
    }
}

/// Without `nbf`, the lifetime counts from when Twilio receives the token; `iat` says how long it was meant to live.
fn without_begin(token: &Token, exp: i64, at_given: bool, report: &mut Report) {
    match token.claims.get("iat").and_then(Value::as_i64) {
        Some(iat) if exp.saturating_sub(iat) > LIFETIME_MAX => report.note(
            Rule::Lifetime,
            format!(
                "Without nbf the lifetime counts from when Twilio receives the token. It was made to live for {}.",
                span(exp.saturating_sub(iat))
            ),
            "Let it live for 300 seconds at most: sent at once, it is refused.",
        ),
        Some(iat) => report.good(
            Rule::Lifetime,
            format!(
                "It was made to live for {} s; {LIFETIME_MAX} s are allowed.",
                exp.saturating_sub(iat)
            ),
        ),
        None if !at_given => report.not_checked(
            Rule::Lifetime,
            "Without nbf the lifetime counts from when Twilio receives the token.",
            "Give the time of the request.",
        ),
        None => report.good(
            Rule::Lifetime,
            "Without nbf the lifetime counts from when Twilio receives the token; no more than 300 s are left.",
        ),
    }
}
