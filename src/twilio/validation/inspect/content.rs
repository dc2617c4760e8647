//! 70155: a signed header is not in the request. 70156: the request is not the one that was signed.

use super::compare::difference;
use super::identity::names;
use super::question::{Asked, Question};
use super::search::{Found, Search};
use super::token::{Token, text};
use super::{Comparison, Report, Rule};
use crate::twilio::Secret;
use crate::twilio::encode::hex;
use crate::twilio::validation::{CanonicalRequest, SIGNED_HEADERS};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Stands where the value of `Authorization` would, if it was not given.
const UNKNOWN: &str = "(not given)";

const OURS: &str = "Canonical request";
const CLIENT: &str = "Your client's canonical request";
const SIGNED: &str = "What the token signs";

/// Checks the request against the token. Where their hashes differ, what was signed is still to be found.
pub(super) fn check(token: &Token, question: &Question, report: &mut Report) -> Option<Search> {
    let hrh = text(&token.claims, "hrh").unwrap_or(SIGNED_HEADERS);
    let rqh = text(&token.claims, "rqh")
        .ok()
        .filter(|_| !report.broken(Rule::RequestHash));
    let Some(asked) = &question.asked else {
        report.not_checked(Rule::Headers, "No request was given.", "Give its method and URL.");
        report.not_checked(
            Rule::Request,
            "No request was given.",
            "Give its method, URL, body and Authorization header.",
        );
        client_alone(question, rqh, report);
        return None;
    };
    let known = headers_present(question, hrh, report);
    let ours = canonical(asked, question, hrh);
    let missing = if value(question).is_none() {
        Some((
            "The value of the Authorization header was not given, and it is part of what is hashed.",
            "Give the whole value. It stays in this page.",
        ))
    } else if !known {
        Some((
            "Not every signed header was given.",
            "Give the others under \u{201c}Other signed headers\u{201d}.",
        ))
    } else if report.broken(Rule::SignedHeaders) {
        Some(("hrh does not say what must be signed, so the hash cannot be right.", ""))
    } else {
        None
    };
    let mut search = None;
    match (missing, rqh) {
        (Some((why, next)), _) => {
            report.not_checked(Rule::Request, why, next);
            let found = "What Twilio expects to be hashed, as far as it is known.";
            report
                .comparisons
                .push(Comparison::one(OURS, vec![found.to_owned()], &ours));
        }
        (None, None) => {
            report.not_checked(Rule::Request, "rqh is no hash that could be compared.", "");
            let found = format!("Its SHA-256, which rqh should be: {}", sha256(&ours));
            report.comparisons.push(Comparison::one(OURS, vec![found], &ours));
        }
        (None, Some(rqh)) if sha256(&ours) == rqh => {
            report.good(Rule::Request, "rqh is the hash of this request.");
            let found = format!("Its SHA-256 is the token's rqh: {rqh}");
            report.comparisons.push(Comparison::one(OURS, vec![found], &ours));
        }
        (None, Some(rqh)) => {
            search = Search::new(asked, &headers(asked, question), hrh, &ours, rqh);
            if search.is_none() {
                tell(token, question, None, 0, report);
            }
        }
    }
    client(question, rqh, &ours, report);
    search
}

/// The value of `Authorization`, if it was given.
fn value(question: &Question) -> Option<&Secret> {
    question.authorization.as_ref().and_then(|known| known.value.as_ref())
}

/// The canonical request that the request calls for.
fn canonical(asked: &Asked, question: &Question, hrh: &str) -> Secret {
    let headers = headers(asked, question);
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let url = &asked.url;
    CanonicalRequest::new(&asked.method, &url.path, &url.query, &headers, hrh, &asked.body)
        .text()
        .clone()
}

/// The request's headers, as far as they are known.
fn headers(asked: &Asked, question: &Question) -> Vec<(String, Zeroizing<String>)> {
    let value = value(question);
    let mut headers = vec![
        ("host".to_owned(), Zeroizing::new(asked.url.host.clone())),
        (
            "authorization".to_owned(),
            Zeroizing::new(value.map_or(UNKNOWN, Secret::expose).to_owned()),
        ),
    ];
    let others = question.headers.iter().flatten();
    let others = others.filter(|(name, _)| name != "host" && name != "authorization");
    headers.extend(others.map(|(name, value)| (name.clone(), Zeroizing::new(value.clone()))));
    headers
}

/// Says whether all signed headers are known.
fn headers_present(question: &Question, hrh: &str, report: &mut Report) -> bool {
    let known = ["authorization", "host"];
    let others: Vec<_> = names(hrh)
        .into_iter()
        .filter(|name| !known.contains(&name.as_str()))
        .collect();
    let given = question.headers.as_deref();
    let absent = others
        .iter()
        .find(|name| !given.unwrap_or_default().iter().any(|(given, _)| given == *name));
    match (absent, given) {
        (None, _) if question.authorization.is_none() => {
            report.not_checked(
                Rule::Headers,
                "Whether the request has the Authorization header was not said.",
                "Give its value, or the API key SID alone.",
            );
            true
        }
        (None, _) => {
            report.good(Rule::Headers, "The request has every header that hrh names.");
            true
        }
        (Some(name), None) => {
            report.not_checked(
                Rule::Headers,
                format!("hrh also names {name}, and no other headers were given."),
                "Give the request's other headers under \u{201c}Other signed headers\u{201d}, or sign authorization;host only.",
            );
            false
        }
        (Some(name), Some(_)) => {
            report.bad(
                Rule::Headers,
                format!("hrh names {name}, and the request has no such header."),
                "Send every header that is signed. If the client sends it, a proxy on the way drops it.",
            );
            false
        }
    }
}

/// Says what the search came to.
pub(super) fn tell(token: &Token, question: &Question, found: Option<Found>, tried: usize, report: &mut Report) {
    let Some(asked) = &question.asked else { return };
    let hrh = text(&token.claims, "hrh").unwrap_or(SIGNED_HEADERS);
    let ours = canonical(asked, question, hrh);
    let mut why = match &found {
        Some(found) => found.sentences.clone(),
        None => vec![
            "rqh is the hash of another request.".to_owned(),
            format!(
                "No spelling of this request that was tried gives this hash. Keyseed tried {}.",
                with_commas(tried)
            ),
        ],
    };
    if !(asked.url.host.ends_with("twilio.com") || asked.url.host.contains("twilio.com:")) {
        why.push("The URL does not lead to Twilio. Give the one that Twilio receives.".to_owned());
    }
    let (next, comparison) = match &found {
        Some(found) => (
            "Let your client sign the canonical request of this request. Both are compared below.",
            Comparison::two(
                "The canonical request and what the token signs",
                vec![
                    "What the token signs has exactly the hash rqh. The canonical request of this request has another."
                        .to_owned(),
                ],
                Some(&ours),
                (SIGNED, &found.text),
                value(question),
            ),
        ),
        None => (
            "Check that this is the request that was sent: method, URL, body byte for byte, Authorization. Then let your client print its canonical request, and paste that too.",
            Comparison::one(
                OURS,
                vec![format!("Its SHA-256, which rqh should be: {}", sha256(&ours))],
                &ours,
            ),
        ),
    };
    report.bad(Rule::Request, why.join("\n"), next);
    report.comparisons.insert(0, comparison);
}

/// A number with commas between its thousands.
#[must_use]
pub fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let from_end = |at: usize| digits.len() - at;
    let part = |(at, digit): (usize, char)| {
        if at > 0 && from_end(at) % 3 == 0 {
            format!(",{digit}")
        } else {
            digit.to_string()
        }
    };
    digits.chars().enumerate().map(part).collect()
}

/// The client's canonical request beside ours.
fn client(question: &Question, rqh: Option<&str>, ours: &Secret, report: &mut Report) {
    let Some(pasted) = &question.canonical else { return };
    let value = value(question);
    let theirs = spelling(pasted, rqh, Some(ours));
    // What we do not know cannot differ.
    let ours = if value.is_none() {
        with_authorization_of(ours, &theirs)
    } else {
        ours.clone()
    };
    let same = difference(ours.expose(), theirs.expose()).is_none();
    let (ours_is, theirs_is) = (rqh == Some(&sha256(&ours)), rqh == Some(&sha256(&theirs)));
    let found = match (same, theirs_is, ours_is) {
        (true, true, _) => "Both are the same, and rqh is their hash.",
        (true, false, _) => {
            "Both are the same, but rqh is not their hash: the client hashes something else, or writes the hash otherwise than in 64 lowercase hexadecimal digits."
        }
        (false, true, _) => "rqh is the hash of your client's form, and that is not the request's.",
        (false, false, true) => "They differ, and rqh is the hash of ours: this is not what your client hashed.",
        (false, false, false) => "They differ, and rqh is the hash of neither.",
    };
    report.comparisons.push(Comparison::two(
        "The canonical request and your client's",
        vec![found.to_owned()],
        Some(&ours),
        (CLIENT, &theirs),
        value,
    ));
}

/// The client's canonical request where no request was given: only its hash can be compared.
fn client_alone(question: &Question, rqh: Option<&str>, report: &mut Report) {
    let Some(pasted) = &question.canonical else { return };
    let theirs = spelling(pasted, rqh, None);
    let found = if rqh == Some(&sha256(&theirs)) {
        "rqh is its hash."
    } else {
        "rqh is not its hash."
    };
    report.comparisons.push(Comparison::two(
        CLIENT,
        vec![found.to_owned()],
        None,
        (CLIENT, &theirs),
        value(question),
    ));
}

/// What was pasted, with or without the last line break, which copying often loses or adds.
fn spelling(pasted: &Secret, rqh: Option<&str>, ours: Option<&Secret>) -> Secret {
    let text = pasted.expose();
    let short = text.trim_end_matches('\n');
    let spellings = [
        text.to_owned(),
        format!("{text}\n"),
        short.to_owned(),
        format!("{short}\n"),
    ]
    .map(Secret::new);
    let fits = |spelling: &&Secret| rqh == Some(&sha256(spelling));
    let found = spellings
        .iter()
        .find(fits)
        .or_else(|| spellings.iter().find(|spelling| ours == Some(*spelling)));
    found.unwrap_or(pasted).clone()
}

/// Our text with their line of `authorization`.
fn with_authorization_of(ours: &Secret, theirs: &Secret) -> Secret {
    let line = theirs
        .expose()
        .split('\n')
        .find(|line| line.starts_with("authorization:"));
    let own = format!("authorization:{UNKNOWN}");
    Secret::new(ours.expose().replacen(&own, line.unwrap_or(&own), 1))
}

pub(super) fn sha256(text: &Secret) -> String {
    hex(&Sha256::digest(text.expose().as_bytes()))
}
