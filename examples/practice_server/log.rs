//! The log that tests read: what was asked and what came of it, one JSON object a line, never a secret.

use keyseed::practice::{Met, Verdict, basic_user};
use keyseed::twilio::{HttpReply, HttpRequest};
use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Where the log goes, if anywhere.
pub(crate) struct Log(Option<File>);

impl Log {
    /// Opens `path` to append to.
    pub(crate) fn open(path: Option<&Path>) -> io::Result<Self> {
        let file = path
            .map(|path| OpenOptions::new().create(true).append(true).open(path))
            .transpose()?;
        Ok(Self(file))
    }

    /// Appends one line before the reply goes out, if one does, so that a client that has the reply finds the line.
    pub(crate) fn append(&mut self, request: &HttpRequest, met: &Met, verdict: Option<Verdict>) -> io::Result<()> {
        let Some(file) = &mut self.0 else {
            return Ok(());
        };
        let asked = &request.request;
        let reply = match met {
            Met::Reply(reply) => Some(reply),
            Met::Broken | Met::Silent => None,
        };
        let line = json!({
            "method": asked.method.as_str(),
            "host": asked.host.name(),
            "path": asked.path,
            "query": asked.query,
            "status": reply.map(|reply| reply.status),
            "code": reply.and_then(code),
            "user": basic_user(request),
            "signed": request.validation.is_some(),
            "validation": match verdict {
                Some(Verdict::Valid) => json!("ok"),
                Some(Verdict::Refused(code)) => json!(code),
                None => Value::Null,
            },
        });
        writeln!(file, "{line}")
    }
}

/// Twilio's error code in the reply, if it is a refusal.
fn code(reply: &HttpReply) -> Option<u64> {
    if reply.is_success() {
        return None;
    }
    serde_json::from_str::<Value>(&reply.body).ok()?.get("code")?.as_u64()
}
