//! All subaccounts of the connected account.

use super::actions::ChangeSaid;
use super::{NotConnected, StatusBadge, progress_notice};
use crate::browser::page;
use crate::subaccounts::Progress;
use crate::twilio::accounts::Account;
use crate::ui::desks::{AccountDesk, SubaccountsDesk, desk};
use crate::ui::parts::{AccountFilterFields, Inspector, Link, Pager, page_rows};
use crate::ui::routes;
use leptos::prelude::*;

/// The page.
#[component]
pub fn SubaccountsPage() -> impl IntoView {
    page::set_title("Subaccounts \u{2013} Keyseed");
    let account_desk = desk::<AccountDesk>();
    let connected = Memo::new(move |_| account_desk.connected.read().is_some());
    view! {
        <div class="subs-page">
            <h1>{"Subaccounts"}</h1>
            <Show when=move || connected.get()>
                <p class="field-hint"><Link href=routes::COMMANDS>{"Commands for a subaccount"}</Link>" that has an API key already"</p>
            </Show>
            {move || if connected.get() { view! { <SubaccountList /> }.into_any() } else { view! { <NotConnected /> }.into_any() }}
        </div>
    }
}

#[component]
fn SubaccountList() -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let filter = subaccounts_desk.filter;
    let found = Memo::new(move |_| {
        account_desk.connected.with(|connected| {
            let all = connected
                .as_ref()
                .map(|connected| connected.checked.subaccounts.as_slice());
            filter.found(all.unwrap_or_default())
        })
    });
    let any = Memo::new(move |_| {
        account_desk.connected.with(|connected| {
            connected
                .as_ref()
                .is_some_and(|connected| !connected.checked.subaccounts.is_empty())
        })
    });
    let none = move || {
        if any.get() {
            view! { <p class="empty">{"No subaccount matches the filter."}</p> }.into_any()
        } else {
            view! { <FirstOne /> }.into_any()
        }
    };
    let some = Memo::new(move |_| !found.read().is_empty());
    view! {
        <section class="panel" aria-label="Subaccounts">
            <Refresh />
            <ChangeSaid here=false />
            <AccountFilterFields filter />
            {move || if some.get() { view! { <Rows found /> }.into_any() } else { none() }}
            <Pager what="subaccounts" count=Signal::derive(move || found.read().len()) page=filter.page />
            <ListRequests />
        </section>
    }
}

#[component]
fn FirstOne() -> impl IntoView {
    view! { <p class="empty">{"This account has no subaccounts yet. "}<Link href=routes::PLAN>{"Prime the first one"}</Link></p> }
}

/// Whose they are, and the button that lists them afresh.
#[component]
fn Refresh() -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let listing = &account_desk.listing;
    let whose = move || {
        account_desk.connected.with(|connected| {
            let account = &connected.as_ref()?.checked.account;
            Some(format!("Of \u{201c}{}\u{201d}, {}", account.friendly_name, account.sid))
        })
    };
    let busy = Memo::new(move |_| listing.is(|listing| listing.progress == Progress::Asking));
    let word = move || if busy.get() { "Asking\u{2026}" } else { "Refresh" };
    let trouble = move || {
        listing.with(|listing| {
            let progress = &listing.progress;
            matches!(progress, Progress::Failed(_)).then(|| progress_notice(progress, ""))
        })
    };
    view! {
        <div class="section-head">
            <p class="field-hint">{whose}</p>
            <button type="button" class="small" disabled=move || busy.get() on:click=move |_| account_desk.refresh()>{word}</button>
        </div>
        {trouble}
    }
}

/// The rows of one page of what was found.
#[component]
fn Rows(
    /// The places of what was found.
    found: Memo<Vec<usize>>,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let page = subaccounts_desk.filter.page;
    let rows = move || {
        let places = found.read();
        let shown = places.get(page_rows(places.len(), page.get())).unwrap_or_default();
        account_desk.connected.with(|connected| {
            let all = connected
                .as_ref()
                .map(|connected| connected.checked.subaccounts.as_slice());
            let all = all.unwrap_or_default();
            shown.iter().filter_map(|place| all.get(*place)).map(row).collect_view()
        })
    };
    view! {
        <div class="table-wrap">
            <table class="table stack">
                <thead><tr><th scope="col">{"Name"}</th><th scope="col">{"Account SID"}</th><th scope="col">{"Status"}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(account: &Account) -> impl IntoView + use<> {
    let (name, sid, status) = (account.friendly_name.clone(), account.sid.to_string(), account.status);
    view! {
        <tr>
            <th scope="row"><Link href=format!("/subaccounts/{sid}")>{name}</Link></th>
            <td class="sid"><code>{sid.clone()}</code></td>
            <td><StatusBadge status /></td>
        </tr>
    }
}

#[component]
fn ListRequests() -> impl IntoView {
    let listing = &desk::<AccountDesk>().listing;
    let exchanges = listing.exchanges();
    view! { <Inspector exchanges /> }
}
