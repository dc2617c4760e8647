//! A file, as the text that is read.

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use super::spelling;

/// The text of a file that was chosen instead of pasted: UTF-8 or UTF-16, and the base64 of one that is no text, such as DER or PKCS#12.
#[must_use]
pub fn text_of_file(bytes: &[u8]) -> Zeroizing<String> {
    spelling::as_text(bytes).unwrap_or_else(|| Base64::encode_string(bytes).into())
}
