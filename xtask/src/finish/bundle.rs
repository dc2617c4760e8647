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
    let bound = folder.join(module);
    let script = text(fs::read(&bound).doing("read the script of wasm-bindgen")?)?;
    fs::write(&bound, without_disposal(&script)).doing("write the script of wasm-bindgen")?;
    fs::write(&entry, format!("export {{ default }} from \"{module}\";\n")).doing("write the entry of the script")?;
    let how = ["--bundle", "--format=esm", "--pure:FinalizationRegistry"];
    esbuild(project, &entry, &out, &how)?;
    text(fs::read(&out).doing("read the bundled script")?)
}

/// One script of a worker's loader and what it imports from `folder`.
pub(super) fn worker(project: &Project, folder: &Path, loader: &str) -> Outcome<String> {
    let (entry, out) = (folder.join("entry.js"), folder.join("bundle.js"));
    fs::write(&entry, loader).doing("write the loader of a worker")?;
    esbuild(project, &entry, &out, &["--bundle", "--format=esm"])?;
    let script = text(fs::read(&out).doing("read the bundled loader")?)?;
    for file in [entry, out] {
        fs::remove_file(&file).doing("remove what the bundle was made of")?;
    }
    Ok(script)
}

/// Nobody uses the classes that libraries export, but a line after each seems to.
fn without_disposal(script: &str) -> String {
    let lines = script.lines().filter(|line| !line.starts_with("if (Symbol.dispose)"));
    lines.flat_map(|line| [line, "\n"]).collect()
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
