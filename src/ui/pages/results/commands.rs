//! The commands for one subaccount of the run.

use crate::ui::desks::{RunDesk, desk};
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
    let run_desk = desk::<RunDesk>();
    let subject = Memo::new(move |_| run_desk.subject(index));
    let application = Memo::new(move |_| run_desk.application(index));
    // With several articles on the page, each region says whose it is.
    let whose = run_desk
        .run
        .with_now(|run| {
            let seedings = &run.seedings;
            (seedings.len() > 1)
                .then(|| seedings.get(index).map(|seeding| seeding.name.clone()))
                .flatten()
        })
        .flatten();
    view! { <Commands subject application revealed whose /> }
}
