//! `/v1/Credentials/PublicKeys`, <https://www.twilio.com/docs/iam/credentials/public-keys>. An account sees only its
//! own public keys; a parent can add one to a subaccount, and never sees it again. The key itself is never given back.

use super::ask::Ask;
use super::dates;
use super::page::Window;
use super::reply::{Done, Refusal};
use super::store::{NewPublicKey, PublicKey, Store};
use crate::keys::{self, PublicKeyError, TryCryptoRng};
use crate::twilio::{AccountSid, Host, PublicKeySid};
use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

pub(super) fn list(store: &Store, ask: &Ask<'_>) -> Result<Done, Refusal> {
    let own = &ask.caller.account;
    let keys = store
        .public_keys
        .iter()
        .filter(|key| key.account == *own && store.late.lists(key.sid.as_str()));
    let cut = Window::parse(&ask.query)?.cut(PublicKeySid::PREFIX, keys, |key| key.stamp.place);
    let items = cut.items.iter().map(|key| body(key)).collect();
    Ok(Done::Ok(cut.v1(Host::Accounts, ask.path, &[], "credentials", items)))
}

/// Adds a public key to the caller's account, or to the subaccount that `AccountSid` names.
pub(super) fn create<R: TryCryptoRng + ?Sized>(store: &mut Store, ask: &Ask<'_>, rng: &mut R) -> Result<Done, Refusal> {
    let account = match ask.form.filled("AccountSid") {
        Some(sid) => subaccount(store, ask, sid)?,
        None => ask.caller.account.clone(),
    };
    let new = NewPublicKey {
        account,
        friendly_name: ask.form.friendly_name()?,
        key: read(ask.form.required("PublicKey")?)?,
    };
    let sid = store.make_public_key(new, ask.now, rng)?;
    let key = store.public_keys.iter().find(|key| key.sid == sid);
    key.map(|key| Done::Created(body(key))).ok_or_else(|| ask.not_found())
}

pub(super) fn fetch(store: &Store, ask: &Ask<'_>, sid: &str) -> Result<Done, Refusal> {
    own(store, ask, sid).map(|key| Done::Ok(body(key)))
}

/// Changes the name; a key itself cannot be changed.
pub(super) fn update(store: &mut Store, ask: &Ask<'_>, sid: &str) -> Result<Done, Refusal> {
    let sid = own(store, ask, sid)?.sid.clone();
    let name = ask.form.friendly_name()?;
    let key = store
        .public_keys
        .iter_mut()
        .find(|key| key.sid == sid)
        .ok_or_else(|| ask.not_found())?;
    key.friendly_name = name.or(key.friendly_name.take());
    key.stamp.updated = ask.now;
    Ok(Done::Ok(body(key)))
}

/// Deletes a public key, even the one that signed this request. That a Standard key may is an assumption.
pub(super) fn delete(store: &mut Store, ask: &Ask<'_>, sid: &str) -> Result<Done, Refusal> {
    let sid = own(store, ask, sid)?.sid.clone();
    store.public_keys.retain(|key| key.sid != sid);
    Ok(Done::Deleted)
}

fn own<'a>(store: &'a Store, ask: &Ask<'_>, sid: &str) -> Result<&'a PublicKey, Refusal> {
    store
        .public_keys
        .iter()
        .find(|key| key.sid.as_str() == sid && key.account == ask.caller.account)
        .ok_or_else(|| ask.not_found())
}

/// "Must be a valid Subaccount of the account issuing the request": not the account itself. With which code another
/// account is refused is not documented.
fn subaccount(store: &Store, ask: &Ask<'_>, sid: &str) -> Result<AccountSid, Refusal> {
    ask.caller.must_manage()?;
    let account = ask.caller.active_account(store, sid, ask.path)?;
    if account.sid == ask.caller.account {
        return Err(Refusal::bad(70002, "AccountSid is not a subaccount of this account"));
    }
    Ok(account.sid.clone())
}

/// Reads the spellings that Twilio's examples show: X.509 PEM with or without its line breaks, and its base64 alone.
fn read(text: &str) -> Result<keys::PublicKey, Refusal> {
    const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
    const END: &str = "-----END PUBLIC KEY-----";
    let text = text.trim();
    let inner = match text.strip_prefix(BEGIN) {
        Some(rest) => rest.strip_suffix(END).ok_or_else(unreadable)?,
        None => text,
    };
    let base64: String = inner.split_ascii_whitespace().collect();
    let der = Base64::decode_vec(&base64).map_err(|_| unreadable())?;
    keys::PublicKey::from_spki_der(&der).map_err(|error| match error {
        PublicKeyError::NotRsa { .. } => Refusal::bad(70101, "The public key is not an RSA key"),
        PublicKeyError::WrongSize { .. } => Refusal::bad(70102, "The public key does not have 2048 bits"),
        PublicKeyError::OtherExponent { .. } => Refusal::bad(70103, "The public key's exponent is not 65537"),
        _ => unreadable(),
    })
}

fn unreadable() -> Refusal {
    Refusal::bad(70104, "The public key cannot be parsed: only X.509 PEM is supported")
}

fn body(key: &PublicKey) -> Value {
    json!({
        "account_sid": key.account.as_str(),
        "date_created": dates::iso8601(key.stamp.created),
        "date_updated": dates::iso8601(key.stamp.updated),
        "friendly_name": key.friendly_name,
        "sid": key.sid.as_str(),
        "url": format!("https://{}/v1/Credentials/PublicKeys/{}", Host::Accounts.name(), key.sid),
    })
}
