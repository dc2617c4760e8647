//! `cargo xtask reproduce`: is the build the same, byte for byte, in two folders with two cargo homes?

use std::fs;
use std::path::Path;

use crate::failure::{Doing, Outcome, fail};
use crate::process::{run, say};
use crate::project::Project;
use crate::{sums, tools};

/// Builds the last commit twice, from nothing but its source and the tools in `.tools/`.
pub(crate) fn reproduce(project: &Project) -> Outcome<()> {
    tools::for_building(project)?;
    let folder = std::env::temp_dir().join(format!("keyseed-reproduce-{}", std::process::id()));
    let first = build(project, &folder.join("one"))?;
    let second = build(project, &folder.join("another-with-a-longer-name"))?;
    let files = first.lines().count();
    if first != second {
        let differing: Vec<&str> = first.lines().filter(|line| !second.contains(line)).collect();
        return fail(format!(
            "the two builds in {} differ in:\n{}",
            folder.display(),
            differing.join("\n")
        ));
    }
    fs::remove_dir_all(&folder).doing(format!("remove {}", folder.display()))?;
    say(format!(
        "two folders, two cargo homes, {files} files: every SHA-256 is the same"
    ));
    Ok(())
}

/// Gives back what the build's SHA256SUMS says.
fn build(project: &Project, folder: &Path) -> Outcome<String> {
    let clone = folder.join("keyseed");
    let mut git = project.command("git")?;
    run(
        git.args(["clone", "--quiet"]).arg(&project.root).arg(&clone),
        "clone the repository",
    )?;
    if project.tools().is_dir() {
        let mut copy = project.command("cp")?;
        copy.arg("-a").arg(project.tools()).arg(clone.join(".tools"));
        run(&mut copy, "copy the tools")?;
    }
    let mut cargo = project.command("cargo")?;
    cargo.args(["xtask", "build"]).current_dir(&clone);
    cargo
        .env("CARGO_HOME", folder.join("cargo"))
        .env_remove("CARGO_TARGET_DIR");
    run(&mut cargo, "build the clone")?;
    fs::read_to_string(clone.join("dist").join(sums::NAME)).doing("read the clone's SHA256SUMS")
}
