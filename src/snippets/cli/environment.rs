//! The subaccount's own key as variables of a shell.

use super::{Asks, Group, Region, Subject, clear_all, set};
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
    let cost = if shell == Shell::Cmd {
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

pub(super) fn file(subject: &Subject) -> Region {
    region(
        "For an application, or a container, that reads its settings from a .env file.",
        "The secret lies in a file: keep it out of version control, readable by you only (chmod 600 .env). The Twilio CLI does not read .env by itself.",
        sets(subject),
    )
}

pub(super) fn envrc(subject: &Subject) -> Region {
    Region {
        title: "For direnv (.envrc)",
        ..region(
            "For direnv, which sets the variables whenever you enter the folder. The Twilio CLI then uses the subaccount there.",
            "The secret lies in a file: keep it out of version control. direnv asks you to allow the file once (direnv allow).",
            [vec![clear_all()], sets(subject)].concat(),
        )
    }
}
