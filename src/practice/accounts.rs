//! `/2010-04-01/Accounts`, <https://www.twilio.com/docs/iam/api/subaccounts>.

use super::ask::Ask;
use super::dates;
use super::new_ids;
use super::page::Window;
use super::reply::{Done, Refusal};
use super::store::{Account, Store};
use crate::keys::TryCryptoRng;
use crate::twilio::accounts::Status;
use crate::twilio::{AccountSid, FRIENDLY_NAME_MAX, SUBACCOUNTS_MAX};
use serde_json::{Map, Value, json};

/// The caller's account and its subaccounts, filtered by exact `FriendlyName` and by `Status`.
pub(super) fn list(store: &Store, ask: &Ask<'_>) -> Result<Done, Refusal> {
    ask.caller.must_manage()?;
    let window = Window::parse(&ask.query)?;
    let name = ask.query.filled("FriendlyName");
    let status = ask.query.filled("Status");
    if let Some(text) = status {
        parse_status(text)?;
    }
    let own = &ask.caller.account;
    let accounts = store
        .accounts
        .iter()
        .filter(|account| account.sid == *own || account.owner == *own)
        .filter(|account| store.late.lists(account.sid.as_str()))
        .filter(|account| name.is_none_or(|name| account.friendly_name == name))
        .filter(|account| status.is_none_or(|status| account.status.as_str() == status));
    let cut = window.cut(AccountSid::PREFIX, accounts, |account| account.stamp.place);
    let items = cut.items.iter().map(|account| body(account)).collect();
    let filters: Vec<_> = [("FriendlyName", name), ("Status", status)]
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect();
    Ok(Done::Ok(cut.v2010(ask.path, &filters, "accounts", items)))
}

/// A subaccount of the caller's account.
pub(super) fn create<R: TryCryptoRng + ?Sized>(store: &mut Store, ask: &Ask<'_>, rng: &mut R) -> Result<Done, Refusal> {
    ask.caller.must_manage()?;
    let own = &ask.caller.account;
    if store.account(own.as_str()).is_some_and(Account::is_subaccount) {
        return Err(Refusal::bad(21101, "Subaccounts cannot contain subaccounts"));
    }
    let name =
        friendly_name(ask)?.unwrap_or_else(|| format!("SubAccount Created at {}", dates::with_meridian(ask.now)));
    // That closed ones do not count is an assumption; Twilio's advice at 21480 is to close some.
    let held = store
        .accounts
        .iter()
        .filter(|account| account.owner == *own && account.is_subaccount() && account.status != Status::Closed)
        .count();
    if held >= SUBACCOUNTS_MAX {
        return Err(Refusal::bad(
            21480,
            "Account has reached the maximum number of subaccounts",
        ));
    }
    let sid: AccountSid = new_ids::sid(AccountSid::PREFIX, rng)?;
    let account = Account::new(sid, own.clone(), name, new_ids::auth_token(rng)?, ask.now);
    let reply = body(&account);
    store.add_account(account);
    Ok(Done::Created(reply))
}

pub(super) fn fetch(store: &Store, ask: &Ask<'_>, sid: &str) -> Result<Done, Refusal> {
    ask.caller.must_manage()?;
    ask.caller
        .account(store, sid, ask.path)
        .map(|account| Done::Ok(body(account)))
}

/// Changes the name, the status, or both; nothing if either is refused.
pub(super) fn update(store: &mut Store, ask: &Ask<'_>, sid: &str) -> Result<Done, Refusal> {
    ask.caller.must_manage()?;
    let account = ask.caller.account(store, sid, ask.path)?;
    if account.status == Status::Closed {
        return Err(Refusal::bad(21479, "Account is already closed"));
    }
    let name = friendly_name(ask)?;
    let status = match ask.form.get("Status") {
        Some(text) => {
            let status = parse_status(text)?;
            may_change_status(store, ask, account)?;
            Some(status)
        }
        None => None,
    };
    let sid = account.sid.clone();
    let account = store
        .accounts
        .iter_mut()
        .find(|account| account.sid == sid)
        .ok_or_else(|| ask.not_found())?;
    if let Some(name) = name {
        account.friendly_name = name;
    }
    if let Some(status) = status {
        account.status = status;
    }
    account.stamp.updated = ask.now;
    Ok(Done::Ok(body(account)))
}

fn may_change_status(store: &Store, ask: &Ask<'_>, account: &Account) -> Result<(), Refusal> {
    if !account.is_subaccount() {
        return Err(Refusal::bad(21477, "The status of a parent account cannot be changed"));
    }
    let parent = store.account(account.owner.as_str());
    if parent.is_some_and(|parent| parent.status != Status::Active) {
        return Err(Refusal::bad(21476, "The parent account is suspended"));
    }
    if account.suspended_by_twilio {
        return Err(Refusal::bad(21478, "The account was suspended by Twilio"));
    }
    // "You must use your main account credentials": a subaccount cannot close itself.
    if ask.caller.account == account.sid {
        return Err(Refusal::authenticate());
    }
    Ok(())
}

fn parse_status(text: &str) -> Result<Status, Refusal> {
    [Status::Active, Status::Suspended, Status::Closed]
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| Refusal::bad(21475, "The status is not one of active, suspended, closed"))
}

/// An account's name: at most 64 characters, with the older 20002 of this API.
fn friendly_name(ask: &Ask<'_>) -> Result<Option<String>, Refusal> {
    match ask.form.filled("FriendlyName") {
        Some(name) if name.chars().count() > FRIENDLY_NAME_MAX => Err(Refusal::bad(
            20002,
            "Invalid FriendlyName: it must be between 1 and 64 characters",
        )),
        name => Ok(name.map(str::to_owned)),
    }
}

/// The account as Twilio tells it, its Auth Token included: a client must not keep that.
fn body(account: &Account) -> Value {
    let sid = &account.sid;
    let base = format!("/2010-04-01/Accounts/{sid}");
    let subresources: Map<_, _> = [
        ("available_phone_numbers", "AvailablePhoneNumbers"),
        ("incoming_phone_numbers", "IncomingPhoneNumbers"),
        ("keys", "Keys"),
    ]
    .into_iter()
    .map(|(key, name)| (key.to_owned(), json!(format!("{base}/{name}.json"))))
    .collect();
    json!({
        "auth_token": account.auth_token.expose(),
        "date_created": dates::rfc2822(account.stamp.created),
        "date_updated": dates::rfc2822(account.stamp.updated),
        "friendly_name": account.friendly_name,
        "owner_account_sid": account.owner.as_str(),
        "sid": sid.as_str(),
        "status": account.status.as_str(),
        "subresource_uris": subresources,
        "type": "Full",
        "uri": format!("{base}.json"),
    })
}
