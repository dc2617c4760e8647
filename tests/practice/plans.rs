//! Plans of faults: every number is one, and requests are known for what they ask.

use crate::support::pair;
use keyseed::practice::{Fault, FaultPlan, Operation};
use keyseed::twilio::accounts::Status;
use keyseed::twilio::api_keys::KeysApi;
use keyseed::twilio::{AccountSid, ApiKeySid, Host, Method, PublicKeySid, accounts, api_keys, public_keys};
use std::collections::BTreeSet;
use std::str::FromStr;

fn sid<S: FromStr<Err: std::fmt::Debug>>(prefix: &str) -> S {
    format!("{prefix}{}", "1".repeat(32)).parse().unwrap()
}

#[test]
fn every_request_is_known_for_what_it_asks() {
    use Operation::*;
    let account: AccountSid = sid("AC");
    let key: ApiKeySid = sid("SK");
    let public_key: PublicKeySid = sid("CR");
    let mut asked = vec![
        (accounts::create("West"), Some(CreateAccount)),
        (accounts::fetch(&account), Some(ReadAccount)),
        (accounts::list(), Some(ListAccounts)),
        (accounts::list_named("West"), Some(ListAccounts)),
        (accounts::close(&account), Some(ChangeAccount)),
        (accounts::rename(&account, "East"), Some(ChangeAccount)),
        (accounts::set_status(&account, Status::Suspended), Some(ChangeAccount)),
        (
            public_keys::create(pair().public_key(), "seed", Some(&account)),
            Some(CreatePublicKey),
        ),
        (public_keys::list(), Some(ListPublicKeys)),
        (public_keys::fetch(&public_key), None),
        (public_keys::delete(&public_key), Some(DeletePublicKey)),
    ];
    for api in [KeysApi::V2010, KeysApi::IamV1] {
        asked.extend([
            (api_keys::create(api, &account, "key"), Some(CreateKey)),
            (api_keys::list(api, &account), Some(ListKeys)),
            (api_keys::fetch(api, &account, &key), None),
            (api_keys::delete(api, &account, &key), Some(DeleteKey)),
        ]);
    }
    let mut seen = BTreeSet::new();
    for (request, operation) in asked {
        assert_eq!(Operation::of(&request), operation, "{request:?}");
        seen.extend(operation);
    }
    assert_eq!(seen.len(), Operation::ALL.len());
    let numbers = format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json");
    let foreign = crate::support::request(Method::Get, Host::Api, &numbers, &[]);
    assert_eq!(Operation::of(&foreign), None);
}

#[test]
fn every_number_is_a_plan_of_its_own_and_stays_the_same() {
    let singles = FaultPlan::singles();
    assert_eq!(FaultPlan::numbers(), singles + singles * singles);
    let mut seen = BTreeSet::new();
    for number in 0..singles {
        let plan = FaultPlan::number(number);
        assert_eq!(plan.faults().len(), 1);
        assert_eq!(plan, FaultPlan::number(number));
        assert!(seen.insert(plan.describe()), "{number}: {} again", plan.describe());
    }
    // Every operation, as first and as second, meets something.
    for operation in Operation::ALL {
        for occurrence in [1, 2] {
            assert!(
                seen.iter()
                    .any(|text| text.starts_with(&format!("{operation:?} {occurrence}: ")))
            );
        }
    }
}

#[test]
fn the_pairs_follow_and_come_again() {
    let singles = FaultPlan::singles();
    let alone = |number| FaultPlan::number(number).faults().to_vec();
    for (first, second) in [(0, 0), (0, 1), (7, 100), (singles - 1, singles - 1)] {
        let number = singles + first * singles + second;
        let both = [alone(first), alone(second)].concat();
        assert_eq!(alone(number), both);
        assert_eq!(alone(number + singles * singles), both);
    }
    assert_eq!(FaultPlan::number(u32::MAX).faults().len(), 2);
}

/// Who notes a number finds the same plan by it later: a change here takes their meaning from them.
#[test]
fn numbers_keep_their_meaning() {
    assert_eq!(FaultPlan::singles(), 278);
    let texts = [
        (0, "ListAccounts 1: 429"),
        (10, "CreateAccount 1: 429"),
        (19, "CreateAccount 1: reply lost"),
        (265, "DeletePublicKey 2: a gateway's 504 after the effect"),
        (266, "CreateAccount 1: repeated by the browser"),
        (277, "DeletePublicKey 2: repeated by the browser"),
        (
            278 + 19 * 278 + 25,
            "CreateAccount 1: reply lost; CreateAccount 1: listed 12 s late",
        ),
        (
            278 + 266 * 278 + 268,
            "CreateAccount 1: repeated by the browser; CreateKey 1: repeated by the browser",
        ),
    ];
    for (number, text) in texts {
        assert_eq!(FaultPlan::number(number).describe(), text, "{number}");
    }
}

#[test]
fn a_number_has_only_faults_that_can_be_told_apart() {
    for (operation, _, fault) in (0..FaultPlan::singles()).flat_map(|n| FaultPlan::number(n).faults().to_vec()) {
        let late = matches!(fault, Fault::LateListing { .. } | Fault::NotPropagated { .. });
        let done = matches!(
            fault,
            Fault::LostReply | Fault::Repeated | Fault::Hang { done: true } | Fault::Gateway { done: true, .. }
        );
        assert!(!late || operation.creates(), "{operation:?} {fault}");
        assert!(!done || !operation.reads(), "{operation:?} {fault}");
        assert!(
            !operation.deletes() || fault != Fault::Truncated,
            "{operation:?} {fault}"
        );
    }
}

#[test]
fn a_plan_is_described_in_short() {
    assert_eq!(FaultPlan::none().describe(), "nothing");
    let plan = FaultPlan::of([
        (Operation::CreateKey, 1, Fault::LostReply),
        (Operation::ListKeys, 2, Fault::RateLimited { retry_after: Some(7) }),
        (Operation::ReadAccount, 1, Fault::ClockSkew { seconds: -600 }),
    ]);
    let text =
        "CreateKey 1: reply lost; ListKeys 2: 429 with Retry-After 7; ReadAccount 1: clock off by -600 s from here on";
    assert_eq!(plan.describe(), text);
}
