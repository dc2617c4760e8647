//! Paths, methods, credentials and headers.

use crate::support::{Who, World, basic, json, outcome, request, rng};
use keyseed::practice::{Enforcement, NoRandomness, Practice, basic_user};
use keyseed::twilio::{Host, HttpRequest, Method, Secret, ServerClock, accounts};

fn no_such_key() -> String {
    format!("SK{}", "0".repeat(32))
}

#[test]
fn whatever_is_wrong_with_the_credentials_it_is_20003() {
    let mut world = World::new(Enforcement::Off);
    let key = world.known.main_key.clone();
    let account = world.known.account_sid.clone();
    let (sid, secret) = (key.api_key_sid.as_str(), key.secret.expose());
    let wrong = [
        basic(sid, "wrong"),
        basic(sid, ""),
        basic(&no_such_key(), secret),
        basic(account.as_str(), secret),
        basic(&sid.to_lowercase(), secret),
        Secret::new(String::new()),
        Secret::new("Basic".to_owned()),
        Secret::new("Basic !".to_owned()),
        Secret::new(format!("Bearer {secret}")),
    ];
    for authorization in wrong.into_iter().map(Some).chain([None]) {
        let http = HttpRequest {
            request: accounts::list(),
            authorization,
            validation: None,
        };
        let reply = world.send(&http);
        assert_eq!((reply.status, outcome(&reply)), (401, 20003));
        assert_eq!(
            reply.body,
            r#"{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}"#
        );
    }
}

#[test]
fn paths_are_taken_literally() {
    let mut world = World::new(Enforcement::Off);
    let main = world.main(false);
    let account = world.known.account_sid.clone();
    for (host, path) in [
        (Host::Api, "/2010-04-01/Accounts".to_owned()),
        (Host::Api, "/2010-04-01/Accounts.json/".to_owned()),
        (Host::Api, "/2010-04-01//Accounts.json".to_owned()),
        (Host::Api, "/2010-04-01/accounts.json".to_owned()),
        (Host::Api, format!("/2010-04-01/Accounts/{account}/Calls.json")),
        (Host::Api, "/v1/Credentials/PublicKeys".to_owned()),
        (Host::Accounts, "/v1/Credentials/PublicKeys/".to_owned()),
        (Host::Accounts, "/v1/Credentials/AWS".to_owned()),
        (Host::Accounts, "/2010-04-01/Accounts.json".to_owned()),
        (Host::Iam, "/v1/Keys/a/b".to_owned()),
        (Host::Iam, "/v1/KeysX".to_owned()),
        (Host::Iam, String::new()),
    ] {
        let reply = world.ask(&main, request(Method::Get, host, &path, &[]));
        assert_eq!((reply.status, outcome(&reply)), (404, 20404), "{path}");
    }
}

#[test]
fn methods_that_a_resource_lacks_are_20004() {
    let mut world = World::new(Enforcement::Off);
    let main = world.main(false);
    let account = world.known.account_sid.clone();
    for (method, host, path) in [
        (Method::Delete, Host::Api, "/2010-04-01/Accounts.json".to_owned()),
        (
            Method::Delete,
            Host::Api,
            format!("/2010-04-01/Accounts/{account}.json"),
        ),
        (Method::Delete, Host::Iam, "/v1/Keys".to_owned()),
        (
            Method::Post,
            Host::Api,
            format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json"),
        ),
    ] {
        let reply = world.ask(&main, request(method, host, &path, &[]));
        assert_eq!((reply.status, outcome(&reply)), (405, 20004), "{path}");
    }
}

#[test]
fn the_date_is_the_accounts_clock() {
    let mut world = World::new(Enforcement::Off);
    let main = world.main(false);
    world.now += 600;
    let reply = world.ask(&main, accounts::list());
    let mut clock = ServerClock::default();
    clock.learn(reply.date.as_deref(), world.now - 600);
    assert_eq!(clock.offset(), Some(600));
}

#[test]
fn the_user_is_told_only_if_it_is_a_sid() {
    let user = |authorization: Option<Secret>| {
        basic_user(&HttpRequest {
            request: accounts::list(),
            authorization,
            validation: None,
        })
    };
    assert_eq!(user(Some(basic(&no_such_key(), "x"))), Some(no_such_key()));
    assert_eq!(user(Some(basic("secret-in-the-wrong-place", &no_such_key()))), None);
    assert_eq!(user(Some(Secret::new("Basic x".to_owned()))), None);
    assert_eq!(user(None), None);
}

/// The same seed gives the same account and the same replies: fault plans rely on it.
#[test]
fn everything_comes_from_the_arguments() {
    let run = || {
        let mut world = World::new(Enforcement::Off);
        let main: Who = world.main(false);
        world.ask(&main, accounts::create("West")).body
    };
    assert_eq!(run(), run());
}

/// A random source that fails.
struct Broken;

impl rsa::rand_core::TryRng for Broken {
    type Error = std::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
        Err(std::fmt::Error)
    }
}

impl rsa::rand_core::TryCryptoRng for Broken {}

#[test]
fn without_random_bytes_nothing_is_made() {
    assert_eq!(
        Practice::new(Enforcement::Off, None, &mut Broken).unwrap_err(),
        NoRandomness
    );
    let mut practice = Practice::new(Enforcement::Off, None, &mut rng(6)).unwrap();
    let http = HttpRequest {
        request: accounts::create("West"),
        authorization: Some(practice.credentials().main_key.authorization()),
        validation: None,
    };
    let reply = practice.answer(&http, 0, &mut Broken);
    assert_eq!((reply.status, json(&reply)["code"].clone()), (500, 20500.into()));
    assert_eq!(practice.credentials().public_key_sid, None);
}
