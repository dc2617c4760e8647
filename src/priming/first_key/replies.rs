//! What each answer makes of the set-up.

use super::{FirstKey, FirstKeyEnd, Listed, Looking, Step};
use crate::keys::PublicKey;
use crate::priming::Finding;
use crate::priming::check::{accepted, refused_key, unfit};
use crate::twilio::{CallError, HttpReply, Pages, accounts, public_keys};

/// How many public keys are named in a sentence.
const NAMED: usize = 5;

impl FirstKey {
    pub(super) fn key_pair(&mut self, made: Result<PublicKey, String>) {
        match made {
            Ok(key) => {
                self.public_key = Some(key);
                self.step(Step::Create);
            }
            Err(what) => {
                self.can_retry = true;
                self.over(
                    FirstKeyEnd::Refused,
                    Finding::problem(what, "Try again. Nothing was registered at Twilio."),
                );
            }
        }
    }

    pub(super) fn take(&mut self, step: Step, reply: &HttpReply) -> Result<(), CallError> {
        match step {
            Step::Account => {
                let account = accounts::parse_account(reply)?;
                if let Some(problem) = unfit(&account) {
                    self.over(FirstKeyEnd::Refused, problem);
                } else {
                    self.findings.push(accepted(&account));
                    self.step(Step::List(Pages::default()));
                }
            }
            Step::StandardKey(refused) => {
                public_keys::parse_list(reply)?;
                self.over(FirstKeyEnd::Refused, refused_key(&refused, &Ok(())));
            }
            Step::List(mut pages) => match pages.add(public_keys::parse_list(reply)?) {
                Some(listed) => self.listed_before(&listed),
                None => self.step = Step::List(pages),
            },
            Step::Create => {
                self.public_key_sid = Some(public_keys::parse_key(reply)?.sid);
                self.registered("Twilio holds the public key");
            }
            Step::Look(looking, mut pages) => match pages.add(public_keys::parse_list(reply)?) {
                Some(listed) => self.looked(looking, &listed),
                None => self.step = Step::Look(looking, pages),
            },
            Step::Stock(mut pages) => match pages.add(public_keys::parse_list(reply)?) {
                Some(listed) => self.stock_listed(listed),
                None => self.step = Step::Stock(pages),
            },
            Step::Remove(copies) => {
                public_keys::parse_deleted(reply)?;
                self.removed(copies, None);
            }
            Step::Try => {
                public_keys::parse_key(reply)?;
                self.accepted();
            }
            Step::MakeKeyPair => {}
        }
        Ok(())
    }

    fn listed_before(&mut self, listed: &[Listed]) {
        let named = |key: &Listed| format!("\u{201c}{}\u{201d} ({})", key.friendly_name, key.sid);
        let mut names: Vec<String> = listed.iter().take(NAMED).map(named).collect();
        if listed.len() > NAMED {
            names.push(format!("and {} more", listed.len() - NAMED));
        }
        self.findings.push(match listed.len() {
            0 => Finding::good("The account has no public key yet."),
            1 => Finding::note(
                format!("The account has a public key already: {}.", names.join("")),
                "It stays as it is; this one is added beside it.",
            ),
            count => Finding::note(
                format!("The account has {count} public keys already: {}.", names.join(", ")),
                "They stay as they are; this one is added beside them.",
            ),
        });
        self.before = listed.iter().map(|key| key.sid.clone()).collect();
        let made = self.public_key.is_some();
        self.step(if made { Step::Create } else { Step::MakeKeyPair });
    }

    fn registered(&mut self, how: &str) {
        if let Some(sid) = &self.public_key_sid {
            self.findings
                .push(Finding::good(format!("{how} \u{201c}{}\u{201d} ({sid}).", self.name)));
        }
        self.step(Step::Stock(Pages::default()));
    }

    /// The list after a lost reply. A key of that name is this set-up's; of several, all but one are copies.
    fn looked(&mut self, looking: Looking, listed: &[Listed]) {
        let is_new = |key: &&Listed| key.friendly_name == self.name && !self.before.contains(&key.sid);
        let new = listed.iter().find(is_new).map(|key| key.sid.clone());
        match (new, looking) {
            (Some(sid), _) => {
                self.public_key_sid = Some(sid);
                self.registered("The reply was lost, but the list shows the public key");
            }
            (None, Looking::BeforeCreating) => self.step(Step::Create),
            (None, Looking::Since) if self.again_later() => self.step = Step::Look(looking, Pages::default()),
            (None, Looking::Since) => {
                self.step(Step::Look(Looking::BeforeCreating, Pages::default()));
                self.can_retry = true;
                self.over(
                    FirstKeyEnd::Refused,
                    Finding::problem(
                        "The reply was lost, and the account's list shows no new public key of this name.",
                        "Try again: Keyseed looks once more before it registers the key.",
                    ),
                );
            }
        }
    }

    fn accepted(&mut self) {
        let mut finding = Finding::good("A request signed with the new key pair was accepted.");
        finding.next = if self.identity.signing.is_some() {
            "Save the private key: it signs for this account just as the one in use does."
        } else {
            "Save the private key, then connect with it. Unsigned requests are still accepted too, so this is all that can be tried before Public Key Client Validation is enforced."
        }
        .to_owned();
        self.over(FirstKeyEnd::Accepted, finding);
    }
}
