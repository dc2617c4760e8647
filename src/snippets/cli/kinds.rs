//! Which commands take `--account-sid`. Twilio's page tells "core" from "non-core" commands; what the CLI really does
//! was found out by running version 6.2.4.

use super::Subject;

/// A command, and which account it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandKind {
    /// Which commands these are.
    pub what: &'static str,
    /// An example, for pasting in a shell with the Main key or with the profile.
    pub example: String,
    /// What is true of them.
    pub note: &'static str,
}

/// The kinds of commands, with Twilio's own examples.
#[must_use]
pub fn command_kinds(subject: &Subject) -> [CommandKind; 4] {
    let Subject {
        account_sid, profile, ..
    } = subject;
    [
        CommandKind {
            what: "Core: twilio api:core:\u{2026}",
            example: format!("twilio api:core:messages:list --account-sid={account_sid}"),
            note: "Takes --account-sid, except api:core:accounts. The parent's Main key is sure to reach only the accounts and keys of a subaccount: for its other resources, people are refused with 20003. Then use the subaccount's own key, with -p or in the environment. A profile made by twilio login has a Standard key, which is refused with 20003 in any other account.",
        },
        CommandKind {
            what: "Not under api:core, and yet: twilio phone-numbers:list",
            example: format!("twilio phone-numbers:list --account-sid={account_sid}"),
            note: "Takes --account-sid too, because it asks the same API; Twilio's page counts it among the others.",
        },
        CommandKind {
            what: "Non-core: twilio api:serverless:\u{2026} and most other products",
            example: format!("twilio api:serverless:v1:services:list -p {profile}"),
            note: "Does not take --account-sid: use the subaccount's own key, with -p or in the environment. (api:iam:v1:keys and the public keys of api:accounts:v1 are managed from the parent, and do take it.)",
        },
        CommandKind {
            what: "No account at all: twilio email:set",
            example: "twilio email:set --from=ops@example.com --subject=Notice".to_owned(),
            note: "Only writes a sender and a subject into the CLI's configuration file, for all profiles, and asks Twilio nothing. Without the two options it asks for them.",
        },
    ]
}
