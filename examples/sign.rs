//! Signs standard input with RS256 by the `rsa` crate and writes the signature's bytes; the private key (PEM) is in the
//! file named by the only argument. The browser tests hold WebCrypto's signatures against it.

use getrandom::SysRng;
use keyseed::keys::import_private_key;
use std::error::Error;
use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("usage: sign PRIVATE-KEY.pem < message > signature")?;
    let pair = import_private_key(&std::fs::read_to_string(path)?, None)?;
    let mut message = Vec::new();
    std::io::stdin().read_to_end(&mut message)?;
    std::io::stdout().write_all(&pair.sign_rs256(&message, &mut SysRng)?)?;
    Ok(())
}
