//! Stock-taking: whether a subaccount holds what the run gave it, and nothing twice.
//!
//! A browser may send a creation a second time by itself, and shows the page the second reply only. So the lists are
//! read once the run creates nothing more: an API key of this run's name that is not the run's own is deleted, since
//! nobody has its secret. Another new subaccount of the name is shown to the admin: somebody else may have created it.

use super::work::Listed;
use super::{Act, Phase, Seeding, Standing, Thing, Tries, Way, Work};
use crate::machine::pauses::{LOOKS, SETTLED, exactly};
use crate::priming::Plan;
use crate::twilio::accounts::{self, Account};
use crate::twilio::{ApiKeySid, CallError, HttpReply, Identity, Pages, api_keys};

/// How far the stock-taking is. A list that does not show the run's own key or subaccount is late: it would not show a
/// duplicate either, so it is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// Not begun: the run may still create something.
    Due,
    /// List the API keys; so many lists were late.
    Keys(usize),
    /// Delete these duplicates.
    Removing(Vec<ApiKeySid>),
    /// List the subaccounts; so many lists were late.
    Accounts(usize, Pages<Account>),
}

impl Look {
    fn accounts(late: usize) -> Self {
        Self::Accounts(late, Pages::default())
    }

    /// The same from its beginning.
    pub(super) fn afresh(self) -> Self {
        match self {
            Self::Keys(_) => Self::Keys(0),
            Self::Accounts(..) => Self::accounts(0),
            look => look,
        }
    }

    /// A list was late: it is read again after a while, then the admin decides.
    fn late(late: usize, list: fn(usize) -> Self, what: &str) -> Phase {
        let work = Work::TakeStock(list(late));
        match LOOKS.get(late) {
            Some(millis) => work.after(*millis),
            None => work.fails(
                what,
                "Try again in a minute: Twilio's lists can be late. Keyseed needs this one to check for duplicates.",
                &[Way::TryAgain, Way::SkipCheck],
            ),
        }
    }
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

impl Seeding {
    /// When it goes. `lists_all`: one list of all subaccounts is read at the end.
    pub(in crate::priming) fn turn(&self, lists_all: bool) -> Turn {
        match self.phase.work() {
            Some(Work::TakeStock(Look::Due)) => Turn::Settle,
            Some(Work::TakeStock(Look::Accounts(..))) if lists_all => Turn::ListAll,
            Some(Work::TakeStock(_)) => Turn::List,
            _ => Turn::Prime,
        }
    }

    /// Waited long enough after the run's last creation: its lists can be read.
    pub(in crate::priming) fn settle(&mut self) {
        if matches!(self.phase, Phase::Working(Work::TakeStock(Look::Due), _)) {
            self.phase = Work::TakeStock(Look::Keys(0)).into();
        }
    }

    pub(super) fn next_of_stock(&self, look: &Look, plan: &Plan, main: &Identity) -> Option<Act> {
        let account = self.account_sid()?;
        let request = match look {
            Look::Due => return Some(Act::Wait(exactly(SETTLED))),
            Look::Keys(_) => self.keys_page(account),
            Look::Removing(keys) => api_keys::delete(self.keys_api, account, keys.first()?),
            Look::Accounts(_, pages) => pages.request(|| match plan.lists_all_accounts() {
                true => accounts::list(),
                false => accounts::list_named(&self.name),
            }),
        };
        Some(Act::send(request, main.clone()))
    }

    pub(super) fn take_stock(
        &mut self,
        plan: &Plan,
        look: Look,
        listed: Vec<Listed>,
        reply: &HttpReply,
    ) -> Result<Phase, CallError> {
        match look {
            Look::Keys(late) => Ok(self.keys_listed(plan, late, listed)),
            Look::Removing(keys) => {
                api_keys::parse_deleted(reply)?;
                Ok(self.removed_duplicate(keys))
            }
            look => Ok(Work::TakeStock(look).into()),
        }
    }

    /// Its own API key: the one that the trail has as good.
    fn is_own_key(&self, sid: &str) -> bool {
        let mut own = self.trail.sids(Thing::ApiKey, |standing| standing == Standing::Exists);
        own.any(|own| own == sid)
    }

    fn keys_listed(&mut self, plan: &Plan, late: usize, mut listed: Vec<Listed>) -> Phase {
        if !listed.iter().any(|(sid, _)| self.is_own_key(sid)) {
            let what = "The subaccount's list of API keys does not show the new key yet.";
            return Look::late(late + 1, Look::Keys, what);
        }
        listed.retain(|(sid, _)| {
            let mut gone = self.trail.sids(Thing::ApiKey, |standing| !standing.is_there());
            !self.is_own_key(sid) && gone.all(|gone| gone != sid)
        });
        let (copies, others): (Vec<_>, Vec<_>) = listed.into_iter().partition(|(_, name)| *name == plan.api_key_name);
        self.others.api_keys = Some(others.len());
        for (sid, name) in &copies {
            self.trail.found(Thing::ApiKey, name, sid);
        }
        self.remove(copies.iter().filter_map(|(sid, _)| sid.parse().ok()).collect())
    }

    /// A duplicate is gone.
    fn removed_duplicate(&mut self, keys: Vec<ApiKeySid>) -> Phase {
        let mut keys = keys.into_iter();
        if let Some(sid) = keys.next() {
            self.trail.gone(sid.as_str());
        }
        self.remove(keys.collect())
    }

    /// Deletes duplicate API keys; once none is left, looks for subaccounts of its name, if the run created it.
    fn remove(&self, keys: Vec<ApiKeySid>) -> Phase {
        if !keys.is_empty() {
            Work::TakeStock(Look::Removing(keys)).into()
        } else if self.existing() {
            Phase::Done
        } else {
            Work::TakeStock(Look::accounts(0)).into()
        }
    }

    /// A page of the subaccounts. The whole list, once it was the last: it is compared at once.
    pub(super) fn accounts_page(
        &mut self,
        late: usize,
        mut pages: Pages<Account>,
        tries: Tries,
        reply: &HttpReply,
    ) -> Result<Option<Vec<Account>>, CallError> {
        let listed = pages.add(accounts::parse_list(reply)?);
        self.phase = Phase::Working(Work::TakeStock(Look::Accounts(late, pages)), tries);
        if let Some(listed) = &listed {
            self.compare_accounts(listed, true);
        }
        Ok(listed)
    }

    /// Looks for itself in a list of subaccounts, and for others of its name. `asked`: the list was read for it.
    pub(in crate::priming) fn compare_accounts(&mut self, listed: &[Account], asked: bool) {
        let Phase::Working(Work::TakeStock(Look::Accounts(late, _)), _) = &self.phase else {
            return;
        };
        let late = late + 1;
        let shown = listed.iter().any(|account| self.is_own(account));
        self.phase = match (shown, asked) {
            (false, false) => return,
            (false, true) => Look::late(
                late,
                Look::accounts,
                "The list of subaccounts does not show the new one yet.",
            ),
            (true, _) => {
                self.name_seconds(listed);
                self.without_seconds()
            }
        };
    }

    /// Done, unless there are other subaccounts of its name that the admin knows nothing of.
    fn without_seconds(&mut self) -> Phase {
        if !self.second_subaccounts().is_empty() {
            let work = Work::TakeStock(Look::accounts(0));
            return work.stops(self.about_seconds(), None, &[Way::KeepOthers]);
        }
        let kept = self
            .trail
            .sids(Thing::Subaccount, |standing| standing == Standing::Kept);
        self.others.subaccounts = Some(kept.count());
        Phase::Done
    }

    /// The admin goes on without the list that could not be read, or with the duplicate that could not be deleted.
    pub(super) fn skip_check(&mut self, plan: &Plan, work: Work) -> Phase {
        match work {
            Work::TakeStock(Look::Due | Look::Keys(_)) => self.remove(Vec::new()),
            Work::TakeStock(Look::Removing(keys)) => {
                self.others.api_keys = self.others.api_keys.map(|others| others + keys.len());
                for sid in keys {
                    let (name, left) = (&plan.api_key_name, Standing::LeftBehind);
                    self.trail.set(Thing::ApiKey, name, sid.as_str(), left);
                }
                self.remove(Vec::new())
            }
            Work::TakeStock(Look::Accounts(..)) => Phase::Done,
            // It got another key pair since: the check comes later.
            work => work.afresh().into(),
        }
    }

    /// A list was refused, or the deletion of a duplicate.
    pub(super) fn stock_refused(&mut self, look: Look, error: &CallError) -> Phase {
        match look {
            Look::Removing(keys) if error.code() == Some(20404) => self.removed_duplicate(keys),
            look => Work::TakeStock(look).refused(error, &[Way::TryAgain, Way::SkipCheck]),
        }
    }
}
