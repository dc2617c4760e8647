//! Who may do what, in every state of enforcement.

use crate::support::{Who, World, dress, other_pair, outcome, pair, signer, token_holder, unsigned};
use keyseed::practice::Enforcement::{Enforced, Off, Optional};
use keyseed::practice::{Enforcement, Verdict};
use keyseed::twilio::api_keys::{self, KeysApi};
use keyseed::twilio::{AccountSid, Credentials, Host, PublicKeySid, Request, accounts, public_keys};

/// The callers, in the order of the table's columns.
const CALLERS: [&str; 5] = [
    "Main key",
    "Standard key",
    "Auth Token",
    "subaccount's key",
    "subaccount's Auth Token",
];

/// The accounts of the table.
struct Cast {
    world: World,
    parent: AccountSid,
    sub: AccountSid,
    sub_key: Credentials,
    sub_public_key: PublicKeySid,
    parent_only: PublicKeySid,
    callers: [Who; 5],
}

/// An account with one subaccount, and its five kinds of callers, who sign if `signs`.
fn cast(enforcement: Enforcement, signs: bool) -> Cast {
    let mut world = World::new(enforcement);
    let main = world.main(enforcement == Enforced);
    let (sub, sub_key) = world.subaccount(&main);
    let sub_public_key = world.seed_public_key(&main, &sub, other_pair());
    let parent_only = world.known.public_key_sid.clone().unwrap();
    let fetched = world.ask(&main, accounts::fetch(&sub));
    let sub_token = crate::support::json(&fetched)["auth_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let known = world.known.clone();
    let callers = if signs {
        let mut token = token_holder(&known.account_sid, known.auth_token.expose());
        token.signing = signer(&known.main_key, &parent_only, pair()).signing;
        let mut sub_holder = token_holder(&sub, &sub_token);
        sub_holder.signing = signer(&sub_key, &sub_public_key, other_pair()).signing;
        [
            signer(&known.main_key, &parent_only, pair()),
            signer(&known.standard_key, &parent_only, pair()),
            token,
            signer(&sub_key, &sub_public_key, other_pair()),
            sub_holder,
        ]
    } else {
        [
            unsigned(&known.main_key),
            unsigned(&known.standard_key),
            token_holder(&known.account_sid, known.auth_token.expose()),
            unsigned(&sub_key),
            token_holder(&sub, &sub_token),
        ]
    };
    Cast {
        parent: known.account_sid,
        world,
        sub,
        sub_key,
        sub_public_key,
        parent_only,
        callers,
    }
}

/// Each request, and what each caller gets where signing is not in the way.
fn table(cast: &Cast) -> Vec<(&'static str, Request, [u32; 5])> {
    let (parent, sub) = (&cast.parent, &cast.sub);
    let numbers = |account: &AccountSid| {
        let path = format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json");
        Request::get(Host::Api, path, &[])
    };
    let key = &cast.sub_key.api_key_sid;
    vec![
        ("list accounts", accounts::list(), [200, 20003, 200, 20003, 200]),
        (
            "create an account",
            accounts::create("x"),
            [201, 20003, 201, 20003, 21101],
        ),
        (
            "fetch the parent",
            accounts::fetch(parent),
            [200, 20003, 200, 20003, 20404],
        ),
        (
            "fetch the subaccount",
            accounts::fetch(sub),
            [200, 20003, 200, 20003, 200],
        ),
        (
            "list the parent's keys",
            api_keys::list(KeysApi::V2010, parent),
            [200, 20003, 200, 20003, 20404],
        ),
        (
            "list the subaccount's keys",
            api_keys::list(KeysApi::V2010, sub),
            [200, 20003, 200, 20003, 200],
        ),
        (
            "list them by IAM",
            api_keys::list(KeysApi::IamV1, sub),
            [200, 20003, 200, 20003, 200],
        ),
        (
            "create a key for the parent",
            api_keys::create(KeysApi::V2010, parent, "k"),
            [201, 20003, 201, 20003, 20404],
        ),
        (
            "create a key for the subaccount",
            api_keys::create(KeysApi::V2010, sub, "k"),
            [201, 20003, 201, 20003, 201],
        ),
        (
            "create it by IAM",
            api_keys::create(KeysApi::IamV1, sub, "k"),
            [201, 20003, 201, 20003, 201],
        ),
        ("list own public keys", public_keys::list(), [200, 200, 200, 200, 200]),
        (
            "fetch the parent's public key",
            public_keys::fetch(&cast.parent_only),
            [200, 200, 200, 20404, 20404],
        ),
        (
            "fetch the subaccount's public key",
            public_keys::fetch(&cast.sub_public_key),
            [20404, 20404, 20404, 200, 200],
        ),
        (
            "add an own public key",
            public_keys::create(pair().public_key(), "p", None),
            [201, 201, 201, 201, 201],
        ),
        (
            "seed the subaccount's public key",
            public_keys::create(pair().public_key(), "p", Some(sub)),
            [201, 20003, 201, 20003, 70002],
        ),
        (
            "seed the parent's public key",
            public_keys::create(pair().public_key(), "p", Some(parent)),
            [70002, 20003, 70002, 20003, 20404],
        ),
        (
            "list the parent's numbers",
            numbers(parent),
            [200, 200, 200, 20003, 20404],
        ),
        (
            "list the subaccount's numbers",
            numbers(sub),
            [200, 20003, 200, 200, 200],
        ),
        (
            "rename the subaccount",
            Request::post(
                Host::Api,
                format!("/2010-04-01/Accounts/{sub}.json"),
                &[("FriendlyName", "y")],
            ),
            [200, 20003, 200, 20003, 200],
        ),
        (
            "delete the subaccount's public key",
            public_keys::delete(&cast.sub_public_key),
            [20404, 20404, 20404, 204, 204],
        ),
        (
            "delete the subaccount's key",
            api_keys::delete(KeysApi::V2010, sub, key),
            [204, 20003, 204, 20003, 204],
        ),
        (
            "delete it by IAM",
            api_keys::delete(KeysApi::IamV1, sub, key),
            [204, 20003, 204, 20003, 204],
        ),
        (
            "close the subaccount",
            accounts::close(sub),
            [200, 20003, 200, 20003, 20003],
        ),
        (
            "close the parent",
            accounts::close(parent),
            [21477, 20003, 21477, 20003, 20404],
        ),
    ]
}

/// Asks every request as every caller, each in an account of its own, and compares with what `expected` makes of the
/// table's figure.
fn compare(enforcement: Enforcement, signs: bool, expected: impl Fn(usize, u32) -> (u32, Option<Verdict>)) {
    let rows = table(&cast(enforcement, signs)).len();
    for row in 0..rows {
        for (column, name) in CALLERS.iter().enumerate() {
            let mut cast = cast(enforcement, signs);
            let (what, request, outcomes) = table(&cast).swap_remove(row);
            let http = dress(&cast.callers[column], request, cast.world.now);
            let reply = cast.world.send(&http);
            let found = (outcome(&reply), cast.world.practice.last_verdict());
            assert_eq!(
                found,
                expected(column, outcomes[column]),
                "{what}, {name}, {enforcement:?}, signed: {signs}"
            );
        }
    }
}

const AUTH_TOKENS: [usize; 2] = [2, 4];

#[test]
fn unsigned_where_nothing_need_be_signed() {
    compare(Off, false, |_, outcome| (outcome, None));
    compare(Optional, false, |_, outcome| (outcome, None));
}

#[test]
fn unsigned_where_it_must_be_signed() {
    compare(Enforced, false, |_, _| (70052, Some(Verdict::Refused(70052))));
}

#[test]
fn signed_where_signing_is_off() {
    compare(Off, true, |column, _| {
        let code = if AUTH_TOKENS.contains(&column) { 20003 } else { 70053 };
        (code, Some(Verdict::Refused(code)))
    });
}

#[test]
fn signed_where_signatures_are_checked() {
    for enforcement in [Optional, Enforced] {
        compare(enforcement, true, |column, outcome| {
            if AUTH_TOKENS.contains(&column) {
                (20003, Some(Verdict::Refused(20003)))
            } else {
                (outcome, Some(Verdict::Valid))
            }
        });
    }
}
