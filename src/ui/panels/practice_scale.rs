//! How large and how slow the practice account is.

use crate::browser::PracticeScale;
use crate::ui::desks::{ConnectDesk, desk};
use leptos::prelude::*;

/// How many subaccounts it may have at the start.
const SUBACCOUNTS: [(usize, &str); 4] = [(0, "None"), (3, "3"), (25, "25"), (1000, "1,000")];

/// How long it may take to answer, in milliseconds.
const LATENCIES: [(u32, &str); 3] = [
    (0, "At once"),
    (200, "After 0.2 s, as over a network"),
    (1000, "After 1 s"),
];

/// The two choices.
#[component]
pub fn PracticeScaleFields() -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let form = &connect_desk.form;
    let change = move |change: &dyn Fn(&mut PracticeScale)| {
        form.scale.update(change);
        connect_desk.open_practice(form.enforcement.get_untracked());
    };
    let subaccounts = move |value: String| {
        if let Ok(count) = value.parse() {
            change(&|scale| scale.subaccounts = count);
        }
    };
    let latency = move |value: String| {
        if let Ok(millis) = value.parse() {
            change(&|scale| scale.latency_millis = millis);
        }
    };
    let now = form.scale.get_untracked();
    let counts = SUBACCOUNTS.map(|(count, text)| {
        view! { <option value=count.to_string() selected=count == now.subaccounts>{text}</option> }
    });
    let times = LATENCIES.map(|(millis, text)| {
        view! { <option value=millis.to_string() selected=millis == now.latency_millis>{text}</option> }
    });
    view! {
        <div class="field inline">
            <label for="practice-subaccounts">{"Subaccounts that it has"}</label>
            <select id="practice-subaccounts" on:change:target=move |event| subaccounts(event.target().value())>{counts.into_iter().collect_view()}</select>
        </div>
        <div class="field inline">
            <label for="practice-latency">{"It answers"}</label>
            <select id="practice-latency" on:change:target=move |event| latency(event.target().value())>{times.into_iter().collect_view()}</select>
        </div>
    }
}
