//! Public keys: which are taken, in which spelling, and who sees them.

use crate::support::{NOW, Who, World, json, keys_of, outcome, pair, rng, signer, unsigned};
use base64ct::{Base64, Encoding};
use keyseed::practice::Enforcement::{Enforced, Off};
use keyseed::practice::Practice;
use keyseed::twilio::{Host, Request, public_keys};
use rsa::BoxedUint;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{EncodePublicKey, LineEnding};
use rsa::traits::PublicKeyParts;

const PATH: &str = "/v1/Credentials/PublicKeys";

fn world() -> (World, Who) {
    let world = World::new(Off);
    let main = world.main(false);
    (world, main)
}

fn post(form: &[(&str, &str)]) -> Request {
    Request::post(Host::Accounts, PATH.to_owned(), form)
}

/// The same RSA key with another exponent.
fn with_exponent(exponent: u64) -> String {
    let pem = pair().public_key().to_pem();
    let key = <rsa::PublicKey as rsa::pkcs8::DecodePublicKey>::from_public_key_pem(&pem).unwrap();
    let other = rsa::PublicKey::new(key.n().as_ref().clone(), BoxedUint::from(exponent)).unwrap();
    other.to_public_key_pem(LineEnding::LF).unwrap()
}

#[test]
fn the_spellings_of_twilios_examples_are_taken() {
    let (mut world, main) = world();
    let pem = pair().public_key().to_pem();
    let bare = Base64::encode_string(pair().public_key().spki_der());
    for key in [
        pem.clone(),
        pem.trim().to_owned(),
        pem.replace('\n', ""),
        pem.replace('\n', "\r\n"),
        bare,
    ] {
        let reply = world.ask(&main, post(&[("PublicKey", &key)]));
        assert_eq!(reply.status, 201, "{key}");
        let body = json(&reply);
        assert_eq!(
            keys_of(&body),
            [
                "account_sid",
                "date_created",
                "date_updated",
                "friendly_name",
                "sid",
                "url"
            ]
        );
        assert_eq!(body["date_created"], "2026-11-14T00:00:00Z");
    }
    let list = public_keys::parse_list(&world.ask(&main, public_keys::list())).unwrap();
    assert_eq!(list.items.len(), 6, "one key may be held many times");
}

#[test]
fn other_keys_are_refused_by_their_fault() {
    let (mut world, main) = world();
    let key = <rsa::PublicKey as rsa::pkcs8::DecodePublicKey>::from_public_key_pem(&pair().public_key().to_pem());
    let pkcs1 = key.unwrap().to_pkcs1_pem(LineEnding::LF).unwrap();
    let long = rsa::PrivateKey::new(&mut rng(9), 1024).unwrap().to_public_key();
    // A SubjectPublicKeyInfo for Ed25519 (RFC 8410).
    let mut ed25519 = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    ed25519.extend([7; 32]);
    let truncated = pair().public_key().to_pem().replacen('M', "", 1);
    let cases = [
        (Base64::encode_string(&ed25519), 70101),
        (long.to_public_key_pem(LineEnding::LF).unwrap(), 70102),
        (with_exponent(3), 70103),
        (pkcs1, 70104),
        (truncated, 70104),
        (pair().to_pkcs8_pem().unwrap().to_string(), 70104),
        ("ssh-rsa AAAA".to_owned(), 70104),
        (format!("-----BEGIN PUBLIC KEY-----{}", "A".repeat(8)), 70104),
        (String::new(), 20001),
    ];
    for (key, code) in cases {
        let reply = world.ask(&main, post(&[("PublicKey", &key)]));
        assert_eq!((reply.status, outcome(&reply)), (400, code), "{key}");
    }
}

#[test]
fn an_account_sees_only_its_own() {
    let (mut world, main) = world();
    let (sub, key) = world.subaccount(&main);
    let seeded = world.seed_public_key(&main, &sub, pair());
    let sids = |world: &mut World, who: &Who| -> Vec<_> {
        let list = public_keys::parse_list(&world.ask(who, public_keys::list())).unwrap();
        list.items.into_iter().map(|key| (key.sid, key.account_sid)).collect()
    };
    let own = (
        world.known.public_key_sid.clone().unwrap(),
        world.known.account_sid.clone(),
    );
    assert_eq!(sids(&mut world, &main), [own]);
    assert_eq!(sids(&mut world, &unsigned(&key)), [(seeded, sub)]);
}

#[test]
fn only_an_own_active_subaccount_can_be_given_one() {
    let (mut world, main) = world();
    let (sub, _) = world.subaccount(&main);
    let nobody = format!("AC{}", "0".repeat(32));
    let pem = pair().public_key().to_pem();
    let give = |account: &str| post(&[("PublicKey", &pem), ("AccountSid", account)]);
    assert_eq!(outcome(&world.ask(&main, give(&nobody))), 20404);
    assert_eq!(outcome(&world.ask(&main, give("West"))), 20404);
    assert_eq!(outcome(&world.ask(&main, give(sub.as_str()))), 201);
    world.ask(&main, keyseed::twilio::accounts::close(&sub));
    assert_eq!(outcome(&world.ask(&main, give(sub.as_str()))), 20403);
}

#[test]
fn names_change_and_keys_go() {
    let (mut world, main) = world();
    let sid = world.known.public_key_sid.clone().unwrap();
    let rename = |name: &str| Request::post(Host::Accounts, format!("{PATH}/{sid}"), &[("FriendlyName", name)]);
    assert_eq!(outcome(&world.ask(&main, rename(&"x".repeat(65)))), 70001);
    let renamed = world.ask(&main, rename("Second"));
    assert_eq!(public_keys::parse_key(&renamed).unwrap().friendly_name, "Second");
    let pem = pair().public_key().to_pem();
    let long = post(&[("PublicKey", &pem), ("FriendlyName", &"x".repeat(65))]);
    assert_eq!(outcome(&world.ask(&main, long)), 70001);
    assert_eq!(outcome(&world.ask(&main, public_keys::delete(&sid))), 204);
    assert_eq!(outcome(&world.ask(&main, public_keys::fetch(&sid))), 20404);
}

#[test]
fn a_key_that_is_pasted_needs_no_request_and_signs_under_enforcement() {
    let mut rng = rng(8);
    let mut practice = Practice::new(Enforced, None, &mut rng).unwrap();
    let known = practice.credentials();
    assert_eq!(known.public_key_sid, None);
    let sid = practice
        .paste_public_key(pair().public_key(), "Pasted", NOW, &mut rng)
        .unwrap();
    let mut world = World {
        practice,
        known,
        rng,
        now: NOW,
    };
    let who = signer(&world.known.main_key, &sid, pair());
    let list = public_keys::parse_list(&world.ask(&who, public_keys::list())).unwrap();
    assert_eq!(
        (list.items[0].sid.clone(), list.items[0].friendly_name.as_str()),
        (sid, "Pasted")
    );
    let main = unsigned(&world.known.main_key);
    assert_eq!(json(&world.ask(&main, public_keys::list()))["code"], 70052);
}
