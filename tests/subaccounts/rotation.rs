//! Rotation where nothing goes wrong, and what is said before it begins.

use crate::world::World;
use keyseed::machine::Conversation;
use keyseed::practice::Enforcement;
use keyseed::priming::{RunId, Verification};
use keyseed::subaccounts::{
    Item, KeyState, Rotation, RotationDraft, RotationField, RotationKind, RotationPlan, State, Step,
};
use keyseed::twilio::api_keys::KeysApi;
use keyseed::twilio::{Host, Method, Request, encode};
use std::collections::BTreeSet;

fn plan(world: &mut World, draft: &RotationDraft) -> Result<RotationPlan, Vec<(RotationField, String)>> {
    let existing = world.api_keys();
    RotationPlan::new(draft, &world.account, &existing, &world.parent)
}

fn rotate(world: &mut World, kind: RotationKind, own: bool) -> Rotation {
    let draft = world.draft(kind, own);
    let plan = plan(world, &draft).unwrap();
    let main = world.main();
    world.play(Rotation::begin(plan, main))
}

#[test]
fn new_keys_are_verified_before_anything_is_deleted() {
    let mut world = World::new(Enforcement::Enforced);
    let mut rotation = rotate(&mut world, RotationKind::Both, false);
    assert_eq!((rotation.state(), rotation.step()), (State::HandOver, Step::HandOver));
    assert_eq!(rotation.verification(), Some(Verification::Enforced));
    assert!(world.sent.iter().all(|request| request.method != Method::Delete));
    assert_eq!(world.api_keys().len(), 2);
    let chosen: BTreeSet<_> = rotation
        .candidates()
        .into_iter()
        .filter_map(|(key, _)| key.item)
        .collect();
    assert_eq!(chosen.len(), 2);
    world.sent.clear();
    let effects = rotation.delete_old(&chosen);
    assert!(rotation.delete_old(&chosen).is_empty(), "once");
    world.drive(&mut rotation, effects);
    assert_eq!(rotation.state(), State::Done);
    let order: Vec<_> = world
        .sent
        .iter()
        .map(|request| (request.method, request.host))
        .collect();
    assert_eq!(
        order,
        [
            (Method::Delete, Host::Accounts),
            (Method::Delete, Host::Api),
            (Method::Get, Host::Accounts)
        ]
    );
    let (own, new) = (world.own.clone(), rotation.new_identity().unwrap());
    assert!(world.public_keys(&own).is_none() && world.public_keys(&new).is_some());
    // The deletion of a public key is the subaccount's own, signed with the new pair.
    let deletion = rotation
        .exchanges()
        .iter()
        .find(|exchange| exchange.request.method == Method::Delete)
        .unwrap();
    assert_eq!(deletion.api_key_sid, new.credentials.api_key_sid.as_str());
    let kid = &deletion.signed.as_ref().unwrap().header.kid;
    assert_eq!(kid, rotation.public_key_sid().unwrap().as_str());
}

#[test]
fn each_kind_ends_with_its_verification() {
    for (enforcement, kind, own, expected) in [
        (
            Enforcement::Enforced,
            RotationKind::ApiKey,
            true,
            Verification::Enforced,
        ),
        (
            Enforcement::Enforced,
            RotationKind::KeyPair,
            true,
            Verification::Enforced,
        ),
        (
            Enforcement::Optional,
            RotationKind::Both,
            false,
            Verification::NotEnforced,
        ),
        (
            Enforcement::Optional,
            RotationKind::ApiKey,
            false,
            Verification::Unsigned,
        ),
        (Enforcement::Off, RotationKind::Both, false, Verification::NotEnabled),
        (Enforcement::Off, RotationKind::ApiKey, false, Verification::Unsigned),
    ] {
        let mut world = World::new(enforcement);
        let rotation = rotate(&mut world, kind, own);
        assert_eq!(rotation.verification(), Some(expected), "{enforcement:?} {kind:?}");
        assert_eq!(rotation.state(), State::HandOver);
    }
}

#[test]
fn old_keys_can_be_kept() {
    let mut world = World::new(Enforcement::Enforced);
    let mut rotation = rotate(&mut world, RotationKind::Both, true);
    assert!(rotation.delete_old(&BTreeSet::new()).is_empty());
    assert_eq!(rotation.state(), State::Done);
    assert_eq!(world.api_keys().len(), 2);
    let kept = rotation
        .record()
        .iter()
        .filter(|key| key.state == KeyState::Old)
        .count();
    assert_eq!(kept, 2);
}

#[test]
fn only_old_keys_of_the_renewed_kind_can_be_chosen() {
    let mut world = World::new(Enforcement::Enforced);
    let mut rotation = rotate(&mut world, RotationKind::ApiKey, true);
    let new = Item::Api(rotation.api_key().unwrap().sid.clone());
    let public = Item::Public(world.own.signing.clone().unwrap().public_key_sid);
    let effects = rotation.delete_old(&BTreeSet::from([new, public]));
    assert!(effects.is_empty() && rotation.state() == State::Done);
}

#[test]
fn a_lost_private_key_is_replaced_with_the_api_key_alone() {
    let mut world = World::new(Enforcement::Enforced);
    world.own = world.own.unsigned();
    let rotation = rotate(&mut world, RotationKind::KeyPair, true);
    assert_eq!(rotation.verification(), Some(Verification::Enforced));
    assert!(rotation.public_keys_listed());
}

#[test]
fn what_is_missing_is_said_before_anything_is_made() {
    let mut world = World::new(Enforcement::Enforced);
    let said = |world: &mut World, change: fn(&mut RotationDraft)| {
        let mut draft = world.draft(RotationKind::ApiKey, true);
        change(&mut draft);
        plan(world, &draft).unwrap_err()
    };
    let own = said(&mut world, |draft| draft.own = None);
    assert!(matches!(&own[..], [(RotationField::Own, text)] if text.contains("Signing is enforced")));
    let unsigned = said(&mut world, |draft| {
        draft.own = draft.own.as_ref().map(|own| own.unsigned())
    });
    assert_eq!(unsigned, own);
    let pair = said(&mut world, |draft| {
        draft.kind = RotationKind::KeyPair;
        draft.own = None;
    });
    assert!(pair[0].1.contains("Enter one that it has"));
    let names = said(&mut world, |draft| {
        draft.kind = RotationKind::Both;
        draft.api_key_name = " ".to_owned();
        draft.public_key_name = "x".repeat(RunId::KEY_NAME_MAX + 1);
    });
    assert_eq!(names.len(), 2);
    assert!(
        names[0].1.contains("Enter a name") && names[1].1.contains("56 characters"),
        "{names:?}"
    );
    world.account.status = keyseed::twilio::accounts::Status::Suspended;
    assert!(said(&mut world, |_| {})[0].1.contains("not active"));
    assert!(world.sent.is_empty());
}

#[test]
fn a_wrong_own_key_stops_it_before_anything_is_made() {
    let mut world = World::new(Enforcement::Enforced);
    world.own.credentials.secret = keyseed::twilio::Secret::new("0".repeat(32));
    let rotation = rotate(&mut world, RotationKind::Both, true);
    assert_eq!((rotation.state(), rotation.step()), (State::Failed, Step::TryOwn));
    assert!(
        rotation
            .setback()
            .unwrap()
            .explanation
            .next
            .contains("Nothing was made")
    );
    assert!(world.sent.iter().all(|request| request.method == Method::Get));
}

#[test]
fn a_key_pair_that_cannot_be_made_leaves_everything_as_it_was() {
    let mut world = World::new(Enforcement::Enforced);
    let works = std::mem::replace(&mut world.make, || Err("No randomness.".to_owned()));
    let mut rotation = rotate(&mut world, RotationKind::Both, false);
    assert_eq!((rotation.state(), rotation.step()), (State::Failed, Step::MakeKeyPair));
    world.make = works;
    let effects = rotation.go_on(keyseed::subaccounts::Way::TryAgain);
    world.drive(&mut rotation, effects);
    assert_eq!(rotation.state(), State::HandOver);
}

#[test]
fn fresh_keys_are_given_a_moment() {
    for code in [20003, 70153] {
        let mut world = World::new(Enforcement::Enforced);
        let mut left = 3;
        world.intercept = Some(Box::new(move |http, _, _| {
            let tries =
                http.validation.is_some() && http.request.method == Method::Get && http.request.host == Host::Accounts;
            (tries && left > 0).then(|| {
                left -= 1;
                Ok(crate::world::refusal(401, code))
            })
        }));
        let rotation = rotate(&mut world, RotationKind::Both, false);
        assert_eq!(rotation.verification(), Some(Verification::Enforced), "{code}");
        assert_eq!(world.waits, [1_000, 2_000, 4_000]);
    }
}

#[test]
fn a_list_without_the_new_public_key_is_asked_again_and_then_it_stands_still() {
    for (late, expected) in [(2, State::HandOver), (99, State::Failed)] {
        let mut world = World::new(Enforcement::Enforced);
        let mut left = late;
        world.intercept = Some(Box::new(move |http, _, _| {
            let tries =
                http.validation.is_some() && http.request.method == Method::Get && http.request.host == Host::Accounts;
            (tries && left > 0).then(|| {
                left -= 1;
                let body = r#"{"credentials":[],"meta":{"key":"credentials","next_page_url":null}}"#;
                Ok(keyseed::twilio::HttpReply {
                    status: 200,
                    body: body.to_owned(),
                    ..keyseed::twilio::HttpReply::default()
                })
            })
        }));
        let rotation = rotate(&mut world, RotationKind::Both, false);
        assert_eq!(rotation.state(), expected);
        let verified = rotation.record().iter().any(|key| key.state == KeyState::InUse);
        assert_eq!(verified, expected == State::HandOver);
        assert_eq!(world.waits.len(), late.min(5));
    }
}

#[test]
fn two_rotations_with_the_same_names_make_keys_of_different_names() {
    let mut world = World::new(Enforcement::Off);
    let first = world.draft(RotationKind::Both, true);
    let again = RotationDraft {
        run: RunId::of(8),
        ..first.clone()
    };
    let [first, again] = [first, again].map(|draft| plan(&mut world, &draft).unwrap().draft);
    assert_eq!(first.api_key_name, format!("Key 2026 ({})", first.run));
    assert_ne!(first.api_key_name, again.api_key_name);
    assert_ne!(first.public_key_name, again.public_key_name);
}

/// A request as the plan shows it: what is not known beforehand in braces.
fn shown(request: &Request) -> (String, String) {
    let line = format!("{} {}", request.method.as_str(), request.url());
    let line = match line.find("/CR") {
        Some(place) => format!("{}/{{CR}}", &line[..place]),
        None => line,
    };
    let field = |(name, value): (String, String)| match value.starts_with("-----BEGIN PUBLIC KEY-----") {
        true => format!("{name} = {{PEM}}"),
        false => format!("{name} = {value}"),
    };
    let form: Vec<_> = encode::form_fields(&request.body).into_iter().map(field).collect();
    (line, form.join(", "))
}

#[test]
fn the_plan_shows_every_request_that_is_made() {
    for (kind, own, keys_api) in [
        (RotationKind::Both, false, KeysApi::V2010),
        (RotationKind::Both, false, KeysApi::IamV1),
        (RotationKind::ApiKey, true, KeysApi::V2010),
        (RotationKind::ApiKey, true, KeysApi::IamV1),
        (RotationKind::KeyPair, true, KeysApi::V2010),
    ] {
        let mut world = World::new(Enforcement::Enforced);
        let mut draft = world.draft(kind, own);
        draft.keys_api = keys_api;
        let (plan, main) = (plan(&mut world, &draft).unwrap(), world.main());
        let mut rotation = world.play(Rotation::begin(plan, main));
        let chosen = rotation
            .candidates()
            .into_iter()
            .filter_map(|(key, _)| key.item)
            .collect();
        let effects = rotation.delete_old(&chosen);
        world.drive(&mut rotation, effects);
        assert_eq!(rotation.state(), State::Done, "{kind:?} {:?}", rotation.setback());
        let made: Vec<_> = world.sent.iter().map(shown).collect();
        let planned = rotation.plan.requests().into_iter();
        let planned: Vec<_> = planned.map(|request| (request.line, request.form)).collect();
        assert_eq!(made, planned, "{kind:?} {keys_api:?}");
        // And who asks: by the keys that the requests went out with.
        let signed: Vec<_> = rotation.exchanges().iter().map(|exchange| exchange.is_signed).collect();
        let planned: Vec<_> = rotation
            .plan
            .requests()
            .iter()
            .map(|request| request.signs.is_some())
            .collect();
        assert_eq!(signed, planned, "{kind:?} {keys_api:?}");
    }
}

#[test]
fn no_secret_is_in_what_a_rotation_shows() {
    let mut world = World::new(Enforcement::Enforced);
    let rotation = rotate(&mut world, RotationKind::Both, true);
    let shown = format!("{rotation:?}");
    assert!(!shown.contains(rotation.api_key().unwrap().secret.expose()));
    assert!(!shown.contains(world.own.credentials.secret.expose()));
}
