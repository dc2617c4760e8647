//! Why is a signature refused? Takes a token apart, holds it against Twilio's rules one by one, and where the request's
//! hash is another, finds out what the client did otherwise. Everything is worked out from what was pasted; nothing is
//! asked of anybody.
//!
//! The rules are those of <https://www.twilio.com/docs/iam/pkcv/quickstart> and of Twilio's error dictionary. In which
//! order Twilio checks them is not documented; here it is that of the practice account.

mod authorization;
mod compare;
mod content;
mod deviations;
mod header;
mod identity;
mod lifetime;
mod pasted;
mod question;
mod report;
mod signature;
mod time;
mod token;
mod url;

pub use compare::{Comparison, Line, Place};
pub use question::{Field, Pasted, Question, TOKEN_MAX};
pub use report::{Check, Claim, Report, Rule, Summary, Verdict};

/// Holds the token against every rule that can be checked with what was given.
#[must_use]
pub fn inspect(question: &Question) -> Report {
    let mut report = Report::default();
    let Some(token) = token::read(&question.token, &mut report) else {
        return report;
    };
    report.header = token.header_fields();
    report.claims = token.claim_fields(question.at);
    let algorithm = header::check(&token, &mut report);
    identity::check(&token, question, &mut report);
    lifetime::check(&token, question, &mut report);
    signature::check(&token, algorithm, question, &mut report);
    content::check(&token, question, &mut report);
    report
}
