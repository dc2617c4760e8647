//! `cargo xtask build`: the production build.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Outcome, fail};
use crate::process::{run, say};
use crate::project::Project;
use crate::{sizes, sums, tools};

/// Set for cargo's build script and for the hook: the page is to be split.
pub(crate) const SPLIT: &str = "KEYSEED_SPLIT";

/// Builds `dist/`, compresses it and says what the first load costs.
pub(crate) fn build(project: &Project) -> Outcome<()> {
    tools::for_building(project)?;
    say("building dist/ (a first build compiles everything: 2 to 5 minutes) ...");
    // The post_build hook in Trunk.toml runs `finish` on what Trunk has made.
    let mut trunk = tools::trunk::command(project, &["build", "--release"])?;
    without_paths(project, &mut trunk)?;
    run(trunk.env(SPLIT, "1"), "build the page")?;
    sizes::compress_and_report(project)?;
    sums::write(project)
}

/// The profile of Cargo.toml that is compiled again in seconds.
pub(crate) const QUICK_PROFILE: &str = "serving";

/// A page that is built in seconds once everything is compiled: whole, neither compressed nor named in dist/. Returns its folder.
pub(crate) fn quick(project: &Project) -> Outcome<PathBuf> {
    tools::for_serving(project)?;
    say("building the page quickly (the first time compiles everything: 2 to 5 minutes) ...");
    // Not a name that cargo might give a profile's folder: Trunk empties it.
    let folder = project.target().join("quick-page");
    let mut trunk = tools::trunk::command(project, &["build", "--cargo-profile", QUICK_PROFILE, "--dist"])?;
    run(trunk.arg(&folder), "build the page")?;
    Ok(folder)
}

/// Keeps this machine's folders out of what is built (panics say where they are), so that the same source gives the same bytes
/// wherever it is built. `cargo xtask reproduce` shows it.
pub(crate) fn without_paths(project: &Project, command: &mut Command) -> Outcome<()> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let Some(home) = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))) else {
        return fail("cargo's own folder is not known: set CARGO_HOME.");
    };
    let folders = [(&project.root, "/keyseed"), (&home, "/cargo")];
    let flags = folders.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    if flags.iter().any(|flag| flag.contains(char::is_whitespace)) {
        say("a folder's name has a space, which rustc's flags cannot carry: this build will differ from others.");
        return Ok(());
    }
    // Joined by cargo to the flags in .cargo/config.toml.
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    Ok(())
}
