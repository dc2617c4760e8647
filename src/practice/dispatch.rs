//! From a request whose caller and signature are known to the resource that answers it.

use super::ask::Ask;
use super::caller::Caller;
use super::params::Params;
use super::reply::{Done, Refusal};
use super::route::{self, Resource};
use super::store::Store;
use super::{accounts, api_keys, phone_numbers, public_keys};
use crate::keys::TryCryptoRng;
use crate::twilio::{Method, Request};

pub(super) fn perform<R: TryCryptoRng + ?Sized>(
    store: &mut Store,
    caller: &Caller,
    request: &Request,
    now: i64,
    rng: &mut R,
) -> Result<Done, Refusal> {
    let ask = Ask {
        caller,
        path: &request.path,
        query: Params::parse(&request.query),
        form: Params::parse(&request.body),
        now,
    };
    // `route::find` has refused methods that a resource does not take: the last arm of each is the one that is left.
    match (route::find(request)?, request.method) {
        (Resource::Accounts, Method::Get) => accounts::list(store, &ask),
        (Resource::Accounts, _) => accounts::create(store, &ask, rng),
        (Resource::Account(sid), Method::Get) => accounts::fetch(store, &ask, sid),
        (Resource::Account(sid), _) => accounts::update(store, &ask, sid),
        (Resource::Keys(account), Method::Get) => api_keys::list(store, &ask, account),
        (Resource::Keys(account), _) => api_keys::create(store, &ask, account, rng),
        (Resource::Key(account, key), Method::Get) => api_keys::fetch(store, &ask, account, key),
        (Resource::Key(account, key), Method::Post) => api_keys::update(store, &ask, account, key),
        (Resource::Key(account, key), Method::Delete) => api_keys::delete(store, &ask, account, key),
        (Resource::IamKeys, Method::Get) => api_keys::iam_list(store, &ask),
        (Resource::IamKeys, _) => api_keys::iam_create(store, &ask, rng),
        (Resource::IamKey(key), Method::Get) => api_keys::iam_fetch(store, &ask, key),
        (Resource::IamKey(key), Method::Post) => api_keys::iam_update(store, &ask, key),
        (Resource::IamKey(key), Method::Delete) => api_keys::iam_delete(store, &ask, key),
        (Resource::PublicKeys, Method::Get) => public_keys::list(store, &ask),
        (Resource::PublicKeys, _) => public_keys::create(store, &ask, rng),
        (Resource::PublicKey(sid), Method::Get) => public_keys::fetch(store, &ask, sid),
        (Resource::PublicKey(sid), Method::Post) => public_keys::update(store, &ask, sid),
        (Resource::PublicKey(sid), Method::Delete) => public_keys::delete(store, &ask, sid),
        (Resource::IncomingNumbers(account), _) => phone_numbers::incoming(store, &ask, account),
        (Resource::LocalNumbers(account, country), _) => phone_numbers::local(store, &ask, account, country),
    }
}
