//! By hand: a script and commands that do the same in a terminal. No secret is asked for, and nothing is sent.

mod form;
mod library;
mod script;
mod steps;

use super::prime::{StageHeading, address};
use crate::ui::by_hand_form::ByHandForm;
use crate::ui::console::Console;
use crate::ui::parts::Link;
use form::Values;
use leptos::prelude::*;
use library::Library;
use script::Script;
use steps::Steps;

/// The page beside Connect and Plan.
#[component]
pub fn ByHandPage() -> impl IntoView {
    let console = expect_context::<Console>();
    console.fill_by_hand();
    let form = console.by_hand;
    let request = Memo::new(move |_| form.request());
    view! {
        <StageHeading title="By hand" lead="The same in a terminal, where no secret may go into a browser. This page asks for no secret and sends nothing." />
        <p><Link href=address::CONNECT>{"Back to Connect"}</Link></p>
        <Values form />
        <Script form request />
        <Steps request />
        <Library request />
    }
}

/// The link to the page, from where secrets would be typed.
#[component]
pub fn ByHandLink() -> impl IntoView {
    view! { <p class="setup-link">{"Must no secret go into a browser? "}<Link href=ADDRESS>{"Do it in a terminal"}</Link></p> }
}

/// Where the page is.
pub const ADDRESS: &str = "/prime/by-hand";

/// The form, for the parts of the page.
type Form = ByHandForm;
