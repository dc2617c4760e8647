//! Node.js, for wasm-opt and for the tests in a browser.

use std::path::Path;

use super::system;
use crate::failure::{Outcome, fail};
use crate::process::{answers, ask, has_version, run, say};
use crate::project::Project;

/// Debian's own wasm-opt (108) is too old for what rustc emits.
const BINARYEN: &str = "132.0.0";
/// It joins the page's scripts into one and makes it small.
const ESBUILD: &str = "0.25.12";
/// The first that builds the page.
const OLDEST: u32 = 18;
/// The first that the Twilio CLI runs on, and that reads `.env` files.
const OLDEST_FOR_TESTS: u32 = 20;

/// Node.js and npm, from the machine or from apt.
pub(crate) fn ensure() -> Outcome<()> {
    at_least(OLDEST)
}

/// The same, new enough for the tests.
pub(crate) fn ensure_for_tests() -> Outcome<()> {
    at_least(OLDEST_FOR_TESTS)
}

fn at_least(oldest: u32) -> Outcome<()> {
    if !answers("node", "--version") || !answers("npm", "--version") {
        system::install(&["nodejs", "npm"])?;
    }
    let version = ask(std::process::Command::new("node").arg("--version")).unwrap_or_default();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= oldest => Ok(()),
        _ => fail(format!(
            "Node.js {oldest} or newer is needed; `node --version` says `{version}`."
        )),
    }
}

/// wasm-opt and esbuild, from npm.
pub(crate) fn ensure_optimisers(project: &Project) -> Outcome<()> {
    let major = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    let has = |program: &str, version: &str| {
        let here = project.tools().join("node_modules/.bin").join(program);
        has_version(&here, version) || has_version(Path::new(program), version)
    };
    if has("wasm-opt", major) && has("esbuild", ESBUILD) {
        return Ok(());
    }
    say(format!(
        "installing binaryen {BINARYEN} (wasm-opt) and esbuild {ESBUILD} into .tools ..."
    ));
    let mut npm = project.command("npm")?;
    npm.args([
        "install",
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--prefix",
    ])
    .arg(project.tools())
    .arg(format!("binaryen@{BINARYEN}"))
    .arg(format!("esbuild@{ESBUILD}"));
    run(&mut npm, "install binaryen and esbuild")
}

/// The tests' own packages, exactly as tests/package-lock.json names them.
pub(crate) fn ensure_test_packages(project: &Project) -> Outcome<()> {
    let tests = project.root.join("tests");
    // npm leaves its own copy of the lock file behind: as long as it is newer, nothing has changed since.
    let modified = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    let installed = modified(&tests.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&tests.join("package-lock.json")) {
        return Ok(());
    }
    say("installing the tests' node packages ...");
    let mut npm = project.command("npm")?;
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&tests);
    run(&mut npm, "install the tests' node packages")
}
