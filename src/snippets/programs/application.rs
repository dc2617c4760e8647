//! How the application that uses a subaccount signs its requests. The recipient of a subaccount tries their key pair with
//! the same programs.

use super::literal::Language;
use super::{Program, Template};
use crate::snippets::posix;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

/// The subaccount that the application uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSubject {
    /// The subaccount.
    pub account_sid: AccountSid,
    /// Its API key.
    pub api_key_sid: ApiKeySid,
    /// Its public key.
    pub public_key_sid: PublicKeySid,
    /// The private key's file, as the program finds it from where it is run: PEM, plain or encrypted.
    pub private_key_file: String,
}

/// What the makers of an application need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The same program in Java, Node and Python: one signed request that lists the public keys of the subaccount.
    pub programs: [Program; 3],
    /// The line that writes the private key without its passphrase, for a loader that cannot decrypt it. It asks for the
    /// passphrase; for bash, zsh and every POSIX shell.
    pub decrypt: String,
}

/// What to know about Twilio's other libraries (as of 2026).
pub const OTHER_LIBRARIES: &str = "Only Twilio\u{2019}s Java, Node and Python libraries sign. Those for Go, C#, Ruby and PHP have no code for Public Key Client Validation: there, the application makes the token itself. Python\u{2019}s signs with RS256 only; the other two with PS256 as well.";

/// The programs for one subaccount, and the line that decrypts its private key.
#[must_use]
pub fn application(subject: &ApplicationSubject) -> Application {
    let values = [
        ("account_sid", subject.account_sid.as_str()),
        ("api_key_sid", subject.api_key_sid.as_str()),
        ("public_key_sid", subject.public_key_sid.as_str()),
        ("private_key_file", &subject.private_key_file),
    ];
    let file = &subject.private_key_file;
    let plain = format!("{}-plain.pem", file.strip_suffix(".pem").unwrap_or(file));
    Application {
        programs: TEMPLATES.map(|template| template.fill(&values)),
        decrypt: format!(
            "openssl pkey -in {} -out {}",
            posix(&in_folder(file)),
            posix(&in_folder(&plain))
        ),
    }
}

/// A name that OpenSSL cannot take for an option.
fn in_folder(file: &str) -> String {
    if file.starts_with('-') {
        format!("./{file}")
    } else {
        file.to_owned()
    }
}

const TEMPLATES: [Template; 3] = [
    Template {
        language: Language::Java,
        file: "Check.java",
        run: "java -cp twilio-12.0.0-jar-with-dependencies.jar Check.java",
        text: include_str!("text/Check.java"),
    },
    Template {
        language: Language::Node,
        file: "check.mjs",
        run: "npm install twilio && node check.mjs",
        text: include_str!("text/check.mjs"),
    },
    Template {
        language: Language::Python,
        file: "check.py",
        run: "pip install twilio cryptography && python3 check.py",
        text: include_str!("text/check.py"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twilio::public_keys::ACCEPTED;

    fn subject(file: &str) -> ApplicationSubject {
        let sid = |prefix: &str| format!("{prefix}{}", "2".repeat(32));
        ApplicationSubject {
            account_sid: sid("AC").parse().unwrap(),
            api_key_sid: sid("SK").parse().unwrap(),
            public_key_sid: sid("CR").parse().unwrap(),
            private_key_file: file.to_owned(),
        }
    }

    #[test]
    fn every_value_is_filled_in() {
        let subject = subject("west-private-key.pem");
        for Program { language, code, .. } in application(&subject).programs {
            assert!(!code.contains("{{"), "{language}");
            let values = [
                subject.account_sid.as_str(),
                subject.api_key_sid.as_str(),
                subject.public_key_sid.as_str(),
                "west-private-key.pem",
            ];
            for value in values {
                assert_eq!(code.matches(&format!("\"{value}\"")).count(), 1, "{language}: {value}");
            }
            assert_eq!(code.matches(ACCEPTED).count(), 1, "{language}");
            // Who pastes the program instead of what it printed must not be believed.
            assert!(
                !code.contains(&format!("{ACCEPTED} {}", subject.public_key_sid)),
                "{language}"
            );
        }
    }

    #[test]
    fn the_decrypting_line_is_quoted() {
        assert_eq!(
            application(&subject("it's-private-key.pem")).decrypt,
            r"openssl pkey -in 'it'\''s-private-key.pem' -out 'it'\''s-private-key-plain.pem'"
        );
        assert!(
            application(&subject("-x.pem"))
                .decrypt
                .contains("-in './-x.pem' -out './-x-plain.pem'")
        );
    }
}
