//! The practice account over plain HTTP on loopback, for real clients: the Twilio CLI and Twilio's own libraries.
//!
//! ```sh
//! cargo run --example practice_server -- --pkcv off|optional|enforced [--no-public-key] [--subaccounts 25]
//!     [--port 0] [--log FILE] [--faults NUMBER]
//! ```
//!
//! It tells the three hosts apart by the `Host` header, so clients are pointed at it by replacing the connection, not
//! the request. At start it prints one line of JSON: the address, the account's credentials and its private key, all of
//! them made up. It serves until its standard input closes or it is killed.
//!
//! With `--no-public-key` the account has no public key yet. A line `{"friendly_name":"…","public_key_pem":"…"}` on its
//! standard input adds one, as pasting it in Twilio's Console would; it answers with one line, `{"public_key_sid":"CR…"}`
//! or `{"error":"…"}`.
//!
//! With `--faults NUMBER`, or by a line `{"faults":NUMBER}` at any time, things go wrong by the plan of that number; the
//! line is answered with what the plan says, `{"faults":"CreateKey 1: reply lost"}`. A line
//! `{"plan":[["CreateKey",1,"LostReply"],…]}` sets a plan of one's own and is answered alike; `{"plan":[]}` ends all
//! faults. Operations are named as in `practice::Operation` and counted from 1. The faults are `RateLimited`,
//! `RateLimited SECONDS` (with `Retry-After`), `LostRequest`, `LostReply`, `Hang before|after`,
//! `Gateway 502|503|504 before|after` (the effect), `Truncated`, `LateListing SECONDS`, `NotPropagated SECONDS`,
//! `Repeated` (by the browser) and `ClockSkew SECONDS`.
//!
//! A line `{"inventory":true}` is answered with what exists, as
//! `{"accounts":[{"sid","owner","name","status"}],"api_keys":[{"sid","account","name"}],"public_keys":[…]}`.
//!
//! With `--log FILE` each request appends one line of JSON that says what was asked and whether its signature was
//! right, without any secret. Of a request that got no reply, `status` is null.

mod console;
mod exchange;
mod line;
mod log;
mod options;

use exchange::{Incoming, read, write};
use getrandom::SysRng;
use keyseed::keys::{KeyPair, make_key_pair};
use keyseed::practice::{FaultPlan, Met, Practice};
use line::Lines;
use log::Log;
use options::Options;
use serde_json::json;
use std::io::{self, BufRead, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let options = Options::parse(std::env::args().skip(1))?;
    let pair = options.public_key.then(|| make_key_pair(&mut SysRng)).transpose()?;
    let key = pair.as_ref().map(KeyPair::public_key);
    let mut account = Practice::new(options.enforcement, key, &mut SysRng)?;
    account.add_subaccounts(options.subaccounts, &mut SysRng)?;
    account.set_faults(options.faults.map_or_else(FaultPlan::none, FaultPlan::number));
    let practice = Arc::new(Mutex::new(account));
    let server = tiny_http::Server::http(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    let mut log = Log::open(options.log.as_deref())?;

    let inner = server.server_addr().to_ip().ok_or("there is no address to serve at")?;
    let lines = Lines::default();
    let address = lines.open(options.port, inner)?;
    let known = lock(&practice).credentials();
    let mut out = io::stdout();
    let hello = json!({
        "url": format!("http://{address}"),
        "account_sid": known.account_sid.as_str(),
        "main_key_sid": known.main_key.api_key_sid.as_str(),
        "main_key_secret": known.main_key.secret.expose(),
        "standard_key_sid": known.standard_key.api_key_sid.as_str(),
        "standard_key_secret": known.standard_key.secret.expose(),
        "auth_token": known.auth_token.expose(),
        "public_key_sid": known.public_key_sid.as_ref().map(|sid| sid.as_str()),
        "private_key_pem": pair.map(|pair| pair.to_pkcs8_pem()).transpose()?.as_deref(),
    });
    writeln!(out, "{hello}")?;
    out.flush()?;

    // A client that starts this as its child ends it by ending itself: no server is left behind by a crashed test.
    let asked = Arc::clone(&practice);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            let answer = console::answer(&asked, &line).unwrap_or_else(|error| json!({ "error": error.to_string() }));
            let _ = writeln!(io::stdout(), "{answer}");
        }
        std::process::exit(0);
    });
    // Requests that get no reply are kept: dropped, they would be answered with 500.
    let mut silent = Vec::new();
    for mut http in server.incoming_requests() {
        match read(&mut http) {
            Incoming::Refused(response) => http.respond(response)?,
            Incoming::Request(request) => {
                let mut practice = lock(&practice);
                let met = practice.meet(&request, now()?, &mut SysRng);
                log.append(&request, &met, practice.last_verdict())?;
                drop(practice);
                match met {
                    // A client that went away meanwhile is no reason to stop serving the others.
                    Met::Reply(reply) => drop(http.respond(write(reply))),
                    Met::Broken => {
                        lines.cut(http.remote_addr());
                        drop(http.into_writer());
                    }
                    Met::Silent => silent.push(http),
                }
            }
        }
    }
    Ok(())
}

/// The account; what a thread left behind that panicked is as good as any.
fn lock(practice: &Mutex<Practice>) -> MutexGuard<'_, Practice> {
    practice.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Seconds since 1970.
fn now() -> Result<i64, Failure> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?)
}

/// Reads at most `limit` bytes; `None` if there are more.
fn read_at_most(reader: &mut dyn Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((read <= limit).then_some(bytes))
}
