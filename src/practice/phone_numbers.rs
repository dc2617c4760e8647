//! The two phone-number lists that the Twilio CLI snippets call,
//! <https://www.twilio.com/docs/phone-numbers/api>. The numbers are of ranges that are reserved for fiction.

use super::ask::Ask;
use super::dates;
use super::page::Window;
use super::reply::{Done, Refusal};
use super::store::{Stamp, Store};
use crate::twilio::AccountSid;
use serde_json::{Value, json};

/// Numbers that the parent account holds; a new subaccount holds none.
const HELD: [(&str, &str); 2] = [("+14155550132", "(415) 555-0132"), ("+12125550187", "(212) 555-0187")];

/// A held number, as far as it differs from the others.
struct Held {
    sid: String,
    number: &'static str,
    name: &'static str,
    stamp: Stamp,
}

/// `IncomingPhoneNumbers.json`: the numbers of an account.
pub(super) fn incoming(store: &Store, ask: &Ask<'_>, account: &str) -> Result<Done, Refusal> {
    let account = ask.caller.active_account(store, account, ask.path)?;
    let held: Vec<_> = (1..)
        .zip(HELD)
        .filter(|_| !account.is_subaccount())
        .map(|(place, (number, name))| Held {
            sid: format!("PN{place:032x}"),
            number,
            name,
            stamp: Stamp { place, ..account.stamp },
        })
        .collect();
    let cut = Window::parse(&ask.query)?.cut("PN", held.iter(), |held| held.stamp.place);
    let items = cut.items.iter().map(|held| held_body(held, &account.sid)).collect();
    Ok(Done::Ok(cut.v2010(ask.path, &[], "incoming_phone_numbers", items)))
}

/// `AvailablePhoneNumbers/{country}/Local.json`: numbers for sale; not in pages.
pub(super) fn local(store: &Store, ask: &Ask<'_>, account: &str, country: &str) -> Result<Done, Refusal> {
    ask.caller.active_account(store, account, ask.path)?;
    if country != "US" {
        return Err(ask.not_found());
    }
    let area = ask.query.filled("AreaCode").unwrap_or("415");
    if area.len() != 3 || !area.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::bad(20422, "AreaCode is not an area code"));
    }
    let numbers: Vec<_> = (110..115).map(|line| for_sale(area, line)).collect();
    Ok(Done::Ok(json!({ "available_phone_numbers": numbers, "uri": ask.path })))
}

fn held_body(held: &Held, account: &AccountSid) -> Value {
    let sid = &held.sid;
    json!({
        "account_sid": account.as_str(),
        "api_version": "2010-04-01",
        "beta": false,
        "capabilities": { "voice": true, "sms": true, "mms": true, "fax": false },
        "date_created": dates::rfc2822(held.stamp.created),
        "date_updated": dates::rfc2822(held.stamp.updated),
        "friendly_name": held.name,
        "phone_number": held.number,
        "sid": sid,
        "status": "in-use",
        "uri": format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/{sid}.json"),
    })
}

fn for_sale(area: &str, line: u16) -> Value {
    json!({
        "address_requirements": "none",
        "beta": false,
        "capabilities": { "voice": true, "sms": true, "mms": true },
        "friendly_name": format!("({area}) 555-0{line}"),
        "iso_country": "US",
        "phone_number": format!("+1{area}5550{line}"),
    })
}
