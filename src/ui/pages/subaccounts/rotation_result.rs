//! A rotation at work, its hand-over, and the record of every key.

use super::api_keys::KeyTable;
use crate::handover::{Handed, KeyHolder};
use crate::keys::PublicKey;
use crate::subaccounts::{Item, KeyState, RecordedKey, Rotation, Setback, Stage, State, Step, Way};
use crate::ui::console::Console;
use crate::ui::parts::{
    ApiKeySecret, CopyIcon, HandOver as HandOverNote, Icon, IconName, Inspector, Notice, SaveKeys, StepItem, StepMark,
    Tone,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A part of the rotation, as it changes.
fn part<T: PartialEq + Send + Sync + 'static>(read: fn(&Rotation) -> T) -> Memo<Option<T>> {
    let rotation = expect_context::<Console>().subaccounts.rotation.machine;
    Memo::new(move |_| rotation.with(|rotation| rotation.as_ref().map(read)))
}

/// The rotation.
#[component]
pub fn RotationView() -> impl IntoView {
    let state = part(|one| one.state);
    let stages = part(Rotation::stages);
    let setback = part(|one| one.setback.clone());
    let exchanges = part(|one| one.exchanges().to_vec());
    let made = part(|one| one.is_verified() && one.is_unsaved());
    let kept = part(|one| one.record().iter().all(|key| key.state != KeyState::Deleted));
    let exchanges = Signal::derive(move || exchanges.get().unwrap_or_default());
    let list = move || {
        let item = |(step, stage): (Step, Stage)| view! { <StepItem title=step.title() mark=mark(stage) /> };
        stages.get().unwrap_or_default().into_iter().map(item).collect_view()
    };
    let trouble = move || setback.get().flatten().map(|setback| view! { <SetbackBox setback /> });
    let at = move |wanted: State| move || state.get() == Some(wanted);
    let said = move || match state.get() {
        Some(State::Working) => "Rotating\u{2026}",
        Some(State::HandOver) => "The new keys work. The old ones still do.",
        Some(State::Done) if kept.get() == Some(true) => "The new keys are made, and the old ones are kept.",
        Some(State::Done) => "The rotation is done.",
        Some(State::Failed) => "The rotation stands still.",
        None => "",
    };
    view! {
        <p role="status"><strong>{said}</strong></p>
        <ol class="steps">{list}</ol>
        {trouble}
        <Show when=move || made.get() == Some(true)><NewKeys /></Show>
        <Show when=at(State::HandOver)><HandOver /></Show>
        <RecordTable />
        <Show when=move || matches!(state.get(), Some(State::Done | State::Failed))><End /></Show>
        <Inspector exchanges />
    }
}

fn mark(stage: Stage) -> StepMark {
    match stage {
        Stage::Past => StepMark::Done,
        Stage::Now => StepMark::Now,
        Stage::Failed => StepMark::Failed,
        Stage::Later => StepMark::Later,
    }
}

#[component]
fn SetbackBox(
    /// What failed.
    setback: Setback,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let word = |way| match way {
        Way::TryAgain => "Try again",
        Way::TryIam => "Try with the newer keys API (IAM v1)",
        Way::MakeAgain => "Delete it and make another",
        Way::AddAgain => "Add it again",
        Way::Skip => "Leave this key",
    };
    let button =
        |way: Way| view! { <button type="button" on:click=move |_| console.go_on_rotating(way)>{word(way)}</button> };
    view! {
        <div class="notice danger" role="alert">
            <Icon name=IconName::Cross />
            <div>
                <p class="notice-title">{setback.explanation.what}</p>
                <p>{setback.explanation.next}</p>
                <div class="buttons">{setback.ways.into_iter().map(button).collect_view()}</div>
            </div>
        </div>
    }
}

/// What is handed over of a rotation: the new keys, and which they replace.
fn handed(rotation: &Rotation) -> Option<Handed> {
    let replaced = rotation.candidates().into_iter().filter_map(|(key, _)| key.item);
    let holder = KeyHolder::Made { file: String::new() };
    Some(Handed {
        index: 0,
        name: rotation.plan.account.friendly_name.clone(),
        account_sid: rotation.plan.account.sid.clone(),
        api_key: rotation.api_key.clone().map(|key| (key.sid, key.secret)),
        public_key_sid: rotation.public_key_sid.clone(),
        key: rotation.public_key.clone().map(|key| (key, holder)),
        verification: Some(rotation.verification?),
        replaces: replaced.map(|item| item.sid().to_owned()).collect(),
    })
}

/// The new SIDs, the secret and the private key, to be saved.
#[component]
fn NewKeys() -> impl IntoView {
    let facts = part(|one| {
        let name = one.plan.account.friendly_name.clone();
        (
            one.api_key.clone(),
            one.public_key.clone(),
            one.public_key_sid.clone(),
            name,
            one.plan.draft.public_key_name.clone(),
        )
    });
    let verification = part(|one| one.verification);
    let revealed = RwSignal::new(false);
    let row = |label: &'static str, test_id: &'static str, text: String| {
        view! { <dt>{label}</dt><dd><code data-testid=test_id>{text.clone()}</code><CopyIcon what=label text /></dd> }
    };
    let shown = move || {
        facts.get().map(|(api_key, pair, public_key_sid, name, key_name)| {
            let api_key = api_key.map(|key| {
                view! {
                    {row("New API key SID", "api-key-sid", key.sid.to_string())}
                    <dt>{"API key secret"}</dt>
                    <dd><ApiKeySecret secret=key.secret revealed /></dd>
                }
            });
            let fingerprint = pair.as_ref().map(PublicKey::fingerprint);
            // Named after the new key, or its file would be taken for the old one.
            let name = format!("{name} {key_name}");
            let save = pair.map(|key| view! { <SaveKeys key name /> });
            view! {
                <dl class="facts">
                    {api_key}
                    {public_key_sid.map(|sid| row("New public key SID", "public-key-sid", sid.to_string()))}
                    {fingerprint.map(|print| row("Fingerprint (SHA-256)", "fingerprint", print.to_string()))}
                </dl>
                {save}
            }
        })
    };
    let proof = move || {
        verification.get().flatten().map(|one| {
            view! { <p class="field-hint"><span data-testid="verification">{one.summary()}</span>". "{one.meaning()}</p> }
        })
    };
    let saved = expect_context::<Console>().subaccounts.rotation_saved;
    let of_new = part(handed);
    let handed = Memo::new(move |_| of_new.get().flatten());
    view! {
        <div class="keys">
            <h3>{"New keys"}</h3>
            {shown}
            {proof}
            <HandOverNote handed />
            <label class="check saved">
                <input type="checkbox" prop:checked=move || saved.get() on:change:target=move |event| saved.set(event.target().checked()) />
                <span>{"I have saved the new keys"}</span>
            </label>
        </div>
    }
}

/// Which old keys go, now that the new ones work.
#[component]
fn HandOver() -> impl IntoView {
    let console = expect_context::<Console>();
    let saved = console.subaccounts.rotation_saved;
    let candidates = console
        .subaccounts
        .rotation
        .machine
        .with_untracked(|one| one.as_ref().map(Rotation::candidates).unwrap_or_default());
    let chosen = console.subaccounts.rotation_chosen;
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
    let delete = move |_| console.delete_old_keys(&chosen.get_untracked().unwrap_or_default());
    let keep = move |_| console.delete_old_keys(&BTreeSet::new());
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
        <label class="check">
            <input type="checkbox" prop:checked=move || chosen.read().as_ref().is_some_and(|chosen| chosen.contains(&shown))
                on:change:target=move |event| toggle(event.target().checked()) />
            <span>{format!("{kind} \u{201c}{}\u{201d} ", key.name)}<code>{sid}</code></span>
        </label>
    })
}

/// Every key that is known, and how it stands.
#[component]
fn RecordTable() -> impl IntoView {
    let record = part(|one| one.record().to_vec());
    let listed = part(|one| one.public_keys_listed);
    let row = |key: RecordedKey| {
        let class = match key.state {
            KeyState::InUse => "badge good",
            KeyState::Old | KeyState::Deleted => "badge",
            _ => "badge warning",
        };
        let kind = key.item.as_ref().map_or("Key", Item::kind);
        let sid = key.item.as_ref().map_or("SID not known", Item::sid).to_owned();
        view! {
            <tr>
                <th scope="row">{format!("{kind} \u{201c}{}\u{201d}", key.name)}</th>
                <td class="sid"><code>{sid}</code></td>
                <td class="end"><span class=class>{key.state.summary()}</span></td>
            </tr>
        }
    };
    let rows = move || record.get().unwrap_or_default().into_iter().map(row).collect_view();
    let empty = Signal::derive(move || record.with(|record| record.as_ref().is_none_or(Vec::is_empty)));
    view! {
        <section class="keys" aria-label="Record of all keys">
            <h3>{"Record of all keys"}</h3>
            <KeyTable empty what="keys that are known yet"><tbody>{rows}</tbody></KeyTable>
            <Show when=move || listed.get() == Some(false)>
                <p class="field-hint">{"Older public keys are not listed yet: only the subaccount's own key can do that."}</p>
            </Show>
        </section>
    }
}

/// The end: possible once the new keys are saved.
#[component]
fn End() -> impl IntoView {
    let console = expect_context::<Console>();
    let saved = console.subaccounts.rotation_saved;
    let kept = part(Rotation::is_unsaved);
    let usable = part(Rotation::is_verified);
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
            <button type="button" disabled=open on:click=move |_| console.end_rotation()>{"End this rotation"}</button>
            <span class="field-hint">{hint}</span>
        </div>
    }
}
