//! Renaming, suspending, reactivating, closing.

use super::confirm::{Deed, Question};
use super::progress_notice;
use crate::subaccounts::Wish;
use crate::twilio::accounts::{Account, Status};
use crate::ui::desks::{AccountDesk, SubaccountsDesk, desk};
use crate::ui::parts::{ErrorSummary, Errors, Inspector, Notice, TextField, Tone};
use leptos::prelude::*;

/// What can be done with the subaccount itself; nothing once it is closed.
#[component]
pub fn Actions(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let status = Memo::new(move |_| account.with(|account| account.as_ref().map(|account| account.status)));
    view! {
        <Show when=move || status.get() != Some(Status::Closed)>
            <Rename account />
            <StatusButtons account />
        </Show>
    }
}

/// Whether a change is under way.
fn changing(subaccounts_desk: &'static SubaccountsDesk) -> Memo<bool> {
    Memo::new(move |_| subaccounts_desk.is_changing())
}

#[component]
fn Rename(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    const NAME: &str = "Name";
    let account_desk = desk::<AccountDesk>();
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let busy = changing(subaccounts_desk);
    let errors = RwSignal::new(Errors::default());
    let name = RwSignal::new(account.with_untracked(|account| {
        account
            .as_ref()
            .map(|account| account.friendly_name.clone())
            .unwrap_or_default()
    }));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(account) = account.get_untracked() else { return };
        let wish = account_desk.connected.with_untracked(|connected| {
            let all = connected
                .as_ref()
                .map(|connected| connected.checked.subaccounts.as_slice());
            Wish::rename(&account, &name.get_untracked(), all.unwrap_or_default())
        });
        let mut found = Errors::default();
        match wish {
            Ok(wish) => subaccounts_desk.change(account, wish, ""),
            Err(sentence) => found.add(NAME, sentence),
        }
        errors.set(found);
    };
    view! {
        <form novalidate class="rename" on:submit=submit>
            <ErrorSummary errors id="rename-errors" />
            <TextField label=NAME value=name errors hint="64 characters at most." />
            <button type="submit" disabled=move || busy.get()>{"Rename"}</button>
        </form>
    }
}

#[component]
fn StatusButtons(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let ask = Question::asker();
    let busy = changing(subaccounts_desk);
    let suspended = Memo::new(move |_| {
        account.with(|account| {
            account
                .as_ref()
                .is_some_and(|account| account.status == Status::Suspended)
        })
    });
    let toggle = move |_| {
        let Some(account) = account.get_untracked() else { return };
        if suspended.get_untracked() {
            subaccounts_desk.change(account, Wish::Status(Status::Active), "");
        } else {
            ask(Question::about(&account, Deed::Suspend, false));
        }
    };
    let close = move |_| {
        if let Some(account) = account.get_untracked() {
            ask(Question::about(&account, Deed::Close, true));
        }
    };
    view! {
        <div class="buttons">
            <button type="button" disabled=move || busy.get() on:click=toggle>
                {move || if suspended.get() { "Reactivate" } else { "Suspend" }}
            </button>
            <button type="button" class="danger-button" disabled=move || busy.get() on:click=close>{"Close this subaccount"}</button>
        </div>
    }
}

/// What came of the last change, and its requests.
#[component]
pub fn ChangeOutcome() -> impl IntoView {
    let change = &desk::<SubaccountsDesk>().change;
    let exchanges = change.exchanges();
    view! {
        <ChangeSaid here=true />
        <Inspector exchanges />
    }
}

/// What came of the last change.
#[component]
pub fn ChangeSaid(
    /// Whether this is the page of the open subaccount, whose own change needs no name.
    here: bool,
) -> impl IntoView {
    let pages = desk::<SubaccountsDesk>();
    move || {
        pages.change.with(|change| {
            let outcome = progress_notice(&change.progress, "Asking\u{2026}").unwrap_or_else(|| {
                let title = match &change.wish {
                    Wish::Rename(name) => format!("Renamed to \u{201c}{name}\u{201d}"),
                    Wish::Status(Status::Active) => "Reactivated: its keys work again".to_owned(),
                    Wish::Status(Status::Suspended) => {
                        "Suspended: its keys do not work until it is reactivated".to_owned()
                    }
                    Wish::Status(Status::Closed) => "Closed for good".to_owned(),
                };
                view! { <div role="status"><Notice tone=Tone::Good title>{""}</Notice></div> }.into_any()
            });
            let own = here && pages.open.read().as_ref() == Some(&change.account.sid);
            Some(view! { {about(&change.account, own)}{outcome} })
        })
    }
}

/// Which subaccount an outcome is about, unless it is the page's own.
pub fn about(account: &Account, own: bool) -> Option<impl IntoView + use<>> {
    let (name, sid) = (account.friendly_name.clone(), account.sid.to_string());
    (!own)
        .then(|| view! { <p class="field-hint">{format!("Subaccount \u{201c}{name}\u{201d} ")}<code>{sid}</code></p> })
}
