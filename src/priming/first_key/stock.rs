//! Whether the public key was added once.
//!
//! A browser sends a request again by itself when the connection closes before the reply, a creation too, and the page
//! sees one reply only. Twilio lists no key material, but the name carries the set-up's own ID: what has that name and
//! is not the key that is tried is a copy, and is deleted.

use super::{FirstKey, Listed, Step};
use crate::priming::{Finding, Level};
use crate::twilio::{CallError, Pages, PublicKeySid};

impl FirstKey {
    /// The whole list after the key was added. One that does not show the key is late.
    pub(super) fn stock_listed(&mut self, listed: Vec<Listed>) {
        let (mine, others): (Vec<_>, Vec<_>) = listed
            .into_iter()
            .filter(|key| key.friendly_name == self.name && !self.before.contains(&key.sid))
            .map(|key| key.sid)
            .partition(|sid| Some(sid) == self.public_key_sid.as_ref());
        if mine.is_empty() && self.again_later() {
            self.step = Step::Stock(Pages::default());
            return;
        }
        match (mine.is_empty(), others.is_empty()) {
            (_, false) => self.step(Step::Remove(others)),
            (false, true) => self.is_there_once(),
            (true, true) => self.not_checked("The account's list does not show the new public key yet."),
        }
    }

    fn is_there_once(&mut self) {
        self.findings
            .push(Finding::good("Twilio holds this public key exactly once."));
        self.step(Step::Try);
    }

    /// The list could not be read, so a copy may be there.
    pub(super) fn not_checked(&mut self, why: &str) {
        self.findings.push(Finding::note(
            format!("Not checked: whether a repeated request added the public key twice. {why}"),
            format!(
                "Look in the Twilio Console for a second public key named \u{201c}{}\u{201d}, and delete it.",
                self.name
            ),
        ));
        self.step(Step::Try);
    }

    /// A copy is gone, or why not; then the next one.
    pub(super) fn removed(&mut self, copies: Vec<PublicKeySid>, refused: Option<&CallError>) {
        let mut copies = copies.into_iter();
        let Some(copy) = copies.next() else { return };
        let rest: Vec<PublicKeySid> = copies.collect();
        self.findings.push(match refused {
            None => Finding::note(
                format!("A repeated request added the public key a second time. Keyseed deleted the copy, {copy}."),
                "",
            ),
            Some(error) => Finding::problem(
                format!(
                    "A repeated request added the public key a second time, and the copy, {copy}, could not be deleted. {}",
                    error.explain().what
                ),
                format!("Delete {copy} in the Twilio Console."),
            ),
        });
        // Only a copy that stays is a problem here; any other would have ended the set-up.
        let stays = self.findings.iter().any(|finding| finding.level == Level::Problem);
        match (rest.is_empty(), stays) {
            (false, _) => self.step(Step::Remove(rest)),
            (true, false) => self.is_there_once(),
            (true, true) => self.step(Step::Try),
        }
    }
}
