//! Other subaccounts of its name that were created during the run: duplicates, or somebody else's. They are named, and
//! closed on the admin's word only.

use super::search::named;
use super::work::CleanUpStep;
use super::{Phase, Seeding, Standing, Thing, Tries, Work};
use crate::machine::pauses::LOOKS;
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{AccountSid, CallError, Explanation, HttpReply};

impl Seeding {
    /// Other subaccounts of its name that were created during the run: the admin decides.
    #[must_use]
    pub fn second_subaccounts(&self) -> Vec<AccountSid> {
        let open = self
            .trail
            .sids(Thing::Subaccount, |standing| standing == Standing::Duplicate);
        open.filter_map(|sid| sid.parse().ok()).collect()
    }

    /// Names those of a list that have its name and were not there before its own was created.
    pub(super) fn name_seconds(&mut self, listed: &[Account]) {
        let is_other = |account: &&Account| account.friendly_name == self.name && !self.is_own(account);
        let others: Vec<Account> = listed.iter().filter(is_other).cloned().collect();
        for sid in self.new_ones(&others) {
            self.trail.found(Thing::Subaccount, &self.name, sid.as_str());
        }
    }

    /// Whether it is the subaccount itself.
    pub(super) fn is_own(&self, account: &Account) -> bool {
        Some(&account.sid) == self.account_sid()
    }

    /// What the admin has to know of them.
    pub(super) fn about_seconds(&self) -> Explanation {
        let sids = named(&self.second_subaccounts());
        Explanation {
            what: format!(
                "Another subaccount named \u{201c}{}\u{201d} was created during this run: {sids}.",
                self.name
            ),
            next: "It may be a duplicate: a browser can send a request twice. Close it if it is, or leave it open if somebody else created it.".to_owned(),
        }
    }

    /// The admin knows the others of its name: they stay.
    pub(super) fn keep_others(&mut self) {
        for sid in self.second_subaccounts() {
            self.trail
                .set(Thing::Subaccount, &self.name, sid.as_str(), Standing::Kept);
            self.before.push(sid);
        }
    }

    /// Whether another subaccount of its name is being closed.
    pub(in crate::priming) const fn is_closing(&self) -> bool {
        matches!(self.phase, Phase::Closing(..))
    }

    /// Closes another subaccount of its name, on the admin's word.
    pub(in crate::priming) fn close_second(&mut self, sid: &AccountSid) {
        if self.second_subaccounts().contains(sid) && !self.is_closing() {
            self.phase = Phase::Closing(sid.clone(), Tries::default(), Box::new(self.phase.clone()));
        }
    }

    /// What the reply to its closing says.
    pub(super) fn closed_another(&mut self, sid: &AccountSid, reply: &HttpReply) -> Result<Phase, CallError> {
        Ok(match accounts::parse_account(reply)?.status {
            Status::Closed => self.closed_second(sid),
            _ => self.closing_failed(Explanation {
                what: "Twilio answered, but the subaccount is not closed.".to_owned(),
                next: "Try again, or close it in the Twilio Console.".to_owned(),
            }),
        })
    }

    pub(super) fn closing_refused(&mut self, sid: &AccountSid, error: &CallError) -> Phase {
        match error.code() {
            // Closed already: what was wanted.
            Some(21479) => self.closed_second(sid),
            _ => self.closing_failed(error.explain()),
        }
    }

    fn closed_second(&mut self, sid: &AccountSid) -> Phase {
        self.trail
            .set(Thing::Subaccount, &self.name, sid.as_str(), Standing::Closed);
        match self.before_closing() {
            Phase::Failed(work @ Work::TakeStock(_), _) => work.afresh().into(),
            Phase::CleanUpOver(..) => self.clean_up_seconds(),
            phase => phase,
        }
    }

    fn closing_failed(&self, explanation: Explanation) -> Phase {
        match self.before_closing() {
            Phase::Failed(work, failure) => work.stops(explanation, None, &failure.ways),
            Phase::CleanUpOver(_, before) => Phase::CleanUpOver(Some(explanation), before),
            phase => phase,
        }
    }

    fn before_closing(&self) -> Phase {
        match &self.phase {
            Phase::Closing(.., before) => (**before).clone(),
            phase => phase.clone(),
        }
    }

    /// The subaccounts of its name, once its own is closed; so many lists were late.
    pub(super) fn looked_for_seconds(&mut self, reply: &HttpReply, late: usize) -> Result<Phase, CallError> {
        let page = accounts::parse_list(reply)?;
        let shown = page.items.iter().any(|account| self.is_own(account));
        if let (false, Some(millis)) = (shown, LOOKS.get(late + 1)) {
            return Ok(self.clean_up_after(*millis, CleanUpStep::Seconds(late + 1)));
        }
        self.name_seconds(&page.items);
        Ok(self.clean_up_seconds())
    }

    /// It is cleaned up but for other subaccounts of its name, which only the admin's word closes.
    pub(super) fn clean_up_seconds(&self) -> Phase {
        match self.second_subaccounts().is_empty() {
            true => self.clean_up_ends(None),
            false => self.clean_up_ends(Some(self.about_seconds())),
        }
    }
}
