//! Makes a key pair and prints it as JSON, in the forms in which the page saves it: `public_key`, `private_key` and
//! `encrypted_private_key` (by the passphrase in `PASSPHRASE`). For tests, whose programs read them.

use getrandom::SysRng;
use keyseed::keys::make_key_pair;
use serde_json::json;
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let passphrase = std::env::var("PASSPHRASE")?;
    let pair = make_key_pair(&mut SysRng)?;
    let files = json!({
        "public_key": pair.public_key().to_pem(),
        "private_key": *pair.to_pkcs8_pem()?,
        "encrypted_private_key": *pair.to_encrypted_pkcs8_pem(&passphrase, &mut SysRng)?,
    });
    writeln!(std::io::stdout(), "{files}")?;
    Ok(())
}
