//! The record of a run for who must be able to say later what was done: who asked, what was made, each request with its
//! outcome. It holds no secret, no request body and no signature.

use super::table::Csv;
use crate::machine::Exchange;
use crate::priming::{Head, Journal, Phase, Run, Seeding, Trace};
use crate::twilio::iso8601;
use serde::Serialize;

/// The record's file names begin so; the run's own name follows.
pub const RECORD_NAME: &str = "keyseed-record";

#[derive(Serialize)]
struct Record<'a> {
    run: String,
    account_sid: &'a str,
    account_name: &'a str,
    practice: bool,
    asked_by: &'a str,
    signed_by: Option<&'a str>,
    started: String,
    written: String,
    /// How it stood when this was written.
    state: &'static str,
    /// Whether an earlier page began it; the requests of that page are not in here.
    resumed: bool,
    subaccounts: Vec<Subaccount<'a>>,
}

#[derive(Serialize)]
struct Subaccount<'a> {
    name: &'a str,
    existed_before: bool,
    account_sid: Option<&'a str>,
    fingerprint_sha256: Option<String>,
    verified: Option<&'a str>,
    /// What the lists showed at the end; none before.
    holds: Option<String>,
    duplicates: Option<String>,
    secret_and_key_saved: bool,
    things: Vec<Thing<'a>>,
    requests: Vec<Sent<'a>>,
}

#[derive(Serialize)]
struct Thing<'a> {
    kind: &'static str,
    name: &'a str,
    sid: Option<&'a str>,
    standing: &'static str,
}

#[derive(Serialize)]
struct Sent<'a> {
    at: String,
    method: &'static str,
    url: String,
    api_key_sid: &'a str,
    signed: bool,
    status: Option<u16>,
    code: Option<u32>,
    words: Option<&'a str>,
    request_id: Option<&'a str>,
    millis: u32,
}

impl<'a> Record<'a> {
    fn new(head: &'a Head, now: i64, state: &'static str, resumed: bool, subaccounts: Vec<Subaccount<'a>>) -> Self {
        Self {
            run: head.run.to_string(),
            account_sid: head.account_sid.as_str(),
            account_name: &head.account_name,
            practice: head.practice,
            asked_by: head.main_key_sid.as_str(),
            signed_by: head.signed_by.as_ref().map(|sid| sid.as_str()),
            started: iso8601(head.started),
            written: iso8601(now),
            state,
            resumed,
            subaccounts,
        }
    }

    fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl<'a> Subaccount<'a> {
    fn of(seeding: &'a Seeding) -> Self {
        Self {
            name: &seeding.name,
            existed_before: seeding.existing(),
            account_sid: seeding.account_sid().map(|sid| sid.as_str()),
            fingerprint_sha256: seeding.fingerprint().map(|fingerprint| fingerprint.to_string()),
            verified: seeding.verified(),
            holds: seeding.holds(),
            duplicates: seeding.duplicates_deleted(),
            secret_and_key_saved: seeding.is_saved(),
            things: seeding.trail.iter().map(Thing::of).collect(),
            requests: seeding.exchanges.iter().map(Sent::of).collect(),
        }
    }
}

impl<'a> Thing<'a> {
    fn of(trace: &'a Trace) -> Self {
        Self {
            kind: trace.thing.title(),
            name: &trace.name,
            sid: trace.sid.as_deref(),
            standing: trace.standing.summary(),
        }
    }
}

impl<'a> Sent<'a> {
    fn of(exchange: &'a Exchange) -> Self {
        Self {
            at: iso8601(exchange.at),
            method: exchange.request.method.as_str(),
            url: exchange.request.url(),
            api_key_sid: &exchange.api_key_sid,
            signed: exchange.is_signed,
            status: exchange.status,
            code: exchange.code,
            words: exchange.said.as_deref(),
            request_id: exchange.request_id.as_deref(),
            millis: exchange.millis,
        }
    }
}

/// The record of a run as JSON, written at `now` (seconds since 1970).
#[must_use]
pub fn record_json(run: &Run, now: i64) -> String {
    let state = match run.phase {
        Phase::Running => "running",
        Phase::Paused => "paused",
        Phase::Stopped => "stopped",
        Phase::Finished => "finished",
    };
    let subaccounts = run.seedings.iter().map(Subaccount::of).collect();
    Record::new(&run.head, now, state, run.resumed, subaccounts).json()
}

/// What is known of a run that was interrupted, as JSON: its journal holds no requests.
#[must_use]
pub fn journal_json(journal: &Journal, now: i64) -> String {
    let known = journal.subaccounts();
    let subaccounts = known.iter().map(|account| Subaccount {
        name: &account.name,
        existed_before: account.existing,
        account_sid: account.account_sid.as_ref().map(|sid| sid.as_str()),
        fingerprint_sha256: None,
        verified: None,
        holds: account.holds.clone(),
        duplicates: None,
        secret_and_key_saved: account.saved,
        things: account.traces.iter().map(Thing::of).collect(),
        requests: Vec::new(),
    });
    Record::new(&journal.head, now, "interrupted", false, subaccounts.collect()).json()
}

/// The record of a run as a table (RFC 4180): a row for each thing that was made, and one for each request.
#[must_use]
pub fn record_csv(run: &Run) -> String {
    let mut csv = Csv::new(&[
        "Subaccount",
        "Account SID",
        "Kind",
        "What",
        "SID",
        "Outcome",
        "Sent",
        "API key SID",
        "Signed",
        "Twilio code",
        "Twilio's words",
        "Twilio-Request-Id",
        "Milliseconds",
    ]);
    for seeding in &run.seedings {
        let subaccount = Subaccount::of(seeding);
        let account = subaccount.account_sid.unwrap_or_default();
        for thing in &subaccount.things {
            let sid = thing.sid.unwrap_or_default();
            csv.row(&[
                subaccount.name,
                account,
                thing.kind,
                thing.name,
                sid,
                thing.standing,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
            ]);
        }
        for (what, outcome) in [("Holds", &subaccount.holds), ("Duplicates", &subaccount.duplicates)] {
            if let Some(outcome) = outcome {
                csv.row(&[
                    subaccount.name,
                    account,
                    "Check",
                    what,
                    "",
                    outcome,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                ]);
            }
        }
        for sent in &subaccount.requests {
            let outcome = sent.status.map_or("no reply".to_owned(), |status| status.to_string());
            let code = sent.code.map(|code| code.to_string()).unwrap_or_default();
            csv.row(&[
                subaccount.name,
                account,
                "Request",
                &format!("{} {}", sent.method, sent.url),
                "",
                &outcome,
                &sent.at,
                sent.api_key_sid,
                if sent.signed { "yes" } else { "no" },
                &code,
                sent.words.unwrap_or_default(),
                sent.request_id.unwrap_or_default(),
                &sent.millis.to_string(),
            ]);
        }
    }
    csv.for_spreadsheet()
}
