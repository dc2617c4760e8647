//! Other subaccounts of its name that were created during the run: duplicates, or somebody else's. They are named, and
//! closed on the admin's word only.

use super::leave::Leave;
use super::search::named;
use super::{Act, CleanUp, Seeding, Standing, State, Step, Thing, Way};
use crate::machine::pauses::LOOKS;
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{AccountSid, CallError, Explanation, HttpReply, Identity};

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
        let name = self.name.clone();
        let others = listed
            .iter()
            .filter(|account| account.friendly_name == name && Some(&account.sid) != self.account_sid.as_ref());
        let others: Vec<Account> = others.cloned().collect();
        for sid in self.new_ones(&others) {
            self.trail.found(Thing::Subaccount, &name, sid.as_str());
        }
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
                .set(Thing::Subaccount, &self.name.clone(), sid.as_str(), Standing::Kept);
            self.before.push(sid);
        }
        self.look_again_at_stock();
    }

    /// Whether another subaccount of its name is being closed.
    pub(in crate::priming) const fn is_closing(&self) -> bool {
        self.stock.closing.is_some()
    }

    /// Closes another subaccount of its name, on the admin's word.
    pub(in crate::priming) fn close_second(&mut self, sid: &AccountSid) {
        if self.second_subaccounts().contains(sid) {
            self.anew();
            self.stock.closing = Some(sid.clone());
        }
    }

    pub(super) fn next_of_closing(&self, main: &Identity) -> Option<Act> {
        let request = accounts::close(self.stock.closing.as_ref()?);
        Some(Act::Send(request, Box::new(main.clone())))
    }

    pub(super) fn take_of_closing(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        if accounts::parse_account(reply)?.status == Status::Closed {
            self.closed_second();
        } else {
            self.closing_failed(Explanation {
                what: "Twilio answered, but the subaccount is not closed.".to_owned(),
                next: "Try again, or close it in the Twilio Console.".to_owned(),
            });
        }
        Ok(())
    }

    pub(super) fn closing_refused(&mut self, error: &CallError) {
        match error.code() {
            // Closed already: what was wanted.
            Some(21479) => self.closed_second(),
            _ => self.closing_failed(error.explain()),
        }
    }

    fn closed_second(&mut self) {
        if let Some(sid) = self.stock.closing.take() {
            self.trail
                .set(Thing::Subaccount, &self.name.clone(), sid.as_str(), Standing::Closed);
        }
        self.anew();
        if self.step == Step::TakeStock && self.clean_up == CleanUp::No {
            (self.state, self.failure) = (State::Working, None);
            self.look_again_at_stock();
        } else {
            self.left_seconds();
        }
    }

    fn closing_failed(&mut self, explanation: Explanation) {
        self.stock.closing = None;
        self.anew();
        if self.clean_up == CleanUp::No {
            self.fail(explanation, &[Way::KeepOthers]);
        } else {
            self.leave_failed(explanation.what, &explanation.next);
        }
    }

    /// The subaccounts of its name, once its own is closed.
    pub(super) fn looked_for_seconds(&mut self, reply: &HttpReply, late: usize) -> Result<(), CallError> {
        let page = accounts::parse_list(reply)?;
        self.anew();
        let shown = page
            .items
            .iter()
            .any(|account| Some(&account.sid) == self.account_sid.as_ref());
        if let (false, Some(millis)) = (shown, LOOKS.get(late + 1)) {
            self.leave = Leave::Seconds(late + 1);
            self.wait(*millis);
            return Ok(());
        }
        self.name_seconds(&page.items);
        self.left_seconds();
        Ok(())
    }

    /// It is cleaned up but for other subaccounts of its name, which only the admin's word closes.
    pub(super) fn left_seconds(&mut self) {
        if self.second_subaccounts().is_empty() {
            self.clean_up = CleanUp::Done;
        } else {
            let explanation = self.about_seconds();
            self.leave_failed(explanation.what, &explanation.next);
        }
    }
}
