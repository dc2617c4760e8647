//! A request that the browser repeats by itself: no live key is left that nobody holds, and "verified" is said only
//! after the look that shows it.

use crate::faults::{ENFORCEMENTS, KINDS, begin, finish, nothing_is_orphaned, record_is_right};
use crate::world::{Fault, Intercept, World, at, counted, refusal};
use getrandom::SysRng;
use keyseed::practice::{self, Enforcement, FaultPlan, Met, Operation};
use keyseed::subaccounts::{KeyState, Rotation, RotationKind, State, Step, Stock, Way};
use keyseed::twilio::{HttpRequest, Method, TransportError, api_keys};

/// What else goes wrong: one fault of each sort.
const OTHERS: [Fault; 4] = [
    Fault::Refused(400, 20001),
    Fault::LostBefore,
    Fault::LostAfter,
    Fault::Repeated,
];

fn creates(http: &HttpRequest) -> bool {
    http.request.method == Method::Post
}

/// The places of the creations among the requests of a rotation without a fault.
fn creations(enforcement: Enforcement, kind: RotationKind, own: bool) -> Vec<usize> {
    let mut world = World::new(enforcement);
    begin(&mut world, kind, own);
    let places = world.sent.iter().enumerate();
    let creations = places.filter(|(_, request)| request.method == Method::Post);
    creations.map(|(place, _)| place).collect()
}

/// Meets the faults of a plan, as the practice account does in the page.
fn planned(world: &mut World, faults: &[(Operation, u32, practice::Fault)]) {
    world.practice.set_faults(FaultPlan::of(faults.iter().copied()));
    world.intercept = Some(Box::new(|http, practice, now| {
        Some(match practice.meet(http, now, &mut SysRng) {
            Met::Reply(reply) => Ok(reply),
            Met::Broken => Err(TransportError::Unreachable),
            Met::Silent => Err(TransportError::TimedOut { seconds: 30 }),
        })
    }));
}

fn duplicates(rotation: &Rotation) -> Vec<KeyState> {
    rotation.duplicates().map(|key| key.state).collect()
}

#[test]
fn each_creation_alone_is_found_deleted_and_said() {
    for enforcement in ENFORCEMENTS {
        for (kind, own) in KINDS {
            for place in creations(enforcement, kind, own) {
                let context = format!("{enforcement:?} {kind:?} own {own}, repeated at {place}");
                let mut world = World::new(enforcement);
                world.intercept = Some(at(place, Fault::Repeated));
                let mut rotation = begin(&mut world, kind, own);
                assert_eq!(rotation.state(), State::HandOver, "{context}");
                assert_eq!(duplicates(&rotation), [KeyState::Deleted], "{context}");
                let said = rotation.repeated().unwrap();
                assert!(
                    said.contains("deletes the second key") && said.contains("(Deleted)"),
                    "{context}: {said}"
                );
                let (api, public) = match kind {
                    RotationKind::Both => ("2 API keys", "2 public keys"),
                    RotationKind::ApiKey => ("2 API keys", "1 public key"),
                    RotationKind::KeyPair => ("1 API key", "2 public keys"),
                };
                let holds = rotation.holdings().unwrap();
                assert!(
                    holds.contains(&format!("exactly: {api}, {public}.")),
                    "{context}: {holds}"
                );
                finish(&mut world, &mut rotation, &context);
                let holds = rotation.holdings().unwrap();
                assert!(
                    holds.contains("exactly: 1 API key, 1 public key."),
                    "{context}: {holds}"
                );
                nothing_is_orphaned(&world, &rotation, &context);
            }
        }
    }
}

#[test]
fn a_repeated_creation_and_any_other_fault() {
    for (kind, own) in KINDS.into_iter().filter(|pair| *pair != (RotationKind::Both, true)) {
        for creation in creations(Enforcement::Enforced, kind, own) {
            for (place, fault) in (0..13).flat_map(|place| OTHERS.map(|fault| (place, fault))) {
                let context = format!("{kind:?} own {own}, repeated at {creation}, {fault:?} at {place}");
                let mut world = World::new(Enforcement::Enforced);
                world.intercept = Some(counted(move |index, http, practice, now| {
                    let fault = if index == creation { Fault::Repeated } else { fault };
                    (index == place || index == creation).then(|| fault.meet(http, practice, now))
                }));
                let mut rotation = begin(&mut world, kind, own);
                finish(&mut world, &mut rotation, &context);
                record_is_right(&mut world, &rotation, &context);
                nothing_is_orphaned(&world, &rotation, &context);
            }
        }
    }
}

#[test]
fn repeated_and_the_second_reply_lost_too() {
    for (kind, own) in KINDS {
        for place in creations(Enforcement::Enforced, kind, own) {
            let context = format!("{kind:?} own {own} at {place}");
            let mut world = World::new(Enforcement::Enforced);
            world.intercept = Some(counted(move |index, http, practice, now| {
                (index == place).then(|| {
                    practice.answer(http, now, &mut SysRng);
                    Fault::LostAfter.meet(http, practice, now)
                })
            }));
            let mut rotation = begin(&mut world, kind, own);
            finish(&mut world, &mut rotation, &context);
            nothing_is_orphaned(&world, &rotation, &context);
            record_is_right(&mut world, &rotation, &context);
        }
    }
}

#[test]
fn late_lists_are_waited_for() {
    use practice::Fault::{LateListing, Repeated};
    for (kind, own) in KINDS {
        for enforcement in ENFORCEMENTS {
            let context = format!("{enforcement:?} {kind:?} own {own}");
            let mut world = World::new(enforcement);
            let each = |operation| [(operation, 1, Repeated), (operation, 1, LateListing { seconds: 12 })];
            let faults = [Operation::CreateKey, Operation::CreatePublicKey].map(each).concat();
            planned(&mut world, &faults);
            let mut rotation = begin(&mut world, kind, own);
            assert_eq!(rotation.state(), State::HandOver, "{context}: {:?}", rotation.setback());
            assert!(!world.waits.is_empty(), "{context}");
            let made = usize::from(kind.makes_api_key()) + usize::from(kind.makes_key_pair());
            assert_eq!(duplicates(&rotation), vec![KeyState::Deleted; made], "{context}");
            finish(&mut world, &mut rotation, &context);
            nothing_is_orphaned(&world, &rotation, &context);
        }
    }
}

#[test]
fn the_new_keys_are_verified_only_after_the_look() {
    let mut world = World::new(Enforcement::Enforced);
    let mut lists = 0;
    let refuses: Intercept = Box::new(move |http, _, _| {
        let keys = http.request.method == Method::Get && http.request.path.ends_with("/Keys.json");
        lists += usize::from(keys);
        (keys && lists > 1).then(|| Ok(refusal(500, 20500)))
    });
    world.intercept = Some(refuses);
    let mut rotation = begin(&mut world, RotationKind::Both, false);
    assert_eq!((rotation.state(), rotation.step()), (State::Failed, Step::TakeStock));
    assert!(!rotation.is_verified() && rotation.verification().is_none());
    let holds = rotation.holdings().unwrap();
    assert!(holds.contains("not yet checked"), "{holds}");
    assert_eq!(rotation.setback().unwrap().ways, [Way::TryAgain, Way::Unchecked]);
    let effects = rotation.go_on(Way::Unchecked);
    world.drive(&mut rotation, effects);
    assert_eq!((rotation.state(), rotation.stock()), (State::HandOver, Stock::NotTaken));
    let holds = rotation.holdings().unwrap();
    assert!(holds.contains("not checked") && !holds.contains("exactly"), "{holds}");
}

#[test]
fn a_duplicate_that_cannot_be_deleted_is_named() {
    let mut world = World::new(Enforcement::Enforced);
    world.intercept = Some(Box::new(|http, practice, now| match http.request.method {
        Method::Post if http.request.path.ends_with("/Keys.json") => Some(Fault::Repeated.meet(http, practice, now)),
        Method::Delete => Some(Ok(refusal(401, 20003))),
        _ => None,
    }));
    let mut rotation = begin(&mut world, RotationKind::Both, false);
    let setback = rotation.setback().cloned().unwrap();
    assert_eq!(
        (rotation.step(), setback.ways.as_slice()),
        (Step::TakeStock, &[Way::TryAgain, Way::Skip][..])
    );
    assert!(setback.explanation.next.contains("second time"), "{setback:?}");
    assert!(!rotation.is_verified());
    let effects = rotation.go_on(Way::Skip);
    world.drive(&mut rotation, effects);
    assert_eq!(rotation.state(), State::HandOver);
    assert_eq!(duplicates(&rotation), [KeyState::StillThere]);
    record_is_right(&mut world, &rotation, "skipped");
    assert!(rotation.holdings().unwrap().contains("exactly: 3 API keys"));
}

#[test]
fn what_somebody_else_makes_meanwhile_stays() {
    let mut world = World::new(Enforcement::Enforced);
    let (main, sid) = (world.main(), world.sid().clone());
    // Under the name that the admin typed, which is not the whole of the new key's name.
    let theirs = api_keys::create(api_keys::KeysApi::V2010, &sid, "Key 2026");
    let theirs = world.dress(theirs, &main).0;
    let mut done = false;
    world.intercept = Some(Box::new(move |http, practice, now| {
        if creates(http) && !std::mem::replace(&mut done, true) {
            practice.answer(&theirs, now, &mut SysRng);
        }
        None
    }));
    let rotation = begin(&mut world, RotationKind::Both, true);
    assert_eq!(rotation.state(), State::HandOver);
    assert!(duplicates(&rotation).is_empty() && rotation.repeated().is_none());
    assert_eq!(world.api_keys().len(), 3);
    record_is_right(&mut world, &rotation, "somebody else's");
    // It is named, and not among what goes by default.
    let theirs = rotation
        .candidates()
        .into_iter()
        .find(|(key, _)| key.name == "Key 2026");
    assert!(matches!(theirs, Some((_, false))), "{theirs:?}");
}
