//! What is signed, against twilio-python.

use keyseed::twilio::validation::{CanonicalRequest, ParsedToken, UnsignedToken};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::json;
use std::io::Write;
use std::process::{Command, Stdio};

const CALLS: usize = 10_000;

#[test]
fn twilios_library_would_sign_the_same_hash_of_every_request() {
    let mut runner = TestRunner::deterministic();
    let calls = crate::properties::calls();
    let (mut lines, mut ours) = (String::new(), Vec::new());
    for _ in 0..CALLS {
        let (http, who, signing, now) = calls.new_tree(&mut runner).unwrap().current();
        let token = UnsignedToken::new(&who, &signing, &CanonicalRequest::of(&http), now);
        ours.push(
            ParsedToken::parse(token.with_signature(b"").expose())
                .unwrap()
                .claims
                .rqh,
        );
        let request = &http.request;
        let line = json!({
            "account": who.account_sid.as_str(), "key": who.api_key_sid.as_str(), "kid": signing.public_key_sid.as_str(),
            "method": request.method.as_str(), "host": request.host.name(), "path": request.path, "query": request.query,
            "body": request.body, "authorization": http.authorization.as_ref().unwrap().expose(),
        });
        lines += &format!("{line}\n");
    }
    let asked: Vec<_> = lines.lines().map(str::to_owned).collect();
    let theirs = python(lines);
    assert_eq!(theirs.lines().count(), CALLS);
    for (place, (theirs, ours)) in theirs.lines().zip(ours).enumerate() {
        assert_eq!(theirs, ours, "{}", asked[place]);
    }
}

fn python(lines: String) -> String {
    let interpreter = std::env::var("KEYSEED_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(&interpreter)
        .args(["-c", include_str!("library.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{interpreter} needs twilio's library; name a Python that has it in KEYSEED_PYTHON"
    );
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}
