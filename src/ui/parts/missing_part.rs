//! What stands where a part of the program did not arrive.

use super::{Notice, Tone};
use crate::browser::page;
use crate::ui::tools::tools;
use leptos::prelude::*;

/// Says so, and what can be done.
#[component]
pub fn MissingPart(
    /// Asks for the part again.
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <div role="alert">
            <Notice tone=Tone::Danger title="A part of Keyseed did not arrive">
                <p>{"The network may be gone, or this site has a new release since you opened the page. Try again. If that does not help, save what you have, then reload the page."}</p>
                <div class="buttons">
                    <button type="button" class="primary" on:click=move |_| again.run(())>{"Try again"}</button>
                    <button type="button" on:click=move |_| page::reload()>{"Reload"}</button>
                </div>
            </Notice>
        </div>
    }
}

/// The same for what was to be done by a part: the admin does it again.
#[component]
pub fn MissingNotice() -> impl IntoView {
    let missing = tools().missing;
    let again = Callback::new(move |()| missing.set(false));
    view! { <div class="page-notice"><Show when=move || missing.get()><MissingPart again /></Show></div> }
}
