//! The note for the person who gets a subaccount.

use super::{Handed, KeyHolder};
use crate::priming::Verification;
use crate::snippets::Copyable;
use crate::twilio::Secret;

/// The note: who they are at Twilio, what comes separately, and how to try it. It holds nothing of the admin's, and the
/// API key's secret only if `with_secret`.
#[must_use]
pub fn note(result: &Handed, with_secret: bool) -> Copyable {
    let mut note = Note::default();
    note.line(&format!("Your Twilio subaccount: {}", result.name));
    note.line("");
    note.fact("Account SID", result.account_sid.as_str());
    if let Some((sid, secret)) = &result.api_key {
        note.fact("API key SID", sid.as_str());
        if with_secret {
            note.secret("API key secret", secret);
        } else {
            note.fact("API key secret", "comes to you separately");
        }
    }
    if let Some(sid) = &result.public_key_sid {
        note.fact("Public key SID", sid.as_str());
    }
    if let Some((key, holder)) = &result.key {
        note.fact("Public key fingerprint", &format!("SHA-256 {}", key.fingerprint()));
        note.fact(
            "Private key",
            match holder {
                KeyHolder::Made { .. } => "a file that comes to you separately, and its passphrase by another way",
                KeyHolder::Parent => "the parent account's; its owner signs for you",
                KeyHolder::Recipient => "the one that you made; nobody else has it",
            },
        );
    }
    if !result.replaces.is_empty() {
        note.line("");
        note.line(&format!(
            "These keys replace {}, which will be deleted. Tell us once everything uses the new ones.",
            result.replaces.join(" and ")
        ));
    }
    note.line("");
    if matches!(result.verification, Some(Verification::AwaitsRecipient { .. })) {
        note.line("Please run the program that comes with this note beside your private-key.pem, and send back what it prints.");
    }
    note.line(signing(result.verification));
    note.line(
        "The API key is a Standard key: it may use everything in the subaccount but manage accounts and API keys.",
    );
    note.0
}

fn signing(verification: Option<Verification>) -> &'static str {
    match verification {
        None => "The subaccount is not ready yet.",
        Some(Verification::NeedsPublicKey) => {
            "The subaccount takes signed requests only and has no public key yet, so it cannot be used before it gets one."
        }
        Some(Verification::KeysDeletedSince | Verification::ClosedSince) => {
            "These keys no longer work: they were deleted, or the subaccount was closed. Ask for the new ones."
        }
        Some(done) if done.refuses_unsigned() => {
            "Every request must be signed (Public Key Client Validation): use Twilio's Java, Node or Python library with the private key. The Twilio CLI does not sign."
        }
        Some(Verification::NotEnabled | Verification::Unsigned) => {
            "Requests need no signature: every Twilio library and the Twilio CLI work with the API key."
        }
        Some(_) => {
            "Requests may be signed (Public Key Client Validation), but need not be yet. Sign them, so that nothing breaks on the day it is enforced."
        }
    }
}

/// What a note is written with.
#[derive(Default)]
struct Note(Copyable);

impl Note {
    fn line(&mut self, text: &str) {
        self.0.plain(text);
        self.0.plain("\n");
    }

    fn fact(&mut self, what: &str, value: &str) {
        self.line(&format!("{what}: {value}"));
    }

    fn secret(&mut self, what: &str, secret: &Secret) {
        self.0.plain(&format!("{what}: "));
        self.0.secret(secret.clone());
        self.0.plain("\n");
    }
}
