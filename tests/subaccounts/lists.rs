//! Lists: subaccounts, API keys, public keys.

use crate::world::{Fault, World, at, done, refusal};
use keyseed::practice::Enforcement;
use keyseed::subaccounts::{Listing, Progress};
use keyseed::twilio::accounts;
use keyseed::twilio::api_keys::KeysApi;

#[test]
fn subaccounts_come_without_their_parent_and_over_several_pages() {
    let mut world = World::new(Enforcement::Enforced);
    let main = world.main();
    for name in ["East", "North"] {
        world.ask(&main, accounts::create(name));
    }
    // A page of two, as if there were thousands.
    world.intercept = Some(Box::new(|_, http, practice, now| {
        let mut http = http.clone();
        if !http.request.query.contains("PageSize=1000") {
            return None;
        }
        http.request.query = "PageSize=2".to_owned();
        http.validation = None;
        let reply = practice.answer(&http, now, &mut getrandom::SysRng);
        reply.is_success().then_some(Ok(reply))
    }));
    let mut world_off = World::new(Enforcement::Optional);
    std::mem::swap(&mut world_off.intercept, &mut world.intercept);
    let main = world_off.main();
    for name in ["East", "North"] {
        world_off.ask(&main, accounts::create(name));
    }
    world_off.sent.clear();
    let listing = world_off.drive(Listing::subaccounts(main));
    assert_eq!(listing.progress, Progress::Done);
    let mut names: Vec<_> = listing
        .subaccounts_only()
        .into_iter()
        .map(|one| one.friendly_name)
        .collect();
    names.sort();
    assert_eq!(names, ["East", "North", "West"]);
    assert_eq!(world_off.sent.len(), 2);
}

#[test]
fn keys_are_listed_by_who_may() {
    let mut world = World::new(Enforcement::Enforced);
    let (main, own, sid) = (world.main(), world.own.clone(), world.sid().clone());
    for api in [KeysApi::V2010, KeysApi::IamV1] {
        let keys = done(world.drive(Listing::api_keys(main.clone(), &sid, api)));
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].sid, own.credentials.api_key_sid);
    }
    let public = done(world.drive(Listing::public_keys(own.clone())));
    assert_eq!(public[0].sid, own.signing.unwrap().public_key_sid);
    let parents = done(world.drive(Listing::public_keys(main)));
    assert!(
        parents.iter().all(|key| key.account_sid != sid),
        "the parent sees its own only"
    );
}

#[test]
fn the_newer_keys_api_is_offered_where_the_older_one_refuses() {
    let mut world = World::new(Enforcement::Off);
    world.intercept = Some(Box::new(|_, _, _, _| Some(Ok(refusal(401, 20003)))));
    let (main, sid) = (world.main(), world.sid().clone());
    let listing = world.drive(Listing::api_keys(main.clone(), &sid, KeysApi::V2010));
    assert!(listing.offer_iam && matches!(listing.progress, Progress::Failed(_)));
    let listing = world.drive(Listing::api_keys(main, &sid, KeysApi::IamV1));
    assert!(!listing.offer_iam);
}

#[test]
fn a_list_that_got_no_reply_is_asked_again() {
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::GatewayBefore, Fault::Busy] {
        let mut world = World::new(Enforcement::Enforced);
        world.intercept = Some(at(0, fault));
        let main = world.main();
        let listing = world.drive(Listing::subaccounts(main));
        assert_eq!(done(listing).len(), 2, "{fault:?}");
        // After a 429 a part of half a second, else a second for the network to come back.
        assert_eq!(world.waits, [if matches!(fault, Fault::Busy) { 500 } else { 1_000 }]);
    }
    let mut world = World::new(Enforcement::Enforced);
    world.intercept = Some(Box::new(|_, http, practice, now| {
        Some(Fault::LostBefore.meet(http, practice, now))
    }));
    let main = world.main();
    let listing = world.drive(Listing::subaccounts(main));
    assert!(matches!(listing.progress, Progress::Failed(_)));
    assert_eq!(world.sent.len(), 3);
}
