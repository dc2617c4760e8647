//! Closing a subaccount of the run, and what came of it.

use crate::browser::page;
use crate::priming::{CleanUp, Run};
use crate::twilio::Explanation;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::panels::CloseDialog;
use crate::ui::parts::{FailureBox, Notice, Tone};
use leptos::prelude::*;

/// The button, its dialog, and what came of it.
#[component]
pub fn CloseSubaccount(
    /// The subaccount's place in the run.
    index: usize,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let clean_up = Memo::new(move |_| {
        run_desk
            .run
            .with(|run| Some(run.seedings.get(index)?.clean_up()))
            .flatten()
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
    let can_close = Memo::new(move |_| run_desk.run.is(|run| run.can_clean_up(index) && run.is_connected()));
    view! {
        {outcome}
        <Show when=available>
            <button type="button" class="danger-button" disabled=move || !can_close.get() on:click={
                let opener = opener.clone();
                move |_| page::show_dialog(&opener)
            }>{"Close this subaccount"}</button>
        </Show>
        <CloseDialog index id second=None />
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
    let run_desk = desk::<RunDesk>();
    let about = |run: &Run| {
        let seeding = run.seedings.get(index)?;
        let doing = format!("Clean up \u{201c}{}\u{201d}", seeding.name);
        Some((doing, seeding.exchanges.last().cloned()))
    };
    let (doing, exchange) = run_desk.run.with_now(about).flatten().unwrap_or_default();
    view! { <FailureBox doing explanation exchange /> }
}
