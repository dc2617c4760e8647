//! What needs no browser: formatting, lints, and the Rust tests.

use super::Steps;
use crate::failure::Outcome;
use crate::process::run;
use crate::project::Project;
use crate::{supply, tools};

/// A step: its name, and what cargo is told.
type Step = (&'static str, &'static [&'static str]);

const FORMAT: Step = ("rustfmt", &["fmt", "--all", "--check"]);
const LINT_HOST: Step = (
    "clippy on the host",
    &[
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ],
);
const LINT_WASM: Step = (
    "clippy on wasm32",
    &[
        "clippy",
        "--locked",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
        "--bins",
        "--",
        "-D",
        "warnings",
    ],
);
const TESTS: Step = (
    "cargo test",
    &["test", "--locked", "--workspace", "--", "--show-output"],
);
const QUICK_TESTS: Step = (
    "unit tests and the rules of the house",
    &[
        "test",
        "--locked",
        "--quiet",
        "--workspace",
        "--lib",
        "--bins",
        "--test",
        "house",
    ],
);

/// What takes a minute at most once everything is compiled, and installs nothing.
pub(super) fn check(project: &Project, steps: &mut Steps) -> Outcome<()> {
    for (name, words) in [FORMAT, QUICK_TESTS, LINT_HOST, LINT_WASM] {
        steps.take(name, || run(project.command("cargo")?.args(words), "pass"))?;
    }
    Ok(())
}

/// Runs each with cargo. The tests of keys ask a Python with the cryptography package for a second opinion, those of
/// snippets real shells and node.
pub(super) fn test(project: &Project, steps: &mut Steps) -> Outcome<()> {
    tools::rust::ensure_wasm_target(project)?;
    tools::system::shells()?;
    tools::node::ensure_for_tests()?;
    let python = tools::python::ensure(project)?;
    supply::ensure_check(project)?;
    steps.take("deny.toml", || supply::check(project))?;
    for (name, words) in [FORMAT, LINT_HOST, LINT_WASM, TESTS] {
        steps.take(name, || {
            let mut cargo = project.command("cargo")?;
            run(cargo.args(words).env("KEYSEED_PYTHON", &python), "pass")
        })?;
    }
    Ok(())
}
