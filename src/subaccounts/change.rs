//! One change of a subaccount: its name or its status.

use super::{Progress, explain, word_to_type};
use crate::machine::{Conversation, Effect, Line};
use crate::priming::{check_name, is_typed};
use crate::twilio::accounts::{self, Account, Status};
use crate::twilio::{CallError, Fate, HttpReply, Identity};

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Give it this name.
    Rename(String),
    /// Suspend it, make it active again, or close it for good.
    Status(Status),
}

impl Wish {
    /// A rename, if the name can be given to `account`, one of `all`.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn rename(account: &Account, typed: &str, all: &[Account]) -> Result<Self, String> {
        let name = typed.trim();
        if name.is_empty() {
            return Err("Enter the subaccount's new name. Its keys and SID stay the same.".to_owned());
        }
        check_name(name)?;
        if name == account.friendly_name {
            return Err("This is its name already.".to_owned());
        }
        let taken = |other: &Account| other.friendly_name == name && other.status != Status::Closed;
        if all.iter().any(taken) {
            return Err(format!(
                "Another subaccount is named \u{201c}{name}\u{201d}. Choose a name of its own, so that the two cannot be confused."
            ));
        }
        Ok(Self::Rename(name.to_owned()))
    }

    fn is_fulfilled(&self, account: &Account) -> bool {
        match self {
            Self::Rename(name) => account.friendly_name == *name,
            Self::Status(status) => account.status == *status,
        }
    }
}

/// A change on its way. Each is safe to repeat: it sets a value.
#[derive(Debug, Clone)]
pub struct Change {
    /// What is to be changed.
    pub wish: Wish,
    /// How far it is.
    pub progress: Progress,
    /// The subaccount, as it was before and, once Twilio told, as it is now.
    pub account: Account,
    identity: Identity,
    /// The change got no reply, or found the account closed: it is being looked at.
    after: Option<CallError>,
    line: Line,
}

impl Change {
    /// Begins a change, asked with the parent's Main key. Closing needs the account's name, typed.
    #[must_use]
    pub fn begin(main: Identity, account: Account, wish: Wish, typed: &str) -> Option<(Self, Vec<Effect>)> {
        if wish == Wish::Status(Status::Closed) && !is_typed(typed, word_to_type(&account)) {
            return None;
        }
        let request = match &wish {
            Wish::Rename(name) => accounts::rename(&account.sid, name),
            Wish::Status(status) => accounts::set_status(&account.sid, *status),
        };
        let mut change = Self {
            wish,
            progress: Progress::Asking,
            account,
            identity: main.clone(),
            after: None,
            line: Line::default(),
        };
        let effects = change.line.send(request, main);
        Some((change, effects))
    }

    fn taken(&mut self, reply: &HttpReply) -> Result<(), CallError> {
        let account = accounts::parse_account(reply)?;
        self.progress = match (self.wish.is_fulfilled(&account), self.after.take()) {
            (true, _) => Progress::Done,
            (false, Some(error)) if error.fate() == Fate::Unknown => Progress::Failed(explain(
                format!(
                    "The reply was lost, and the subaccount is as it was before.{}",
                    error.quoted()
                ),
                "Try again.",
            )),
            (false, Some(error)) => Progress::Failed(error.explain()),
            (false, None) => Progress::Failed(explain(
                "Twilio answered, but the subaccount is not changed.",
                "Try again, or change it in the Twilio Console.",
            )),
        };
        self.account = account;
        Ok(())
    }
}

impl Conversation for Change {
    fn line(&self) -> &Line {
        &self.line
    }

    fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        let Err(error) = result.and_then(|reply| self.taken(&reply)) else {
            return Vec::new();
        };
        // Closed already, or no telling: look at it.
        if self.after.is_none() && (error.fate() == Fate::Unknown || error.code() == Some(21479)) {
            self.after = Some(error);
            return self
                .line
                .send(accounts::fetch(&self.account.sid), self.identity.clone());
        }
        self.progress = Progress::Failed(error.explain());
        Vec::new()
    }
}
