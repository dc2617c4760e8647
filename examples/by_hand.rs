//! Prints `prime.sh`, or the steps by hand as JSON.
//!
//! ```sh
//! cargo run --example by_hand -- script|steps < REQUEST
//! ```
//!
//! The request is JSON: `account_sid`, `main_key_sid`, `name`, `api_key_name`, `public_key_name`, `seeds_public_key`, and
//! `public_key_sid` and `private_key` (a path) where requests are signed. What is left out stays to be filled in.

use keyseed::snippets::by_hand::{ByHand, Signing, prime_sh, steps};
use serde_json::{Value, json};
use std::io::{self, Write};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let value: Value = serde_json::from_reader(io::stdin().lock())?;
    let request = request(&value)?;
    let text = match std::env::args().nth(1).as_deref() {
        Some("script") => prime_sh(&request),
        Some("steps") => all_steps(&request).to_string(),
        _ => return Err("usage: by_hand script|steps < REQUEST".into()),
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn request(value: &Value) -> Result<ByHand, Failure> {
    let text = |field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
    let or = |field: &str, default: &str| text(field).unwrap_or_else(|| default.to_owned());
    let signing = match text("public_key_sid") {
        None => None,
        Some(sid) => Some(Signing {
            public_key_sid: Some(sid.parse()?),
            private_key: text("private_key"),
        }),
    };
    Ok(ByHand {
        account_sid: text("account_sid").map(|sid| sid.parse()).transpose()?,
        main_key_sid: text("main_key_sid").map(|sid| sid.parse()).transpose()?,
        seeds_public_key: value
            .get("seeds_public_key")
            .and_then(Value::as_bool)
            .unwrap_or(signing.is_some()),
        signing,
        name: text("name"),
        api_key_name: or("api_key_name", "Seed key"),
        public_key_name: or("public_key_name", "Seed public key"),
    })
}

fn all_steps(request: &ByHand) -> Value {
    let steps = steps(request).into_iter().map(|step| {
        let ways = step
            .ways
            .iter()
            .map(|way| json!({ "title": way.title, "commands": way.commands }));
        json!({
            "title": step.title,
            "note": step.note,
            "request": step.request,
            "ways": ways.collect::<Vec<_>>(),
        })
    });
    steps.collect()
}
