//! API keys by both APIs.

use crate::support::{Who, World, json, keys_of, outcome, unsigned};
use keyseed::practice::Enforcement::Off;
use keyseed::twilio::api_keys::{self, KeysApi};
use keyseed::twilio::{ApiKeySid, Host, Request, public_keys};

const BOTH: [KeysApi; 2] = [KeysApi::V2010, KeysApi::IamV1];

fn world() -> (World, Who) {
    let world = World::new(Off);
    let main = world.main(false);
    (world, main)
}

fn one(world: &World, api: KeysApi, key: &ApiKeySid) -> Request {
    let (host, path) = match api {
        KeysApi::V2010 => {
            let account = &world.known.account_sid;
            (Host::Api, format!("/2010-04-01/Accounts/{account}/Keys/{key}.json"))
        }
        KeysApi::IamV1 => (Host::Iam, format!("/v1/Keys/{key}")),
    };
    Request::get(host, path, &[])
}

#[test]
fn the_secret_is_told_once() {
    for api in BOTH {
        let (mut world, main) = world();
        let account = world.known.account_sid.clone();
        let reply = world.ask(&main, api_keys::create(api, &account, "West key"));
        assert_eq!(reply.status, 201);
        let new = api_keys::parse_new(&reply).unwrap();
        let secret = new.secret.expose();
        assert!(secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        for request in [one(&world, api, &new.sid), api_keys::list(api, &account)] {
            let reply = world.ask(&main, request);
            assert_eq!(reply.status, 200);
            assert!(!reply.body.contains(secret) && !reply.body.contains("\"secret\""));
        }
        let list = api_keys::parse_list(api, &world.ask(&main, api_keys::list(api, &account))).unwrap();
        let names: Vec<_> = list.items.iter().map(|key| key.friendly_name.as_str()).collect();
        assert_eq!(names, ["West key", "Standard key", "Main key"]);
    }
}

#[test]
fn a_new_key_is_a_standard_key_until_it_is_deleted() {
    for api in BOTH {
        let (mut world, main) = world();
        let account = world.known.account_sid.clone();
        let new = api_keys::parse_new(&world.ask(&main, api_keys::create(api, &account, ""))).unwrap();
        let key = unsigned(&keyseed::twilio::Credentials {
            account_sid: account.clone(),
            api_key_sid: new.sid.clone(),
            secret: new.secret,
        });
        assert_eq!(outcome(&world.ask(&key, public_keys::list())), 200);
        assert_eq!(outcome(&world.ask(&key, api_keys::list(api, &account))), 20003);
        let reply = world.ask(&main, api_keys::delete(api, &account, &new.sid));
        assert_eq!((reply.status, reply.body.as_str()), (204, ""));
        assert_eq!(outcome(&world.ask(&key, public_keys::list())), 20003);
        assert_eq!(
            outcome(&world.ask(&main, api_keys::delete(api, &account, &new.sid))),
            20404
        );
    }
}

#[test]
fn both_apis_tell_their_own_fields() {
    let (mut world, main) = world();
    let account = world.known.account_sid.clone();
    let plain = ["date_created", "date_updated", "friendly_name", "sid"];
    for (api, of_new, of_one, of_list) in [
        (KeysApi::V2010, vec!["secret"], vec![], vec![]),
        (KeysApi::IamV1, vec!["policy", "secret"], vec!["policy"], vec!["flags"]),
    ] {
        let sorted = |more: &[&'static str]| {
            let mut all = [&plain[..], more].concat();
            all.sort_unstable();
            all
        };
        let new = world.ask(&main, api_keys::create(api, &account, ""));
        assert_eq!(keys_of(&json(&new)), sorted(&of_new));
        assert!(
            json(&new)["friendly_name"].is_null(),
            "a name that was not given is null"
        );
        let sid = api_keys::parse_new(&new).unwrap().sid;
        let request = one(&world, api, &sid);
        assert_eq!(keys_of(&json(&world.ask(&main, request))), sorted(&of_one));
        let list = json(&world.ask(&main, api_keys::list(api, &account)));
        assert_eq!(keys_of(&list["keys"][0]), sorted(&of_list));
    }
}

#[test]
fn names_have_at_most_64_characters() {
    for api in BOTH {
        let (mut world, main) = world();
        let account = world.known.account_sid.clone();
        let reply = world.ask(&main, api_keys::create(api, &account, &"x".repeat(65)));
        assert_eq!((reply.status, outcome(&reply)), (400, 70001));
        let new = world.ask(&main, api_keys::create(api, &account, &"x".repeat(64)));
        let sid = api_keys::parse_new(&new).unwrap().sid;
        let mut rename = |name: &str| {
            let Request { host, path, .. } = one(&world, api, &sid);
            let reply = world.ask(&main, Request::post(host, path, &[("FriendlyName", name)]));
            (outcome(&reply), json(&reply)["friendly_name"].clone())
        };
        assert_eq!(rename(&"x".repeat(65)).0, 70001);
        assert_eq!(rename("new"), (200, "new".into()));
    }
}

#[test]
fn iam_wants_the_account_and_makes_standard_keys_only() {
    let (mut world, main) = world();
    let account = world.known.account_sid.to_string();
    let keys = "/v1/Keys".to_owned();
    assert_eq!(
        outcome(&world.ask(&main, Request::get(Host::Iam, keys.clone(), &[]))),
        20001
    );
    assert_eq!(
        outcome(&world.ask(&main, Request::post(Host::Iam, keys.clone(), &[]))),
        20001
    );
    let restricted = [("AccountSid", account.as_str()), ("KeyType", "restricted")];
    assert_eq!(
        outcome(&world.ask(&main, Request::post(Host::Iam, keys, &restricted))),
        20422
    );
}
