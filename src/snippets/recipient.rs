//! The signed request that the recipient makes with the private key that only they have. It lists the public keys of
//! their account; the one that was seeded is among them if the signature was accepted.

use crate::twilio::public_keys::ACCEPTED;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

/// A program to save and run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its language.
    pub language: &'static str,
    /// The file to save it as.
    pub file: &'static str,
    /// What to install first, and how to run it.
    pub run: &'static str,
    /// The program.
    pub code: String,
}

/// The check in Twilio's own libraries that sign. The API key's secret is asked for or taken from the environment, so
/// that no program holds it.
#[must_use]
pub fn recipient_checks(account: &AccountSid, key: &ApiKeySid, public_key: &PublicKeySid) -> [Program; 2] {
    [
        Program {
            language: "Python",
            file: "check.py",
            run: "pip install twilio && python3 check.py",
            code: format!(
                r#"from getpass import getpass
from twilio.http.validation_client import ValidationClient
from twilio.rest import Client

account, key = "{account}", "{key}"
private_key = open("private-key.pem").read()
signing = ValidationClient(account, key, "{public_key}", private_key)
client = Client(key, getpass("API key secret: "), account, http_client=signing)
for public_key in client.accounts.v1.credentials.public_key.list():
    print("{ACCEPTED}", public_key.sid)
"#
            ),
        },
        Program {
            language: "Node",
            file: "check.mjs",
            run: "npm install twilio && TWILIO_API_SECRET=... node check.mjs",
            code: format!(
                r#"import {{ readFileSync }} from "node:fs";
import twilio from "twilio";

const account = "{account}", key = "{key}";
const client = twilio(key, process.env.TWILIO_API_SECRET, {{
  accountSid: account,
  validationClient: {{
    accountSid: account,
    credentialSid: "{public_key}",
    signingKey: key,
    privateKey: readFileSync("private-key.pem", "utf8"),
    algorithm: "RS256",
  }},
}});
for (const publicKey of await client.accounts.v1.credentials.publicKey.list({{ limit: 20 }})) {{
  console.log("{ACCEPTED}", publicKey.sid);
}}
"#
            ),
        },
    ]
}
