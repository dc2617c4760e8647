//! Figures, printed and never asserted.

use crate::cli::Bench;
use crate::failure::Outcome;
use crate::process::run;
use crate::project::Project;
use crate::test::suites::{Variables, prepare};

/// Builds the page as it is served, and measures it in Chromium.
pub(crate) fn bench(project: &Project, what: Bench) -> Outcome<()> {
    let script = match what {
        Bench::Bulk => "tests/bench/bulk.mjs",
        Bench::Keys => "tests/bench/keys.mjs",
        Bench::Load => "tests/bench/load.mjs",
    };
    let mut variables = Variables::new();
    prepare(project, true, &mut variables)?;
    let mut node = project.command("node")?;
    node.arg(project.root.join(script));
    run(node.envs(variables.iter().map(|(name, path)| (name, path))), "measure")
}
