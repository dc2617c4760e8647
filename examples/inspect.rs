//! Inspects a token without a browser: reads `{ token, method, url, body, authorization, public_key, at, ... }` as JSON from
//! standard input and writes the summary and each check as JSON. The tests with Twilio's own libraries use it.

use keyseed::twilio::validation::inspect::{Pasted, Question, Report, inspect};
use serde_json::{Value, json};
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> Result<(), Box<dyn Error>> {
    let given: Value = serde_json::from_reader(std::io::stdin())?;
    let text = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default();
    let pasted = Pasted {
        token: text("token"),
        method: text("method"),
        url: text("url"),
        body: text("body"),
        authorization: text("authorization"),
        headers: text("headers"),
        public_key: text("public_key"),
        at: text("at"),
        canonical: text("canonical"),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let answer = match Question::read(&pasted, i64::try_from(now)?) {
        Ok(question) => told(&inspect(&question)),
        Err(errors) => {
            let errors = errors
                .iter()
                .map(|(field, sentence)| json!({"field": format!("{field:?}"), "error": sentence}));
            json!({"errors": errors.collect::<Vec<_>>()})
        }
    };
    serde_json::to_writer(std::io::stdout(), &answer)?;
    Ok(())
}

fn told(report: &Report) -> Value {
    let summary = report.summary();
    let checks = report.checks.iter().map(|check| {
        json!({
            "rule": check.rule.title(), "verdict": check.verdict.word(), "code": check.code,
            "found": check.found, "next": check.next,
        })
    });
    json!({
        "refused": summary.refused, "title": summary.title, "text": summary.text,
        "checks": checks.collect::<Vec<_>>(),
    })
}
