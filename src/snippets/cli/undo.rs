//! Taking it all back.

use super::writer::{self, Edit};
use super::{Asks, Group, Region, Subject, clear_all};
use crate::snippets::shell::Shell;

pub(super) fn region(subject: &Subject, shell: Shell) -> Region {
    let program = writer::file(shell);
    Region {
        title: "Undo",
        group: Group::Undo,
        when: if program.is_some() {
            "Unsets the variables in this shell, and removes the profile from the CLI's configuration file. It removes only the profile with this API key. It needs add-profile.mjs, in the folder where you run the command."
        } else {
            "Unsets the variables in this shell, and removes the profile from the CLI's configuration file. It removes only the profile with this API key. It needs node."
        },
        cost: "The API key itself stays valid: delete it on the Subaccounts page. twilio profiles:remove asks two questions and, on request, deletes the key with whatever credentials are active.",
        lines: vec![clear_all(), writer::edit(Edit::Undo, subject, shell).into()],
        asks: Asks::Nobody,
        folded: false,
        program,
    }
}
