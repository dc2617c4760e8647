//! `cargo xtask serve`: the page on loopback, with the relay.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::build::QUICK_PROFILE;
use crate::failure::{Doing, Outcome, fail};
use crate::process::say;
use crate::project::Project;
use crate::tools;

/// Generated, and ignored by git; Trunk takes the paths in it from the folder that it is in.
const RELAY_CONFIG: &str = "Trunk.relay.toml";

/// Not a name that cargo might give a profile's folder: Trunk empties it.
const PAGE: &str = "target/served-page";

/// Builds and serves until it is interrupted.
pub(crate) fn serve(project: &Project, port: u16, relay: Option<&str>) -> Outcome<()> {
    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        return fail(format!(
            "port {port} is in use: end the program that holds it, or choose another with --port."
        ));
    }
    let config = match relay {
        Some(backend) => write_relay_config(project, backend)?,
        None => "Trunk.toml",
    };
    tools::for_serving(project)?;
    say("building the page (a first build compiles everything: 2 to 5 minutes) ...");
    let port_text = port.to_string();
    let mut trunk = tools::trunk::command(project, &["--config", config, "serve"])?;
    // Whole and without wasm-opt, so that a change shows within seconds. The folder is its own: dist/ holds production builds only.
    trunk.args(["--cargo-profile", QUICK_PROFILE, "--dist", PAGE, "--port", &port_text]);
    let mut child = trunk.spawn().doing("start trunk")?;
    wait_until_ready(&mut child, port)?;
    let to = relay.unwrap_or("Twilio");
    say(format!(
        "ready: http://127.0.0.1:{port}/ (requests are relayed to {to}; Ctrl-C ends it)"
    ));
    let status = child.wait().doing("wait for trunk")?;
    if status.success() {
        Ok(())
    } else {
        fail(format!("trunk ended ({status}); its own words are above."))
    }
}

/// Trunk's settings, but with another backend; each entry keeps the Host of Twilio's that it names.
fn write_relay_config(project: &Project, backend: &str) -> Outcome<&'static str> {
    let settings = fs::read_to_string(project.root.join("Trunk.toml")).doing("read Trunk.toml")?;
    let relayed = relay_settings(&settings, backend);
    fs::write(project.root.join(RELAY_CONFIG), relayed).doing(format!("write {RELAY_CONFIG}"))?;
    Ok(RELAY_CONFIG)
}

fn relay_settings(settings: &str, backend: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("backend = ") {
            format!("backend = \"{backend}\"\n")
        } else {
            format!("{line}\n")
        }
    };
    settings.lines().map(line).collect()
}

/// Trunk serves an error or nothing until the first build is done.
fn wait_until_ready(child: &mut Child, port: u16) -> Outcome<()> {
    let mut reminded = Instant::now();
    loop {
        if let Some(status) = child.try_wait().doing("watch trunk")? {
            return fail(format!(
                "trunk ended before the page was built ({status}); its own words are above."
            ));
        }
        if serves_the_page(port) {
            return Ok(());
        }
        if reminded.elapsed() > Duration::from_secs(30) {
            say("still building ...");
            reminded = Instant::now();
        }
        sleep(Duration::from_millis(250));
    }
}

fn serves_the_page(port: u16) -> bool {
    let answer = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    answer().is_ok_and(|answer| answer.contains("data-wasm="))
}

#[cfg(test)]
mod tests {
    use super::relay_settings;

    #[test]
    fn another_backend_keeps_the_host() {
        let settings = include_str!("../../Trunk.toml");
        let relayed = relay_settings(settings, "http://127.0.0.1:8090");
        assert_eq!(relayed.matches("backend = \"http://127.0.0.1:8090\"").count(), 3);
        assert!(!relayed.contains("https://"));
        for host in ["api", "accounts", "iam"] {
            assert!(relayed.contains(&format!("Host = \"{host}.twilio.com\"")));
        }
    }
}
