//! Clean-up of one subaccount: what this run made in it, in reverse order, and the subaccount itself if the run created
//! it. Each request may be repeated: what is gone already counts as done. The parent is never touched.

use super::search::named;
use super::{Act, Seeding, Standing, Thing, Trace};
use crate::priming::Plan;
use crate::priming::patience::LOOKS;
use crate::twilio::accounts::{self, Status};
use crate::twilio::{ApiKeySid, CallError, Explanation, HttpReply, Identity, PublicKeySid, api_keys, public_keys};

/// How far the clean-up of a subaccount is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CleanUp {
    /// Not asked for.
    No,
    /// Asked for.
    Asked,
    /// What the run made is gone; a subaccount that it created is closed for good.
    Done,
    /// It could not be finished; it can be asked for again.
    Failed(Explanation),
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leave {
    /// Look for a subaccount whose creation got no reply; so many looks found nothing.
    Find(usize),
    /// Delete these public keys, as the subaccount itself.
    PublicKeys(Vec<PublicKeySid>),
    /// List the API keys.
    ListKeys,
    /// Delete these API keys.
    Keys(Vec<ApiKeySid>),
    /// Close the subaccount.
    Close,
}

impl Default for Leave {
    fn default() -> Self {
        Self::Find(0)
    }
}

impl Seeding {
    /// Whether the run made something for it, or may have, that can be cleaned up.
    #[must_use]
    pub fn can_leave(&self) -> bool {
        let something = self.account_sid.is_some() && !self.existing || self.trail.iter().any(Trace::may_be_there);
        something && !matches!(self.clean_up, CleanUp::Asked | CleanUp::Done)
    }

    /// Begins its clean-up.
    pub(in crate::priming) fn begin_to_leave(&mut self) {
        self.anew();
        self.clean_up = CleanUp::Asked;
        self.leave = Leave::default();
        if self.account_sid.is_some() {
            self.leave_public_keys();
        }
    }

    /// The public keys go first, while there is a key that can ask for it; its own goes last.
    fn leave_public_keys(&mut self) {
        let is_there = |wanted: &&PublicKeySid| {
            let mut there = self.trail.sids(Thing::PublicKey, Standing::is_there);
            there.any(|sid| sid == wanted.as_str())
        };
        let own = self.public_key_sid.as_ref().filter(is_there).cloned();
        let own = own.filter(|_| self.api_key.is_some());
        let others = self.trail.sids(Thing::PublicKey, Standing::is_there);
        let mut keys: Vec<PublicKeySid> = match own {
            Some(_) => others.filter_map(|sid| sid.parse().ok()).collect(),
            None => Vec::new(),
        };
        keys.retain(|sid| Some(sid) != own.as_ref());
        keys.extend(own);
        self.leave = if keys.is_empty() {
            Leave::ListKeys
        } else {
            Leave::PublicKeys(keys)
        };
    }

    pub(super) fn next_of_leave(&self, plan: &Plan, main: &Identity) -> Option<Act> {
        let by_main = |request| Some(Act::Send(request, Box::new(main.clone())));
        let account = self.account_sid.as_ref();
        match &self.leave {
            Leave::Find(_) => by_main(accounts::list_named(&self.name)),
            Leave::PublicKeys(keys) => {
                let own = self.own_identity(plan, main, true)?;
                Some(Act::Send(public_keys::delete(keys.first()?), Box::new(own)))
            }
            Leave::ListKeys => by_main(self.keys_page(account?)),
            Leave::Keys(keys) => by_main(api_keys::delete(self.keys_api, account?, keys.first()?)),
            Leave::Close => by_main(accounts::close(account?)),
        }
    }

    pub(super) fn take_of_leave(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        match &self.leave {
            Leave::Find(looks) => {
                let looks = *looks;
                let page = accounts::parse_list(reply)?;
                self.anew();
                match self.new_ones(&page.items).as_slice() {
                    [] if looks + 1 < LOOKS.len() => {
                        self.leave = Leave::Find(looks + 1);
                        self.wait(LOOKS.get(looks + 1).copied().unwrap_or_default());
                    }
                    [] => {
                        self.trail.not_found(Thing::Subaccount);
                        self.clean_up = CleanUp::Done;
                    }
                    // Nobody has seen its SID yet, and somebody else may have made it.
                    [sid] => {
                        self.adopt(sid);
                        self.leave_failed(
                            format!("A subaccount of this name was created after this run had looked: {sid}."),
                            "If it is this run's, clean up again: it is closed then. If somebody else made it, leave it.",
                        );
                    }
                    several => self.leave_failed(
                        format!(
                            "Several subaccounts of this name were created meanwhile: {}.",
                            named(several)
                        ),
                        "Close this run's in the Twilio Console; Keyseed does not guess which it is.",
                    ),
                }
            }
            Leave::PublicKeys(_) => {
                public_keys::parse_deleted(reply)?;
                self.left_public_key(plan, Standing::Deleted);
            }
            Leave::ListKeys => {
                if self.read_keys(reply)? {
                    let mut keys = self.keys_of_run(plan);
                    // A list may be late.
                    let known = self.trail.sids(Thing::ApiKey, Standing::is_there);
                    keys.extend(known.filter_map(|sid| sid.parse().ok()));
                    keys.sort();
                    keys.dedup();
                    self.anew();
                    self.leave_keys(keys);
                }
            }
            Leave::Keys(_) => {
                api_keys::parse_deleted(reply)?;
                self.left_key(plan);
            }
            Leave::Close => {
                let account = accounts::parse_account(reply)?;
                if account.status == Status::Closed {
                    self.closed();
                } else {
                    self.leave_failed(
                        "Twilio answered, but the subaccount is not closed.",
                        "Try again, or close it in the Twilio Console.",
                    );
                }
            }
        }
        Ok(())
    }

    /// What a refusal means for the clean-up.
    pub(super) fn leave_refused(&mut self, plan: &Plan, error: &CallError) {
        match (&self.leave, error.code()) {
            (Leave::PublicKeys(_), Some(20404)) => self.left_public_key(plan, Standing::Deleted),
            // With its account it goes; in one that stays, it is named.
            (Leave::PublicKeys(_), _) => self.left_public_key(plan, Standing::LeftBehind),
            (Leave::Keys(_), Some(20404)) => self.left_key(plan),
            // Closed already: what was wanted.
            (Leave::Close, Some(21479)) => self.closed(),
            (Leave::ListKeys, Some(20403 | 20404)) if !self.existing => {
                self.anew();
                self.leave = Leave::Close;
            }
            _ => {
                let explanation = error.explain();
                self.leave_failed(explanation.what, &explanation.next);
            }
        }
    }

    fn left_public_key(&mut self, plan: &Plan, standing: Standing) {
        let Leave::PublicKeys(keys) = &mut self.leave else {
            return;
        };
        let gone = (!keys.is_empty()).then(|| keys.remove(0));
        let more = !keys.is_empty();
        if let Some(sid) = gone {
            self.trail
                .set(Thing::PublicKey, &plan.public_key_name, sid.as_str(), standing);
        }
        self.anew();
        if !more {
            self.leave = Leave::ListKeys;
        }
    }

    fn left_key(&mut self, plan: &Plan) {
        let Leave::Keys(keys) = &mut self.leave else {
            return;
        };
        let gone = (!keys.is_empty()).then(|| keys.remove(0));
        let rest = std::mem::take(keys);
        if let Some(sid) = gone {
            self.trail
                .set(Thing::ApiKey, &plan.api_key_name, sid.as_str(), Standing::Deleted);
            // Its secret is of no use any more.
            self.api_key.take_if(|key| key.sid == sid);
            self.saved.take_if(|saved| *saved == sid);
        }
        self.anew();
        self.leave_keys(rest);
    }

    fn leave_keys(&mut self, keys: Vec<ApiKeySid>) {
        if !keys.is_empty() {
            self.leave = Leave::Keys(keys);
            return;
        }
        self.trail.not_found(Thing::ApiKey);
        if !self.existing {
            self.leave = Leave::Close;
            return;
        }
        let left: Vec<&str> = self.trail.sids(Thing::PublicKey, Standing::is_there).collect();
        if left.is_empty() {
            self.clean_up = CleanUp::Done;
            return;
        }
        let what = format!(
            "The API key is deleted; the public key {} is still there.",
            left.join(", ")
        );
        self.leave_failed(what, "Only the subaccount itself can delete it: do it in the Twilio Console. Without an API key of this run nobody uses it.");
    }

    fn closed(&mut self) {
        if let Some(sid) = &self.account_sid {
            let (name, sid) = (self.name.clone(), sid.to_string());
            self.trail.set(Thing::Subaccount, &name, &sid, Standing::Closed);
        }
        self.anew();
        self.clean_up = CleanUp::Done;
    }

    pub(super) fn leave_failed(&mut self, what: impl Into<String>, next: &str) {
        self.anew();
        self.clean_up = CleanUp::Failed(Explanation {
            what: what.into(),
            next: next.to_owned(),
        });
    }
}
