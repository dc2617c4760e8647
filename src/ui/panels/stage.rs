//! The walk-through's stepper, and the heading of a stage.

use crate::browser::page;
use crate::priming::Run;
use crate::ui::desks::{AccountDesk, RunDesk, desk};
use crate::ui::parts::{Stage, Stepper};
use crate::ui::routes;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The stepper beside the stage.
pub fn stages(stage: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let run_desk = desk::<RunDesk>();
    let account_desk = desk::<AccountDesk>();
    let location = use_location();
    let current = Signal::derive(move || match location.pathname.get().trim_end_matches('/') {
        routes::PLAN => 1,
        routes::RUN => 2,
        routes::RESULTS => 3,
        _ => 0,
    });
    let steps = Signal::derive(move || {
        let (connected, running) = (account_desk.connected.read().is_some(), run_desk.run.is_taken());
        let over = run_desk.run.is(Run::is_complete);
        let stage = |name, address, open, done| Stage {
            name,
            address,
            open,
            done,
        };
        vec![
            stage("Connect", routes::CONNECT, true, connected),
            stage("Plan", routes::PLAN, connected, running),
            stage("Run", routes::RUN, running, over),
            stage("Results", routes::RESULTS, running, false),
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
