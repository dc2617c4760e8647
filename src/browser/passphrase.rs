//! A new passphrase, of the browser's own randomness.

use crate::keys;
use crate::twilio::Secret;
use getrandom::SysRng;

/// Makes a passphrase.
///
/// # Errors
/// The browser gave no randomness, in words.
pub fn make_passphrase() -> Result<Secret, String> {
    let made = keys::make_passphrase(&mut SysRng);
    made.map(|text| Secret::new(text.as_str().to_owned()))
        .map_err(|error| error.to_string())
}
