//! What is in the archive, for programs and for people.

use super::handed::public_file;
use super::{Handed, KeyHolder, PRIVATE_KEYS, PUBLIC_KEYS, SECRETS_FILE, TABLE_NAME};
use crate::keys::unseal_command;
use serde::Serialize;

#[derive(Serialize)]
struct Manifest<'a> {
    subaccounts: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    account_sid: &'a str,
    api_key_sid: Option<&'a str>,
    public_key_sid: Option<&'a str>,
    fingerprint_sha256: Option<String>,
    private_key: Option<String>,
    public_key: Option<String>,
    state: &'a str,
    /// What the lists showed at the end; none before.
    holds: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn of(handed: &'a Handed) -> Self {
        let file = handed.private_key_file();
        Self {
            name: &handed.name,
            account_sid: handed.account_sid.as_str(),
            api_key_sid: handed.api_key.as_ref().map(|(sid, _)| sid.as_str()),
            public_key_sid: handed.public_key_sid.as_ref().map(|sid| sid.as_str()),
            fingerprint_sha256: handed.fingerprint().map(|fingerprint| fingerprint.to_string()),
            private_key: file.map(|file| format!("{PRIVATE_KEYS}/{file}")),
            public_key: file.map(|file| format!("{PUBLIC_KEYS}/{}", public_file(file))),
            state: handed.state(),
            holds: handed.holds.as_deref(),
        }
    }
}

/// `manifest.json`: names, SIDs, fingerprints and files, without a secret.
#[must_use]
pub fn manifest(results: &[Handed]) -> String {
    let subaccounts = results.iter().map(Entry::of).collect();
    serde_json::to_string_pretty(&Manifest { subaccounts }).unwrap_or_default() + "\n"
}

/// `README.txt`: what the files are, and how to open those that are encrypted.
#[must_use]
pub fn readme(results: &[Handed]) -> String {
    let made = results
        .iter()
        .any(|handed| matches!(handed.key, Some((_, KeyHolder::Made { .. }))));
    let keys = if made {
        format!(
            "{PRIVATE_KEYS}/ and {PUBLIC_KEYS}/\n  The key pairs. Each private key is encrypted with the passphrase (PKCS#8, PBES2).\n  OpenSSL, Java, Node and Python read them as they are. To decrypt one:\n    openssl pkey -in {PRIVATE_KEYS}/NAME-private-key.pem -out NAME-plain.pem\n\n"
        )
    } else {
        String::new()
    };
    format!(
        "Subaccounts primed with Keyseed\n\n{TABLE_NAME}, manifest.json\n  Names, SIDs, fingerprints and states, without a secret. Programs read the JSON file;\n  the table is for spreadsheets and begins with a byte order mark. In the tables, an apostrophe\n  stands before a name that a spreadsheet would take for a formula.\n\n{SECRETS_FILE}\n  The secrets of the API keys, encrypted with the passphrase. To read them:\n    {}\n\n{keys}Everything else in this archive may be read by anybody. Do not hand the passphrase to a recipient:\nit opens every key here. Give each of them their own key under a passphrase of its own.\n",
        unseal_command(SECRETS_FILE)
    )
}
