//! The walk-through: Connect, Plan, Run, Results.

mod article;
mod bundle;
mod clean_up;
mod close_dialog;
mod connect;
pub(in crate::ui) mod connect_fields;
mod credential_check;
mod finish;
mod interrupted;
mod key_pairs;
mod picker;
mod plan;
mod plan_lines;
mod plan_preview;
mod practice_faults;
mod practice_scale;
mod recipient_check;
mod results;
mod results_table;
mod run;
mod run_commands;
mod run_row;
mod run_table;
mod setup;

pub use connect::{ConnectPage, form};
pub use plan::PlanPage;
pub use results::ResultsPage;
pub use run::RunPage;
pub use setup::SetupPage;

use crate::browser::page;
use crate::priming::Run;
use crate::ui::console::Console;
use crate::ui::parts::{Stage, Stepper};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Up to how many subaccounts each have a card of their own. More are rows of a table.
const FEW: usize = 5;

/// The addresses of the stages, in order.
pub mod address {
    pub const CONNECT: &str = "/prime";
    pub const SETUP: &str = "/prime/setup";
    pub const PLAN: &str = "/prime/plan";
    pub const RUN: &str = "/prime/run";
    pub const RESULTS: &str = "/prime/results";
}

/// The stepper beside the stage.
pub fn stages(stage: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let console = expect_context::<Console>();
    let location = use_location();
    let current = Signal::derive(move || match location.pathname.get().trim_end_matches('/') {
        address::PLAN => 1,
        address::RUN => 2,
        address::RESULTS => 3,
        _ => 0,
    });
    let steps = Signal::derive(move || {
        let (connected, running) = (console.connected.read().is_some(), console.run.read().is_some());
        let over = console.run.with(|run| run.as_ref().is_some_and(Run::is_complete));
        let stage = |name, address, open, done| Stage {
            name,
            address,
            open,
            done,
        };
        vec![
            stage("Connect", address::CONNECT, true, connected),
            stage("Plan", address::PLAN, connected, running),
            stage("Run", address::RUN, running, over),
            stage("Results", address::RESULTS, running, false),
        ]
    });
    view! {
        <div class="stages">
            <Stepper stages=steps current />
            <div class="stage">{stage}</div>
        </div>
    }
    .into_any()
}

/// The heading of a stage. It takes the focus when the stage is gone to, and names the page.
#[component]
pub fn StageHeading(
    /// The stage.
    title: &'static str,
    /// What it is for, in a sentence.
    lead: &'static str,
) -> impl IntoView {
    page::set_title(&format!("{title} \u{2013} Keyseed"));
    // Each stage has an id of its own, and the next frame shows it: the stage before may still be there now.
    let id = format!("stage-{}", title.to_ascii_lowercase().replace(' ', "-"));
    let focused = id.clone();
    request_animation_frame(move || page::focus(&focused));
    view! {
        <h1 id=id tabindex="-1">{title}</h1>
        <p class="lead">{lead}</p>
    }
}
