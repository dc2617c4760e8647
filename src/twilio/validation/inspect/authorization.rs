//! Who asks, as far as the `Authorization` header was given.

use super::pasted::{after_scheme, header_value};
use crate::twilio::{AccountSid, ApiKeySid, Secret};
use base64ct::{Base64, Base64Unpadded, Encoding};
use zeroize::Zeroizing;

/// The longest value that is read, in bytes.
const MAX: usize = 4096;

/// The user of HTTP Basic (RFC 7617), with the header's whole value if it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authorization {
    /// The user: an API key SID if all is well.
    pub(super) user: String,
    /// The header's value.
    pub(super) value: Option<Secret>,
    /// Whether the password ends with a line break, as that of `echo` does.
    pub(super) line_break: bool,
}

/// Reads the header's value, `SK...:secret`, or an API key SID alone. The message of an error never repeats the text.
pub(super) fn read(text: &str) -> Result<Authorization, String> {
    if text.len() > MAX {
        return Err(format!("This is longer than any Authorization value ({MAX} bytes)."));
    }
    let text = header_value(text, "Authorization");
    if text.parse::<ApiKeySid>().is_ok() || text.parse::<AccountSid>().is_ok() {
        return Ok(Authorization {
            user: text.to_owned(),
            value: None,
            line_break: false,
        });
    }
    if let Some(encoded) = after_scheme(text, "Basic") {
        return pair(encoded, Secret::new(text.to_owned()));
    }
    if after_scheme(text, "Bearer").is_some() {
        return Err(
            "This is a Bearer value. Signed requests use HTTP Basic with an API key SID and its secret.".into(),
        );
    }
    if text.starts_with(ApiKeySid::PREFIX) && text.contains(':') {
        let encoded = Zeroizing::new(Base64::encode_string(text.as_bytes()));
        return pair(&encoded, Secret::new(format!("Basic {}", *encoded)));
    }
    Err("Give the whole value, which begins with \u{201c}Basic \u{201d}, or the API key SID (SK...) alone.".into())
}

fn pair(encoded: &str, value: Secret) -> Result<Authorization, String> {
    let bytes = Base64::decode_vec(encoded)
        .or_else(|_| Base64Unpadded::decode_vec(encoded))
        .map(Zeroizing::new)
        .map_err(|_| {
            "What follows \u{201c}Basic\u{201d} is not base64. Was it cut off when it was copied?".to_owned()
        })?;
    let at = bytes.iter().position(|byte| *byte == b':').ok_or(
        "What follows \u{201c}Basic\u{201d} has no colon in it. It is the base64 of the API key SID, a colon and the secret.",
    )?;
    Ok(Authorization {
        user: String::from_utf8_lossy(bytes.get(..at).unwrap_or_default()).into_owned(),
        value: Some(value),
        line_break: bytes.ends_with(b"\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_a_pair_or_a_sid_say_who_asks() {
        let sid = format!("SK{}", "0".repeat(32));
        let pair = format!("{sid}:hunter2");
        let value = format!("Basic {}", Base64::encode_string(pair.as_bytes()));
        for text in [
            &value,
            &pair,
            &format!("Authorization: {value}"),
            &format!("-H \"authorization: {value}\""),
        ] {
            let read = read(text).unwrap();
            assert_eq!(read.user, sid);
            assert_eq!(read.value.unwrap().expose(), value);
        }
        assert_eq!(read(&sid).unwrap().value, None);
        let echoed = format!("Basic {}", Base64::encode_string(format!("{pair}\n").as_bytes()));
        assert!(read(&echoed).unwrap().line_break);
    }

    #[test]
    fn a_refusal_repeats_nothing() {
        for text in ["hunter2", "Basic hunter2!", "Bearer hunter2", "Basic aHVudGVyMg=="] {
            let said = read(text).unwrap_err();
            assert!(!said.contains("hunter2") && !said.contains("aHVudGVyMg"), "{said}");
        }
    }
}
