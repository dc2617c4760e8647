//! The program that writes a profile into the CLI's own configuration file, or removes it. The CLI has no command for an
//! API key that exists: `profiles:create` takes an Auth Token and makes another key.
//!
//! It stands in `add-profile.mjs` and runs in node, which an npm installation of the CLI has. bash, zsh and fish get it as
//! one line to paste. What PowerShell and the command prompt make of such a line is not tested, so they run the file.

use super::{ProgramFile, Subject};
use crate::snippets::command::{Command, Value};
use crate::snippets::shell::Shell;

const FILE: ProgramFile = ProgramFile {
    name: "add-profile.mjs",
    text: include_str!("add-profile.mjs"),
};

/// What is done to the profile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    Save,
    Undo,
}

/// The file that the shell runs; `None` where the line to paste is the whole program.
pub(super) fn file(shell: Shell) -> Option<ProgramFile> {
    (!shell.takes_programs()).then_some(FILE)
}

/// The command for the subaccount's profile. The program asks for a secret that it does not get from its environment.
pub(super) fn edit(edit: Edit, subject: &Subject, shell: Shell) -> Command {
    let action = match edit {
        Edit::Save => "save",
        Edit::Undo => "undo",
    };
    let line = one_line(FILE.text);
    let program = match file(shell) {
        Some(file) => vec![file.name],
        None => vec!["--input-type=module", "-e", &line],
    };
    let sids = [subject.account_sid.as_str(), subject.api_key_sid.as_str()];
    let words = program.into_iter().chain([action, &subject.profile]).chain(sids);
    let secret = subject.secret.clone().map(Value::Hidden);
    let environment = match (edit, file(shell)) {
        (Edit::Save, None) => secret.map(|secret| ("PROFILE_SECRET", secret)).into_iter().collect(),
        (Edit::Save, Some(_)) | (Edit::Undo, _) => Vec::new(),
    };
    Command {
        environment,
        ..Command::new("node", words)
    }
}

/// The program without its comments, which have lines of their own, on one line.
fn one_line(program: &str) -> String {
    let lines = program.lines().map(str::trim);
    let code: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    code.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_fits_on_a_line_of_a_terminal() {
        let line = one_line(FILE.text);
        assert!(!line.contains("//") && !line.contains('\n'));
        // A terminal cuts a line that no editor of lines reads at 4,095 bytes (dash); names and quotes need their part.
        assert!(line.len() < 3_600, "{}", line.len());
    }
}
