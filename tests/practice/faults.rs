//! What goes wrong on the way: each fault does what it says, and nothing else.

use crate::support::{Who, World, dress, json, outcome, pair, signer, unsigned};
use keyseed::practice::Enforcement::{Enforced, Off};
use keyseed::practice::{Fault, FaultPlan, Met, Operation, named};
use keyseed::twilio::api_keys::KeysApi;
use keyseed::twilio::{
    AccountSid, CallError, Credentials, Fate, HttpReply, Request, accounts, api_keys, http_date, public_keys,
};

fn meet(world: &mut World, who: &Who, request: Request) -> Met {
    let http = dress(who, request, world.now);
    world.practice.meet(&http, world.now, &mut world.rng)
}

fn reply(met: Met) -> HttpReply {
    match met {
        Met::Reply(reply) => reply,
        other => panic!("there is no reply: {other:?}"),
    }
}

/// A world whose first creation of a subaccount meets `fault`, with what came of one and whether it exists.
fn creation(fault: Fault) -> (World, Met, bool) {
    let mut world = World::new(Off);
    world
        .practice
        .set_faults(FaultPlan::of([(Operation::CreateAccount, 1, fault)]));
    let main = world.main(false);
    let met = meet(&mut world, &main, accounts::create("West"));
    let inventory = world.practice.inventory();
    let made = inventory.accounts.iter().any(|account| account.name == "West");
    (world, met, made)
}

#[test]
fn too_many_requests_have_no_effect() {
    for retry_after in [None, Some(7)] {
        let (_, met, made) = creation(Fault::RateLimited { retry_after });
        let reply = reply(met);
        assert_eq!((reply.status, json(&reply)["code"].clone()), (429, 20429.into()));
        assert_eq!(reply.retry_after, retry_after.map(|seconds| seconds.to_string()));
        assert!(reply.request_id.is_some());
        let error: CallError = accounts::parse_account(&reply).unwrap_err();
        assert_eq!(error.fate(), Fate::NotDoneWait);
        assert!(!made);
    }
}

#[test]
fn a_connection_breaks_or_is_silent_before_or_after_the_effect() {
    let cases = [
        (Fault::LostRequest, Met::Broken, false),
        (Fault::LostReply, Met::Broken, true),
        (Fault::Hang { done: false }, Met::Silent, false),
        (Fault::Hang { done: true }, Met::Silent, true),
    ];
    for (fault, expected, done) in cases {
        let (_, met, made) = creation(fault);
        assert_eq!((met, made), (expected, done), "{fault:?}");
    }
}

#[test]
fn a_gateway_sends_a_page_before_or_after_the_effect() {
    for status in [502, 503, 504] {
        for done in [false, true] {
            let (_, met, made) = creation(Fault::Gateway { status, done });
            let reply = reply(met);
            assert_eq!((reply.status, made), (status, done));
            assert!(reply.body.starts_with("<html>") && reply.request_id.is_none());
            let error = accounts::parse_account(&reply).unwrap_err();
            assert!(matches!(error, CallError::NotTwilio { .. }), "{error:?}");
            assert_eq!(error.fate(), Fate::Unknown);
        }
    }
}

#[test]
fn a_reply_is_cut_after_the_effect() {
    let (_, met, made) = creation(Fault::Truncated);
    let reply = reply(met);
    assert_eq!((reply.status, made), (201, true));
    assert!(reply.body.starts_with('{') && serde_json::from_str::<serde_json::Value>(&reply.body).is_err());
    assert_eq!(accounts::parse_account(&reply).unwrap_err().fate(), Fate::Unknown);
}

#[test]
fn the_browser_repeats_a_request_and_tells_the_second_reply() {
    use Operation::{CreateAccount, CreateKey, CreatePublicKey, DeleteKey};
    let mut world = World::new(Off);
    let main = world.main(false);
    let repeated = [CreateAccount, CreateKey, CreatePublicKey, DeleteKey].map(|of| (of, 1, Fault::Repeated));
    world.practice.set_faults(FaultPlan::of(repeated));
    let account = accounts::parse_account(&reply(meet(&mut world, &main, accounts::create("West")))).unwrap();
    let key = api_keys::create(KeysApi::V2010, &account.sid, "key");
    let key = api_keys::parse_new(&reply(meet(&mut world, &main, key))).unwrap();
    let public_key = public_keys::create(pair().public_key(), "seed", Some(&account.sid));
    let public_key = public_keys::parse_key(&reply(meet(&mut world, &main, public_key))).unwrap();

    let inventory = world.practice.inventory();
    let named = inventory.accounts.iter().filter(|account| account.name == "West");
    let sids: Vec<_> = named.map(|account| &account.sid).collect();
    assert!(matches!(sids[..], [_, second] if *second == account.sid), "{sids:?}");
    let keys = inventory.api_keys.iter().filter(|key| key.account == account.sid);
    let sids: Vec<_> = keys.map(|key| &key.sid).collect();
    assert!(matches!(sids[..], [_, second] if *second == key.sid), "{sids:?}");
    let keys = inventory.public_keys.iter().filter(|key| key.account == account.sid);
    let sids: Vec<_> = keys.map(|key| &key.sid).collect();
    assert!(matches!(sids[..], [_, second] if *second == public_key.sid), "{sids:?}");

    // What a repeat finds gone is gone.
    let delete = api_keys::delete(KeysApi::V2010, &account.sid, &key.sid);
    assert_eq!(outcome(&reply(meet(&mut world, &main, delete))), 20404);
    assert!(
        world
            .practice
            .inventory()
            .api_keys
            .iter()
            .all(|known| known.sid != key.sid)
    );
}

#[test]
fn only_the_named_occurrence_meets_the_fault() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let plan = FaultPlan::of([(Operation::CreateAccount, 2, Fault::LostRequest)]);
    world.practice.set_faults(plan.clone());
    let met = |world: &mut World| {
        // What asks for something else does not count.
        reply(meet(world, &main, accounts::list()));
        meet(world, &main, accounts::create("West"))
    };
    assert!(matches!(met(&mut world), Met::Reply(_)));
    assert_eq!(met(&mut world), Met::Broken);
    assert!(matches!(met(&mut world), Met::Reply(_)));
    // Counting begins anew.
    world.practice.set_faults(plan);
    assert!(matches!(met(&mut world), Met::Reply(_)));
    assert_eq!(met(&mut world), Met::Broken);
}

#[test]
fn what_is_new_is_listed_late_but_fetched_at_once() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let late = Fault::LateListing { seconds: 12 };
    world.practice.set_faults(FaultPlan::of([
        (Operation::CreateAccount, 1, late),
        (Operation::CreateKey, 1, late),
        (Operation::CreatePublicKey, 1, late),
    ]));
    let account = accounts::parse_account(&reply(meet(&mut world, &main, accounts::create("West")))).unwrap();
    let key = api_keys::create(KeysApi::V2010, &account.sid, "key");
    let key = api_keys::parse_new(&reply(meet(&mut world, &main, key))).unwrap();
    let public_key = public_keys::create(pair().public_key(), "seed", Some(&account.sid));
    let public_key = public_keys::parse_key(&reply(meet(&mut world, &main, public_key))).unwrap();
    let owner = unsigned(&Credentials {
        account_sid: account.sid.clone(),
        api_key_sid: key.sid.clone(),
        secret: key.secret,
    });

    let listed = |world: &mut World| {
        let list = world.ask(&main, accounts::list_named("West"));
        let found = accounts::parse_list(&list).unwrap().items.len();
        let keys = [KeysApi::V2010, KeysApi::IamV1].map(|api| {
            let list = world.ask(&main, api_keys::list(api, &account.sid));
            api_keys::parse_list(api, &list).unwrap().items.len()
        });
        let list = world.ask(&owner, public_keys::list());
        (found, keys, public_keys::parse_list(&list).unwrap().items.len())
    };
    assert_eq!(listed(&mut world), (0, [0, 0], 0));
    assert_eq!(outcome(&world.ask(&main, accounts::fetch(&account.sid))), 200);
    let fetch = api_keys::fetch(KeysApi::V2010, &account.sid, &key.sid);
    assert_eq!(outcome(&world.ask(&main, fetch)), 200);
    assert_eq!(outcome(&world.ask(&owner, public_keys::fetch(&public_key.sid))), 200);
    world.now += 11;
    assert_eq!(listed(&mut world), (0, [0, 0], 0));
    world.now += 1;
    assert_eq!(listed(&mut world), (1, [1, 1], 1));
}

#[test]
fn a_new_key_is_refused_until_it_is_known() {
    let mut world = World::new(Enforced);
    let main = world.main(true);
    let (account, known) = world.subaccount(&main);
    let late = |seconds| Fault::NotPropagated { seconds };
    world.practice.set_faults(FaultPlan::of([
        (Operation::CreateKey, 1, late(5)),
        (Operation::CreatePublicKey, 1, late(8)),
    ]));
    let key = api_keys::create(KeysApi::V2010, &account, "key");
    let key = api_keys::parse_new(&reply(meet(&mut world, &main, key))).unwrap();
    let public_key = public_keys::create(pair().public_key(), "seed", Some(&account));
    let public_key = public_keys::parse_key(&reply(meet(&mut world, &main, public_key))).unwrap();

    let new = Credentials {
        api_key_sid: key.sid,
        secret: key.secret,
        ..known.clone()
    };
    let ask = |world: &mut World, key: &Credentials| {
        let who = signer(key, &public_key.sid, pair());
        outcome(&world.ask(&who, public_keys::list()))
    };
    assert_eq!((ask(&mut world, &new), ask(&mut world, &known)), (20003, 70153));
    world.now += 5;
    assert_eq!((ask(&mut world, &new), ask(&mut world, &known)), (70153, 70153));
    world.now += 3;
    assert_eq!((ask(&mut world, &new), ask(&mut world, &known)), (200, 200));
}

#[test]
fn the_clock_is_off_from_the_fault_on() {
    for (seconds, code) in [(90_000, 20156), (-600, 20155)] {
        let mut world = World::new(Enforced);
        let main = world.main(true);
        world.practice.set_faults(FaultPlan::of([(
            Operation::ListAccounts,
            2,
            Fault::ClockSkew { seconds },
        )]));
        let list = |world: &mut World| reply(meet(world, &main, accounts::list()));
        let before = list(&mut world);
        assert_eq!((outcome(&before), before.date), (200, Some(http_date(world.now))));
        let met = list(&mut world);
        let date = Some(http_date(world.now + seconds));
        assert_eq!((outcome(&met), met.date), (code, date.clone()));
        let later = world.ask(&main, accounts::list());
        assert_eq!((outcome(&later), later.date), (code, date));
        // Who dates by Twilio's clock is right again.
        let http = dress(&main, accounts::create("West"), world.now + seconds);
        assert_eq!(outcome(&world.send(&http)), 201);
        world.practice.set_faults(FaultPlan::none());
        assert_eq!(outcome(&world.ask(&main, accounts::list())), 200);
    }
}

#[test]
fn a_wrong_clock_does_not_move_what_is_late() {
    let mut world = World::new(Off);
    let main = world.main(false);
    world.practice.set_faults(FaultPlan::of([
        (Operation::CreateAccount, 1, Fault::LateListing { seconds: 12 }),
        (Operation::ListAccounts, 1, Fault::ClockSkew { seconds: -90_000 }),
    ]));
    reply(meet(&mut world, &main, accounts::create("West")));
    let count = |world: &mut World| {
        let list = reply(meet(world, &main, accounts::list_named("West")));
        accounts::parse_list(&list).unwrap().items.len()
    };
    assert_eq!(count(&mut world), 0);
    world.now += 12;
    assert_eq!(count(&mut world), 1);
}

#[test]
fn several_faults_meet_one_request() {
    let mut world = World::new(Off);
    let main = world.main(false);
    world.practice.set_faults(FaultPlan::of([
        (Operation::CreateAccount, 1, Fault::LostReply),
        (Operation::CreateAccount, 1, Fault::LateListing { seconds: 3 }),
    ]));
    assert_eq!(meet(&mut world, &main, accounts::create("West")), Met::Broken);
    let list = |world: &mut World| {
        let list = world.ask(&main, accounts::list_named("West"));
        accounts::parse_list(&list).unwrap().items.len()
    };
    assert_eq!(list(&mut world), 0);
    world.now += 3;
    assert_eq!(list(&mut world), 1);
}

#[test]
fn a_refusal_plants_nothing_and_is_lost_all_the_same() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let late = Fault::LateListing { seconds: 12 };
    world.practice.set_faults(FaultPlan::of([
        (Operation::CreateKey, 1, late),
        (Operation::CreateKey, 2, Fault::LostReply),
    ]));
    let nobody: AccountSid = format!("AC{}", "0".repeat(32)).parse().unwrap();
    let create = || api_keys::create(KeysApi::V2010, &nobody, "key");
    let before = world.practice.inventory();
    assert_eq!(outcome(&reply(meet(&mut world, &main, create()))), 20404);
    assert_eq!(meet(&mut world, &main, create()), Met::Broken);
    assert_eq!(world.practice.inventory(), before);
}

#[test]
fn the_inventory_tells_what_exists_and_no_secret() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let (account, key) = world.subaccount(&main);
    let public_key = world.seed_public_key(&main, &account, pair());
    let inventory = world.practice.inventory();
    let parent = &world.known.account_sid;
    let found = inventory.accounts.iter().find(|known| known.sid == account).unwrap();
    assert_eq!((found.name.as_str(), &found.owner), ("Sub", parent));
    let found = inventory
        .api_keys
        .iter()
        .find(|known| known.sid == key.api_key_sid)
        .unwrap();
    assert_eq!((found.name.as_deref(), &found.account), (Some("key"), &account));
    let found = inventory.public_keys.iter().find(|key| key.sid == public_key).unwrap();
    assert_eq!((found.name.as_deref(), &found.account), (Some("seed"), &account));
    let text = format!("{inventory:?}");
    for secret in [&key.secret, &world.known.main_key.secret, &world.known.auth_token] {
        assert!(!text.contains(secret.expose()));
    }
}

#[test]
fn every_named_plan_has_words_of_its_own_and_does_something() {
    let plans = named();
    for (at, (text, plan)) in plans.iter().enumerate() {
        assert!(!plan.faults().is_empty(), "{text}");
        assert!(
            plans
                .iter()
                .skip(at + 1)
                .all(|(other, same)| other != text && same != plan)
        );
    }
}
