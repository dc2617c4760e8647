//! A field of several lines.

use super::field::{FieldFrame, clear_error, described, field_id, invalid};
use super::{Errors, PrivateKeyWiped, take_text};
use crate::ui::tools::tools;
use leptos::prelude::*;

/// Several lines in monospace, such as a token, a body or headers.
#[component]
pub fn AreaField(
    /// The label.
    label: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// What belongs in it.
    hint: &'static str,
    /// How many lines it shows.
    rows: &'static str,
    /// Whether a secret may stand in it.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    if secret {
        tools().lock.typed.know(label, value);
    }
    let wiped = RwSignal::new(false);
    view! {
        <FieldFrame label hint errors>
            <PrivateKeyWiped wiped />
            <textarea
                id=field_id(label)
                class={"mono"}
                class:unprinted=secret
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                data-1p-ignore=""
                data-bwignore=""
                data-lpignore="true"
                data-form-type="other"
                aria-describedby=described(label, errors)
                aria-invalid=invalid(label, errors)
                prop:autocorrect=false
                prop:value=move || value.get()
                on:input:target=move |event| {
                    clear_error(label, errors);
                    if !take_text(event.target().value(), value, wiped) {
                        event.target().set_value("");
                    }
                }
            ></textarea>
        </FieldFrame>
    }
}
