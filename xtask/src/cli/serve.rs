//! Where `serve` serves, and where it relays to.

use super::Command;
use crate::failure::{Outcome, fail};

/// What follows `serve`.
pub(super) fn parse(mut options: &[&str]) -> Outcome<Command> {
    let (mut port, mut relay) = (8080, None);
    while !options.is_empty() {
        options = match options {
            ["--port", number, rest @ ..] => {
                port = match number.parse() {
                    Ok(number) if number > 0 => number,
                    _ => return fail(format!("--port takes a number from 1 to 65535, not `{number}`.")),
                };
                rest
            }
            ["--relay", url, rest @ ..] => {
                relay = Some(loopback(url)?);
                rest
            }
            [other, ..] => return fail(format!("serve takes --port <N> and --relay <URL>, not `{other}`.")),
            [] => break,
        };
    }
    Ok(Command::Serve { port, relay })
}

/// Credentials go to the relay's backend, in the clear where it is http: so it must be on this machine.
fn loopback(url: &str) -> Outcome<String> {
    let url = url.trim_end_matches('/');
    let port = ["http://127.0.0.1:", "http://localhost:"]
        .iter()
        .find_map(|host| url.strip_prefix(host));
    match port.and_then(|port| port.parse::<u16>().ok()) {
        Some(_) => Ok(url.to_owned()),
        None => fail(format!(
            "--relay takes a practice_server on this machine (http://127.0.0.1:<port>), not `{url}`."
        )),
    }
}
