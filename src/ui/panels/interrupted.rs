//! Runs that a page before this one did not finish, and what can be done with them.

use crate::browser::{clock, download, page};
use crate::handover::{RECORD_NAME, journal_json};
use crate::priming::{Journal, Trace, Unfinished};
use crate::twilio::iso8601;
use crate::ui::desks::{Interrupted, RunDesk, desk};
use crate::ui::lazily::lazily;
use crate::ui::parts::{Icon, IconName, later};
use crate::ui::routes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// Up to how many subaccounts of a run are shown unasked.
const SHOWN: usize = 5;

/// Each run that was not finished.
#[component]
pub fn InterruptedRuns() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let open = Memo::new(move |_| run_desk.run.is_taken());
    let some = Memo::new(move |_| !run_desk.interrupted.read().is_empty());
    // Another tab may have ended one, or begun one, since this page was opened.
    run_desk.look_for_interrupted();
    view! { <Show when=move || some.get() && !open.get()>{later(list)}</Show> }
}

lazily! {
    connect:
    fn list() -> AnyView {
        let run_desk = desk::<RunDesk>();
        let runs = move || run_desk.interrupted.get();
        view! { <For each=runs key=|interrupted| (interrupted.journal.run(), interrupted.elsewhere) let(interrupted)><InterruptedRun interrupted /></For> }.into_any()
    }
}

#[component]
fn InterruptedRun(
    /// The run.
    interrupted: Interrupted,
) -> impl IntoView {
    let Interrupted { journal, elsewhere } = interrupted;
    let head = &journal.head;
    let heading = format!("interrupted-{}", head.run);
    let account = if head.practice {
        "the practice account".to_owned()
    } else {
        format!("\u{201c}{}\u{201d}, {}", head.account_name, head.account_sid)
    };
    let said = format!(
        "Run {} in {account}, begun {}.",
        head.run,
        iso8601(head.started).replace('T', " ").replace('Z', " UTC")
    );
    let subaccounts = journal.subaccounts();
    let many = subaccounts.len() > SHOWN;
    let opened = RwSignal::new(!many);
    let list = move || {
        opened.get().then(|| {
            let rows = subaccounts
                .iter()
                .cloned()
                .map(|unfinished| view! { <UnfinishedRow unfinished /> })
                .collect_view();
            view! { <ol class="run-rows">{rows}</ol> }
        })
    };
    let list = if many {
        view! { <details on:toggle=move |_| opened.set(true)><summary>{"Show its subaccounts"}</summary>{list}</details> }
            .into_any()
    } else {
        list.into_any()
    };
    let choices = if elsewhere {
        view! { <p>{"It is open in another tab of this browser, which goes on with it. Close that tab to take it up here."}</p> }.into_any()
    } else if head.practice {
        view! { <Practised journal=journal.clone() /> }.into_any()
    } else {
        view! { <Choices journal=journal.clone() /> }.into_any()
    };
    view! {
        <section class="panel interrupted" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()><Icon name=IconName::Warning />{"Unfinished run"}</h2>
            <p>{said}</p>
            {list}
            {choices}
        </section>
    }
}

#[component]
fn UnfinishedRow(
    /// The subaccount.
    unfinished: Unfinished,
) -> impl IntoView {
    let thing = |trace: &Trace| {
        let sid = trace
            .sid
            .clone()
            .unwrap_or_else(|| format!("\u{201c}{}\u{201d}", trace.name));
        view! { <li>{trace.thing.title()}" "<code>{sid}</code>" \u{2013} "{trace.standing.summary()}</li> }
    };
    let left: Vec<Trace> = unfinished.traces.into_iter().filter(Trace::may_be_there).collect();
    let things = (!left.is_empty()).then(|| view! { <ul class="things">{left.iter().map(thing).collect_view()}</ul> });
    view! {
        <li class="run-row">
            <div class="run-head"><strong class="name">{unfinished.name}</strong><span class="state">{unfinished.was.summary()}</span></div>
            {things}
        </li>
    }
}

/// Nothing is left of a practice account whose page is gone.
#[component]
fn Practised(
    /// The run.
    journal: Journal,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let run = journal.run();
    view! {
        <p>{"It was in the practice account, which went with its page: nothing of it is left anywhere. In a Twilio account you could resume the run here, or clean it up."}</p>
        <div class="buttons"><button type="button" on:click=move |_| spawn_local(run_desk.forget_interrupted(run))>{"Forget"}</button></div>
    }
}

/// Resume, clean up, forget.
#[component]
fn Choices(
    /// The run.
    journal: Journal,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let cannot = {
        let journal = journal.clone();
        Memo::new(move |_| run_desk.cannot_take_up(&journal))
    };
    let run = journal.run();
    let dialog = format!("forget-{run}");
    let (opener, forgotten) = (dialog.clone(), journal.clone());
    let navigate = use_navigate();
    let take_up = move |clean_up: bool| {
        let navigate = navigate.clone();
        spawn_local(async move {
            if run_desk.take_up(run, clean_up).await {
                navigate(
                    if clean_up { routes::RESULTS } else { routes::RUN },
                    leptos_router::NavigateOptions::default(),
                );
            }
        });
    };
    let (resume, clean_up) = (take_up.clone(), take_up);
    view! {
        <ul class="choices">
            <li><strong>{"Resume"}</strong>{" goes on where it stopped. Secrets and private keys that were not saved are gone with the page: they are made anew, and what they replace is deleted."}</li>
            <li><strong>{"Clean up"}</strong>{" shows what the run made, to delete its keys and close its subaccounts for good. What you have saved stays."}</li>
            <li><strong>{"Forget"}</strong>{" removes this note only. What exists stays at Twilio."}</li>
        </ul>
        <p class="field-hint">{move || cannot.get()}</p>
        <div class="buttons">
            <button type="button" class="primary" disabled=move || cannot.read().is_some() on:click=move |_| resume(false)>{"Resume"}</button>
            <button type="button" disabled=move || cannot.read().is_some() on:click=move |_| clean_up(true)>{"Clean up"}</button>
            <button type="button" on:click=move |_| page::show_dialog(&opener)>{"Forget"}</button>
        </div>
        <ForgetDialog journal=forgotten id=dialog />
    }
}

/// Shows what stays behind before the note is forgotten.
#[component]
fn ForgetDialog(
    /// The run.
    journal: Journal,
    /// The dialog's id.
    id: String,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let (run, title) = (journal.run(), format!("{id}-title"));
    let left: Vec<Trace> = journal
        .subaccounts()
        .into_iter()
        .flat_map(|subaccount| subaccount.traces)
        .filter(Trace::may_be_there)
        .collect();
    let item = |trace: &Trace| {
        let sid = trace.sid.clone().unwrap_or_default();
        view! { <li>{trace.thing.title()}" \u{201c}"{trace.name.clone()}"\u{201d} "<code>{sid}</code>" \u{2013} "{trace.standing.summary()}</li> }
    };
    let items = left.iter().map(item).collect_view();
    let what = if left.is_empty() {
        "Nothing that is known of stays behind."
    } else {
        "This stays at Twilio. Keyseed does not offer to clean it up again; whoever wants to must use the SIDs:"
    };
    let save = move |_| {
        let text = journal_json(&journal, clock::now_seconds());
        download::save(&format!("{RECORD_NAME}-{run}.json"), text.as_bytes());
    };
    let (closer, leave) = (id.clone(), id.clone());
    let forget = move |_| {
        page::close_dialog(&closer);
        spawn_local(run_desk.forget_interrupted(run));
    };
    view! {
        <dialog id=id aria-labelledby=title.clone()>
            <h2 id=title.clone()>{"Forget this run?"}</h2>
            <p>{what}</p>
            <ul class="things">{items}</ul>
            <div class="buttons">
                <button type="button" class="danger-button" on:click=forget>{"Forget it"}</button>
                <button type="button" on:click=save>{"Download the record (JSON)"}</button>
                <button type="button" on:click=move |_| page::close_dialog(&leave)>{"Cancel"}</button>
            </div>
        </dialog>
    }
}
