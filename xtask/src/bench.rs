//! Figures, printed and never asserted.

use crate::cli::Bench;
use crate::failure::Outcome;
use crate::process::run;
use crate::project::Project;
use crate::test::suites::{Page, Variables, prepare};

/// Builds what is measured, and measures it: the page in Chromium as it is served, the timing of secrets on this computer.
pub(crate) fn bench(project: &Project, what: Bench) -> Outcome<()> {
    let script = match what {
        Bench::Bulk => "tests/bench/bulk.mjs",
        Bench::Keys => "tests/bench/keys.mjs",
        Bench::Load => "tests/bench/load.mjs",
        Bench::Timing => return timing(project),
    };
    let mut variables = Variables::new();
    prepare(project, Page::Production, &mut variables)?;
    let mut node = project.command("node")?;
    node.arg(project.root.join(script));
    run(node.envs(variables.iter().map(|(name, path)| (name, path))), "measure")
}

/// Below 4.5, |t| tells nothing.
fn timing(project: &Project) -> Outcome<()> {
    let mut cargo = project.command("cargo")?;
    cargo.args([
        "run",
        "--locked",
        "--quiet",
        "--release",
        "--manifest-path",
        "tests/timing/Cargo.toml",
    ]);
    cargo.env("CARGO_TARGET_DIR", project.target().join("timing"));
    run(&mut cargo, "measure")
}
