//! What comes in on standard input, a line of JSON each: what an admin does in Twilio's Console, and what only a test
//! may ask.

use crate::{Failure, lock, now};
use getrandom::SysRng;
use keyseed::keys::PublicKey;
use keyseed::practice::{Fault, FaultPlan, InventoryKey, Operation, Practice};
use serde_json::{Value, json};
use std::fmt::Display;
use std::sync::Mutex;

/// Does what a line asks.
pub(crate) fn answer(practice: &Mutex<Practice>, line: &str) -> Result<Value, Failure> {
    let line: Value = serde_json::from_str(line)?;
    if let Some(number) = line.get("faults") {
        let number = number.as_u64().and_then(|number| u32::try_from(number).ok());
        return Ok(set(
            practice,
            FaultPlan::number(number.ok_or("a plan's number is an integer")?),
        ));
    }
    if let Some(plan) = line.get("plan") {
        return Ok(set(practice, read_plan(plan)?));
    }
    if line.get("inventory").is_some() {
        return Ok(inventory(&lock(practice)));
    }
    paste(practice, &line)
}

/// Adds the public key of a line, as Twilio's Console would.
fn paste(practice: &Mutex<Practice>, line: &Value) -> Result<Value, Failure> {
    let text = |field: &str| line.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let key = PublicKey::import(&text("public_key_pem"))?;
    let sid = lock(practice).paste_public_key(&key, &text("friendly_name"), now()?, &mut SysRng)?;
    Ok(json!({ "public_key_sid": sid.as_str() }))
}

fn set(practice: &Mutex<Practice>, plan: FaultPlan) -> Value {
    let text = plan.describe();
    lock(practice).set_faults(plan);
    json!({ "faults": text })
}

/// Reads `[["CreateKey", 1, "LostReply"], …]`.
fn read_plan(plan: &Value) -> Result<FaultPlan, Failure> {
    let steps = plan.as_array().ok_or("a plan is a list")?;
    let steps = steps.iter().map(|step| {
        let field = |index: usize| step.get(index).unwrap_or(&Value::Null);
        let operation = field(0).as_str().unwrap_or_default();
        let operation = Operation::ALL
            .into_iter()
            .find(|known| format!("{known:?}") == operation)
            .ok_or_else(|| format!("{step}: there is no such operation"))?;
        let occurrence = field(1).as_u64().and_then(|number| u32::try_from(number).ok());
        let occurrence = occurrence
            .filter(|number| *number > 0)
            .ok_or_else(|| format!("{step}: occurrences are counted from 1"))?;
        let fault = field(2).as_str().and_then(read_fault);
        let fault = fault.ok_or_else(|| format!("{step}: there is no such fault"))?;
        Ok::<_, Failure>((operation, occurrence, fault))
    });
    Ok(FaultPlan::of(steps.collect::<Result<Vec<_>, _>>()?))
}

fn read_fault(text: &str) -> Option<Fault> {
    let done = |when: &str| match when {
        "before" => Some(false),
        "after" => Some(true),
        _ => None,
    };
    let words: Vec<_> = text.split(' ').collect();
    match *words.as_slice() {
        ["RateLimited"] => Some(Fault::RateLimited { retry_after: None }),
        ["RateLimited", seconds] => Some(Fault::RateLimited {
            retry_after: Some(seconds.parse().ok()?),
        }),
        ["LostRequest"] => Some(Fault::LostRequest),
        ["LostReply"] => Some(Fault::LostReply),
        ["Hang", when] => Some(Fault::Hang { done: done(when)? }),
        ["Gateway", status @ ("502" | "503" | "504"), when] => Some(Fault::Gateway {
            status: status.parse().ok()?,
            done: done(when)?,
        }),
        ["Truncated"] => Some(Fault::Truncated),
        ["LateListing", seconds] => Some(Fault::LateListing {
            seconds: seconds.parse().ok()?,
        }),
        ["NotPropagated", seconds] => Some(Fault::NotPropagated {
            seconds: seconds.parse().ok()?,
        }),
        ["Repeated"] => Some(Fault::Repeated),
        ["ClockSkew", seconds] => Some(Fault::ClockSkew {
            seconds: seconds.parse().ok()?,
        }),
        _ => None,
    }
}

fn inventory(practice: &Practice) -> Value {
    fn key<S: Display>(key: &InventoryKey<S>) -> Value {
        json!({ "sid": key.sid.to_string(), "account": key.account.as_str(), "name": key.name })
    }
    let all = practice.inventory();
    let accounts = all.accounts.iter().map(|account| {
        json!({
            "sid": account.sid.as_str(),
            "owner": account.owner.as_str(),
            "name": account.name,
            "status": account.status.as_str(),
        })
    });
    json!({
        "accounts": accounts.collect::<Vec<_>>(),
        "api_keys": all.api_keys.iter().map(key).collect::<Vec<_>>(),
        "public_keys": all.public_keys.iter().map(key).collect::<Vec<_>>(),
    })
}
