//! The subaccount's own key as a profile of the CLI.

use super::writer::{JQ_ADD, NODE_ADD, POWERSHELL_ADD, SH_EDIT};
use super::{Asks, Group, Region, Subject, clear_all};
use crate::snippets::command::{Command, Line, Step, Value};
use crate::snippets::shell::Shell;

pub(super) fn regions(subject: &Subject, shell: Shell) -> Vec<Region> {
    let name = subject.profile.as_str();
    let with_key = |command: Command| -> Vec<Line> {
        let environment = subject.variables();
        vec![Command { environment, ..command }.into()]
    };
    let region = |title, when, cost, lines| Region {
        title,
        group: Group::Profile,
        when,
        cost,
        lines,
        asks: Asks::Subaccount,
        folded: false,
    };
    vec![
        region(
            "Save as a CLI profile",
            "To come back to the subaccount later, from any shell. The API key is written into the CLI's own configuration file; other profiles stay, and another profile of this name is not overwritten.",
            "The CLI keeps the secret there in clear text (mode 0600: for you only), and the shell's history keeps it too. Needs node, which an npm installation of the CLI has.",
            with_key(Command::new("node", ["-e", NODE_ADD, name])),
        ),
        Region {
            folded: true,
            ..region(
                "Write the profile without node",
                "The same entry in the configuration file, where the CLI came as a package with a node of its own.",
                match shell {
                    Shell::PowerShell | Shell::Cmd => {
                        "As above, but PowerShell reads and writes the file, with the rights that its folder gives."
                    }
                    _ => "As above, but it needs jq.",
                },
                with_key(edit(shell, Edit::Add, name)),
            )
        },
        Region {
            asks: Asks::AuthToken,
            folded: true,
            ..region(
                "Twilio's own way to a profile",
                "Where only Twilio's own commands may be used. twilio profiles:create (and twilio login, which is the same) asks for the subaccount's Auth Token; it takes no API key, though Twilio's page says so.",
                "The subaccount's Auth Token must be fetched from the Console, and the CLI makes another Standard API key with it, beside the one made here.",
                vec![
                    clear_all(),
                    Command::new("twilio", ["profiles:create", subject.account_sid.as_str(), "-p", name]).into(),
                ],
            )
        },
        region(
            "Switch to the profile",
            "Once it is saved: every Twilio CLI command then uses the subaccount, in every shell, until you switch again.",
            "Environment variables win over the active profile without a warning, so they are unset first.",
            vec![clear_all(), Command::new("twilio", ["profiles:use", name]).into()],
        ),
        region(
            "One command with the profile",
            "For a single command: -p reads the profile, whatever is active or exported.",
            "Nothing is switched. Only a region or an edge in the environment would still count, so these two are unset.",
            vec![
                Step::Clear(vec!["TWILIO_REGION", "TWILIO_EDGE"]).into(),
                Command::new("twilio", ["phone-numbers:list", "-p", name]).into(),
            ],
        ),
    ]
}

/// What is done to the configuration file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    Add,
    Remove,
}

/// Edits the configuration file without node.
pub(super) fn edit(shell: Shell, edit: Edit, name: &str) -> Command {
    use super::writer::{JQ_REMOVE, POWERSHELL_REMOVE};
    let powershell = if edit == Edit::Add {
        POWERSHELL_ADD
    } else {
        POWERSHELL_REMOVE
    };
    match (shell, edit) {
        (Shell::PowerShell, _) => Command {
            program: powershell,
            ..Command::new("", [name])
        },
        (Shell::Cmd, _) => {
            let mut command = Command::new("powershell", ["-NoProfile", "-Command"]);
            command.arguments.push(Value::Plain(format!("{powershell} '{name}'")));
            command
        }
        (_, Edit::Add) => Command::new("sh", ["-c", SH_EDIT, "sh", name, JQ_ADD, "Saved profile"]),
        (_, Edit::Remove) => Command::new("sh", ["-c", SH_EDIT, "sh", name, JQ_REMOVE, "Removed profile"]),
    }
}
