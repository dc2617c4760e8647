//! Prints every command for a subaccount as JSON: what the console shows, and what is copied. With `--shells`: each
//! shell's name, and the programs that read its commands.
//!
//! Reads one JSON object from standard input, so that no list of processes shows the secret:
//! `{"account_sid", "api_key_sid", "secret", "name", "parent_sid", "main_key_sid", "enforced", "shell"}`, and
//! `"public_key_sid"` and `"private_key_file"` where there is a public key.

use keyseed::snippets::{
    ApplicationSubject, Parent, Shell, Snippet, Subject, cli_snippets, command_kinds, profile_name,
};
use keyseed::twilio::Secret;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{Write, stdin, stdout};

#[derive(Deserialize)]
struct Question {
    account_sid: String,
    api_key_sid: String,
    secret: Option<String>,
    name: String,
    parent_sid: String,
    main_key_sid: String,
    enforced: bool,
    shell: String,
    public_key_sid: Option<String>,
    private_key_file: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().any(|argument| argument == "--shells") {
        let shells = Shell::ALL.map(|shell| json!({ "name": shell.name(), "programs": shell.programs() }));
        stdout().write_all(json!(shells).to_string().as_bytes())?;
        return Ok(());
    }
    let question: Question = serde_json::from_reader(stdin())?;
    let account_sid = question.account_sid.parse()?;
    let subject = Subject {
        profile: profile_name(&question.name, &account_sid),
        account_sid,
        api_key_sid: question.api_key_sid.parse()?,
        secret: question.secret.map(Secret::new),
        enforces: question.enforced,
        parent: Some(Parent {
            account_sid: question.parent_sid.parse()?,
            main_key_sid: question.main_key_sid.parse()?,
            enforces: question.enforced,
        }),
    };
    let application = match (question.public_key_sid, question.private_key_file) {
        (Some(sid), Some(private_key_file)) => Some(ApplicationSubject {
            account_sid: subject.account_sid.clone(),
            api_key_sid: subject.api_key_sid.clone(),
            public_key_sid: sid.parse()?,
            private_key_file,
        }),
        _ => None,
    };
    let shell = Shell::named(&question.shell).ok_or("no such shell")?;
    let snippets = cli_snippets(&subject, application.as_ref(), shell);
    let snippets: Vec<_> = snippets.iter().map(describe).collect();
    let kinds: Vec<_> = command_kinds(&subject)
        .iter()
        .map(|kind| kind.example.clone())
        .collect();
    let answer = json!({ "profile": subject.profile, "snippets": snippets, "kinds": kinds });
    stdout().write_all(answer.to_string().as_bytes())?;
    Ok(())
}

fn describe(snippet: &Snippet) -> Value {
    let text = snippet.text.as_ref();
    json!({
        "title": snippet.title,
        "shell": snippet.shell.name(),
        "refused": snippet.refused,
        "file": snippet.file,
        "folded": snippet.folded,
        "program": snippet.program.map(|program| json!({ "name": program.name, "text": program.text })),
        "text": text.ok().map(|text| text.whole().expose().to_owned()),
        "shown": text.ok().map(|text| text.masked("****")),
        "unsayable": text.err().map(ToString::to_string),
    })
}
