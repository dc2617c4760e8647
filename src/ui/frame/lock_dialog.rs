//! The idle lock on the screen: the dialog, and what it forgot.

use crate::browser::{page, take_note};
use crate::twilio::AccountSid;
use crate::ui::desks::{AccountDesk, RotationDesk, RunDesk, desk};
use crate::ui::lazily::lazily;
use crate::ui::lock::Locked;
use crate::ui::parts::{Icon, IconName, Notice, Tone, later};
use crate::ui::tools::tools;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const TITLE: &str = "Locked while you were away";
const DIALOG: &str = "locked";

/// What the frame shows rarely, and therefore not by code of the first load.
#[derive(Debug, Clone, Copy)]
enum Rare {
    Locked,
    Forgotten(RwSignal<Vec<String>>),
    CutOff,
}

lazily! {
    connect:
    fn rare(what: Rare) -> AnyView {
        match what {
            Rare::Locked => view! { <LockedDialog /> }.into_any(),
            Rare::Forgotten(things) => view! { <Forgotten things /> }.into_any(),
            Rare::CutOff => view! { <CutOff /> }.into_any(),
        }
    }
}

/// Says what was forgotten and what was kept, as long as something is not saved.
#[component]
pub fn LockDialog() -> impl IntoView {
    let locked = tools().lock.locked;
    let some = Memo::new(move |_| locked.read().is_some());
    view! { <Show when=move || some.get()>{later(|| rare(Rare::Locked))}</Show> }
}

#[component]
fn LockedDialog() -> impl IntoView {
    let locked = tools().lock.locked;
    Effect::new(move |_| {
        if locked.read().is_some() {
            request_animation_frame(|| page::show_dialog(DIALOG));
        }
    });
    let content = move || locked.get().map(|locked| view! { <Said locked /> });
    view! {
        <dialog id=DIALOG class="lock" aria-labelledby="locked-title" on:close=move |_| locked.set(None)>{content}</dialog>
    }
}

#[component]
fn Said(
    /// What the lock did.
    locked: Locked,
) -> impl IntoView {
    let navigate = use_navigate();
    let place = locked.kept.first().map(|kept| kept.address.clone()).unwrap_or_default();
    let show = move |_| {
        page::close_dialog(DIALOG);
        navigate(&place, NavigateOptions::default());
    };
    let kept: Vec<_> = locked.kept.into_iter().map(|kept| kept.what).collect();
    let forgotten = (!locked.forgotten.is_empty())
        .then(|| view! { <Things icon=IconName::Lock title="Forgotten" things=locked.forgotten /> });
    view! {
        <h2 id="locked-title">{TITLE}</h2>
        <p class="lead">{"Nobody touched this page for 15 minutes."}</p>
        {forgotten}
        <Things icon=IconName::Warning title="Kept, and hidden" things=kept />
        <p class="field-hint">{"What is kept exists in this page only. It is lost when the page is closed."}</p>
        <div class="buttons">
            <button type="button" class="primary" on:click=show>{"Show me what to save"}</button>
            <button type="button" on:click=move |_| page::close_dialog(DIALOG)>{"Go on"}</button>
        </div>
    }
}

#[component]
fn Things(
    /// The list's icon.
    icon: IconName,
    /// Its title.
    title: &'static str,
    /// What stands in it.
    things: Vec<String>,
) -> impl IntoView {
    view! {
        <section aria-label=title>
            <h3><Icon name=icon />{title}</h3>
            <ul>{things.into_iter().map(item).collect_view()}</ul>
        </section>
    }
}

/// One of the things. The SID that it ends with is set as one.
fn item(thing: String) -> impl IntoView {
    match thing.rsplit_once(' ') {
        Some((what, sid)) if sid.parse::<AccountSid>().is_ok() => {
            view! { <li>{format!("{what} ")}<code>{sid.to_owned()}</code></li> }.into_any()
        }
        _ => view! { <li>{thing}</li> }.into_any(),
    }
}

/// After a lock with nothing unsaved, which loads the page afresh: what was forgotten.
#[component]
pub fn ForgottenNotice() -> impl IntoView {
    let forgotten = RwSignal::new(take_note());
    let some = move || !forgotten.read().is_empty();
    view! { <div class="page-notice"><Show when=some>{later(move || rare(Rare::Forgotten(forgotten)))}</Show></div> }
}

#[component]
fn Forgotten(
    /// What was forgotten.
    things: RwSignal<Vec<String>>,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=TITLE>
            <p>{"Nobody touched this page for 15 minutes, so it has forgotten:"}</p>
            <ul>{things.get_untracked().into_iter().map(item).collect_view()}</ul>
            <div class="buttons">
                <button type="button" on:click=move |_| things.set(Vec::new())>{"Dismiss"}</button>
            </div>
        </Notice>
    }
}

/// As long as a run or a rotation is open whose credentials were forgotten.
#[component]
pub fn CutOffNotice() -> impl IntoView {
    let forgotten = desk::<AccountDesk>().forgotten;
    view! { <div class="page-notice"><Show when=move || forgotten.get()>{later(|| rare(Rare::CutOff))}</Show></div> }
}

#[component]
fn CutOff() -> impl IntoView {
    let (run, rotation) = (&desk::<RunDesk>().run, &desk::<RotationDesk>().rotation);
    let text = Memo::new(move |_| {
        if run.is_taken() {
            Some(
                "The run can send nothing until its account is connected again: it cannot go on, nor clean up. Its results can be saved.",
            )
        } else if rotation.is_taken() {
            Some("The rotation can send nothing more until you connect its account again. Save its keys first.")
        } else {
            None
        }
    });
    move || {
        text.get().map(|text| {
            view! {
                <Notice tone=Tone::Warning title="The credentials were forgotten while you were away">
                    <p>{text}</p>
                </Notice>
            }
        })
    }
}
