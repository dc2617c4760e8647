//! Rotation with a fault at each step, for each kind and each way of signing: at least one working key stays, and the
//! record names every key.

use crate::world::{Fault, World, at, counted};
use keyseed::practice::Enforcement;
use keyseed::subaccounts::{Item, KeyState, Rotation, RotationKind, RotationPlan, State, Way};
use keyseed::twilio::{HttpReply, Method, TransportError};
use std::collections::BTreeSet;

/// Kinds of rotation, and whether the subaccount's own key is at hand.
pub const KINDS: [(RotationKind, bool); 4] = [
    (RotationKind::Both, false),
    (RotationKind::Both, true),
    (RotationKind::ApiKey, true),
    (RotationKind::KeyPair, true),
];

pub const ENFORCEMENTS: [Enforcement; 3] = [Enforcement::Off, Enforcement::Optional, Enforcement::Enforced];

/// Faults that last: one of each sort.
const PASSING: [Fault; 4] = [
    Fault::Refused(400, 20001),
    Fault::Busy,
    Fault::LostAfter,
    Fault::GatewayBefore,
];

pub fn begin(world: &mut World, kind: RotationKind, own: bool) -> Rotation {
    let (draft, existing) = (world.draft(kind, own), world.api_keys());
    let plan = RotationPlan::new(&draft, &world.account, &existing, &world.parent).unwrap();
    let main = world.main();
    world.play(Rotation::begin(plan, main))
}

/// What the account holds, told by a key that works. Panics if none does.
fn held(world: &mut World, rotation: &Rotation, context: &str) -> BTreeSet<Item> {
    let (old, new) = (world.own.clone(), rotation.new_identity());
    let mut identities = vec![old.clone(), old.unsigned()];
    identities.extend(new.clone());
    // A new key pair with the old API key, and the reverse, work too: each may be all that is left of a kind.
    identities.extend(new.map(|new| new.unsigned()));
    let public = identities.iter().find_map(|identity| world.public_keys(identity));
    let public = public.unwrap_or_else(|| panic!("{context}: no key works"));
    let api = world.api_keys().into_iter().map(|key| Item::Api(key.sid));
    api.chain(public.into_keys().map(Item::Public)).collect()
}

fn name_of(world: &World, item: &Item) -> String {
    let there = world.practice.inventory();
    let api = there.api_keys.into_iter().map(|key| (Item::Api(key.sid), key.name));
    let public = there.public_keys.into_iter();
    let mut all = api.chain(public.map(|key| (Item::Public(key.sid), key.name)));
    all.find(|(known, _)| known == item).and_then(|(_, name)| name).unwrap()
}

/// The record names exactly what the account holds. What it cannot know it says.
pub fn record_is_right(world: &mut World, rotation: &Rotation, context: &str) {
    let held = held(world, rotation, context);
    let record = rotation.record();
    let with = |wanted: fn(KeyState) -> bool| -> BTreeSet<Item> {
        let keys = record.iter().filter(|key| wanted(key.state));
        keys.filter_map(|key| key.item.clone()).collect()
    };
    let surely = with(|state| state.exists() && state != KeyState::Unknown);
    let perhaps = with(|state| state == KeyState::Unknown);
    let missing: Vec<_> = surely.difference(&held).collect();
    assert!(
        missing.is_empty(),
        "{context}: the record has {missing:?}, which is not there: {record:?}"
    );
    // Before the look that verifies, a key may be there twice, and the record has its name.
    let named = |item: &Item| {
        let name = name_of(world, item);
        !rotation.is_verified() && record.iter().any(|key| key.name == name)
    };
    let unnamed: Vec<_> = held
        .difference(&surely)
        .filter(|item| !perhaps.contains(item) && !named(item))
        .collect();
    let may_exist = usize::from(record.iter().any(|key| key.state == KeyState::MayExist));
    let unlisted = usize::from(!rotation.public_keys_listed());
    assert!(
        unnamed.len() <= may_exist + unlisted,
        "{context}: the record does not name {unnamed:?}: {record:?}"
    );
    // API keys can always be listed: only one whose creation was just lost may be unnamed.
    let api = unnamed.iter().filter(|item| matches!(item, Item::Api(_))).count();
    assert!(api <= may_exist, "{context}: {unnamed:?}");
}

/// No key with the rotation's ID is there but those that it holds.
pub fn nothing_is_orphaned(world: &World, rotation: &Rotation, context: &str) {
    let (draft, there) = (&rotation.plan.draft, world.practice.inventory());
    let api = there
        .api_keys
        .iter()
        .filter(|key| key.name.as_ref() == Some(&draft.api_key_name));
    let api: Vec<_> = api.map(|key| &key.sid).collect();
    assert_eq!(api, Vec::from_iter(rotation.api_key().map(|key| &key.sid)), "{context}");
    let public = there.public_keys.iter();
    let public = public.filter(|key| key.name.as_ref() == Some(&draft.public_key_name));
    let public: Vec<_> = public.map(|key| &key.sid).collect();
    assert_eq!(public, Vec::from_iter(rotation.public_key_sid()), "{context}");
}

/// No old key was deleted before the new ones were seen to work.
fn order_is_right(world: &World, rotation: &Rotation, context: &str) {
    let works = rotation.record().iter().any(|key| key.state == KeyState::InUse);
    let old: Vec<_> = [world.own.credentials.api_key_sid.as_str()]
        .into_iter()
        .chain(
            world
                .own
                .signing
                .as_ref()
                .map(|signing| signing.public_key_sid.as_str()),
        )
        .collect();
    let deleted = world
        .sent
        .iter()
        .any(|request| request.method == Method::Delete && old.iter().any(|sid| request.path.contains(sid)));
    assert!(!deleted || works, "{context}");
}

/// Goes on to the end with the first way that each failure offers.
pub fn finish(world: &mut World, rotation: &mut Rotation, context: &str) {
    for _ in 0..12 {
        let effects = match rotation.state() {
            State::Done => return,
            State::HandOver => {
                record_is_right(world, rotation, context);
                nothing_is_orphaned(world, rotation, context);
                let chosen = rotation
                    .candidates()
                    .into_iter()
                    .filter_map(|(key, _)| key.item)
                    .collect();
                rotation.delete_old(&chosen)
            }
            State::Failed => {
                record_is_right(world, rotation, context);
                let setback = rotation.setback().cloned().unwrap();
                let Some(way) = setback.ways.first().copied() else {
                    panic!("{context}: {setback:?}");
                };
                rotation.go_on(way)
            }
            State::Working => panic!("{context}: nothing is under way"),
        };
        world.drive(rotation, effects);
        order_is_right(world, rotation, context);
    }
    panic!("{context}: it does not end: {:?}", rotation.setback());
}

/// The requests of a rotation without a fault.
fn clean_length(enforcement: Enforcement, kind: RotationKind, own: bool) -> usize {
    let mut world = World::new(enforcement);
    let mut rotation = begin(&mut world, kind, own);
    let context = format!("{enforcement:?} {kind:?} {own}");
    finish(&mut world, &mut rotation, &context);
    assert!(rotation.public_keys_listed(), "{context}");
    record_is_right(&mut world, &rotation, &context);
    let left = |state| rotation.record().iter().filter(|key| key.state == state).count();
    let new = if kind == RotationKind::Both { 2 } else { 1 };
    assert_eq!(
        (left(KeyState::InUse), left(KeyState::Deleted)),
        (new, new),
        "{context}"
    );
    world.sent.len()
}

#[test]
fn one_fault_at_each_step() {
    let mut runs = 0;
    for enforcement in ENFORCEMENTS {
        for (kind, own) in KINDS {
            let length = clean_length(enforcement, kind, own);
            for (place, fault) in (0..length).flat_map(|place| Fault::ALL.map(|fault| (place, fault))) {
                let context = format!("{enforcement:?} {kind:?} own {own}, {fault:?} at {place}");
                let mut world = World::new(enforcement);
                world.intercept = Some(at(place, fault));
                let mut rotation = begin(&mut world, kind, own);
                order_is_right(&world, &rotation, &context);
                finish(&mut world, &mut rotation, &context);
                record_is_right(&mut world, &rotation, &context);
                let new = rotation.new_identity().unwrap();
                assert!(world.public_keys(&new).is_some(), "{context}: the new keys work");
                runs += 1;
            }
        }
    }
    assert!(runs > 500, "{runs}");
}

#[test]
fn everything_fails_from_a_step_on() {
    for enforcement in ENFORCEMENTS {
        for (kind, own) in KINDS {
            let length = clean_length(enforcement, kind, own);
            for (place, fault) in (0..length).flat_map(|place| PASSING.map(|fault| (place, fault))) {
                let context = format!("{enforcement:?} {kind:?} own {own}, {fault:?} from {place} on");
                let mut world = World::new(enforcement);
                world.intercept = Some(counted(move |index, http, practice, now| {
                    (index >= place).then(|| fault.meet(http, practice, now))
                }));
                let mut rotation = begin(&mut world, kind, own);
                if rotation.state() == State::HandOver {
                    let chosen = rotation
                        .candidates()
                        .into_iter()
                        .filter_map(|(key, _)| key.item)
                        .collect();
                    let effects = rotation.delete_old(&chosen);
                    world.drive(&mut rotation, effects);
                }
                assert_eq!(rotation.state(), State::Failed, "{context}");
                order_is_right(&world, &rotation, &context);
                record_is_right(&mut world, &rotation, &context);
                // The trouble passes, and it goes on to the end.
                world.intercept = None;
                finish(&mut world, &mut rotation, &context);
                record_is_right(&mut world, &rotation, &context);
            }
        }
    }
}

#[test]
fn what_cannot_be_deleted_is_left_and_named() {
    let mut world = World::new(Enforcement::Enforced);
    world.intercept = Some(Box::new(|http, _, _| {
        let refused = http.request.method == Method::Delete && http.request.path.contains("/PublicKeys/");
        refused.then(|| Ok(crate::world::refusal(401, 20003)))
    }));
    let mut rotation = begin(&mut world, RotationKind::Both, true);
    let chosen = rotation
        .candidates()
        .into_iter()
        .filter_map(|(key, _)| key.item)
        .collect();
    let effects = rotation.delete_old(&chosen);
    world.drive(&mut rotation, effects);
    assert_eq!(rotation.setback().unwrap().ways, [Way::TryAgain, Way::Skip]);
    let effects = rotation.go_on(Way::Skip);
    world.drive(&mut rotation, effects);
    assert_eq!(rotation.state(), State::Done);
    let old = Item::Public(world.own.signing.clone().unwrap().public_key_sid);
    let still: Vec<_> = rotation
        .record()
        .iter()
        .filter(|key| key.state == KeyState::StillThere)
        .collect();
    assert!(matches!(&still[..], [key] if key.item.as_ref() == Some(&old)));
    record_is_right(&mut world, &rotation, "skipped");
}

#[test]
fn a_key_whose_secret_was_lost_goes_only_on_the_admins_word() {
    let mut world = World::new(Enforcement::Enforced);
    world.intercept = Some(counted(|index, http, practice, now| {
        let creates = index < 3 && http.request.method == Method::Post && http.request.path.ends_with("/Keys.json");
        creates.then(|| Fault::LostAfter.meet(http, practice, now))
    }));
    let mut rotation = begin(&mut world, RotationKind::ApiKey, true);
    assert_eq!(rotation.setback().unwrap().ways, [Way::MakeAgain]);
    assert!(!world.sent.iter().any(|request| request.method == Method::Delete));
    assert_eq!(world.api_keys().len(), 2);
    let effects = rotation.go_on(Way::MakeAgain);
    world.drive(&mut rotation, effects);
    assert_eq!(rotation.state(), State::HandOver);
    assert_eq!(world.api_keys().len(), 2, "the lost one is gone, the new one is there");
}

#[test]
fn a_deletion_is_believed_only_if_the_key_is_gone() {
    let still_there = "The deletion did not succeed: the key is still there.";
    let not_found = Ok(crate::world::refusal(404, 20404));
    let text = Ok(HttpReply {
        status: 200,
        body: "Please wait".to_owned(),
        ..HttpReply::default()
    });
    // What the page makes of a web page with 200, once Twilio has answered.
    let page = Err(TransportError::Interposed);
    for (reply, stays, said) in [
        (not_found, false, still_there),
        (text, false, still_there),
        (page.clone(), false, still_there),
        (page, true, "A web page came back instead of Twilio's reply."),
    ] {
        let mut world = World::new(Enforcement::Enforced);
        let mut rotation = begin(&mut world, RotationKind::Both, true);
        world.intercept = Some(Box::new(move |http, _, _| {
            (stays || http.request.method == Method::Delete).then(|| reply.clone())
        }));
        let chosen = rotation
            .candidates()
            .into_iter()
            .filter_map(|(key, _)| key.item)
            .collect();
        let effects = rotation.delete_old(&chosen);
        world.drive(&mut rotation, effects);
        assert_eq!(rotation.state(), State::Failed, "{said}");
        let what = rotation.setback().cloned().unwrap().explanation.what;
        assert!(what.starts_with(said), "{said} {what}");
        assert!(!what.contains("no relay"), "{what}");
        assert!(
            rotation.record().iter().all(|key| key.state != KeyState::Deleted),
            "{:?}",
            rotation.record()
        );
        record_is_right(&mut world, &rotation, said);
        world.intercept = None;
        finish(&mut world, &mut rotation, said);
        record_is_right(&mut world, &rotation, said);
    }
}
