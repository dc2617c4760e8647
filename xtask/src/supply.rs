//! Where everything that is linked in comes from: the list in deny.toml, and a bill of materials.

use std::fs;

use crate::failure::{Doing, Outcome};
use crate::process::{ask, run, say};
use crate::project::Project;
use crate::tools::rust::{Crate, ensure};

const CARGO_DENY: Crate<'_> = Crate {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    arguments: &[],
    takes: "about 3 minutes",
};

const CYCLONEDX: Crate<'_> = Crate {
    package: "cargo-cyclonedx",
    program: "cargo-cyclonedx",
    version: "0.5.9",
    arguments: &[],
    takes: "about a minute",
};

/// Holds every dependency against deny.toml. Known weaknesses are not asked for: their database is a repository of its own, which
/// `cargo deny check advisories` fetches where the network allows it.
pub(crate) fn check(project: &Project) -> Outcome<()> {
    let mut cargo = project.command("cargo")?;
    cargo.args(["deny", "--locked", "check", "bans", "licenses", "sources"]);
    run(&mut cargo, "find only what deny.toml allows")
}

/// Installs what [`check`] needs.
pub(crate) fn ensure_check(project: &Project) -> Outcome<()> {
    ensure(project, &CARGO_DENY)
}

/// Writes the page's bill of materials (CycloneDX 1.5, JSON) into the target folder: what is linked into the wasm, with its licences.
pub(crate) fn bill_of_materials(project: &Project) -> Outcome<()> {
    const NAME: &str = "keyseed.cdx";
    // It tells its version as cargo's subcommand only, so `ensure` would install it anew each time.
    let version = ask(project.command("cargo")?.args(["cyclonedx", "--version"]));
    if !version.is_some_and(|version| version.ends_with(CYCLONEDX.version)) {
        ensure(project, &CYCLONEDX)?;
    }
    let mut cargo = project.command("cargo")?;
    cargo.args([
        "cyclonedx",
        "--format",
        "json",
        "--spec-version",
        "1.5",
        "--all-features",
    ]);
    cargo.args([
        "--target",
        "wasm32-unknown-unknown",
        "--no-build-deps",
        "--override-filename",
        NAME,
    ]);
    run(&mut cargo, "write the bill of materials")?;
    // It writes one beside each Cargo.toml of the workspace.
    let file = format!("{NAME}.json");
    let _ = fs::remove_file(project.root.join("xtask").join(&file));
    let place = project.target().join(&file);
    fs::rename(project.root.join(&file), &place).doing("move the bill of materials")?;
    say(format!("the bill of materials is {}", place.display()));
    Ok(())
}
