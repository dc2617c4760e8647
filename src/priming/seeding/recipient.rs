//! The last step where the recipient holds the private key: they make the signed request, and the admin brings back
//! what it answered.

use super::Seeding;
use crate::priming::Verification;
use crate::twilio::public_keys::ACCEPTED;
use crate::twilio::{Explanation, PublicKeySid, code_info};

impl Seeding {
    /// Takes what the recipient's check printed: the public key SIDs that the subaccount lists, or a refusal.
    ///
    /// # Errors
    /// What the answer says instead, and what to do.
    pub(in crate::priming) fn recipient_answered(&mut self, answer: &str) -> Result<(), Explanation> {
        let (Some(Verification::AwaitsRecipient { enforced }), Some(sid)) =
            (self.verification(), self.public_key_sid())
        else {
            return Ok(());
        };
        // The SID alone proves nothing: it is in the program, too.
        let accepted = accepted_line(sid);
        if answer.lines().any(|line| line.trim() == accepted) {
            self.made.showed = Some(Verification::RecipientConfirmed { enforced });
            return Ok(());
        }
        Err(explain(answer, sid))
    }
}

/// The line that the recipient's check prints for a public key.
fn accepted_line(sid: &PublicKeySid) -> String {
    format!("{ACCEPTED} {sid}")
}

/// The first word of five digits that is one of Twilio's codes.
fn code_in(answer: &str) -> Option<u32> {
    answer
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| word.len() == 5)
        .find_map(|word| word.parse().ok().filter(|code| code_info(*code).is_some()))
}

fn explain(answer: &str, sid: &PublicKeySid) -> Explanation {
    if let Some(info) = code_in(answer).and_then(code_info) {
        return Explanation {
            what: format!(
                "The recipient's request was refused with {}: {}",
                info.code, info.meaning
            ),
            next: info.remedy.to_owned(),
        };
    }
    Explanation {
        what: "This answer names neither the new public key nor an error code of Twilio's.".to_owned(),
        next: format!(
            "Paste everything that the check printed. If it worked, it says \u{201c}{}\u{201d}.",
            accepted_line(sid)
        ),
    }
}
