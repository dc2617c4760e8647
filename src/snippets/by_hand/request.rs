//! What is to be done by hand.

use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

/// What is to be made, and for whom; no secret. What is still missing is `None`, and the script refuses its placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// The parent account.
    pub account_sid: Option<AccountSid>,
    /// Its Main API key.
    pub main_key_sid: Option<ApiKeySid>,
    /// What signs the parent's requests, if they are signed.
    pub signing: Option<Signing>,
    /// The new subaccount's name, of any characters.
    pub name: Option<String>,
    /// The name of its API key.
    pub api_key_name: String,
    /// The name of its public key.
    pub public_key_name: String,
    /// Whether it gets a public key.
    pub seeds_public_key: bool,
}

/// What signs the parent's requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    /// The public key, as Twilio knows it.
    pub public_key_sid: Option<PublicKeySid>,
    /// The path of the private key's file on the machine where the script runs.
    pub private_key: Option<String>,
}

/// The longest beginning of a file's name, in bytes.
const STEM_MAX: usize = 64;

impl ByHand {
    /// How the files of the new subaccount begin, as the script's `name_files` has it: its name in ASCII letters,
    /// digits and single hyphens.
    #[must_use]
    pub fn file_stem(&self) -> String {
        let mut stem = String::new();
        for c in self.name.as_deref().unwrap_or_default().chars() {
            if c.is_ascii_alphanumeric() {
                stem.push(c);
            } else if !stem.ends_with('-') {
                stem.push('-');
            }
        }
        stem.truncate(STEM_MAX);
        match stem.trim_matches('-') {
            "" => "subaccount".to_owned(),
            stem => stem.to_owned(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Everything filled in; nothing signs.
    pub(in crate::snippets::by_hand) fn request(name: &str) -> ByHand {
        let sid = |prefix: &str, digit: &str| format!("{prefix}{}", digit.repeat(32));
        ByHand {
            account_sid: sid("AC", "1").parse().ok(),
            main_key_sid: sid("SK", "3").parse().ok(),
            signing: None,
            name: Some(name.to_owned()),
            api_key_name: "Seed key".to_owned(),
            public_key_name: "Seed public key".to_owned(),
            seeds_public_key: true,
        }
    }

    #[test]
    fn files_are_named_in_plain_letters() {
        for (name, stem) in [
            ("West Team", "West-Team"),
            ("--rm -rf /", "rm-rf"),
            ("\u{65e5}\u{672c}", "subaccount"),
            ("../../etc", "etc"),
        ] {
            assert_eq!(request(name).file_stem(), stem);
        }
        assert_eq!(request(&"x".repeat(80)).file_stem().len(), 64);
    }
}
