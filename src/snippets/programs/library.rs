//! The walk-through as library code: the program of Twilio's page on account and key management with Public Key Client
//! Validation (<https://www.twilio.com/docs/iam/pkcv/account-and-key-management-api-keys>), completed, in three languages.

use super::literal::Language;
use super::{Program, Template};
use crate::snippets::by_hand::ByHand;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

/// Who makes a subaccount, and which. Names and paths may hold anything: they are escaped for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibrarySubject {
    /// The parent account.
    pub parent_sid: AccountSid,
    /// Its Main API key. The secret comes from `PRIME_MAIN_KEY_SECRET`, or is asked for.
    pub main_key_sid: ApiKeySid,
    /// Its public key; without one, no request is signed.
    pub public_key_sid: Option<PublicKeySid>,
    /// The file of its private key (PEM); not read without a public key. The passphrase, where there is one, comes from
    /// `PRIME_PASSPHRASE`, or is asked for.
    pub private_key_file: String,
    /// The new subaccount's name.
    pub subaccount_name: String,
    /// Its API key's name.
    pub api_key_name: String,
    /// Its public key's name.
    pub public_key_name: String,
    /// The file of its public key (PEM).
    pub new_public_key_file: String,
    /// The file of its private key (PEM), which signs the first request; not read where requests are not signed. The
    /// passphrase, where there is one, comes from `PRIME_NEW_PASSPHRASE`, or is asked for.
    pub new_private_key_file: String,
    /// The file that gets the new API key's secret, readable by its owner only. It must not exist yet.
    pub secret_file: String,
}

impl LibrarySubject {
    /// The same as is done by hand, with the files that `prime.sh` would write; `None` while anything is missing, and
    /// where no public key is seeded: the programs always seed one, as Twilio's page does.
    #[must_use]
    pub fn of(request: &ByHand) -> Option<Self> {
        let signing = request.signing.as_ref();
        let (public_key_sid, private_key_file) = match signing {
            Some(signing) => (Some(signing.public_key_sid.clone()?), signing.private_key.clone()?),
            None => (None, String::new()),
        };
        if !request.seeds_public_key || request.api_key_name.is_empty() || request.public_key_name.is_empty() {
            return None;
        }
        let stem = request.file_stem();
        Some(Self {
            parent_sid: request.account_sid.clone()?,
            main_key_sid: request.main_key_sid.clone()?,
            public_key_sid,
            private_key_file,
            subaccount_name: request.name.clone()?,
            api_key_name: request.api_key_name.clone(),
            public_key_name: request.public_key_name.clone(),
            new_public_key_file: format!("{stem}-public-key.pem"),
            new_private_key_file: format!("{stem}-private-key.pem"),
            secret_file: format!("{stem}-api-key.env"),
        })
    }
}

/// The program in Java, Node and Python. Each makes a subaccount, an API key and a public key, and lists the public keys
/// with the new credentials; if a step fails, it closes the new subaccount, and names what it made.
#[must_use]
pub fn library_programs(subject: &LibrarySubject) -> [Program; 3] {
    let public_key_sid = subject.public_key_sid.as_ref().map_or("", PublicKeySid::as_str);
    let values = [
        ("parent_sid", subject.parent_sid.as_str()),
        ("main_key_sid", subject.main_key_sid.as_str()),
        ("public_key_sid", public_key_sid),
        ("private_key_file", &subject.private_key_file),
        ("subaccount_name", &subject.subaccount_name),
        ("api_key_name", &subject.api_key_name),
        ("public_key_name", &subject.public_key_name),
        ("new_public_key_file", &subject.new_public_key_file),
        ("new_private_key_file", &subject.new_private_key_file),
        ("secret_file", &subject.secret_file),
    ];
    TEMPLATES.map(|template| template.fill(&values))
}

const TEMPLATES: [Template; 3] = [
    Template {
        language: Language::Java,
        file: "NewSubAccount.java",
        run: "java -cp twilio-12.0.0-jar-with-dependencies.jar NewSubAccount.java",
        text: include_str!("text/NewSubAccount.java"),
    },
    Template {
        language: Language::Node,
        file: "new_subaccount.mjs",
        run: "npm install twilio && node new_subaccount.mjs",
        text: include_str!("text/new_subaccount.mjs"),
    },
    Template {
        language: Language::Python,
        file: "new_subaccount.py",
        run: "pip install twilio cryptography && python3 new_subaccount.py",
        text: include_str!("text/new_subaccount.py"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_filled_in_once() {
        let sid = |prefix: &str| format!("{prefix}{}", "2".repeat(32));
        let files = [
            "parent.pem",
            "west",
            "key",
            "public key",
            "new-public.pem",
            "new.pem",
            "west.env",
        ];
        let [
            private_key_file,
            subaccount_name,
            api_key_name,
            public_key_name,
            new_public_key_file,
            new_private_key_file,
            secret_file,
        ] = files.map(str::to_owned);
        let mut subject = LibrarySubject {
            parent_sid: sid("AC").parse().unwrap(),
            main_key_sid: sid("SK").parse().unwrap(),
            public_key_sid: Some(sid("CR").parse().unwrap()),
            private_key_file,
            subaccount_name,
            api_key_name,
            public_key_name,
            new_public_key_file,
            new_private_key_file,
            secret_file,
        };
        for Program { language, code, .. } in library_programs(&subject) {
            assert!(!code.contains("{{"), "{language}");
            for value in files.map(str::to_owned).into_iter().chain(["AC", "SK", "CR"].map(sid)) {
                assert_eq!(
                    code.matches(&format!("= \"{value}\"")).count(),
                    1,
                    "{language}: {value}"
                );
            }
        }
        subject.public_key_sid = None;
        for Program { language, code, .. } in library_programs(&subject) {
            assert!(code.contains("PUBLIC_KEY_SID = \"\""), "{language}");
        }
    }
}
