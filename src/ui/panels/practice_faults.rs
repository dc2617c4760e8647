//! What goes wrong with the practice account, for who wants to see what Keyseed does then.

use crate::browser::FaultChoice;
use crate::practice::{FaultPlan, named};
use crate::ui::desks::{ConnectDesk, desk};
use leptos::prelude::*;

/// The value of the choice by number; the others are the places of the named plans, or empty.
const BY_NUMBER: &str = "number";

/// The choice, and the number where one is asked for.
#[component]
pub fn PracticeFaultFields() -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let faults = connect_desk.form.faults;
    let choose = move |value: String| {
        faults.chosen.set(match value.parse() {
            Ok(place) => FaultChoice::Named(place),
            Err(_) if value == BY_NUMBER => FaultChoice::Number(0),
            Err(_) => FaultChoice::Nothing,
        });
        connect_desk.set_practice_faults();
    };
    let now = faults.chosen.get_untracked();
    let options = named().into_iter().enumerate().map(|(place, (text, _))| {
        view! { <option value=place.to_string() selected=now == FaultChoice::Named(place)>{text}</option> }
    });
    let by_number = move || matches!(faults.chosen.get(), FaultChoice::Number(_));
    view! {
        <div class="field inline">
            <label for="practice-faults">{"Make things fail"}</label>
            <select id="practice-faults" aria-describedby="practice-faults-hint" on:change:target=move |event| choose(event.target().value())>
                <option value="" selected=now == FaultChoice::Nothing>{"Nothing"}</option>
                {options.collect_view()}
                <option value=BY_NUMBER selected=matches!(now, FaultChoice::Number(_))>{"A plan by its number"}</option>
            </select>
            <p class="field-hint" id="practice-faults-hint">{"Choose what goes wrong, start a run, and see what Keyseed does."}</p>
        </div>
        <Show when=by_number>
            <FaultNumberField />
        </Show>
    }
}

/// The number of a plan, and what the plan is.
#[component]
fn FaultNumberField() -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let faults = connect_desk.form.faults;
    let typed = move |text: String| {
        faults.number.set(text);
        connect_desk.set_practice_faults();
    };
    let wrong = move || faults.plan_number().is_none();
    let meaning = move || match faults.plan_number() {
        Some(number) => {
            let meaning = FaultPlan::number(number).describe();
            view! { <p class="field-hint" id="practice-fault-number-hint">{meaning}</p> }.into_any()
        }
        None => {
            let sentence = format!(
                "Enter a whole number from 0 to {}. Until then, nothing goes wrong.",
                FaultPlan::numbers().saturating_sub(1)
            );
            view! { <p class="field-error" id="practice-fault-number-hint">{sentence}</p> }.into_any()
        }
    };
    view! {
        <div class="field inline">
            <label for="practice-fault-number">{"Plan number"}</label>
            <input id="practice-fault-number" type="text" inputmode="numeric" autocomplete="off" aria-describedby="practice-fault-number-hint"
                aria-invalid=move || wrong().then_some("true")
                prop:value=move || faults.number.get()
                on:input:target=move |event| typed(event.target().value()) />
            {meaning}
        </div>
    }
}
