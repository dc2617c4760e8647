//! The parent's credentials: for the admin, not for the recipient. No secret of the parent is ever printed.

use super::{Asks, Group, Parent, Region, Subject, clear_all, set};
use crate::snippets::command::{Command, Line, Step};

/// The example of Twilio's page on subaccounts, <https://www.twilio.com/docs/twilio-cli/general-usage/subaccounts>.
fn numbers(subject: &Subject) -> Command {
    let account = format!("--account-sid={}", subject.account_sid);
    let words = [
        "api:core:available-phone-numbers:local:list",
        "--area-code=415",
        "--country-code=US",
        &account,
    ];
    Command::new("twilio", words)
}

/// A question, and on the same line what follows it: a line of its own would be taken for the answer.
fn ask_then(variable: &'static str, prompt: &'static str, command: Command) -> Line {
    Line(vec![Step::Ask { variable, prompt }, Step::Run(command)])
}

pub(super) fn regions(subject: &Subject, parent: &Parent) -> [Region; 2] {
    let account = set("TWILIO_ACCOUNT_SID", parent.account_sid.as_str());
    [
        Region {
            title: "Main key with --account-sid",
            group: Group::Parent,
            when: "For you, not for the recipient: a twilio api:core command on the subaccount with the parent's Main key. You can put another api:core command in its place. Twilio's pages disagree about what a Main key can do in a subaccount. Accounts and keys work; for other resources, people are refused with 20003. Then use the subaccount's own key: \u{201c}Use in this shell\u{201d} or \u{201c}One command with the profile\u{201d}.",
            cost: "It asks for the Main key's secret, which is not printed here. The Main key then stays in this shell until it is unset.",
            lines: vec![
                clear_all(),
                account.clone(),
                set("TWILIO_API_KEY", parent.main_key_sid.as_str()),
                ask_then("TWILIO_API_SECRET", "Main API key secret", numbers(subject)),
            ],
            asks: Asks::Parent,
            folded: false,
            program: None,
        },
        Region {
            title: "Auth Token (discouraged)",
            group: Group::Parent,
            when: "Only where no API key can be had.",
            cost: "The parent's Auth Token may do everything in the account and in all its subaccounts, cannot be limited, and stops working once Public Key Client Validation is enforced. It asks for the token; the token then stays in this shell until it is unset.",
            lines: vec![
                clear_all(),
                account,
                ask_then("TWILIO_AUTH_TOKEN", "Auth Token", numbers(subject)),
            ],
            asks: Asks::ParentAuthToken,
            folded: true,
            program: None,
        },
    ]
}
