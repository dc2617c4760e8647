//! Lists: subaccounts, API keys, public keys.

use crate::world::{Fault, World, at, done, refusal};
use keyseed::machine::Conversation;
use keyseed::practice::Enforcement;
use keyseed::subaccounts::{Listing, Progress};
use keyseed::twilio::accounts::{Account, Status};
use keyseed::twilio::api_keys::KeysApi;

#[test]
fn subaccounts_come_without_their_parent_and_over_several_pages() {
    for enforcement in [Enforcement::Off, Enforcement::Optional, Enforcement::Enforced] {
        // With the parent and West, two more than a page holds: the second page's address is Twilio's own, and signed.
        let mut world = World::new(enforcement);
        world.practice.add_subaccounts(1_000, &mut getrandom::SysRng).unwrap();
        let (main, parent) = (world.main(), world.parent.account.sid.clone());
        let listing = world.play(Listing::subaccounts(main));
        assert_eq!(listing.progress, Progress::Done, "{enforcement:?}");
        assert_eq!(listing.items.len(), 1_002);
        let all = listing.subaccounts_only();
        assert_eq!(all.len(), 1_001);
        assert!(all.iter().all(|account| account.sid != parent));
        assert!(all.iter().any(|account| account.friendly_name == "West"));
        let queries: Vec<_> = world.sent.iter().map(|request| request.query.as_str()).collect();
        assert!(
            matches!(queries[..], ["PageSize=1000", second] if second.contains("PageToken=")),
            "{queries:?}"
        );
        let signed = listing.exchanges().iter().filter(|exchange| exchange.is_signed).count();
        assert_eq!(signed, if enforcement == Enforcement::Off { 0 } else { 2 });
    }
}

#[test]
fn keys_are_listed_by_who_may() {
    let mut world = World::new(Enforcement::Enforced);
    let (main, own, sid) = (world.main(), world.own.clone(), world.sid().clone());
    for api in [KeysApi::V2010, KeysApi::IamV1] {
        let keys = done(world.play(Listing::api_keys(main.clone(), &sid, api)));
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].sid, own.credentials.api_key_sid);
    }
    let public = done(world.play(Listing::public_keys(own.clone())));
    assert_eq!(public[0].sid, own.signing.unwrap().public_key_sid);
    let parents = done(world.play(Listing::public_keys(main)));
    assert!(
        parents.iter().all(|key| key.account_sid != sid),
        "the parent sees its own only"
    );
}

#[test]
fn the_newer_keys_api_is_offered_where_the_older_one_refuses() {
    let mut world = World::new(Enforcement::Off);
    world.intercept = Some(Box::new(|_, _, _| Some(Ok(refusal(401, 20003)))));
    let (main, sid) = (world.main(), world.sid().clone());
    let listing = world.play(Listing::api_keys(main.clone(), &sid, KeysApi::V2010));
    assert!(listing.offer_iam && matches!(listing.progress, Progress::Failed(_)));
    let listing = world.play(Listing::api_keys(main, &sid, KeysApi::IamV1));
    assert!(!listing.offer_iam);
}

#[test]
fn a_list_that_got_no_reply_is_asked_again() {
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::GatewayBefore, Fault::Busy] {
        let mut world = World::new(Enforcement::Enforced);
        world.intercept = Some(at(0, fault));
        let main = world.main();
        let listing = world.play(Listing::subaccounts(main));
        assert_eq!(done(listing).len(), 2, "{fault:?}");
        // After a 429 a part of half a second, else a second for the network to come back.
        assert_eq!(world.waits, [if matches!(fault, Fault::Busy) { 500 } else { 1_000 }]);
    }
    let mut world = World::new(Enforcement::Enforced);
    world.intercept = Some(Box::new(|http, practice, now| {
        Some(Fault::LostBefore.meet(http, practice, now))
    }));
    let main = world.main();
    let listing = world.play(Listing::subaccounts(main));
    assert!(matches!(listing.progress, Progress::Failed(_)));
    assert_eq!(world.sent.len(), 3);
}

#[test]
fn a_filter_looks_in_names_first() {
    let account = |name: &str, sid: &str| Account {
        sid: sid.parse().unwrap(),
        owner_sid: sid.parse().unwrap(),
        friendly_name: name.to_owned(),
        status: Status::Active,
    };
    let customer = account("Customer 0777", &format!("AC{}", "12".repeat(16)));
    let other = account("Acme", &format!("AC0777{}", "ab".repeat(14)));
    let found = |text: &str| [&customer, &other].map(|account| account.matches(text, None));
    // A few digits, as of a customer's number, are in many SIDs.
    assert_eq!(found("0777"), [true, false]);
    assert_eq!(found("ab"), [false, false]);
    assert_eq!(found("777abab"), [false, true]);
    assert_eq!(found("777aba"), [false, true]);
    assert_eq!(found("777ab"), [false, false]);
    assert_eq!(found("AC0777"), [false, true]);
    assert_eq!(found("ac1"), [true, false]);
    assert_eq!(found(" acme "), [false, true]);
    assert_eq!(found(customer.sid.as_str()), [true, false]);
    assert_eq!(found(""), [true, true]);
    assert!(!customer.matches("0777", Some(Status::Closed)));
}
