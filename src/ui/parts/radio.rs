//! A radio button with its name and what it means, and the group that it stands in.

use leptos::prelude::*;

/// Radio buttons of which one is chosen.
#[component]
pub fn RadioGroup(
    /// What is chosen.
    legend: &'static str,
    /// The radio buttons.
    children: Children,
) -> impl IntoView {
    view! { <fieldset class="field radios"><legend>{legend}</legend>{children()}</fieldset> }
}

/// One radio button.
#[component]
pub fn Radio(
    /// Which group it belongs to: the controls' `name`.
    group: &'static str,
    /// The control's id.
    #[prop(into)]
    id: String,
    /// Its name.
    name: &'static str,
    /// What it means.
    text: &'static str,
    /// Whether it is chosen.
    #[prop(into)]
    chosen: Signal<bool>,
    /// Whether it cannot be chosen.
    #[prop(optional)]
    disabled: bool,
    /// What the admin's choice does.
    #[prop(into)]
    on_choose: Callback<()>,
    /// Whether it is drawn as a card.
    #[prop(optional)]
    card: bool,
) -> impl IntoView {
    let text_id = format!("{id}-text");
    let (class, text_class) = if card { ("card", "") } else { ("radio", "field-hint") };
    view! {
        <div class=class>
            <input type="radio" name=group id=id.clone() aria-describedby=text_id.clone() disabled=disabled
                prop:checked=move || chosen.get() on:change=move |_| on_choose.run(()) />
            <div>
                <label for=id>{name}</label>
                <p class=text_class id=text_id>{text}</p>
            </div>
        </div>
    }
}
