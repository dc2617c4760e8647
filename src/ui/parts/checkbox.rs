//! A checkbox with its label behind it.

use leptos::prelude::*;

/// A checkbox.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// What the admin's tick does.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Whether it says that something is saved.
    #[prop(optional)]
    saved: bool,
    /// Its label.
    children: Children,
) -> impl IntoView {
    let class = if saved { "check saved" } else { "check" };
    view! {
        <label class=class>
            <input type="checkbox" prop:checked=move || checked.get()
                on:change:target=move |event| on_change.run(event.target().checked()) />
            <span>{children()}</span>
        </label>
    }
}
