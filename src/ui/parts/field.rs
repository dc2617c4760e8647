//! Form fields: label above, hint below it, the error beside the control.

use super::{Errors, PrivateKeyWiped, take_text};
use crate::ui::lock::TypedSecret;
use crate::ui::tools::tools;
use leptos::prelude::*;

/// Put in front of ids below it, where a form stands on a page several times.
#[derive(Debug, Clone)]
pub struct IdScope(pub String);

/// An id that is the page's only one, whatever scope it stands in. For use while a component is made or drawn.
pub fn scoped(id: &str) -> String {
    use_context::<IdScope>().map_or_else(|| id.to_owned(), |scope| format!("{}-{id}", scope.0))
}

/// The id of the control with that label.
pub fn field_id(label: &str) -> String {
    let slug = label
        .to_ascii_lowercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    scoped(&format!("field-{}", slug.trim_matches('-')))
}

/// The value of `aria-describedby` for a field, and of `aria-invalid`.
pub(super) fn described(label: &'static str, errors: RwSignal<Errors>) -> impl Fn() -> String {
    let id = field_id(label);
    move || {
        if errors.read().of(label).is_some() {
            format!("{id}-hint {id}-error")
        } else {
            format!("{id}-hint")
        }
    }
}

pub(super) fn invalid(label: &'static str, errors: RwSignal<Errors>) -> impl Fn() -> Option<&'static str> {
    move || errors.read().of(label).map(|_| "true")
}

/// Takes a field's error away, now that its text changes.
pub fn clear_error(label: &'static str, errors: RwSignal<Errors>) {
    if errors.read_untracked().of(label).is_some() {
        errors.update(|errors| errors.clear(label));
    }
}

/// Label, hint and error around a control.
#[component]
pub fn FieldFrame(
    /// The label; the control's id follows from it.
    label: &'static str,
    /// What belongs in it.
    #[prop(optional)]
    hint: &'static str,
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let id = field_id(label);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let error = move || {
        let error_id = error_id.clone();
        errors
            .read()
            .of(label)
            .map(|sentence| view! { <p class="field-error" id=error_id>{sentence}</p> })
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="field-hint" id=hint_id>{hint}</p>
            {children()}
            {error}
        </div>
    }
}

/// A line of text, in monospace where it is a SID.
#[component]
pub fn TextField(
    /// The label.
    label: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// What belongs in it.
    #[prop(optional)]
    hint: &'static str,
    /// For a SID: what is wrong with the text so far, asked when the field is left.
    #[prop(optional)]
    check: Option<fn(&str) -> Option<String>>,
) -> impl IntoView {
    let left = move |_| {
        let Some(check) = check else { return };
        let found = value.with_untracked(|text| if text.trim().is_empty() { None } else { check(text) });
        if found != errors.read_untracked().of(label) {
            errors.update(|errors| {
                errors.clear(label);
                if let Some(sentence) = found {
                    errors.add(label, sentence);
                }
            });
        }
    };
    let wiped = RwSignal::new(false);
    view! {
        <FieldFrame label hint errors>
            <PrivateKeyWiped wiped />
            <input
                id=field_id(label)
                class=if check.is_some() { "mono" } else { "" }
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described(label, errors)
                aria-invalid=invalid(label, errors)
                prop:value=move || value.get()
                on:input:target=move |event| {
                    clear_error(label, errors);
                    if !take_text(event.target().value(), value, wiped) {
                        event.target().set_value("");
                    }
                }
                on:change=left
            />
        </FieldFrame>
    }
}

/// Characters that a secret has at most: the longest passphrase that anybody types.
const SECRET_LENGTH: usize = 1_024;

/// A secret: masked, with a button that reveals it. Paste works. Password managers are asked to stay away from
/// credentials: they would offer to keep the Main key's secret, or fill in somebody else's. A new passphrase is theirs to keep.
#[component]
pub fn SecretField(
    /// The label.
    label: &'static str,
    /// What was typed.
    value: TypedSecret,
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// What belongs in it.
    #[prop(optional)]
    hint: &'static str,
    /// Whether it is a new passphrase rather than one that exists.
    #[prop(optional)]
    new: bool,
    /// What the lock calls it, where that is not the label.
    #[prop(optional)]
    known_as: Option<&'static str>,
) -> impl IntoView {
    let value: RwSignal<String> = value.into();
    let revealed = RwSignal::new(false);
    let lock = tools().lock;
    lock.typed.know(known_as.unwrap_or(label), value);
    lock.hide_by_itself(revealed, || false);
    let kind = move || if revealed.get() { "text" } else { "password" };
    let wiped = RwSignal::new(false);
    view! {
        <FieldFrame label hint errors>
            <PrivateKeyWiped wiped />
            <div class="with-button">
                <input
                    id=field_id(label)
                    class="mono unprinted"
                    type=kind
                    maxlength=SECRET_LENGTH.to_string()
                    autocomplete=if new { "new-password" } else { "off" }
                    autocapitalize="off"
                    spellcheck="false"
                    data-1p-ignore=(!new).then_some("")
                    data-bwignore=(!new).then_some("")
                    data-lpignore=(!new).then_some("true")
                    data-form-type=(!new).then_some("other")
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
                />
                <button type="button" aria-label=move || format!("{} {label}", verb(revealed.get())) on:click=move |_| revealed.update(|on| *on = !*on)>
                    {move || verb(revealed.get())}
                </button>
            </div>
        </FieldFrame>
    }
}

fn verb(revealed: bool) -> &'static str {
    if revealed { "Hide" } else { "Show" }
}
