//! Subaccounts: all of them, and one.

mod actions;
mod api_keys;
mod commands;
mod confirm;
mod list;
mod own_key;
mod page;
mod public_keys;
mod rotation;
mod rotation_end;
mod rotation_form;
mod rotation_result;

pub use commands::CommandsPage;
pub use list::SubaccountsPage;
pub use page::SubaccountPage;

use crate::subaccounts::Progress;
use crate::twilio::accounts::Status;
use crate::ui::parts::{Link, Notice, Tone};
use crate::ui::routes;
use leptos::prelude::*;

/// A subaccount's status, as a badge.
#[component]
fn StatusBadge(
    /// The status.
    status: Status,
) -> impl IntoView {
    let class = match status {
        Status::Active => "badge good",
        Status::Suspended => "badge warning",
        Status::Closed => "badge",
    };
    view! { <span class=class>{status.title()}</span> }
}

/// What stands here while no account is connected.
#[component]
fn NotConnected() -> impl IntoView {
    view! {
        <section class="panel blank" aria-label="No account">
            <h2>{"No account is connected"}</h2>
            <p>{"The subaccounts of the account that you connect are listed here: rename, suspend or close them, see and delete their keys, and rotate them."}</p>
            <p><Link href=routes::CONNECT class="button primary">{"Connect an account"}</Link></p>
            <p class="field-hint">{"Only commands to paste, for a subaccount whose API key you have? "}<Link href=routes::COMMANDS>{"Commands for a subaccount"}</Link></p>
        </section>
    }
}

/// How a request of the page goes: nothing once it is done.
fn progress_notice(progress: &Progress, asking: &'static str) -> Option<AnyView> {
    match progress {
        Progress::Asking => Some(view! { <p class="working" role="status">{asking}</p> }.into_any()),
        Progress::Done => None,
        Progress::Failed(explanation) => {
            let (title, next) = (explanation.what.clone(), explanation.next.clone());
            Some(view! { <div role="alert"><Notice tone=Tone::Danger title><p>{next}</p></Notice></div> }.into_any())
        }
    }
}
