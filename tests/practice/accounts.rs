//! Accounts: their replies, names, states and number.

use crate::support::{Who, World, json, keys_of, outcome, token_holder, unsigned};
use keyseed::practice::Enforcement::Off;
use keyseed::twilio::accounts::{self, Status};
use keyseed::twilio::{AccountSid, FRIENDLY_NAME_MAX, Host, Request, SUBACCOUNTS_MAX};

fn world() -> (World, Who) {
    let world = World::new(Off);
    let main = world.main(false);
    (world, main)
}

fn create(world: &mut World, who: &Who, name: &str) -> AccountSid {
    let reply = world.ask(who, accounts::create(name));
    accounts::parse_account(&reply).unwrap().sid
}

fn update(sid: &AccountSid, form: &[(&str, &str)]) -> Request {
    Request::post(Host::Api, format!("/2010-04-01/Accounts/{sid}.json"), form)
}

fn set_status(sid: &AccountSid, status: &str) -> Request {
    update(sid, &[("Status", status)])
}

#[test]
fn an_account_is_told_as_twilio_tells_it() {
    let (mut world, main) = world();
    let reply = world.ask(&main, accounts::create("West"));
    assert_eq!(reply.status, 201);
    let body = json(&reply);
    assert_eq!(
        keys_of(&body),
        [
            "auth_token",
            "date_created",
            "date_updated",
            "friendly_name",
            "owner_account_sid",
            "sid",
            "status",
            "subresource_uris",
            "type",
            "uri"
        ]
    );
    assert_eq!(body["date_created"], "Sat, 14 Nov 2026 00:00:00 +0000");
    let sid = body["sid"].as_str().unwrap();
    assert_eq!(body["uri"], format!("/2010-04-01/Accounts/{sid}.json"));
    let account = accounts::parse_account(&reply).unwrap();
    assert_eq!(account.owner_sid, world.known.account_sid);
    assert_eq!(
        (account.friendly_name.as_str(), account.status),
        ("West", Status::Active)
    );
}

#[test]
fn a_list_is_filtered_by_the_exact_name_and_by_the_status() {
    let (mut world, main) = world();
    let west = create(&mut world, &main, "West");
    let east = create(&mut world, &main, "West & East");
    world.ask(&main, accounts::close(&east));
    let mut named = |query: &[(&str, &str)]| {
        let request = Request::get(Host::Api, "/2010-04-01/Accounts.json".to_owned(), query);
        let page = accounts::parse_list(&world.ask(&main, request)).unwrap();
        page.items.into_iter().map(|account| account.sid).collect::<Vec<_>>()
    };
    assert_eq!(named(&[("FriendlyName", "West")]), [west.clone()]);
    assert_eq!(named(&[("FriendlyName", "West & East")]), [east.clone()]);
    assert_eq!(named(&[("FriendlyName", "west")]), []);
    assert_eq!(named(&[("Status", "closed")]), [east.clone()]);
    assert_eq!(named(&[("Status", "closed"), ("FriendlyName", "West")]), []);
    let all = named(&[]);
    assert_eq!(all[..2], [east, west], "newest first, the parent last");
    assert_eq!(all.len(), 3);
}

#[test]
fn names() {
    let (mut world, main) = world();
    let longest = "\u{e4}".repeat(FRIENDLY_NAME_MAX);
    let sid = create(&mut world, &main, &longest);
    let too_long = format!("{longest}x");
    assert_eq!(outcome(&world.ask(&main, accounts::create(&too_long))), 20002);
    assert_eq!(
        outcome(&world.ask(&main, update(&sid, &[("FriendlyName", &too_long)]))),
        20002
    );
    let renamed = world.ask(&main, update(&sid, &[("FriendlyName", "short")]));
    assert_eq!(accounts::parse_account(&renamed).unwrap().friendly_name, "short");
    let unnamed = world.ask(&main, accounts::create(""));
    assert_eq!(
        accounts::parse_account(&unnamed).unwrap().friendly_name,
        "SubAccount Created at 2026-11-14 12:00 AM"
    );
}

#[test]
fn states() {
    let (mut world, main) = world();
    let sid = create(&mut world, &main, "West");
    for (status, expected) in [
        ("suspended", 200),
        ("active", 200),
        ("Closed", 21475),
        ("", 21475),
        ("closed", 200),
        ("active", 21479),
        ("closed", 21479),
    ] {
        assert_eq!(
            outcome(&world.ask(&main, set_status(&sid, status))),
            expected,
            "{status}"
        );
    }
    let own = world.known.account_sid.clone();
    assert_eq!(outcome(&world.ask(&main, set_status(&own, "suspended"))), 21477);
    let closed = world.ask(&main, accounts::fetch(&sid));
    assert_eq!(accounts::parse_account(&closed).unwrap().status, Status::Closed);
}

#[test]
fn a_refused_update_changes_nothing() {
    let (mut world, main) = world();
    let sid = create(&mut world, &main, "West");
    let both = [("FriendlyName", "East"), ("Status", "gone")];
    assert_eq!(outcome(&world.ask(&main, update(&sid, &both))), 21475);
    let account = accounts::parse_account(&world.ask(&main, accounts::fetch(&sid))).unwrap();
    assert_eq!(account.friendly_name, "West");
}

#[test]
fn what_twilio_suspended_stays_suspended() {
    let (mut world, main) = world();
    let sid = create(&mut world, &main, "West");
    let fetched = json(&world.ask(&main, accounts::fetch(&sid)));
    let token = token_holder(&sid, fetched["auth_token"].as_str().unwrap());
    assert!(world.practice.suspend_by_twilio(&sid));
    assert_eq!(outcome(&world.ask(&main, set_status(&sid, "active"))), 21478);

    let other = create(&mut world, &main, "East");
    let fetched = json(&world.ask(&main, accounts::fetch(&other)));
    let other_token = token_holder(&other, fetched["auth_token"].as_str().unwrap());
    let own = world.known.account_sid.clone();
    assert!(world.practice.suspend_by_twilio(&own));
    assert_eq!(outcome(&world.ask(&main, accounts::list())), 20003);
    assert_eq!(outcome(&world.ask(&token, accounts::fetch(&sid))), 20003);
    assert_eq!(
        outcome(&world.ask(&other_token, set_status(&other, "suspended"))),
        21476
    );
    assert!(
        !world
            .practice
            .suspend_by_twilio(&format!("AC{}", "0".repeat(32)).parse().unwrap())
    );
}

#[test]
fn keys_of_a_stopped_account_do_not_open_it() {
    for status in ["suspended", "closed"] {
        let (mut world, main) = world();
        let (sid, key) = world.subaccount(&main);
        let own = unsigned(&key);
        assert_eq!(outcome(&world.ask(&own, keyseed::twilio::public_keys::list())), 200);
        world.ask(&main, set_status(&sid, status));
        assert_eq!(outcome(&world.ask(&own, keyseed::twilio::public_keys::list())), 20003);
        let keys = keyseed::twilio::api_keys::list(Default::default(), &sid);
        assert_eq!(outcome(&world.ask(&main, keys)), 20403);
    }
}

#[test]
fn a_thousand_subaccounts_are_enough() {
    let (mut world, main) = world();
    let first = create(&mut world, &main, "0");
    for name in 1..SUBACCOUNTS_MAX {
        create(&mut world, &main, &name.to_string());
    }
    assert_eq!(outcome(&world.ask(&main, accounts::create("one more"))), 21480);
    world.ask(&main, accounts::close(&first));
    assert_eq!(outcome(&world.ask(&main, accounts::create("one more"))), 201);
}

#[test]
fn what_is_not_there_is_not_found() {
    let (mut world, main) = world();
    let nobody: AccountSid = format!("AC{}", "0".repeat(32)).parse().unwrap();
    let key = format!("SK{}", "0".repeat(32)).parse().unwrap();
    let own = world.known.account_sid.clone();
    for request in [
        accounts::fetch(&nobody),
        accounts::close(&nobody),
        keyseed::twilio::api_keys::list(Default::default(), &nobody),
        keyseed::twilio::api_keys::delete(Default::default(), &own, &key),
    ] {
        let path = request.path.clone();
        let reply = world.ask(&main, request);
        assert_eq!((reply.status, outcome(&reply)), (404, 20404), "{path}");
    }
}
