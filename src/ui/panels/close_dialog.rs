//! Clean-up: closing a subaccount for good, after its name was typed.

use crate::browser::page;
use crate::priming::{Run, Seeding};
use crate::twilio::AccountSid;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::ConfirmDialog;
use leptos::prelude::*;

const OWN: &str = "The keys that this run made in it are deleted, and it is closed for ever: this cannot be undone. Twilio releases the subaccount's phone numbers and refuses its keys. Twilio deletes it after 30 days if your project is set to do so, which is the default for projects created after 5 July 2018.";

const SECOND: &str = "This closes the other subaccount of this name permanently. The one that this run primed stays. Twilio releases the closed subaccount's phone numbers and refuses its keys.";

/// Other subaccounts of its name that were created during the run, each with a button that closes it.
#[component]
pub fn SecondSubaccounts(
    /// The subaccount's place in the run.
    index: usize,
    /// Which part of the page this is, since two may show the same.
    place: &'static str,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let seconds = Memo::new(move |_| {
        let seconds = |run: &Run| run.seedings.get(index).map(Seeding::second_subaccounts);
        run_desk.run.with(seconds).flatten().unwrap_or_default()
    });
    let can_close = Memo::new(move |_| run_desk.run.is(|run| run.can_close_second(index)));
    let button = move |sid: AccountSid| {
        let id = format!("close-{place}-{sid}");
        let opener = id.clone();
        let word = format!("Close {sid}");
        view! {
            <button type="button" class="danger-button" disabled=move || !can_close.get() on:click=move |_| page::show_dialog(&opener)>{word}</button>
            <CloseDialog index id second=Some(sid) />
        }
    };
    view! {
        <Show when=move || !seconds.read().is_empty()>
            <div class="buttons">
                <For each=move || seconds.get() key=AccountSid::clone let(sid)>{button(sid)}</For>
            </div>
        </Show>
    }
}

/// Asks for the subaccount's name, and closes it.
#[component]
pub fn CloseDialog(
    /// The subaccount's place in the run.
    index: usize,
    /// The dialog's id.
    id: String,
    /// Which of the others of its name is closed; none: its own.
    second: Option<AccountSid>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let name = run_desk
        .run
        .with_now(|run| Some(run.seedings.get(index)?.name.clone()))
        .flatten()
        .unwrap_or_default();
    let text = if second.is_some() { SECOND } else { OWN };
    let other = second.clone();
    let sid = Signal::derive(move || {
        let own = |run: &Run| Some(run.seedings.get(index)?.account_sid()?.to_string());
        let own = || run_desk.run.with(own).flatten();
        other.as_ref().map(ToString::to_string).or_else(own)
    });
    let confirm = move |typed: String| {
        run_desk.steer(|run| match &second {
            None => run.clean_up_one(index, &typed),
            Some(sid) => run.close_second(index, sid, &typed),
        });
    };
    view! {
        <ConfirmDialog id title=format!("Close \u{201c}{name}\u{201d}?") sid word=Some(name) button="Close for good" on_confirm=confirm>
            <p>{text}</p>
        </ConfirmDialog>
    }
}
