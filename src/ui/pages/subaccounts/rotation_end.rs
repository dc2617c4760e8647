//! What becomes of the old keys, and the rotation's end.

use crate::subaccounts::{Item, RecordedKey, Rotation};
use crate::ui::desks::{RotationDesk, desk};
use crate::ui::parts::{Checkbox, Notice, Tone};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Which old keys go, now that the new ones work.
#[component]
pub fn OldKeysChoice() -> impl IntoView {
    let rotation_desk = desk::<RotationDesk>();
    let saved = rotation_desk.saved;
    let candidates = rotation_desk
        .rotation
        .with_now(Rotation::candidates)
        .unwrap_or_default();
    let chosen = rotation_desk.chosen;
    let in_use = RwSignal::new(false);
    if chosen.read_untracked().is_none() {
        let wanted = candidates.iter().filter(|(_, wanted)| *wanted);
        chosen.set(Some(wanted.filter_map(|(key, _)| key.item.clone()).collect()));
    }
    let count = move || chosen.read().as_ref().map_or(0, BTreeSet::len);
    let none = candidates.is_empty();
    let rows = candidates
        .into_iter()
        .map(|(key, _)| view! { <OldKey key chosen /> })
        .collect_view();
    let delete = move |_| rotation_desk.delete_old(&chosen.get_untracked().unwrap_or_default());
    let keep = move |_| rotation_desk.delete_old(&BTreeSet::new());
    let keep_word = if none {
        "End: there is no old key"
    } else {
        "Keep the old keys"
    };
    view! {
        <div class="keys">
            <h3>{"Old keys"}</h3>
            <Notice tone=Tone::Info title="Put the new keys to use first">
                <p>{"Give them to everything that uses this subaccount, and see that it works. What still uses an old key is refused once it is deleted. The rotation waits as long as this page is open; later, delete the old keys one by one above."}</p>
            </Notice>
            <label class="check" hidden=none>
                <input type="checkbox" prop:checked=move || in_use.get() on:change:target=move |event| in_use.set(event.target().checked()) />
                <span>{"Everything uses the new keys now"}</span>
            </label>
            <fieldset class="field radios" hidden=none><legend>{"Delete now"}</legend>{rows}</fieldset>
            <div class="buttons">
                <button type="button" class="danger-button" hidden=none
                    disabled=move || !saved.get() || !in_use.get() || count() == 0 on:click=delete>{"Delete the old keys"}</button>
                <button type="button" disabled=move || !saved.get() on:click=keep>{keep_word}</button>
                <Show when=move || !saved.get()><span class="field-hint">{"Confirm first that the new keys are saved."}</span></Show>
            </div>
        </div>
    }
}

#[component]
fn OldKey(
    /// The key.
    key: RecordedKey,
    /// What was chosen.
    chosen: RwSignal<Option<BTreeSet<Item>>>,
) -> impl IntoView {
    let item = key.item?;
    let (kind, sid) = (item.kind(), item.sid().to_owned());
    let shown = item.clone();
    let toggle = move |on: bool| {
        chosen.update(|chosen| {
            let chosen = chosen.get_or_insert_default();
            if on {
                chosen.insert(item.clone());
            } else {
                chosen.remove(&item);
            }
        });
    };
    Some(view! {
        <Checkbox checked=Signal::derive(move || chosen.read().as_ref().is_some_and(|chosen| chosen.contains(&shown))) on_change=toggle>{format!("{kind} \u{201c}{}\u{201d} ", key.name)}<code>{sid}</code></Checkbox>
    })
}

/// The end: possible once the new keys are saved.
#[component]
pub fn End() -> impl IntoView {
    let rotation_desk = desk::<RotationDesk>();
    let saved = rotation_desk.saved;
    let kept = RotationDesk::memo(Rotation::is_unsaved);
    let usable = RotationDesk::memo(Rotation::is_verified);
    // What was never seen to work has nothing worth keeping; its SID is in the record above.
    let open = move || kept.get() == Some(true) && usable.get() == Some(true) && !saved.get();
    let hint = move || {
        if open() {
            "Confirm first that the new keys are saved."
        } else {
            "This page then forgets the new secret and private key. Keys that are left can be deleted above at any time."
        }
    };
    view! {
        <div class="buttons">
            <button type="button" disabled=open on:click=move |_| rotation_desk.end()>{"End this rotation"}</button>
            <span class="field-hint">{hint}</span>
        </div>
    }
}
