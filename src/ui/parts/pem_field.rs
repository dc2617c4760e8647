//! A field for a PEM block: pasted, dropped as a file, or chosen.

use super::field::{FieldFrame, clear_error, described, field_id, invalid};
use super::{Errors, PrivateKeyWiped, take_text};
use crate::browser::files;
use crate::ui::tools::tools;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A field for a PEM block. A private key is blurred until the field has the focus.
#[component]
pub fn PemField(
    /// The label.
    label: &'static str,
    /// What was pasted.
    #[prop(into)]
    value: RwSignal<String>,
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// What belongs in it.
    hint: &'static str,
    /// Whether it is a public key's, which needs no blur.
    #[prop(optional)]
    public: bool,
) -> impl IntoView {
    let (class, first_line) = if public {
        ("mono", "-----BEGIN PUBLIC KEY-----")
    } else {
        ("mono pem", "-----BEGIN PRIVATE KEY-----")
    };
    if !public {
        tools().lock.typed.know(label, value);
    }
    let (over, wiped) = (RwSignal::new(false), RwSignal::new(false));
    // Whether the text was taken.
    let enter = move |text: String| {
        clear_error(label, errors);
        if public {
            return take_text(text, value, wiped);
        }
        value.set(text);
        true
    };
    let take = move |file: Option<web_sys::File>| {
        let Some(file) = file else { return };
        spawn_local(async move {
            match files::read_text(&file).await {
                Some(text) => {
                    enter(text);
                }
                None => errors.update(|errors| {
                    errors.clear(label);
                    errors.add(
                        label,
                        "The browser could not read this file. Open it in an editor and paste its text.",
                    );
                }),
            }
        });
    };
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(files::dropped(&event));
    };
    let drag = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    view! {
        <FieldFrame label hint errors>
            <PrivateKeyWiped wiped />
            <textarea
                id=field_id(label)
                class=class
                class:drop=move || over.get()
                class:unprinted=true
                rows="5"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                data-1p-ignore=""
                data-bwignore=""
                data-lpignore="true"
                data-form-type="other"
                placeholder=first_line
                aria-describedby=described(label, errors)
                aria-invalid=invalid(label, errors)
                prop:autocorrect=false
                prop:value=move || value.get()
                on:input:target=move |event| {
                    if !enter(event.target().value()) {
                        event.target().set_value("");
                    }
                }
                on:dragover=drag
                on:dragleave=move |_| over.set(false)
                on:drop=drop
            ></textarea>
            <label class="file-button">
                {"Choose a file"}
                <input type="file" class="visually-hidden" aria-label=format!("{label}: choose a file") on:change=move |event| take(files::chosen(&event)) />
            </label>
        </FieldFrame>
    }
}
