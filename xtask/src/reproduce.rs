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
        return fail(format!(
            "the two builds in {} differ in:\n{}",
            folder.display(),
            differing(&first, &second).join("\n")
        ));
    }
    fs::remove_dir_all(&folder).doing(format!("remove {}", folder.display()))?;
    say(format!(
        "two folders, two cargo homes, {files} files: every SHA-256 is the same"
    ));
    Ok(())
}

/// The lines that only one of the two has.
fn differing<'a>(first: &'a str, second: &'a str) -> Vec<&'a str> {
    let lacks = |other: &str, line: &str| other.lines().all(|theirs| theirs != line);
    let only_first = first.lines().filter(|line| lacks(second, line));
    only_first
        .chain(second.lines().filter(|line| lacks(first, line)))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn a_file_that_only_one_build_has_is_listed() {
        assert_eq!(differing("1 a\n2 b", "1 a\n2 b\n3 c"), ["3 c"]);
        assert_eq!(differing("1 a\n2 b", "1 a\n9 b"), ["2 b", "9 b"]);
        assert!(differing("1 a", "1 a").is_empty());
    }
}
