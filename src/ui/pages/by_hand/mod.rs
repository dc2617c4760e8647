//! By hand: a script and commands that do the same in a terminal. No secret is asked for, and nothing is sent.

mod form;
mod library;
mod script;
mod steps;

use super::prime::StageHeading;
use crate::ui::desks::by_hand_form::ByHandForm;
use crate::ui::desks::{ByHandDesk, desk};
use crate::ui::parts::Link;
use crate::ui::routes;
use form::Values;
use leptos::prelude::*;
use library::Library;
use script::Script;
use steps::Steps;

/// The page beside Connect and Plan.
#[component]
pub fn ByHandPage() -> impl IntoView {
    let by_hand_desk = desk::<ByHandDesk>();
    by_hand_desk.fill();
    let form = &by_hand_desk.form;
    let request = Memo::new(move |_| form.request());
    view! {
        <StageHeading title="By hand" lead="The same in a terminal, where no secret may go into a browser. This page asks for no secret and sends nothing." />
        <p><Link href=routes::CONNECT>{"Back to Connect"}</Link></p>
        <Values form />
        <Script form request />
        <Steps request />
        <Library request />
    }
}

/// The link to the page, from where secrets would be typed.
#[component]
pub fn ByHandLink() -> impl IntoView {
    view! { <p class="setup-link">{"Must no secret go into a browser? "}<Link href=routes::BY_HAND>{"Do it in a terminal"}</Link></p> }
}

/// The form, for the parts of the page.
type Form = &'static ByHandForm;
