//! Clean-up: closing a subaccount for good, after its name was typed.

use crate::browser::page;
use crate::priming::{CleanUp, is_typed};
use crate::twilio::Explanation;
use crate::ui::console::Console;
use crate::ui::parts::{FailureDetails, Notice, Tone};
use leptos::prelude::*;

/// The button, its dialog, and what came of it.
#[component]
pub fn CloseSubaccount(
    /// The subaccount's place in the run.
    index: usize,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let clean_up = Memo::new(move |_| {
        console
            .run
            .with(|run| Some(run.as_ref()?.seedings.get(index)?.clean_up.clone()))
            .unwrap_or(CleanUp::No)
    });
    let id = format!("close-{index}");
    let (opener, outcome) = (id.clone(), move || {
        match clean_up.get() {
        CleanUp::No => None,
        CleanUp::Asked => Some(view! { <p class="working" role="status">{"Deleting its keys and closing it\u{2026}"}</p> }.into_any()),
        CleanUp::Done => Some(
            view! {
                <Notice tone=Tone::Good title="The subaccount is closed">
                    <p>{"The keys that this run made in it are deleted. Twilio deletes the subaccount after 30 days if your project is set to do so, which is the default for projects created after 5 July 2018."}</p>
                </Notice>
            }
            .into_any(),
        ),
        CleanUp::Failed(explanation) => Some(view! { <NotClosed index explanation /> }.into_any()),
    }
    });
    let available = move || !matches!(clean_up.get(), CleanUp::Asked | CleanUp::Done);
    let can_close = Memo::new(move |_| {
        console.run.with(|run| {
            run.as_ref()
                .is_some_and(|run| run.can_clean_up(index) && run.is_connected())
        })
    });
    view! {
        {outcome}
        <Show when=available>
            <button type="button" class="danger-button" disabled=move || !can_close.get() on:click={
                let opener = opener.clone();
                move |_| page::show_dialog(&opener)
            }>{"Close this subaccount"}</button>
        </Show>
        <ConfirmDialog index id />
    }
}

/// Why the clean-up was not finished.
#[component]
fn NotClosed(
    /// The subaccount's place in the run.
    index: usize,
    /// What happened, and what to do.
    explanation: Explanation,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let (doing, exchange) = console.run.with_untracked(|run| {
        let one = run.as_ref().and_then(|run| run.seedings.get(index));
        let doing = one.map(|one| format!("Clean up \u{201c}{}\u{201d}", one.name));
        (
            doing.unwrap_or_default(),
            one.and_then(|one| one.exchanges.last().cloned()),
        )
    });
    view! {
        <Notice tone=Tone::Danger title=explanation.what.clone()>
            <p>{explanation.next.clone()}</p>
            <FailureDetails doing explanation=explanation.clone() exchange />
        </Notice>
    }
}

#[component]
fn ConfirmDialog(
    /// The subaccount's place in the run.
    index: usize,
    /// The dialog's id.
    id: String,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let name = console
        .run
        .with_untracked(|run| Some(run.as_ref()?.seedings.get(index)?.name.clone()))
        .unwrap_or_default();
    let sid = move || {
        console
            .run
            .with(|run| Some(run.as_ref()?.seedings.get(index)?.account_sid.as_ref()?.to_string()))
    };
    let typed = RwSignal::new(String::new());
    let expected = name.clone();
    let matches = Memo::new(move |_| is_typed(&typed.read(), &expected));
    let (title_id, field_id) = (format!("{id}-title"), format!("{id}-name"));
    let close_id = id.clone();
    let leave = move || {
        page::close_dialog(&close_id);
        typed.set(String::new());
    };
    let cancel = leave.clone();
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if matches.get_untracked() {
            console.steer(|run| run.clean_up_one(index, &typed.get_untracked()));
            leave();
        }
    };
    view! {
        <dialog id=id aria-labelledby=title_id.clone()>
            <form on:submit=confirm>
                <h2 id=title_id.clone()>{format!("Close \u{201c}{name}\u{201d}?")}</h2>
                <p><code>{sid}</code></p>
                <p>{"The keys that this run made in it are deleted, and it is closed for ever: this cannot be undone. Twilio releases the subaccount's phone numbers and refuses its keys. Twilio deletes it after 30 days if your project is set to do so, which is the default for projects created after 5 July 2018."}</p>
                <label for=field_id.clone()>{format!("Type {name} to confirm")}</label>
                <input id=field_id type="text" autocomplete="off" spellcheck="false"
                    prop:value=move || typed.get() on:input:target=move |event| typed.set(event.target().value()) />
                <div class="buttons">
                    <button type="submit" class="danger-button" disabled=move || !matches.get()>{"Close for good"}</button>
                    <button type="button" on:click=move |_| cancel()>{"Cancel"}</button>
                </div>
            </form>
        </dialog>
    }
}
