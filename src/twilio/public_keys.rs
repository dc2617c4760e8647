//! Public keys (`accounts.twilio.com/v1/Credentials/PublicKeys`),
//! <https://www.twilio.com/docs/iam/credentials/public-keys>. Twilio never gives the key itself back, and a list shows
//! only the public keys of the account that asks.

use super::page::Meta;
use super::{AccountSid, CallError, Host, HttpReply, Page, PublicKeySid, Request, reply};
use crate::keys::PublicKey as RsaPublicKey;
use serde::Deserialize;

/// A public key as Twilio lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeyResource {
    /// Its SID.
    pub sid: PublicKeySid,
    /// The account that it belongs to.
    pub account_sid: AccountSid,
    /// Its name.
    pub friendly_name: String,
}

/// Adds a public key (201): to the subaccount `owner`, or to the account that asks.
#[must_use]
pub fn create(key: &RsaPublicKey, friendly_name: &str, owner: Option<&AccountSid>) -> Request {
    create_of(&key.to_pem(), friendly_name, owner)
}

/// The same, of the key's PEM text.
pub(crate) fn create_of(pem: &str, friendly_name: &str, owner: Option<&AccountSid>) -> Request {
    let mut form = vec![("PublicKey", pem), ("FriendlyName", friendly_name)];
    if let Some(owner) = owner {
        form.push(("AccountSid", owner.as_str()));
    }
    Request::post(Host::Accounts, PUBLIC_KEYS.to_owned(), &form)
}

/// Lists the public keys of the account that asks, 1,000 a page.
#[must_use]
pub fn list() -> Request {
    Request::get(Host::Accounts, PUBLIC_KEYS.to_owned(), &[("PageSize", "1000")])
}

/// Reads one public key of the account that asks.
#[must_use]
pub fn fetch(sid: &PublicKeySid) -> Request {
    Request::get(Host::Accounts, format!("{PUBLIC_KEYS}/{sid}"), &[])
}

/// Deletes a public key of the account that asks (204).
#[must_use]
pub fn delete(sid: &PublicKeySid) -> Request {
    Request::delete(Host::Accounts, format!("{PUBLIC_KEYS}/{sid}"))
}

/// Reads the reply to [`create`] and [`fetch`].
///
/// # Errors
/// The refusal, or that the reply is not Twilio's or not as documented.
pub fn parse_key(reply: &HttpReply) -> Result<PublicKeyResource, CallError> {
    reply::read::<Body>(reply)?.into_key(reply)
}

/// Reads the reply to [`list`].
///
/// # Errors
/// As [`parse_key`].
pub fn parse_list(reply: &HttpReply) -> Result<Page<PublicKeyResource>, CallError> {
    let list = reply::read::<List>(reply)?;
    let items = list
        .credentials
        .into_iter()
        .map(|body| body.into_key(reply))
        .collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: list.meta.next(reply, Host::Accounts)?,
    })
}

/// Reads the reply to [`delete`].
///
/// # Errors
/// As [`parse_key`]; for a key that is not there, 20404.
pub fn parse_deleted(reply: &HttpReply) -> Result<(), CallError> {
    reply::read_deleted(reply)
}

/// How a recipient's check begins the line for each public key that its account lists; the SID follows.
pub const ACCEPTED: &str = "Accepted. The account lists";

const PUBLIC_KEYS: &str = "/v1/Credentials/PublicKeys";

#[derive(Deserialize)]
struct Body {
    sid: String,
    account_sid: String,
    friendly_name: Option<String>,
}

#[derive(Deserialize)]
struct List {
    credentials: Vec<Body>,
    meta: Meta,
}

impl Body {
    fn into_key(self, reply: &HttpReply) -> Result<PublicKeyResource, CallError> {
        Ok(PublicKeyResource {
            sid: reply::sid(reply, &self.sid)?,
            account_sid: reply::sid(reply, &self.account_sid)?,
            friendly_name: self.friendly_name.unwrap_or_default(),
        })
    }
}
