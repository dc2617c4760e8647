//! Clean-up of one subaccount: what this run made in it, in reverse order, and the subaccount itself if the run created
//! it. Each request may be repeated: what is gone already counts as done. The parent is never touched.

use super::{Act, Seeding, Standing, Thing, Trace};
use crate::machine::pauses::LOOKS;
use crate::priming::Plan;
use crate::twilio::accounts::{self, Status};
use crate::twilio::{
    AccountSid, ApiKeySid, CallError, Explanation, HttpReply, Identity, PublicKeySid, api_keys, public_keys,
};

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
    /// List the public keys of one that stays, as the subaccount itself; so many lists were late.
    ListPublicKeys(usize),
    /// Delete these public keys, as the subaccount itself.
    PublicKeys(Vec<PublicKeySid>),
    /// List the API keys; so many lists were late.
    ListKeys(usize),
    /// Delete these API keys.
    Keys(Vec<ApiKeySid>),
    /// Close the subaccount.
    Close,
    /// Look for another of its name that was created during the run; so many lists were late.
    Seconds(usize),
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
    pub(in crate::priming) fn begin_to_leave(&mut self, plan: &Plan) {
        self.anew();
        self.clean_up = CleanUp::Asked;
        // The run closed it already: only another of its name can be left.
        let is_closed = self
            .trail
            .sids(Thing::Subaccount, |standing| standing == Standing::Closed);
        let is_closed = is_closed
            .into_iter()
            .any(|sid| Some(sid) == self.account_sid.as_ref().map(AccountSid::as_str));
        // Its own list shows what was added twice. One that is closed takes its keys with it.
        let signs = plan.verifies_signed() && !self.unsigned;
        let can_list = self.api_key.is_some() && (!signs || self.public_key_sid.is_some());
        let has_any = self.trail.iter().any(|trace| trace.thing == Thing::PublicKey);
        match self.account_sid {
            None => self.leave = Leave::Find(0),
            Some(_) if is_closed => self.leave = Leave::Seconds(0),
            Some(_) if self.existing && can_list && has_any => self.leave = Leave::ListPublicKeys(0),
            Some(_) => self.leave_public_keys(),
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
            Leave::ListKeys(0)
        } else {
            Leave::PublicKeys(keys)
        };
    }

    pub(super) fn next_of_leave(&self, plan: &Plan, main: &Identity) -> Option<Act> {
        let by_main = |request| Some(Act::Send(request, Box::new(main.clone())));
        let account = self.account_sid.as_ref();
        match &self.leave {
            Leave::Find(_) | Leave::Seconds(_) => by_main(accounts::list_named(&self.name)),
            Leave::ListPublicKeys(_) => {
                let list = self.page.as_ref().map_or_else(public_keys::list, |page| page.request());
                Some(Act::Send(list, Box::new(self.own_identity(plan, main, true)?)))
            }
            Leave::PublicKeys(keys) => {
                let own = self.own_identity(plan, main, true)?;
                Some(Act::Send(public_keys::delete(keys.first()?), Box::new(own)))
            }
            Leave::ListKeys(_) => by_main(self.keys_page(account?)),
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
                    _ => {
                        self.name_seconds(&page.items);
                        self.left_seconds();
                    }
                }
            }
            Leave::ListPublicKeys(late) => {
                let late = *late;
                let page = public_keys::parse_list(reply)?;
                self.public_keys_seen.extend(page.items);
                self.page = page.next;
                if self.page.is_none() {
                    self.public_keys_listed(plan, late);
                }
            }
            Leave::PublicKeys(_) => {
                public_keys::parse_deleted(reply)?;
                self.left_public_key(plan, false);
            }
            Leave::ListKeys(late) => {
                let late = *late;
                if self.read_keys(reply)? {
                    self.keys_to_leave(plan, late);
                }
            }
            Leave::Keys(_) => {
                api_keys::parse_deleted(reply)?;
                self.left_key();
            }
            Leave::Seconds(late) => return self.looked_for_seconds(reply, *late),
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

    /// The public keys of one that stays: those of this run's name go. A list that does not show one that is known is
    /// late.
    fn public_keys_listed(&mut self, plan: &Plan, late: usize) {
        let listed = std::mem::take(&mut self.public_keys_seen);
        let own = listed.iter().filter(|key| key.friendly_name == plan.public_key_name);
        let own: Vec<String> = own.map(|key| key.sid.to_string()).collect();
        if self.is_late(Thing::PublicKey, &own, late) {
            self.leave = Leave::ListPublicKeys(late + 1);
            return;
        }
        for sid in &own {
            self.trail.found(Thing::PublicKey, &plan.public_key_name, sid);
        }
        self.leave_public_keys();
    }

    /// The API keys: those of this run's name go, and those that are known.
    fn keys_to_leave(&mut self, plan: &Plan, late: usize) {
        let listed = self.keys_of_run(plan);
        let listed: Vec<String> = listed.iter().map(ToString::to_string).collect();
        if self.existing && self.is_late(Thing::ApiKey, &listed, late) {
            self.leave = Leave::ListKeys(late + 1);
            return;
        }
        for sid in &listed {
            self.trail.found(Thing::ApiKey, &plan.api_key_name, sid);
        }
        let known = self.trail.sids(Thing::ApiKey, Standing::is_there);
        let keys = known.filter_map(|sid| sid.parse().ok()).collect();
        self.leave_keys(keys);
    }

    /// Whether a list lacks what is known to be there, and is to be read again after a pause.
    fn is_late(&mut self, thing: Thing, listed: &[String], late: usize) -> bool {
        self.anew();
        let mut known = self.trail.sids(thing, Standing::is_there);
        let lacks = known.any(|sid| listed.iter().all(|listed| listed != sid));
        drop(known);
        match LOOKS.get(late + 1).filter(|_| lacks) {
            Some(millis) => {
                self.wait(*millis);
                true
            }
            None => false,
        }
    }

    /// What a refusal means for the clean-up.
    pub(super) fn leave_refused(&mut self, plan: &Plan, error: &CallError) {
        match (&self.leave, error.code()) {
            // Those that are known can be tried all the same.
            (Leave::ListPublicKeys(_), _) => {
                self.anew();
                self.leave_public_keys();
            }
            (Leave::PublicKeys(_), Some(20404)) => self.left_public_key(plan, false),
            // With its account it goes; in one that stays, it is named.
            (Leave::PublicKeys(_), _) => self.left_public_key(plan, true),
            (Leave::Keys(_), Some(20404)) => self.left_key(),
            // Closed already: what was wanted.
            (Leave::Close, Some(21479)) => self.closed(),
            (Leave::ListKeys(_), Some(20403 | 20404)) if !self.existing => {
                self.anew();
                self.leave = Leave::Close;
            }
            _ => {
                let explanation = error.explain();
                self.leave_failed(explanation.what, &explanation.next);
            }
        }
    }

    /// A public key is gone, or could not be deleted.
    fn left_public_key(&mut self, plan: &Plan, is_there: bool) {
        let Leave::PublicKeys(keys) = &mut self.leave else {
            return;
        };
        let gone = (!keys.is_empty()).then(|| keys.remove(0));
        let more = !keys.is_empty();
        match gone {
            Some(sid) if is_there => {
                self.trail.set(
                    Thing::PublicKey,
                    &plan.public_key_name,
                    sid.as_str(),
                    Standing::LeftBehind,
                );
            }
            Some(sid) => self.trail.gone(sid.as_str()),
            None => {}
        }
        self.anew();
        if !more {
            self.leave = Leave::ListKeys(0);
        }
    }

    fn left_key(&mut self) {
        let Leave::Keys(keys) = &mut self.leave else {
            return;
        };
        let gone = (!keys.is_empty()).then(|| keys.remove(0));
        let rest = std::mem::take(keys);
        if let Some(sid) = gone {
            self.trail.gone(sid.as_str());
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
        self.leave = Leave::Seconds(0);
    }

    pub(super) fn leave_failed(&mut self, what: impl Into<String>, next: &str) {
        self.anew();
        self.clean_up = CleanUp::Failed(Explanation {
            what: what.into(),
            next: next.to_owned(),
        });
    }
}
