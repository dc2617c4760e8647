//! The tabs about using one subaccount of the run: from code, in a terminal, with a profile of the CLI.

use crate::priming::{Run, Verification};
use crate::snippets::Group;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::{CodeCommands, Commands, IdScope, Notice, Tone};
use leptos::prelude::*;

/// In a terminal: the subaccount's own key, and the parent's credentials.
pub const TERMINAL: &[Group] = &[Group::Environment, Group::Parent];

/// With a profile of the CLI, and how to take it back.
pub const PROFILE: &[Group] = &[Group::Profile, Group::Undo];

/// Its name, where the run has several: each region then says which one it is about.
fn whose(run_desk: &'static RunDesk, index: usize) -> Option<String> {
    let name = |run: &Run| {
        let several = run.seedings.len() > 1;
        let name = run.seedings.get(index).map(|seeding| seeding.name.clone());
        name.filter(|_| several)
    };
    run_desk.run.with_now(name).flatten()
}

/// Code that uses the subaccount: programs that sign, and the settings that they read.
#[component]
pub fn UseFromCode(
    /// The subaccount's place in the run.
    index: usize,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let subject = Memo::new(move |_| run_desk.subject(index));
    let application = Memo::new(move |_| run_desk.application(index));
    provide_context(IdScope(format!("result-{index}-code")));
    let refused = Memo::new(move |_| {
        let shown = |run: &Run| run.seedings.get(index)?.verification();
        run_desk.run.with(shown).flatten() == Some(Verification::NotEnabled)
    });
    view! {
        <Show when=move || refused.get()>
            <Notice tone=Tone::Warning title="This subaccount refuses signed requests today">
                <p>{"Public Key Client Validation is not enabled for it (70053). Use any Twilio library without signing; the programs below are for the day when it is enabled."}</p>
            </Notice>
        </Show>
        <CodeCommands subject application revealed whose=whose(run_desk, index) stored=Callback::new(move |()| run_desk.note_stored(index)) />
    }
}

/// Commands of the Twilio CLI. Where signing is enforced they work only once it is not, so they are there on demand.
#[component]
pub fn RunCommands(
    /// The subaccount's place in the run.
    index: usize,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
    /// Which commands.
    groups: &'static [Group],
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let subject = Memo::new(move |_| run_desk.subject(index));
    let application = Memo::new(move |_| run_desk.application(index));
    provide_context(IdScope(format!("result-{index}-commands")));
    let enforced = Memo::new(move |_| subject.with(|subject| subject.as_ref().is_some_and(|subject| subject.enforces)));
    let wanted = RwSignal::new(false);
    let shown = move || {
        (!enforced.get() || wanted.get()).then(|| {
            view! { <Commands subject application revealed whose=whose(run_desk, index) groups programs=false /> }
        })
    };
    view! {
        <Show when=move || enforced.get() && !wanted.get()>
            <p>{"The Twilio CLI doesn't sign its requests, so it can't use this subaccount. Use the programs under \u{201c}Use from code\u{201d}."}</p>
            <div class="buttons"><button type="button" on:click=move |_| wanted.set(true)>{"Show the commands anyway"}</button></div>
        </Show>
        {shown}
    }
}
