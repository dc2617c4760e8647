//! Accounts and subaccounts (`/2010-04-01/Accounts`), <https://www.twilio.com/docs/iam/api/subaccounts>.

use super::page::V2010;
use super::{AccountSid, CallError, Host, HttpReply, Page, Request, reply};
use serde::Deserialize;

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In use.
    Active,
    /// Stopped; it can be made active again.
    Suspended,
    /// Closed for good. Twilio deletes it after 30 days where the project is set to, as those made after 5 July 2018 are.
    Closed,
}

impl Status {
    /// Twilio's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }

    /// The same, as a label.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Closed => "Closed",
        }
    }
}

/// An account. Twilio's reply also carries the account's Auth Token; it is not part of this type, so that it is gone
/// once the reply was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its SID.
    pub sid: AccountSid,
    /// The SID of its parent; its own for a parent account.
    pub owner_sid: AccountSid,
    /// Its name.
    pub friendly_name: String,
    /// Its status.
    pub status: Status,
}

impl Account {
    /// Whether the account belongs to another.
    #[must_use]
    pub fn is_subaccount(&self) -> bool {
        self.sid != self.owner_sid
    }

    /// Whether `text` is a part of its name or SID, in capitals or not, and its status is `status`, if one is asked.
    /// A few digits are in nearly every SID, so a SID is looked at from its beginning or from six characters on.
    #[must_use]
    pub fn matches(&self, text: &str, status: Option<Status>) -> bool {
        const SID_PART: usize = 6;
        let text = text.trim().to_lowercase();
        let named = || self.friendly_name.to_lowercase().contains(&text);
        let in_sid = || {
            let sid = self.sid.as_str().to_lowercase();
            sid.starts_with(&text) || text.len() >= SID_PART && sid.contains(&text)
        };
        status.is_none_or(|status| self.status == status) && (text.is_empty() || named() || in_sid())
    }
}

/// Creates a subaccount of the account that asks (201).
#[must_use]
pub fn create(friendly_name: &str) -> Request {
    Request::post(Host::Api, ACCOUNTS.to_owned(), &[("FriendlyName", friendly_name)])
}

/// Reads one account.
#[must_use]
pub fn fetch(sid: &AccountSid) -> Request {
    Request::get(Host::Api, path(sid), &[])
}

/// Lists the account that asks and its subaccounts, 1,000 a page.
#[must_use]
pub fn list() -> Request {
    Request::get(Host::Api, ACCOUNTS.to_owned(), &[("PageSize", "1000")])
}

/// Lists the accounts of exactly that name.
#[must_use]
pub fn list_named(friendly_name: &str) -> Request {
    Request::get(
        Host::Api,
        ACCOUNTS.to_owned(),
        &[("FriendlyName", friendly_name), ("PageSize", "1000")],
    )
}

/// Closes a subaccount for good. Its phone numbers are released; it cannot be reopened.
#[must_use]
pub fn close(sid: &AccountSid) -> Request {
    set_status(sid, Status::Closed)
}

/// Gives an account another name, 64 characters at most.
#[must_use]
pub fn rename(sid: &AccountSid, friendly_name: &str) -> Request {
    Request::post(Host::Api, path(sid), &[("FriendlyName", friendly_name)])
}

/// Suspends a subaccount, makes it active again, or closes it for good.
#[must_use]
pub fn set_status(sid: &AccountSid, status: Status) -> Request {
    Request::post(Host::Api, path(sid), &[("Status", status.as_str())])
}

/// Reads the reply to [`create`], [`fetch`], [`rename`], [`set_status`] and [`close`].
///
/// # Errors
/// The refusal, or that the reply is not Twilio's or not as documented.
pub fn parse_account(reply: &HttpReply) -> Result<Account, CallError> {
    reply::read::<Body>(reply)?.into_account(reply)
}

/// Whether the reply to [`fetch`] shows a Trial account.
#[must_use]
pub fn is_trial(reply: &HttpReply) -> bool {
    #[derive(Deserialize)]
    struct Kind {
        r#type: Option<String>,
    }
    reply::read::<Kind>(reply).is_ok_and(|kind| kind.r#type.as_deref() == Some("Trial"))
}

/// Reads the reply to [`list`] and [`list_named`].
///
/// # Errors
/// As [`parse_account`].
pub fn parse_list(reply: &HttpReply) -> Result<Page<Account>, CallError> {
    let list = reply::read::<ListBody>(reply)?;
    let items = list
        .accounts
        .into_iter()
        .map(|body| body.into_account(reply))
        .collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: list.page.next(reply, Host::Api)?,
    })
}

const ACCOUNTS: &str = "/2010-04-01/Accounts.json";

fn path(sid: &AccountSid) -> String {
    format!("/2010-04-01/Accounts/{sid}.json")
}

#[derive(Deserialize)]
struct Body {
    sid: String,
    owner_account_sid: String,
    friendly_name: Option<String>,
    status: Status,
}

#[derive(Deserialize)]
struct ListBody {
    accounts: Vec<Body>,
    #[serde(flatten)]
    page: V2010,
}

impl Body {
    fn into_account(self, reply: &HttpReply) -> Result<Account, CallError> {
        Ok(Account {
            sid: super::reply::sid(reply, &self.sid)?,
            owner_sid: super::reply::sid(reply, &self.owner_account_sid)?,
            friendly_name: self.friendly_name.unwrap_or_default(),
            status: self.status,
        })
    }
}
