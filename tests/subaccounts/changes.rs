//! Renaming, suspending, reactivating, closing, and deleting one key.

use crate::world::{Fault, World, at, refusal};
use keyseed::practice::Enforcement;
use keyseed::subaccounts::{Change, Deletion, Item, Progress, Wish};
use keyseed::twilio::accounts::{self, Status};
use keyseed::twilio::api_keys::KeysApi;

fn change(world: &mut World, wish: Wish, typed: &str) -> Change {
    let (main, account) = (world.main(), world.account.clone());
    let change = world.play(Change::begin(main, account, wish, typed).unwrap());
    world.account = change.account.clone();
    change
}

fn failure(progress: &Progress) -> String {
    match progress {
        Progress::Failed(explanation) => format!("{} {}", explanation.what, explanation.next),
        other => panic!("{other:?}"),
    }
}

/// The subaccount as Twilio has it.
fn fetched(world: &mut World) -> accounts::Account {
    let (main, sid) = (world.main(), world.sid().clone());
    accounts::parse_account(&world.ask(accounts::fetch(&sid), &main)).unwrap()
}

#[test]
fn a_name_and_a_status_are_changed() {
    let mut world = World::new(Enforcement::Enforced);
    for wish in [
        Wish::Rename("East".to_owned()),
        Wish::Status(Status::Suspended),
        Wish::Status(Status::Active),
        Wish::Status(Status::Closed),
    ] {
        let done = change(&mut world, wish, "East");
        assert_eq!(done.progress, Progress::Done);
        assert_eq!(done.account, fetched(&mut world));
    }
    assert_eq!(world.account.status, Status::Closed);
}

#[test]
fn closing_needs_the_name() {
    let world = World::new(Enforcement::Off);
    for typed in ["", "west", "Wes", "W est"] {
        let begun = Change::begin(world.main(), world.account.clone(), Wish::Status(Status::Closed), typed);
        assert!(begun.is_none(), "{typed}");
    }
}

#[test]
fn an_account_without_a_name_is_closed_by_its_sid() {
    let mut world = World::new(Enforcement::Off);
    let sid = world.sid().to_string();
    for name in [" ", "\u{200b}"] {
        world.account.friendly_name = name.to_owned();
        let begin = |typed: &str| {
            let wish = Wish::Status(Status::Closed);
            Change::begin(world.main(), world.account.clone(), wish, typed).is_some()
        };
        assert!(!begin("") && !begin(" ") && begin(&sid), "{name:?}");
    }
}

#[test]
fn a_name_with_two_blanks_is_typed_as_it_is_shown() {
    let mut world = World::new(Enforcement::Off);
    world.account.friendly_name = "West  Team".to_owned();
    let account = world.account.clone();
    for typed in ["West Team", "West  Team", " West Team "] {
        let closing = Change::begin(world.main(), account.clone(), Wish::Status(Status::Closed), typed);
        assert!(closing.is_some(), "{typed:?}");
        let item = || (Item::Api(world.own.credentials.api_key_sid.clone()), KeysApi::V2010);
        let deletion = |typed| Deletion::begin(world.main(), &account, item(), true, typed);
        assert!(deletion(typed).is_some() && deletion("WestTeam").is_none(), "{typed:?}");
    }
}

#[test]
fn names_are_checked_before_they_are_sent() {
    let world = World::new(Enforcement::Off);
    let west = &world.account;
    let mut east = west.clone();
    east.friendly_name = "East".to_owned();
    let all = [west.clone(), east.clone()];
    let said = |name: &str| Wish::rename(west, name, &all).unwrap_err();
    assert!(said(" ").contains("Enter the subaccount's new name"), "{}", said(" "));
    assert!(said("West").contains("already"));
    assert!(said("East").contains("Another subaccount"));
    assert!(said(&"x".repeat(65)).contains("65 characters"));
    assert!(Wish::rename(west, " North ", &all).is_ok());
    east.status = Status::Closed;
    assert!(
        Wish::rename(west, "East", &[east]).is_ok(),
        "a closed one does not hold its name"
    );
}

#[test]
fn a_lost_reply_is_looked_up() {
    for (fault, done) in [
        (Fault::LostAfter, true),
        (Fault::GatewayAfter, true),
        (Fault::CutOff, true),
        (Fault::LostBefore, false),
        (Fault::GatewayBefore, false),
    ] {
        for wish in [Wish::Rename("East".to_owned()), Wish::Status(Status::Suspended)] {
            let mut world = World::new(Enforcement::Enforced);
            world.intercept = Some(at(0, fault));
            let changed = change(&mut world, wish.clone(), "");
            assert_eq!(changed.progress == Progress::Done, done, "{fault:?} {wish:?}");
            assert_eq!(world.sent.len(), 2, "the change, and one look");
            if !done {
                assert!(failure(&changed.progress).contains("as it was before"));
                assert_eq!(change(&mut world, wish, "").progress, Progress::Done);
            }
        }
    }
}

#[test]
fn each_refusal_has_its_sentence() {
    for (code, says) in [
        (21475, "active, suspended or closed"),
        (21476, "parent account"),
        (21477, "Only subaccounts"),
        (21478, "Ask Twilio's support"),
        (20003, "Main"),
    ] {
        let mut world = World::new(Enforcement::Off);
        world.intercept = Some(Box::new(move |_, _, _| Some(Ok(refusal(400, code)))));
        let changed = change(&mut world, Wish::Status(Status::Suspended), "");
        let said = failure(&changed.progress);
        assert!(said.contains(says) && said.contains(&code.to_string()), "{said}");
    }
    let mut world = World::new(Enforcement::Off);
    let sid = world.sid().clone();
    assert!(world.practice.suspend_by_twilio(&sid));
    let changed = change(&mut world, Wish::Status(Status::Active), "");
    assert!(failure(&changed.progress).contains("21478"));
}

#[test]
fn closed_already_is_what_was_wanted() {
    let mut world = World::new(Enforcement::Off);
    let before = world.account.clone();
    change(&mut world, Wish::Status(Status::Closed), "West");
    world.account = before.clone();
    let closed = change(&mut world, Wish::Status(Status::Closed), "West");
    assert_eq!(
        (closed.progress.clone(), closed.account.status),
        (Progress::Done, Status::Closed)
    );
    world.account = before;
    let renamed = change(&mut world, Wish::Rename("East".to_owned()), "");
    assert!(failure(&renamed.progress).contains("21479"));
    assert_eq!(renamed.account.status, Status::Closed, "the list learns of it");
}

fn delete(world: &mut World, item: Item) -> Deletion {
    let identity = match item {
        Item::Api(_) => world.main(),
        Item::Public(_) => world.own.clone(),
    };
    let account = world.account.clone();
    let begun = Deletion::begin(identity, &account, (item, KeysApi::V2010), true, "West");
    world.play(begun.unwrap())
}

fn items(world: &World) -> [Item; 2] {
    [
        Item::Public(world.own.signing.clone().unwrap().public_key_sid),
        Item::Api(world.own.credentials.api_key_sid.clone()),
    ]
}

#[test]
fn the_last_key_needs_the_name() {
    let world = World::new(Enforcement::Enforced);
    let [_, key] = items(&world);
    let begin = |last, typed| {
        let wanted = (key.clone(), KeysApi::V2010);
        Deletion::begin(world.main(), &world.account, wanted, last, typed).is_some()
    };
    assert!(begin(false, "") && begin(true, " West ") && !begin(true, "") && !begin(true, "west"));
}

#[test]
fn a_key_is_deleted_by_who_may() {
    let mut world = World::new(Enforcement::Enforced);
    for item in items(&world) {
        assert_eq!(delete(&mut world, item.clone()).progress, Progress::Done);
    }
    assert!(world.api_keys().is_empty());
    let [_, api] = items(&world);
    assert_eq!(delete(&mut world, api).progress, Progress::Done, "gone already is gone");
}

#[test]
fn a_deletion_without_a_reply_is_looked_up() {
    for (fault, gone) in [
        (Fault::LostAfter, true),
        (Fault::GatewayAfter, true),
        (Fault::LostBefore, false),
        (Fault::GatewayBefore, false),
    ] {
        for place in [0, 1] {
            let mut world = World::new(Enforcement::Enforced);
            world.intercept = Some(at(0, fault));
            let item = items(&world)[place].clone();
            let deletion = delete(&mut world, item);
            assert_eq!(deletion.progress == Progress::Done, gone, "{fault:?} {place}");
            assert_eq!(world.sent.len(), 2);
            if !gone {
                assert!(failure(&deletion.progress).contains("still there"));
            }
        }
    }
}

#[test]
fn a_refused_deletion_says_why() {
    let mut world = World::new(Enforcement::Enforced);
    world.intercept = Some(at(0, Fault::Refused(403, 20403)));
    let [_, api] = items(&world);
    let deletion = delete(&mut world, api);
    assert!(failure(&deletion.progress).contains("20403"));
    assert_eq!(world.api_keys().len(), 1);
}
