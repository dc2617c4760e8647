//! Stock-taking: whether a subaccount holds what the run gave it, and nothing twice.
//!
//! A browser may send a creation a second time by itself, and shows the page the second reply only. So the lists are
//! read once the run creates nothing more: an API key of this run's name that is not the run's own is deleted, since
//! nobody has its secret. Another new subaccount of the name is shown to the admin: somebody else may have created it.

use super::holds::Others;
use super::{Act, Seeding, Standing, State, Step, Thing, Way};
use crate::machine::pauses::{LOOKS, SETTLED, exactly};
use crate::priming::{Plan, Verification};
use crate::twilio::accounts::{self, Account};
use crate::twilio::{AccountSid, ApiKeySid, CallError, Explanation, HttpReply, Identity, api_keys};

/// How far the stock-taking is. A list that does not show the run's own key or subaccount is late: it would not show a
/// duplicate either, so it is read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Look {
    /// Not begun: the run may still create something.
    #[default]
    Due,
    /// List the API keys; so many lists were late.
    Keys(usize),
    /// Delete these duplicates.
    Removing(Vec<ApiKeySid>),
    /// List the subaccounts; so many lists were late. What the pages so far hold.
    Accounts(usize, Vec<Account>),
    /// That list is read to its end.
    Listed(usize, Vec<Account>),
}

/// The stock-taking of one subaccount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stock {
    look: Look,
    /// What the requests with the new credentials showed: said once the stock is taken.
    tried: Option<Verification>,
    pub(super) others: Others,
    /// Another subaccount of its name, which the admin wants closed.
    pub(super) closing: Option<AccountSid>,
}

/// Which of a run's subaccounts goes first, and whether one of them is enough at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::priming) enum Turn {
    /// Something may still be created.
    Prime,
    /// Nothing is created any more: one waits for all.
    Settle,
    /// Lists of its own are read.
    List,
    /// The one list for all is read.
    ListAll,
}

impl Turn {
    /// Whether one subaccount does it for all.
    pub(in crate::priming) const fn is_for_all(self) -> bool {
        matches!(self, Self::Settle | Self::ListAll)
    }
}

impl Stock {
    /// What is kept of it once nothing is under way.
    pub(super) fn at_rest(&self) -> Self {
        Self {
            others: self.others,
            ..Self::default()
        }
    }
}

impl Seeding {
    /// Whether it has everything that the plan gives it and can be used, also while its stock is taken.
    #[must_use]
    pub fn is_primed(&self) -> bool {
        let showed = self.verification.or(self.stock.tried);
        self.step >= Step::TakeStock && self.state != State::Failed && showed != Some(Verification::NeedsPublicKey)
    }

    /// The new credentials were tried. It is done once its stock is taken.
    pub(super) fn done(&mut self, verification: Verification) {
        self.stock.tried = Some(verification);
        self.stock.look = Look::Due;
        self.step(Step::TakeStock);
    }

    fn stock_taken(&mut self) {
        self.verification = self.stock.tried.take();
        self.step(Step::Done);
        self.state = State::Done;
    }

    /// When it goes. `lists_all`: one list of all subaccounts is read at the end.
    pub(in crate::priming) fn turn(&self, lists_all: bool) -> Turn {
        match (self.step, &self.stock.look) {
            (Step::TakeStock, Look::Due) => Turn::Settle,
            (Step::TakeStock, Look::Accounts(..)) if lists_all => Turn::ListAll,
            (Step::TakeStock, _) => Turn::List,
            _ => Turn::Prime,
        }
    }

    /// Waited long enough after the run's last creation: its lists can be read.
    pub(in crate::priming) fn settle(&mut self) {
        if (self.step, &self.stock.look) == (Step::TakeStock, &Look::Due) {
            self.stock.look = Look::Keys(0);
        }
    }

    pub(super) fn next_of_stock(&self, plan: &Plan, main: &Identity) -> Option<Act> {
        let account = self.account_sid.as_ref()?;
        let request = match &self.stock.look {
            Look::Due => return Some(Act::Wait(exactly(SETTLED))),
            Look::Keys(_) => self.keys_page(account),
            Look::Removing(keys) => api_keys::delete(self.keys_api, account, keys.first()?),
            Look::Accounts(..) | Look::Listed(..) => match &self.page {
                Some(page) => page.request(),
                None if plan.lists_all_accounts() => accounts::list(),
                None => accounts::list_named(&self.name),
            },
        };
        Some(Act::Send(request, Box::new(main.clone())))
    }

    pub(super) fn take_stock(&mut self, plan: &Plan, reply: &HttpReply) -> Result<(), CallError> {
        match &mut self.stock.look {
            Look::Due | Look::Listed(..) => {}
            Look::Keys(_) => {
                if self.read_keys(reply)? {
                    self.keys_listed(plan);
                }
            }
            Look::Removing(_) => {
                api_keys::parse_deleted(reply)?;
                self.removed_duplicate();
            }
            Look::Accounts(late, seen) => {
                let page = accounts::parse_list(reply)?;
                seen.extend(page.items);
                self.page = page.next;
                if self.page.is_none() {
                    self.stock.look = Look::Listed(*late, std::mem::take(seen));
                }
            }
        }
        Ok(())
    }

    /// Its own API key: the one that the trail has as good.
    fn is_own_key(&self, sid: &ApiKeySid) -> bool {
        let mut own = self.trail.sids(Thing::ApiKey, |standing| standing == Standing::Exists);
        own.any(|own| own == sid.as_str())
    }

    fn keys_listed(&mut self, plan: &Plan) {
        let seen = std::mem::take(&mut self.keys_seen);
        self.anew();
        if !seen.iter().any(|key| self.is_own_key(&key.sid)) {
            let Look::Keys(late) = &mut self.stock.look else {
                return;
            };
            *late += 1;
            let late = *late;
            self.look_again_or_ask(late, "The subaccount's list of API keys does not show the new key yet.");
            return;
        }
        let gone: Vec<String> = self
            .trail
            .sids(Thing::ApiKey, |standing| !standing.is_there())
            .map(str::to_owned)
            .collect();
        let rest = seen
            .into_iter()
            .filter(|key| !self.is_own_key(&key.sid) && !gone.iter().any(|sid| sid == key.sid.as_str()));
        let (copies, others): (Vec<_>, Vec<_>) = rest.partition(|key| key.friendly_name == plan.api_key_name);
        self.stock.others.api_keys = Some(others.len());
        for key in &copies {
            self.trail.found(Thing::ApiKey, &plan.api_key_name, key.sid.as_str());
        }
        self.stock.look = Look::Removing(copies.into_iter().map(|key| key.sid).collect());
        self.go_on_from_keys();
    }

    /// A list was late: it is read again after a while, then the admin decides.
    fn look_again_or_ask(&mut self, late: usize, what: &str) {
        match LOOKS.get(late) {
            Some(millis) => self.wait(*millis),
            None => self.fail(
                Explanation {
                    what: what.to_owned(),
                    next: "Try again in a minute: Twilio's lists can be late. Keyseed needs this one to check for duplicates.".to_owned(),
                },
                &[Way::TryAgain, Way::SkipCheck],
            ),
        }
    }

    fn removed_duplicate(&mut self) {
        if let Look::Removing(keys) = &mut self.stock.look
            && !keys.is_empty()
        {
            let sid = keys.remove(0);
            self.trail.gone(sid.as_str());
        }
        self.anew();
        self.go_on_from_keys();
    }

    /// Once no duplicate API key is left: the subaccounts of its name, if the run created it.
    fn go_on_from_keys(&mut self) {
        if !matches!(&self.stock.look, Look::Removing(keys) if keys.is_empty()) {
            return;
        }
        if self.existing {
            self.stock_taken();
        } else {
            self.stock.look = Look::Accounts(0, Vec::new());
        }
    }

    /// The list of subaccounts that it has read to the end, for all that wait for one.
    pub(in crate::priming) fn accounts_listed(&mut self) -> Option<Vec<Account>> {
        let Look::Listed(late, seen) = &mut self.stock.look else {
            return None;
        };
        let seen = std::mem::take(seen);
        self.stock.look = Look::Accounts(*late, Vec::new());
        Some(seen)
    }

    /// Looks for itself in a list of subaccounts, and for others of its name. `asked`: the list was read for it.
    pub(in crate::priming) fn compare_accounts(&mut self, listed: &[Account], asked: bool) {
        let open = self.step == Step::TakeStock && self.state == State::Working && !self.is_leaving();
        let (Look::Accounts(late, _), true) = (&mut self.stock.look, open) else {
            return;
        };
        if !listed
            .iter()
            .any(|account| Some(&account.sid) == self.account_sid.as_ref())
        {
            if asked {
                *late += 1;
                let late = *late;
                self.anew();
                self.look_again_or_ask(late, "The list of subaccounts does not show the new one yet.");
            }
            return;
        }
        self.anew();
        self.name_seconds(listed);
        let seconds = self.second_subaccounts();
        if seconds.is_empty() {
            let kept = self
                .trail
                .sids(Thing::Subaccount, |standing| standing == Standing::Kept);
            self.stock.others.subaccounts = Some(kept.count());
            self.stock_taken();
        } else {
            self.fail(self.about_seconds(), &[Way::KeepOthers]);
        }
    }

    /// The admin tries again: lists are read anew.
    pub(super) fn look_again_at_stock(&mut self) {
        match &mut self.stock.look {
            Look::Keys(late) => *late = 0,
            Look::Accounts(late, seen) => (*late, *seen) = (0, Vec::new()),
            Look::Due | Look::Removing(_) | Look::Listed(..) => {}
        }
    }

    /// The admin goes on without the list that could not be read, or with the duplicate that could not be deleted.
    pub(super) fn skip_check(&mut self, plan: &Plan) {
        match &mut self.stock.look {
            Look::Due | Look::Keys(_) => self.stock.look = Look::Removing(Vec::new()),
            Look::Removing(keys) => {
                let keys = std::mem::take(keys);
                self.stock.others.api_keys = self.stock.others.api_keys.map(|others| others + keys.len());
                for sid in keys {
                    self.trail
                        .set(Thing::ApiKey, &plan.api_key_name, sid.as_str(), Standing::LeftBehind);
                }
            }
            Look::Accounts(..) | Look::Listed(..) => return self.stock_taken(),
        }
        self.go_on_from_keys();
    }

    /// A list was refused, or the deletion of a duplicate.
    pub(super) fn stock_refused(&mut self, error: &CallError) {
        if matches!(self.stock.look, Look::Removing(_)) && error.code() == Some(20404) {
            return self.removed_duplicate();
        }
        self.look_again_at_stock();
        self.fail_with(error, &[Way::TryAgain, Way::SkipCheck]);
    }
}
