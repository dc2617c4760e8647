//! Python, for Twilio's own library and for a second opinion on our keys.

use std::fs;
use std::path::PathBuf;

use super::system;
use crate::failure::{Doing, Outcome};
use crate::process::{answers, run, say};
use crate::project::Project;

/// A virtual environment in `.tools/python` with the packages of tests/requirements.txt; returns its interpreter.
pub(crate) fn ensure(project: &Project) -> Outcome<PathBuf> {
    let folder = project.tools().join("python");
    let interpreter = folder.join("bin/python");
    let wanted =
        fs::read_to_string(project.root.join("tests/requirements.txt")).doing("read tests/requirements.txt")?;
    // Its programs name the folder that they were made in, so a checkout that was moved needs new ones.
    let place = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let wanted = format!("# {}\n{wanted}", place.display());
    // Written only when every package is in: what is half installed is installed again.
    let record = folder.join("installed.txt");
    if answers(&interpreter.to_string_lossy(), "--version")
        && fs::read_to_string(&record).is_ok_and(|installed| installed == wanted)
    {
        return Ok(interpreter);
    }
    // `ensurepip` is what Debian packs apart from Python, and what a virtual environment needs.
    if !answers("python3", "--version") || !has_ensurepip(project)? {
        system::install(&["python3", "python3-venv"])?;
    }
    say("installing the tests' Python packages into .tools/python ...");
    run(
        project.command("python3")?.args(["-m", "venv", "--clear"]).arg(&folder),
        "make .tools/python",
    )?;
    let mut pip = project.command(&interpreter)?;
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--requirement",
        "tests/requirements.txt",
    ]);
    run(&mut pip, "install the tests' Python packages")?;
    fs::write(&record, wanted).doing("note what .tools/python holds")?;
    Ok(interpreter)
}

fn has_ensurepip(project: &Project) -> Outcome<bool> {
    Ok(project
        .command("python3")?
        .args(["-c", "import ensurepip, venv"])
        .status()
        .is_ok_and(|status| status.success()))
}
