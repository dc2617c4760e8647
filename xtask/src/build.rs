//! `cargo xtask build`: the production build.

use crate::failure::Outcome;
use crate::process::{run, say};
use crate::project::Project;
use crate::{sizes, tools};

/// Set for cargo's build script and for the hook: the page is to be split.
pub(crate) const SPLIT: &str = "KEYSEED_SPLIT";

/// Builds `dist/`, compresses it and says what the first load costs.
pub(crate) fn build(project: &Project) -> Outcome<()> {
    tools::for_building(project)?;
    say("building dist/ (a first build compiles everything: 2 to 5 minutes) ...");
    // The post_build hook in Trunk.toml runs `finish` on what Trunk has made.
    let mut trunk = tools::trunk::command(project, &["build", "--release"])?;
    run(trunk.env(SPLIT, "1"), "build the page")?;
    sizes::compress_and_report(project)
}
