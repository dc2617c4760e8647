//! The console as a whole, and which address shows which page.

use super::desks::{Desks, Errand, Errands};
use super::frame::Frame;
use super::lock::IDLE_SECONDS;
use super::pages::{self, connect};
use super::panels;
use super::parts::ClipboardWatch;
use super::routes::Page;
use crate::browser::{page, watch_idle};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    let desks = Desks::new();
    provide_context(desks);
    provide_context(desks.tools);
    provide_context(ClipboardWatch::new());
    page::Theme::stored().apply();
    let (lock, errands) = (desks.tools.lock, desks.errands);
    page::guard_leaving(move || lock.is_anything_unsaved());
    fetch_the_rest(errands);
    page::when_shown(move || desks.run.look_for_interrupted());
    watch_idle(
        IDLE_SECONDS,
        move || lock.is_anything_busy(),
        move || errands.send(Errand::Lock),
    );
    view! {
        <Router>
            <Frame>
                <Pages />
            </Frame>
        </Router>
    }
}

/// Fetches every part once the first page is on the screen, so that no click waits for one. What does not arrive is asked
/// for again when it is needed.
fn fetch_the_rest(errands: &'static Errands) {
    let fetch = move || {
        spawn_local(async move {
            // In the order in which an admin gets to them.
            let _ = connect::form(None).await;
            errands.send(Errand::WarmUp);
            pages::fetch().await;
        });
    };
    // The first frame is painted before the task that it sets off.
    request_animation_frame(move || set_timeout(fetch, std::time::Duration::ZERO));
}

/// The page at the address. The router's own `Routes` would join the types of all pages into one, and each load of the
/// console would pay for it.
#[component]
fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    // Each draws by one memo only: one that is asked through another can miss that it changed.
    let stage = Memo::new(move |_| Some(Page::at(&path.read())).filter(|page| page.is_stage()));
    let apart = Memo::new(move |_| Some(Page::at(&path.read())).filter(|page| !page.is_stage()));
    // The stepper stays from stage to stage.
    let content = move || match apart.get() {
        Some(page) => page.draw(),
        None => panels::stages(move || stage.get().map(Page::draw).into_any()),
    };
    // A link that was clicked gets into the address bar once its page is drawn.
    let history = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        path.track();
        if let Some(history) = &history {
            history.ready_to_complete();
        }
    });
    content
}
