//! By hand: a script and commands that do the same in a terminal. No secret is asked for, and nothing is sent.

mod form;
mod library;
mod script;
mod steps;

use crate::ui::desks::by_hand_form::ByHandForm;
use crate::ui::desks::{ByHandDesk, desk};
use crate::ui::panels::StageHeading;
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

/// The form, for the parts of the page.
type Form = &'static ByHandForm;
