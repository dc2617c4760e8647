//! API keys, by the v2010 API (`/2010-04-01/Accounts/{AC}/Keys`) and by IAM v1 (`/v1/Keys`),
//! <https://www.twilio.com/docs/iam/api-keys>. Both make Standard keys; only the Console makes Main keys.

use super::page::{Meta, V2010};
use super::{AccountSid, ApiKeySid, CallError, Host, HttpReply, Page, Request, Secret, reply};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Which of Twilio's two APIs makes or lists the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum KeysApi {
    /// `api.twilio.com/2010-04-01/Accounts/{AC}/Keys.json`, as Twilio's priming page uses it.
    #[default]
    V2010,
    /// `iam.twilio.com/v1/Keys`. Some accounts refuse the older one with 20003 and take this.
    IamV1,
}

/// An API key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its SID.
    pub sid: ApiKeySid,
    /// Its name.
    pub friendly_name: String,
}

/// An API key that was just made: the only time that Twilio tells its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiKey {
    /// Its SID.
    pub sid: ApiKeySid,
    /// Its secret.
    pub secret: Secret,
}

/// Creates a Standard API key in `account` (201).
#[must_use]
pub fn create(api: KeysApi, account: &AccountSid, friendly_name: &str) -> Request {
    match api {
        KeysApi::V2010 => Request::post(Host::Api, keys_path(account), &[("FriendlyName", friendly_name)]),
        KeysApi::IamV1 => Request::post(
            Host::Iam,
            IAM_KEYS.to_owned(),
            &[("AccountSid", account.as_str()), ("FriendlyName", friendly_name)],
        ),
    }
}

/// Lists the API keys of `account`, 1,000 a page.
#[must_use]
pub fn list(api: KeysApi, account: &AccountSid) -> Request {
    match api {
        KeysApi::V2010 => Request::get(Host::Api, keys_path(account), &[("PageSize", "1000")]),
        KeysApi::IamV1 => Request::get(
            Host::Iam,
            IAM_KEYS.to_owned(),
            &[("AccountSid", account.as_str()), ("PageSize", "1000")],
        ),
    }
}

/// Reads one API key of `account`.
#[must_use]
pub fn fetch(api: KeysApi, account: &AccountSid, key: &ApiKeySid) -> Request {
    let (host, path) = key_path(api, account, key);
    Request::get(host, path, &[])
}

/// Deletes an API key of `account` (204).
#[must_use]
pub fn delete(api: KeysApi, account: &AccountSid, key: &ApiKeySid) -> Request {
    let (host, path) = key_path(api, account, key);
    Request::delete(host, path)
}

/// Reads the reply to [`create`], of either API.
///
/// # Errors
/// The refusal, or that the reply is not Twilio's or not as documented.
pub fn parse_new(reply: &HttpReply) -> Result<NewApiKey, CallError> {
    let body = reply::read::<NewBody>(reply)?;
    Ok(NewApiKey {
        sid: reply::sid(reply, &body.sid)?,
        secret: Secret::new(String::clone(&body.secret)),
    })
}

/// Reads the reply to [`fetch`], of either API.
///
/// # Errors
/// As [`parse_new`].
pub fn parse_key(reply: &HttpReply) -> Result<ApiKey, CallError> {
    reply::read::<KeyBody>(reply)?.into_key(reply)
}

/// Reads the reply to [`list`] of the same API.
///
/// # Errors
/// As [`parse_new`].
pub fn parse_list(api: KeysApi, reply: &HttpReply) -> Result<Page<ApiKey>, CallError> {
    let (keys, next) = match api {
        KeysApi::V2010 => {
            let list = reply::read::<V2010List>(reply)?;
            (list.keys, list.page.next(reply, Host::Api)?)
        }
        KeysApi::IamV1 => {
            let list = reply::read::<IamList>(reply)?;
            (list.keys, list.meta.next(reply, Host::Iam)?)
        }
    };
    let items = keys
        .into_iter()
        .map(|body| body.into_key(reply))
        .collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// Reads the reply to [`delete`].
///
/// # Errors
/// As [`parse_new`]; for a key that is not there, 20404.
pub fn parse_deleted(reply: &HttpReply) -> Result<(), CallError> {
    reply::read_deleted(reply)
}

const IAM_KEYS: &str = "/v1/Keys";

fn keys_path(account: &AccountSid) -> String {
    format!("/2010-04-01/Accounts/{account}/Keys.json")
}

fn key_path(api: KeysApi, account: &AccountSid, key: &ApiKeySid) -> (Host, String) {
    match api {
        KeysApi::V2010 => (Host::Api, format!("/2010-04-01/Accounts/{account}/Keys/{key}.json")),
        KeysApi::IamV1 => (Host::Iam, format!("{IAM_KEYS}/{key}")),
    }
}

#[derive(Deserialize)]
struct NewBody {
    sid: String,
    #[serde(deserialize_with = "zeroizing")]
    secret: Zeroizing<String>,
}

fn zeroizing<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(deserializer).map(Zeroizing::new)
}

#[derive(Deserialize)]
struct KeyBody {
    sid: String,
    friendly_name: Option<String>,
}

impl KeyBody {
    fn into_key(self, reply: &HttpReply) -> Result<ApiKey, CallError> {
        Ok(ApiKey {
            sid: reply::sid(reply, &self.sid)?,
            friendly_name: self.friendly_name.unwrap_or_default(),
        })
    }
}

#[derive(Deserialize)]
struct V2010List {
    keys: Vec<KeyBody>,
    #[serde(flatten)]
    page: V2010,
}

#[derive(Deserialize)]
struct IamList {
    keys: Vec<KeyBody>,
    meta: Meta,
}
