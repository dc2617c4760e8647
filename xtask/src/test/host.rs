//! What needs no browser: formatting, lints, and the Rust tests.

use super::Steps;
use crate::failure::Outcome;
use crate::process::run;
use crate::project::Project;
use crate::{supply, tools};

const STEPS: [(&str, &[&str]); 4] = [
    ("rustfmt", &["fmt", "--all", "--check"]),
    (
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
    ),
    (
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
    ),
    (
        "cargo test",
        &["test", "--locked", "--workspace", "--", "--show-output"],
    ),
];

/// Runs each with cargo. The tests of keys ask a Python with the cryptography package for a second opinion, those of
/// snippets real shells and node.
pub(super) fn test(project: &Project, steps: &mut Steps) -> Outcome<()> {
    tools::rust::ensure_wasm_target(project)?;
    tools::system::shells()?;
    tools::node::ensure_for_tests()?;
    let python = tools::python::ensure(project)?;
    supply::ensure_check(project)?;
    steps.take("deny.toml", || supply::check(project))?;
    for (name, words) in STEPS {
        steps.take(name, || {
            let mut cargo = project.command("cargo")?;
            run(cargo.args(words).env("KEYSEED_PYTHON", &python), "pass")
        })?;
    }
    Ok(())
}
