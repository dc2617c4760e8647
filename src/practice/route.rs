//! Which resource a host, a method and a path name. Paths are taken as they stand on the wire: no trailing slash, and
//! `.json` at the end of v2010 ones, which would otherwise answer in XML.

use super::reply::Refusal;
use crate::twilio::{Host, Method, Request};

/// A resource, with the SIDs in its path as they stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource<'a> {
    Accounts,
    Account(&'a str),
    Keys(&'a str),
    Key(&'a str, &'a str),
    IamKeys,
    IamKey(&'a str),
    PublicKeys,
    PublicKey(&'a str),
    IncomingNumbers(&'a str),
    LocalNumbers(&'a str, &'a str),
}

/// Finds the resource, and whether it takes the method.
pub(super) fn find(request: &Request) -> Result<Resource<'_>, Refusal> {
    let resource = match request.host {
        Host::Api => v2010(&request.path),
        Host::Iam => iam(&request.path),
        Host::Accounts => public_keys(&request.path),
    };
    let resource = resource.ok_or_else(|| Refusal::not_found(&request.path))?;
    if methods(resource).contains(&request.method) {
        Ok(resource)
    } else {
        Err(Refusal::new(405, 20004, "Method not allowed"))
    }
}

fn v2010(path: &str) -> Option<Resource<'_>> {
    let path = path.strip_prefix("/2010-04-01/")?.strip_suffix(".json")?;
    let parts: Vec<_> = path.split('/').collect();
    match *parts.as_slice() {
        ["Accounts"] => Some(Resource::Accounts),
        ["Accounts", account] => Some(Resource::Account(account)),
        ["Accounts", account, "Keys"] => Some(Resource::Keys(account)),
        ["Accounts", account, "Keys", key] => Some(Resource::Key(account, key)),
        ["Accounts", account, "IncomingPhoneNumbers"] => Some(Resource::IncomingNumbers(account)),
        ["Accounts", account, "AvailablePhoneNumbers", country, "Local"] => {
            Some(Resource::LocalNumbers(account, country))
        }
        _ => None,
    }
}

fn iam(path: &str) -> Option<Resource<'_>> {
    match path.strip_prefix("/v1/Keys")? {
        "" => Some(Resource::IamKeys),
        rest => one(rest).map(Resource::IamKey),
    }
}

fn public_keys(path: &str) -> Option<Resource<'_>> {
    match path.strip_prefix("/v1/Credentials/PublicKeys")? {
        "" => Some(Resource::PublicKeys),
        rest => one(rest).map(Resource::PublicKey),
    }
}

/// The one segment of `/segment`.
fn one(rest: &str) -> Option<&str> {
    rest.strip_prefix('/')
        .filter(|part| !part.is_empty() && !part.contains('/'))
}

const fn methods(resource: Resource<'_>) -> &'static [Method] {
    match resource {
        Resource::Accounts | Resource::Account(_) | Resource::Keys(_) | Resource::IamKeys | Resource::PublicKeys => {
            &[Method::Get, Method::Post]
        }
        Resource::Key(..) | Resource::IamKey(_) | Resource::PublicKey(_) => {
            &[Method::Get, Method::Post, Method::Delete]
        }
        Resource::IncomingNumbers(_) | Resource::LocalNumbers(..) => &[Method::Get],
    }
}
