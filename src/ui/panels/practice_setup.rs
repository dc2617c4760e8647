//! What is special about the practice account.

use super::practice_faults::PracticeFaultFields;
use super::practice_scale::PracticeScaleFields;
use crate::browser::EnforcementChoice;
use crate::ui::desks::{ConnectDesk, desk};
use crate::ui::parts::{Checkbox, Notice, Tone};
use leptos::prelude::*;

/// What is special about the practice account: how strict it is, and that its fields fill themselves.
#[component]
pub fn PracticeSetup(
    /// Whether its size, its speed and what goes wrong can be chosen, too.
    scale: bool,
) -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let form = &connect_desk.form;
    let options = [
        (
            EnforcementChoice::Enforced,
            "enforced",
            "Enforced: unsigned requests are refused",
        ),
        (EnforcementChoice::Optional, "optional", "Enabled, not enforced"),
        (EnforcementChoice::Off, "off", "Off: signed requests are refused"),
    ];
    let choose = move |value: String| {
        if let Some((choice, ..)) = options.into_iter().find(|(_, name, _)| *name == value) {
            connect_desk.open_practice(choice);
        }
    };
    let keyless = move |on: bool| {
        form.practice_keyless.set(on);
        connect_desk.open_practice(form.enforcement.get_untracked());
    };
    let list = options.map(|(choice, value, text)| {
        view! { <option value=value selected=move || form.enforcement.get_untracked() == choice>{text}</option> }
    });
    let waiting = move || !form.practice_ready.get() && form.practice_failure.read().is_none();
    let failure = move || {
        form.practice_failure.get().map(|message| {
            view! { <Notice tone=Tone::Danger title="The practice account could not be opened"><p>{message}</p></Notice> }
        })
    };
    view! {
        <Notice tone=Tone::Warning title="Everything here is practice">
            <p>{"Its credentials are filled in below. Change them to see what the check says of a mistake."}</p>
            <div class="inline-fields">
                <div class="field inline">
                    <label for="practice-enforcement">{"Public Key Client Validation"}</label>
                    <select id="practice-enforcement" on:change:target=move |event| choose(event.target().value())>{list.into_iter().collect_view()}</select>
                </div>
                {scale.then(|| view! { <PracticeScaleFields /><PracticeFaultFields /> })}
            </div>
            <Checkbox checked=form.practice_keyless on_change=keyless>{"The account has no public key yet"}</Checkbox>
        </Notice>
        <Show when=waiting>
            <p class="working" role="status">{"Opening the practice account\u{2026}"}</p>
        </Show>
        {failure}
    }
}
