//! Why is a signature refused? Takes a token apart, holds it against Twilio's rules one by one, and where the request's
//! hash is another, finds out what the client signed instead. Everything is worked out from what was pasted; nothing is
//! asked of anybody.
//!
//! The rules are those of <https://www.twilio.com/docs/iam/pkcv/quickstart> and of Twilio's error dictionary. In which
//! order Twilio checks them is not documented; here it is that of the practice account.

mod authorization;
mod compare;
mod content;
mod header;
mod identity;
mod lifetime;
mod pasted;
mod question;
mod report;
mod search;
mod signature;
mod time;
mod token;
mod url;

use search::Search;
use std::ops::ControlFlow;
use token::Token;

pub use compare::{Comparison, Line, Place};
pub use content::with_commas;
pub use question::{Field, Pasted, Question, TOKEN_MAX};
pub use report::{Check, Claim, Report, Rule, Summary, Verdict};
pub use search::SPELLINGS_MAX;

/// How much is tried at a time where nothing else waits, in bytes.
const AT_A_TIME: usize = 16 * 1024 * 1024;

/// Holds the token against every rule that can be checked with what was given.
#[must_use]
pub fn inspect(question: &Question) -> Report {
    let mut inspection = Inspection::begin(question.clone());
    while inspection.go_on(AT_A_TIME).is_none() {}
    inspection.report
}

/// An inspection that is made in pieces: where the request's hash is another, it takes some seconds to find out which
/// text the client signed.
pub struct Inspection {
    question: Question,
    token: Option<Token>,
    search: Option<Search>,
    report: Report,
}

impl Inspection {
    /// Holds the token against every rule, and begins the search if one is needed.
    #[must_use]
    pub fn begin(question: Question) -> Self {
        let mut report = Report::default();
        let token = token::read(&question.token, &mut report);
        let search = token.as_ref().and_then(|token| {
            report.header = token.header_fields();
            report.claims = token.claim_fields(question.at);
            let algorithm = header::check(token, &mut report);
            identity::check(token, &question, &mut report);
            lifetime::check(token, &question, &mut report);
            signature::check(token, algorithm, &question, &mut report);
            content::check(token, &question, &mut report)
        });
        Self {
            question,
            token,
            search,
            report,
        }
    }

    /// Goes on for about so many bytes that are hashed. Gives the report when it is complete.
    pub fn go_on(&mut self, bytes: usize) -> Option<&Report> {
        if let (Some(search), Some(token)) = (&mut self.search, &self.token) {
            let ControlFlow::Break(found) = search.go_on(bytes) else {
                return None;
            };
            content::tell(token, &self.question, found, search.tried(), &mut self.report);
            self.search = None;
        }
        Some(&self.report)
    }

    /// How many spellings of the request were tried so far, of at most [`SPELLINGS_MAX`].
    #[must_use]
    pub fn tried(&self) -> usize {
        self.search.as_ref().map_or(0, Search::tried)
    }
}
