//! The subaccount's own key as a profile of the CLI.

use super::writer::{self, Edit};
use super::{Asks, Group, Region, Subject, clear_all};
use crate::snippets::command::{Command, Step};
use crate::snippets::shell::Shell;

pub(super) fn regions(subject: &Subject, shell: Shell) -> Vec<Region> {
    let name = subject.profile.as_str();
    let region = |title, when, cost, lines| Region {
        title,
        group: Group::Profile,
        when,
        cost,
        lines,
        asks: Asks::Subaccount,
        folded: false,
        program: None,
    };
    vec![
        save(subject, shell),
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

fn save(subject: &Subject, shell: Shell) -> Region {
    let program = writer::file(shell);
    let cost = if program.is_some() {
        "First download add-profile.mjs, and run the command in the folder where the file is. It asks for the API key secret, and does not show it. The CLI keeps the secret in clear text."
    } else {
        "The CLI keeps the secret in clear text, in a file that only you can read (mode 0600). The shell's history keeps it too."
    };
    Region {
        title: "Save as a CLI profile",
        group: Group::Profile,
        when: "To come back to the subaccount later, from any shell. This writes the API key into the CLI's own configuration file. Other profiles stay as they are. An older key of this subaccount is replaced; a profile of another account is not. It needs node, which an npm installation of the CLI has. Without node, use the variables above, or Twilio's own way.",
        cost,
        lines: vec![writer::edit(Edit::Save, subject, shell).into()],
        asks: Asks::Subaccount,
        folded: false,
        program,
    }
}
