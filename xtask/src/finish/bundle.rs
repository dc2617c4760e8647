//! Small scripts and styles, by esbuild.

use std::fs;
use std::path::Path;

use super::names::text;
use crate::failure::{Doing, Outcome};
use crate::process::run;
use crate::project::Project;

/// One script of wasm-bindgen's and of the split's loader: a file whose integrity the page states.
pub(super) fn bundle(project: &Project, folder: &Path, module: &str) -> Outcome<String> {
    let (entry, out) = (folder.join("entry.js"), folder.join("bundle.js"));
    // Nobody calls the classes that libraries export.
    fs::write(&entry, format!("export {{ default }} from \"{module}\";\n")).doing("write the entry of the script")?;
    esbuild(project, &entry, &out, &["--bundle", "--format=esm"])?;
    text(fs::read(&out).doing("read the bundled script")?)
}

/// The same file without its comments and long names.
pub(super) fn shrink(project: &Project, file: &Path) -> Outcome<()> {
    esbuild(project, file, file, &["--allow-overwrite"])
}

fn esbuild(project: &Project, from: &Path, to: &Path, how: &[&str]) -> Outcome<()> {
    let mut command = project.command("esbuild")?;
    command
        .args(["--minify", "--log-level=error"])
        .args(how)
        .arg(format!("--outfile={}", to.display()))
        .arg(from);
    run(&mut command, "make the page's scripts and styles small")
}
