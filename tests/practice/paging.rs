//! Lists of more than a page, in both styles.

use crate::support::{Who, World, json, outcome, pair};
use keyseed::practice::Enforcement::{Enforced, Off};
use keyseed::twilio::api_keys::{self, KeysApi};
use keyseed::twilio::{Host, HttpReply, Request, accounts, public_keys};
use std::collections::BTreeSet;

/// Follows a list to its end; gives the sizes of its pages and the SIDs.
fn follow<T>(
    world: &mut World,
    who: &Who,
    first: Request,
    parse: impl Fn(&HttpReply) -> (Vec<T>, Option<Request>),
) -> (Vec<usize>, Vec<T>) {
    let (mut sizes, mut all, mut next) = (Vec::new(), Vec::new(), Some(first));
    while let Some(request) = next.take() {
        let reply = world.ask(who, request);
        assert_eq!(outcome(&reply), 200);
        let (items, after) = parse(&reply);
        sizes.push(items.len());
        all.extend(items);
        next = after;
    }
    (sizes, all)
}

fn accounts_of(reply: &HttpReply) -> (Vec<String>, Option<Request>) {
    let page = accounts::parse_list(reply).unwrap();
    let sids = page.items.into_iter().map(|account| account.sid.to_string());
    (sids.collect(), page.next.map(|next| next.request()))
}

fn keys_of(reply: &HttpReply) -> (Vec<String>, Option<Request>) {
    let page = api_keys::parse_list(KeysApi::IamV1, reply).unwrap();
    let sids = page.items.into_iter().map(|key| key.sid.to_string());
    (sids.collect(), page.next.map(|next| next.request()))
}

fn distinct(sids: &[String]) -> usize {
    sids.iter().collect::<BTreeSet<_>>().len()
}

#[test]
fn a_thousand_accounts_come_in_pages_of_paths() {
    let mut world = World::new(Off);
    let main = world.main(false);
    for number in 0..1000 {
        world.ask(&main, accounts::create(&number.to_string()));
    }
    let (sizes, sids) = follow(&mut world, &main, accounts::list(), accounts_of);
    assert_eq!((sizes, distinct(&sids)), (vec![1000, 1], 1001));

    let path = "/2010-04-01/Accounts.json";
    let by_default = Request::get(Host::Api, path.to_owned(), &[]);
    let (sizes, sids) = follow(&mut world, &main, by_default, accounts_of);
    assert_eq!((sizes.len(), sizes[0], distinct(&sids)), (21, 50, 1001));

    let second = world.ask(
        &main,
        Request::get(Host::Api, path.to_owned(), &[("PageSize", "300"), ("Page", "1")]),
    );
    let body = json(&second);
    assert_eq!(
        (&body["start"], &body["end"], &body["page"], &body["page_size"]),
        (&300.into(), &599.into(), &1.into(), &300.into())
    );
    assert_eq!(body["first_page_uri"], format!("{path}?PageSize=300&Page=0"));
    assert_eq!(body["previous_page_uri"], format!("{path}?PageSize=300&Page=0"));
    let next = body["next_page_uri"].as_str().unwrap();
    assert!(
        next.starts_with(&format!("{path}?PageSize=300&Page=2&PageToken=PAAC")),
        "{next}"
    );
}

#[test]
fn a_thousand_keys_come_in_pages_of_addresses() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let account = world.known.account_sid.clone();
    for _ in 0..1000 {
        world.ask(&main, api_keys::create(KeysApi::IamV1, &account, "k"));
    }
    let first = api_keys::list(KeysApi::IamV1, &account);
    let (sizes, sids) = follow(&mut world, &main, first.clone(), keys_of);
    assert_eq!((sizes, distinct(&sids)), (vec![1000, 2], 1002));
    let meta = json(&world.ask(&main, first))["meta"].clone();
    assert_eq!(meta["key"], "keys");
    assert!(meta["previous_page_url"].is_null());
    let next = meta["next_page_url"].as_str().unwrap();
    let start = format!("https://iam.twilio.com/v1/Keys?AccountSid={account}&PageSize=1000&Page=1&PageToken=PASK");
    assert!(next.starts_with(&start), "{next}");
}

#[test]
fn filters_stay_on_the_following_pages() {
    let mut world = World::new(Off);
    let main = world.main(false);
    for name in ["a&b", "c", "a&b", "c", "a&b"] {
        world.ask(&main, accounts::create(name));
    }
    let query = [("FriendlyName", "a&b"), ("PageSize", "2"), ("Status", "active")];
    let first = Request::get(Host::Api, "/2010-04-01/Accounts.json".to_owned(), &query);
    let (sizes, sids) = follow(&mut world, &main, first, accounts_of);
    assert_eq!((sizes, distinct(&sids)), (vec![2, 1], 3));
}

/// What is made or deleted between two pages neither repeats nor hides what was there.
#[test]
fn pages_hold_still() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let account = world.known.account_sid.clone();
    let before: BTreeSet<_> = (0..6)
        .map(|_| {
            let reply = world.ask(&main, api_keys::create(KeysApi::IamV1, &account, "k"));
            api_keys::parse_new(&reply).unwrap().sid
        })
        .collect();
    let query = [("AccountSid", account.as_str()), ("PageSize", "4")];
    let first = world.ask(&main, Request::get(Host::Iam, "/v1/Keys".to_owned(), &query));
    let (mut seen, next) = keys_of(&first);
    world.ask(&main, api_keys::create(KeysApi::IamV1, &account, "new"));
    // The very item that the page token was made from.
    let last = seen.last().unwrap().parse().unwrap();
    world.ask(&main, api_keys::delete(KeysApi::IamV1, &account, &last));
    let (more, _) = keys_of(&world.ask(&main, next.unwrap()));
    seen.extend(more);
    assert_eq!(seen.len(), 8, "six keys and the two that the account came with");
    assert!(before.iter().all(|sid| seen.contains(&sid.to_string())));
    assert_eq!(distinct(&seen), seen.len());
}

#[test]
fn following_pages_are_signed_like_any_request() {
    let mut world = World::new(Enforced);
    let main = world.main(true);
    for _ in 0..4 {
        world.ask(&main, public_keys::create(pair().public_key(), "p", None));
    }
    let path = "/v1/Credentials/PublicKeys".to_owned();
    let first = Request::get(Host::Accounts, path, &[("PageSize", "2")]);
    let (sizes, _) = follow(&mut world, &main, first, |reply| {
        let page = public_keys::parse_list(reply).unwrap();
        (page.items, page.next.map(|next| next.request()))
    });
    assert_eq!(sizes, [2, 2, 1]);
}

#[test]
fn impossible_pages_are_refused() {
    let mut world = World::new(Off);
    let main = world.main(false);
    for (query, code) in [
        ([("PageSize", "1001")], 20007),
        ([("PageSize", "0")], 20001),
        ([("PageSize", "many")], 20001),
        ([("Page", "-1")], 20001),
        ([("PageToken", "x")], 20001),
        ([("PageToken", "PA\u{e4}\u{e4}\u{e4}")], 20001),
    ] {
        for (host, path) in [
            (Host::Api, "/2010-04-01/Accounts.json"),
            (Host::Accounts, "/v1/Credentials/PublicKeys"),
        ] {
            let reply = world.ask(&main, Request::get(host, path.to_owned(), &query));
            assert_eq!((reply.status, outcome(&reply)), (400, code), "{query:?}");
        }
    }
    let far = Request::get(
        Host::Api,
        "/2010-04-01/Accounts.json".to_owned(),
        &[("Page", "9999999999999999999")],
    );
    assert_eq!(outcome(&world.ask(&main, far)), 200);
}
