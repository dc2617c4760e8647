//! Digests of built files.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256, Sha384};

/// Sixteen hex digits that change with any of the contents.
pub(super) fn name_of(contents: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update(content);
    }
    let mut name = base16ct::lower::encode_string(&hash.finalize());
    name.truncate(16);
    name
}

/// The value of an `integrity` attribute, in the form that Trunk writes.
pub(super) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(content)))
}

/// The same, shorter: four workers have theirs in the page that is loaded first.
pub(super) fn short_integrity(content: &[u8]) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::{integrity, name_of, short_integrity};

    #[test]
    fn are_the_known_digests() {
        assert_eq!(name_of(&[b"a", b"bc"]), "ba7816bf8f01cfea");
        assert_eq!(
            short_integrity(b"abc"),
            "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        );
        assert_eq!(
            integrity(b"abc"),
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
    }
}
