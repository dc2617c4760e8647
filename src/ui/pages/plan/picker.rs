//! Choosing existing subaccounts for the plan, out of up to a thousand.

use super::names::NAMES;
use crate::browser::page;
use crate::priming::line_for;
use crate::twilio::AccountSid;
use crate::twilio::accounts::{Account, Status};
use crate::ui::desks::{AccountDesk, PlanDesk, desk};
use crate::ui::parts::{AccountFilter, AccountFilterFields, Pager, clear_error, page_rows};
use leptos::prelude::*;
use std::collections::BTreeSet;

const DIALOG: &str = "picker";

/// What was ticked.
type Chosen = RwSignal<BTreeSet<AccountSid>>;

/// The button that opens the dialog; nothing where there is nothing to choose.
#[component]
pub fn PickerButton(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let count = account_desk.connected.with_untracked(|connected| {
        let checked = connected.as_ref().map(|connected| &connected.checked);
        checked.map_or(0, |checked| checked.open_subaccounts())
    });
    let show = move |_| {
        open.set(true);
        page::show_dialog(DIALOG);
    };
    (count > 0).then(|| {
        view! { <p><button type="button" on:click=show>{format!("Choose existing subaccounts ({count})")}</button></p> }
    })
}

/// The dialog. It stands outside the plan's form, which its Enter key must not send.
#[component]
pub fn PickerDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The plan's lines, to which the choice is added.
    names: RwSignal<String>,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let title = format!("{DIALOG}-title");
    let partly = move || {
        let connected = account_desk.connected.read();
        connected.as_ref().is_some_and(|connected| !connected.checked.lists_all)
    };
    view! {
        <dialog class="large" id=DIALOG aria-labelledby=title.clone() on:close=move |_| open.set(false)>
            <div class="section-head">
                <h2 id=title.clone()>{"Existing subaccounts"}</h2>
                <button type="button" class="small" on:click=move |_| account_desk.refresh()>{"Refresh"}</button>
            </div>
            <Show when=partly>
                <p class="field-hint">{"Twilio showed a part of the list only. Enter the SID of any other subaccount in the plan."}</p>
            </Show>
            <Show when=move || open.get()>
                <Choose names />
            </Show>
        </dialog>
    }
}

/// Something of the parent's subaccounts, as they were at the check.
fn subaccounts<T>(account_desk: &'static AccountDesk, read: impl FnOnce(&[Account]) -> T) -> T {
    account_desk.connected.with(|connected| {
        let subaccounts = connected
            .as_ref()
            .map(|connected| connected.checked.subaccounts.as_slice());
        read(subaccounts.unwrap_or_default())
    })
}

#[component]
fn Choose(
    /// The plan's lines.
    names: RwSignal<String>,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let filter = AccountFilter::new(Some(Status::Active));
    let chosen: Chosen = RwSignal::default();
    let found = Memo::new(move |_| subaccounts(account_desk, |all| filter.found(all)));
    let count = Signal::derive(move || found.read().len());
    let shown = move || {
        let found = found.read();
        let rows = found.get(page_rows(found.len(), filter.page.get())).unwrap_or_default();
        subaccounts(account_desk, |all| {
            rows.iter()
                .filter_map(|place| all.get(*place).cloned())
                .collect::<Vec<_>>()
        })
    };
    let all = move |_| {
        let sids = subaccounts(account_desk, |all| {
            let open = |place: &usize| all.get(*place).filter(|account| account.status != Status::Closed);
            found
                .read()
                .iter()
                .filter_map(open)
                .map(|account| account.sid.clone())
                .collect::<Vec<_>>()
        });
        chosen.update(|chosen| chosen.extend(sids));
    };
    view! {
        <AccountFilterFields filter />
        <div class="table-wrap picker-rows">
            <table class="table stack">
                <thead><tr><th>{"Name"}</th><th>{"SID"}</th><th>{"Status"}</th></tr></thead>
                <tbody><For each=shown key=|account| (account.sid.clone(), account.status) let(account)><PickerRow account chosen /></For></tbody>
            </table>
        </div>
        <Pager what="subaccounts" count page=filter.page />
        <div class="buttons">
            <Add names chosen />
            <button type="button" on:click=all>{move || format!("Select all {}", count.get())}</button>
            <button type="button" disabled=move || chosen.read().is_empty() on:click=move |_| chosen.update(BTreeSet::clear)>{"Select none"}</button>
            <button type="button" on:click=move |_| page::close_dialog(DIALOG)>{"Cancel"}</button>
        </div>
    }
}

#[component]
fn PickerRow(
    /// The subaccount.
    account: Account,
    /// What was ticked.
    chosen: Chosen,
) -> impl IntoView {
    let Account {
        sid,
        friendly_name,
        status,
        ..
    } = account;
    let (id, shown) = (format!("pick-{sid}"), sid.to_string());
    let ticked = {
        let sid = sid.clone();
        move || chosen.read().contains(&sid)
    };
    let tick = move |on: bool| {
        chosen.update(|chosen| {
            if on {
                chosen.insert(sid.clone());
            } else {
                chosen.remove(&sid);
            }
        });
    };
    view! {
        <tr>
            <th scope="row">
                <label class="check" for=id.clone()>
                    <input id=id.clone() type="checkbox" disabled=status == Status::Closed prop:checked=ticked
                        on:change:target=move |event| tick(event.target().checked()) />
                    <span>{friendly_name}</span>
                </label>
            </th>
            <td class="sid"><code>{shown}</code></td>
            <td>{status.title()}</td>
        </tr>
    }
}

/// Adds what was ticked to the plan's lines, each once.
#[component]
fn Add(
    /// The plan's lines.
    names: RwSignal<String>,
    /// What was ticked.
    chosen: Chosen,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let plan_desk = desk::<PlanDesk>();
    let add = move |_| {
        let lines = subaccounts(account_desk, |all| {
            let (chosen, text) = (chosen.read_untracked(), names.read_untracked());
            let there: BTreeSet<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
            let new = all
                .iter()
                .filter(|account| chosen.contains(&account.sid) && !there.contains(account.sid.as_str()));
            new.map(line_for).collect::<Vec<_>>().join("\n")
        });
        if !lines.is_empty() {
            clear_error(NAMES, plan_desk.errors);
            names.update(|names| {
                let before = names.trim_end();
                *names = if before.is_empty() {
                    lines
                } else {
                    format!("{before}\n{lines}")
                };
            });
        }
        page::close_dialog(DIALOG);
    };
    let word = move || match chosen.read().len() {
        0 => "Add to the plan".to_owned(),
        count => format!("Add {count} to the plan"),
    };
    view! {
        <button type="button" class="primary" disabled=move || chosen.read().is_empty() on:click=add>{word}</button>
    }
}
