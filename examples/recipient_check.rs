//! Prints the program with which a recipient tries their key pair.
//!
//! ```sh
//! cargo run --example recipient_check -- ACCOUNT_SID API_KEY_SID PUBLIC_KEY_SID Python|Node
//! ```

use keyseed::snippets::recipient_checks;
use std::io::Write;

const USAGE: &str = "usage: recipient_check ACCOUNT_SID API_KEY_SID PUBLIC_KEY_SID Python|Node";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [account, key, public_key, language] = &arguments[..] else {
        return Err(USAGE.into());
    };
    let programs = recipient_checks(&account.parse()?, &key.parse()?, &public_key.parse()?);
    let program = programs.into_iter().find(|program| program.language == language);
    std::io::stdout().write_all(program.ok_or(USAGE)?.code.as_bytes())?;
    Ok(())
}
