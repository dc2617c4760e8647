//! API keys by both APIs, <https://www.twilio.com/docs/iam/api-keys>: `/2010-04-01/Accounts/{AC}/Keys`, and `/v1/Keys`
//! at `iam.twilio.com`. They are the same keys. Both make Standard keys only; a key's secret is told once.
//!
//! That the parent's Main key may name a subaccount at `/v1/Keys` is an assumption.

use super::ask::Ask;
use super::dates;
use super::page::{Cut, Window};
use super::reply::{Done, Refusal};
use super::store::{ApiKey, KeyKind, Store};
use crate::keys::TryCryptoRng;
use crate::twilio::{ApiKeySid, Host};
use serde_json::{Value, json};

pub(super) fn list(store: &Store, ask: &Ask<'_>, account: &str) -> Result<Done, Refusal> {
    let cut = page(store, ask, account)?;
    let items = cut.items.iter().map(|key| body(key)).collect();
    Ok(Done::Ok(cut.v2010(ask.path, &[], "keys", items)))
}

pub(super) fn create<R: TryCryptoRng + ?Sized>(
    store: &mut Store,
    ask: &Ask<'_>,
    account: &str,
    rng: &mut R,
) -> Result<Done, Refusal> {
    make(store, ask, account, rng).map(Done::Created)
}

pub(super) fn fetch(store: &Store, ask: &Ask<'_>, account: &str, key: &str) -> Result<Done, Refusal> {
    of_account(store, ask, account, key).map(|key| Done::Ok(body(key)))
}

pub(super) fn update(store: &mut Store, ask: &Ask<'_>, account: &str, key: &str) -> Result<Done, Refusal> {
    let sid = of_account(store, ask, account, key)?.sid.clone();
    rename(store, ask, &sid).map(|key| Done::Ok(body(key)))
}

pub(super) fn delete(store: &mut Store, ask: &Ask<'_>, account: &str, key: &str) -> Result<Done, Refusal> {
    let sid = of_account(store, ask, account, key)?.sid.clone();
    Ok(remove(store, &sid))
}

pub(super) fn iam_list(store: &Store, ask: &Ask<'_>) -> Result<Done, Refusal> {
    let account = ask.query.required("AccountSid")?;
    let cut = page(store, ask, account)?;
    let items = cut
        .items
        .iter()
        .map(|key| with(body(key), "flags", json!(["rest_api", "signing"])))
        .collect();
    let filters = [("AccountSid", account)];
    Ok(Done::Ok(cut.v1(Host::Iam, ask.path, &filters, "keys", items)))
}

pub(super) fn iam_create<R: TryCryptoRng + ?Sized>(
    store: &mut Store,
    ask: &Ask<'_>,
    rng: &mut R,
) -> Result<Done, Refusal> {
    let account = ask.form.required("AccountSid")?;
    if ask.form.filled("KeyType").is_some() || ask.form.filled("Policy").is_some() {
        return Err(Refusal::bad(20422, "The practice account makes Standard keys only"));
    }
    make(store, ask, account, rng).map(|body| Done::Created(with(body, "policy", Value::Null)))
}

pub(super) fn iam_fetch(store: &Store, ask: &Ask<'_>, key: &str) -> Result<Done, Refusal> {
    of_caller(store, ask, key).map(|key| Done::Ok(with(body(key), "policy", Value::Null)))
}

pub(super) fn iam_update(store: &mut Store, ask: &Ask<'_>, key: &str) -> Result<Done, Refusal> {
    let sid = of_caller(store, ask, key)?.sid.clone();
    rename(store, ask, &sid).map(|key| Done::Ok(with(body(key), "policy", Value::Null)))
}

pub(super) fn iam_delete(store: &mut Store, ask: &Ask<'_>, key: &str) -> Result<Done, Refusal> {
    let sid = of_caller(store, ask, key)?.sid.clone();
    Ok(remove(store, &sid))
}

fn page<'a>(store: &'a Store, ask: &Ask<'_>, account: &str) -> Result<Cut<'a, ApiKey>, Refusal> {
    ask.caller.must_manage()?;
    let account = ask.caller.active_account(store, account, ask.path)?;
    let keys = store
        .api_keys
        .iter()
        .filter(|key| key.account == account.sid && store.late.lists(key.sid.as_str()));
    Ok(Window::parse(&ask.query)?.cut(ApiKeySid::PREFIX, keys, |key| key.stamp.place))
}

/// Makes a Standard key; the reply is the only one that holds its secret.
fn make<R: TryCryptoRng + ?Sized>(
    store: &mut Store,
    ask: &Ask<'_>,
    account: &str,
    rng: &mut R,
) -> Result<Value, Refusal> {
    ask.caller.must_manage()?;
    let account = ask.caller.active_account(store, account, ask.path)?.sid.clone();
    let name = ask.form.friendly_name()?;
    let (sid, secret) = store.make_key(&account, KeyKind::Standard, name, ask.now, rng)?;
    let key = store.api_key(sid.as_str()).ok_or_else(|| ask.not_found())?;
    Ok(with(body(key), "secret", json!(secret.expose())))
}

fn of_account<'a>(store: &'a Store, ask: &Ask<'_>, account: &str, key: &str) -> Result<&'a ApiKey, Refusal> {
    ask.caller.must_manage()?;
    let account = ask.caller.active_account(store, account, ask.path)?;
    store
        .api_key(key)
        .filter(|key| key.account == account.sid)
        .ok_or_else(|| ask.not_found())
}

fn of_caller<'a>(store: &'a Store, ask: &Ask<'_>, key: &str) -> Result<&'a ApiKey, Refusal> {
    ask.caller.must_manage()?;
    let key = store.api_key(key).ok_or_else(|| ask.not_found())?;
    ask.caller.active_account(store, key.account.as_str(), ask.path)?;
    Ok(key)
}

fn rename<'a>(store: &'a mut Store, ask: &Ask<'_>, sid: &ApiKeySid) -> Result<&'a ApiKey, Refusal> {
    let name = ask.form.friendly_name()?;
    let key = store
        .api_keys
        .iter_mut()
        .find(|key| key.sid == *sid)
        .ok_or_else(|| ask.not_found())?;
    key.friendly_name = name.or(key.friendly_name.take());
    key.stamp.updated = ask.now;
    Ok(key)
}

fn remove(store: &mut Store, sid: &ApiKeySid) -> Done {
    store.api_keys.retain(|key| key.sid != *sid);
    Done::Deleted
}

fn body(key: &ApiKey) -> Value {
    json!({
        "date_created": dates::rfc2822(key.stamp.created),
        "date_updated": dates::rfc2822(key.stamp.updated),
        "friendly_name": key.friendly_name,
        "sid": key.sid.as_str(),
    })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.insert(field.to_owned(), value);
    }
    body
}
