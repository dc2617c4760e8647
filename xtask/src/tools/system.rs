//! What only the system's package manager can install. Debian's apt is the one that is known here.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Outcome, fail};
use crate::process::{answers, ask, run, say};

/// Debian's Chromium.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    program("KEYSEED_CHROMIUM", &["chromium", "chromium-browser"], "chromium")
}

/// nginx, whose folder is often not on a user's PATH.
pub(crate) fn nginx() -> Outcome<PathBuf> {
    program("KEYSEED_NGINX", &["nginx"], "nginx-light")
}

/// Caddy, the other server that `deploy/` has a configuration for.
pub(crate) fn caddy() -> Outcome<PathBuf> {
    program("KEYSEED_CADDY", &["caddy"], "caddy")
}

/// HAProxy, which `deploy/` has a configuration for in front of others.
pub(crate) fn haproxy() -> Outcome<PathBuf> {
    program("KEYSEED_HAPROXY", &["haproxy"], "haproxy")
}

/// Debian's Firefox.
pub(crate) fn firefox() -> Outcome<PathBuf> {
    program("KEYSEED_FIREFOX", &["firefox-esr", "firefox"], "firefox-esr")
}

/// What the console prints commands for, and the checks of its scripts. Debian 12's versions are known to do: fish 3.6,
/// zsh 5.9, bash 5.2, jq 1.6. Any jq from 1.5, fish from 3.1 (the first with `NAME=value program`) is new enough.
const SHELLS: [(&str, &str); 8] = [
    ("bash", "bash"),
    ("dash", "dash"),
    ("zsh", "zsh"),
    ("fish", "fish"),
    ("shellcheck", "shellcheck"),
    ("jq", "jq"),
    ("openssl", "openssl"),
    ("curl", "curl"),
];

/// The shells, and what the commands for them call; those that are missing are installed at one go.
pub(crate) fn shells() -> Outcome<()> {
    let missing: Vec<_> = SHELLS
        .iter()
        .filter(|(name, _)| find(name).is_none())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn program(variable: &str, names: &[&str], package: &str) -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(PathBuf::from(path));
    }
    if let Some(path) = names.iter().find_map(|name| find(name)) {
        return Ok(path);
    }
    install(&[package])?;
    match names.iter().find_map(|name| find(name)) {
        Some(path) => Ok(path),
        None => fail(format!(
            "{package} was installed, but `{}` is not on the PATH.",
            names.join("` or `")
        )),
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Installs Debian packages, or says in one line what to install by hand.
pub(crate) fn install(packages: &[&str]) -> Outcome<()> {
    let list = packages.join(" ");
    let by_hand = || {
        fail(format!(
            "please install {list} (on Debian: `apt-get install {list}`), then run this again."
        ))
    };
    if !Path::new("/usr/bin/apt-get").exists() {
        return by_hand();
    }
    let root = ask(Command::new("id").arg("-u")).as_deref() == Some("0");
    let allowed = root || (answers("sudo", "--version") && sudo_without_password());
    if !allowed {
        return by_hand();
    }
    let apt = |words: &[&str]| {
        let mut command = if root {
            Command::new("env")
        } else {
            Command::new("sudo")
        };
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--quiet"])
            .args(words);
        command
    };
    say(format!("installing {list} with apt ..."));
    // An old list of packages is no reason to stop: what matters is whether the install works.
    let _ = run(&mut apt(&["update"]), "fetch the list of packages");
    let mut command = apt(&["install", "--yes", "--no-install-recommends"]);
    if run(command.args(packages), "install").is_err() {
        by_hand()
    } else {
        Ok(())
    }
}

fn sudo_without_password() -> bool {
    Command::new("sudo")
        .args(["--non-interactive", "true"])
        .status()
        .is_ok_and(|status| status.success())
}
