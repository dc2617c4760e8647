//! The subaccount's own key as variables of a shell.

use super::{Asks, Group, Region, Subject, clear_all, set};
use crate::snippets::ApplicationSubject;
use crate::snippets::command::{Line, Step};
use crate::snippets::shell::Shell;

const TITLE: &str = "Use in this shell";

fn sets(subject: &Subject) -> Vec<Line> {
    let set = |(name, value)| Step::Set(name, value).into();
    subject.variables().into_iter().map(set).collect()
}

fn region(when: &'static str, cost: &'static str, lines: Vec<Line>) -> Region {
    Region {
        title: TITLE,
        group: Group::Environment,
        when,
        cost,
        lines,
        asks: Asks::Subaccount,
        folded: false,
        program: None,
    }
}

pub(super) fn plain(subject: &Subject) -> Region {
    region(
        "To try the subaccount out: every Twilio CLI command in this shell then uses it.",
        "The secret stays in the shell's history. The variables win over the active profile, without a warning, until they are unset or the shell is closed.",
        [vec![clear_all()], sets(subject)].concat(),
    )
}

pub(super) fn asking(subject: &Subject, shell: Shell) -> Region {
    let ask = Step::Ask {
        variable: "TWILIO_API_SECRET",
        prompt: "API key secret",
    };
    let lines = vec![
        clear_all(),
        set("TWILIO_ACCOUNT_SID", subject.account_sid.as_str()),
        set("TWILIO_API_KEY", subject.api_key_sid.as_str()),
        ask.into(),
    ];
    let cost = if shell.shows_answers() {
        "The command prompt shows what is typed: clear the screen (cls) afterwards. PowerShell hides it."
    } else {
        "One more step: copy the secret on its own, and paste it when it is asked for; it is not shown."
    };
    Region {
        title: "Without the secret in the history",
        ..region(
            "The same in this shell, with the secret asked for, so that the history does not keep it.",
            cost,
            lines,
        )
    }
}

/// The private key's file as a `.env` file can say it: readers do not agree on letters outside of ASCII, so a name with
/// such letters is left to the owner.
fn file_in_env(name: &str) -> &str {
    if name.is_ascii() { name } else { "private-key.pem" }
}

/// The names are those that the programs of [`application`](crate::snippets::application) read. What only the CLI could
/// not do with the subaccount, an application that signs can.
pub(super) fn file(subject: &Subject, application: Option<&ApplicationSubject>) -> Region {
    let signs = application.map(|application| {
        [
            set("TWILIO_PUBLIC_KEY_SID", application.public_key_sid.as_str()),
            set("TWILIO_PRIVATE_KEY_FILE", file_in_env(&application.private_key_file)),
        ]
    });
    let lines = sets(subject).into_iter().chain(signs.into_iter().flatten()).collect();
    let region = region(
        "For an application, or a container, that reads its settings from a .env file.",
        "The secret is in the file: keep the file out of version control, readable by you only (chmod 600 .env). TWILIO_PRIVATE_KEY_FILE, if it is there, is the path of the private key: put yours in its place. A shell exports the variables with: set -a; . ./.env; set +a. The Twilio CLI does not read .env by itself. Twilio's serverless toolkit does, but expects ACCOUNT_SID and AUTH_TOKEN.",
        lines,
    );
    Region {
        title: if subject.enforces {
            "Settings for the application"
        } else {
            TITLE
        },
        asks: Asks::Nobody,
        ..region
    }
}

pub(super) fn envrc(subject: &Subject) -> Region {
    Region {
        title: "For direnv (.envrc)",
        ..region(
            "For direnv, which sets the variables whenever you enter the folder. The Twilio CLI then uses the subaccount there.",
            "The secret lies in a file: keep the file out of version control. direnv asks you to allow the file once (direnv allow).",
            [vec![clear_all()], sets(subject)].concat(),
        )
    }
}
