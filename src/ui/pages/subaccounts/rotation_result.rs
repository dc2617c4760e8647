//! A rotation at work, its hand-over, and the record of every key.

use super::api_keys::KeyTable;
use super::rotation_end::{End, OldKeysChoice};
use crate::handover::{Handed, KeyHolder};
use crate::keys::PublicKey;
use crate::machine::Conversation;
use crate::subaccounts::{Item, KeyState, RecordedKey, Rotation, Setback, Stage, State, Step, Way};
use crate::ui::desks::{RotationDesk, desk};
use crate::ui::parts::{
    ApiKeySecret, Checkbox, Commands, CopyableFact, Fact, Facts, FailureBox, HandOver, Inspector, Notice, SaveKeys,
    StepItem, StepMark, Tone,
};
use crate::ui::tools::tools;
use leptos::prelude::*;

/// The rotation.
#[component]
pub fn RotationView() -> impl IntoView {
    let state = RotationDesk::memo(|rotation| rotation.state());
    let stages = RotationDesk::memo(Rotation::stages);
    let setback = RotationDesk::memo(|rotation| rotation.setback().cloned());
    let exchanges = desk::<RotationDesk>().rotation.exchanges();
    let made = RotationDesk::memo(|rotation| rotation.is_verified() && rotation.is_unsaved());
    let kept = RotationDesk::memo(|rotation| rotation.record().iter().all(|key| key.state != KeyState::Deleted));
    let list = move || {
        let item = |(step, stage): (Step, Stage)| view! { <StepItem title=step.title() mark=mark(stage) /> };
        stages.get().unwrap_or_default().into_iter().map(item).collect_view()
    };
    let trouble = move || setback.get().flatten().map(|setback| view! { <Trouble setback /> });
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
        <Show when=at(State::HandOver)><OldKeysChoice /></Show>
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
fn Trouble(
    /// What failed.
    setback: Setback,
) -> impl IntoView {
    let rotation_desk = desk::<RotationDesk>();
    let word = |way| match way {
        Way::TryAgain => "Try again",
        Way::TryIam => "Try with the newer keys API (IAM v1)",
        Way::MakeAgain => "Delete it and make another",
        Way::AddAgain => "Add it again",
        Way::Skip => "Leave this key",
        Way::Unchecked => "Continue without this check",
    };
    let button =
        |way: Way| view! { <button type="button" on:click=move |_| rotation_desk.go_on(way)>{word(way)}</button> };
    let about = |rotation: &Rotation| {
        let doing = format!("Rotation of the keys of {}", rotation.plan.account.sid);
        (doing, rotation.exchanges().last().cloned())
    };
    let (doing, exchange) = rotation_desk.rotation.with_now(about).unwrap_or_default();
    let ways = setback.ways.into_iter().map(button).collect_view();
    view! {
        <FailureBox doing explanation=setback.explanation exchange>
            <div class="buttons">{ways}</div>
        </FailureBox>
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
        api_key: rotation.api_key().cloned().map(|key| (key.sid, key.secret)),
        public_key_sid: rotation.public_key_sid().cloned(),
        key: rotation.public_key().cloned().map(|key| (key, holder)),
        verification: Some(rotation.verification()?),
        holds: None,
        replaces: replaced.map(|item| item.sid().to_owned()).collect(),
    })
}

/// The new SIDs, the secret and the private key, to be saved.
#[component]
fn NewKeys() -> impl IntoView {
    let facts = RotationDesk::memo(|rotation| {
        let name = rotation.plan.account.friendly_name.clone();
        (
            rotation.api_key().cloned(),
            rotation.public_key().cloned(),
            rotation.public_key_sid().cloned(),
            name,
            rotation.plan.draft.public_key_name.clone(),
        )
    });
    let verification = RotationDesk::memo(|rotation| rotation.verification());
    let revealed = RwSignal::new(false);
    tools().lock.hide_by_itself(revealed, || false);
    let shown = move || {
        facts.get().map(|(api_key, pair, public_key_sid, name, key_name)| {
            let api_key = api_key.map(|key| {
                view! {
                    <CopyableFact term="New API key SID" test_id="api-key-sid" text=key.sid.to_string() />
                    <Fact term="API key secret"><ApiKeySecret secret=key.secret revealed /></Fact>
                }
            });
            let fingerprint = pair.as_ref().map(PublicKey::fingerprint);
            // Named after the new key, or its file would be taken for the old one.
            let name = format!("{name} {key_name}");
            let save = pair.map(|key| view! { <SaveKeys key name /> });
            view! {
                <Facts>
                    {api_key}
                    {public_key_sid.map(|sid| view! { <CopyableFact term="New public key SID" test_id="public-key-sid" text=sid.to_string() /> })}
                    {fingerprint.map(|print| view! { <CopyableFact term="Fingerprint (SHA-256)" test_id="fingerprint" text=print.to_string() /> })}
                </Facts>
                {save}
            }
        })
    };
    let proof = move || {
        verification.get().flatten().map(|verification| {
            view! { <p class="field-hint"><span data-testid="verification">{verification.summary()}</span>". "{verification.meaning()}</p> }
        })
    };
    let rotation_desk = desk::<RotationDesk>();
    let subject = Memo::new(move |_| rotation_desk.subject());
    let application = Memo::new(move |_| rotation_desk.application());
    let saved = rotation_desk.saved;
    let of_new = RotationDesk::memo(handed);
    let handed = Memo::new(move |_| of_new.get().flatten());
    view! {
        <div class="keys">
            <h3>{"New keys"}</h3>
            {shown}
            {proof}
            <HandOver handed />
            <Commands subject application revealed whose=None />
            <Checkbox checked=saved on_change=move |on: bool| saved.set(on) saved=true>{"I have saved the new keys"}</Checkbox>
        </div>
    }
}

/// Every key that is known, and how it stands.
#[component]
fn RecordTable() -> impl IntoView {
    let record = RotationDesk::memo(|rotation| rotation.record().to_vec());
    let listed = RotationDesk::memo(|rotation| rotation.public_keys_listed());
    let repeated = RotationDesk::memo(Rotation::repeated);
    let holdings = RotationDesk::memo(Rotation::holdings);
    let repeated = move || {
        let text = repeated.get().flatten()?;
        Some(view! { <Notice tone=Tone::Warning title="A key was created twice"><p>{text}</p></Notice> })
    };
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
            {repeated}
            <KeyTable empty what="keys that are known yet"><tbody>{rows}</tbody></KeyTable>
            <p class="field-hint" data-testid="holdings">{move || holdings.get().flatten()}</p>
            <Show when=move || listed.get() == Some(false)>
                <p class="field-hint">{"Older public keys are not listed yet: only the subaccount's own key can do that."}</p>
            </Show>
        </section>
    }
}
