//! Taking it all back.

use super::profile::{Edit, edit};
use super::writer::NODE_REMOVE;
use super::{Asks, Group, Region, Subject, clear_all};
use crate::snippets::command::{Command, Line};
use crate::snippets::shell::Shell;

pub(super) fn regions(subject: &Subject, shell: Shell) -> [Region; 2] {
    let region = |title, when, cost, line: Line| Region {
        title,
        group: Group::Undo,
        when,
        cost,
        lines: vec![clear_all(), line],
        asks: Asks::Nobody,
        folded: false,
    };
    let name = subject.profile.as_str();
    [
        region(
            "Undo",
            "Unsets the variables in this shell, and takes the profile out of the CLI's configuration file. Needs node.",
            "The API key itself stays valid: delete it on the Subaccounts page. twilio profiles:remove asks two questions and, on request, deletes the key with whatever credentials are active.",
            Command::new("node", ["-e", NODE_REMOVE, name]).into(),
        ),
        Region {
            folded: true,
            ..region(
                "Remove the profile without node",
                "The same as Undo, where node is not on the PATH.",
                match shell {
                    Shell::PowerShell | Shell::Cmd => "As above.",
                    _ => "As above, but it needs jq.",
                },
                edit(shell, Edit::Remove, name).into(),
            )
        },
    ]
}
