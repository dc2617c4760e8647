//! Other programs: run, watched and asked for their version.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Doing, Outcome, fail};

/// One line of progress.
pub(crate) fn say(line: impl std::fmt::Display) {
    eprintln!("xtask: {line}");
}

/// Runs a program whose output goes straight to the terminal; it must succeed.
pub(crate) fn run(command: &mut Command, what: &str) -> Outcome<()> {
    let status = command.status().doing(format!("start {} to {what}", name(command)))?;
    if status.success() {
        Ok(())
    } else {
        fail(format!(
            "{} could not {what} ({status}); its own words are above.",
            name(command)
        ))
    }
}

/// Runs a program and returns what it printed; nothing if it is missing or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether the program answers `--version` with this version in it.
pub(crate) fn has_version(program: &Path, version: &str) -> bool {
    ask(Command::new(program).arg("--version"))
        .is_some_and(|answer| answer.split_whitespace().any(|word| word == version))
}

/// Whether the program can be started at all.
pub(crate) fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
