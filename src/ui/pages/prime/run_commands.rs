//! The commands for one subaccount of the run.

use crate::ui::console::Console;
use crate::ui::parts::Commands;
use leptos::prelude::*;

/// The commands, once there is an API key.
#[component]
pub fn RunCommands(
    /// The subaccount's place in the run.
    index: usize,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let subject = Memo::new(move |_| console.subject_of_run(index));
    let application = Memo::new(move |_| console.signing_of_run(index));
    // With several articles on the page, each region says whose it is.
    let whose = console.run.with_untracked(|run| {
        let seedings = &run.as_ref()?.seedings;
        (seedings.len() > 1)
            .then(|| seedings.get(index).map(|one| one.name.clone()))
            .flatten()
    });
    view! { <Commands subject application revealed whose /> }
}
