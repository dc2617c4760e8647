//! One subaccount.

use super::actions::{Actions, ChangeOutcome};
use super::api_keys::ApiKeys;
use super::confirm::{Confirm, Question};
use super::own_key::OwnKeyPanel;
use super::rotation::RotationPanel;
use super::{NotConnected, StatusBadge};
use crate::browser::page;
use crate::twilio::AccountSid;
use crate::twilio::accounts::{Account, Status};
use crate::ui::desks::{AccountDesk, SubaccountsDesk, desk};
use crate::ui::parts::{CopyableFact, Facts, Link, Notice, Tone};
use crate::ui::routes;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Url;

/// What a subaccount's page shows.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    NotConnected,
    Unknown(String),
    One(AccountSid),
}

/// The page.
#[component]
pub fn SubaccountPage() -> impl IntoView {
    page::set_title("Subaccount \u{2013} Keyseed");
    let account_desk = desk::<AccountDesk>();
    let path = use_location().pathname;
    let shown = Memo::new(move |before: Option<&Shown>| {
        let path = path.read();
        let Some(text) = path.trim_end_matches('/').strip_prefix("/subaccounts/") else {
            // Another page takes this one's place.
            return before.cloned().unwrap_or(Shown::NotConnected);
        };
        let text = Url::unescape(text);
        if account_desk.connected.read().is_none() {
            return Shown::NotConnected;
        }
        match text.parse::<AccountSid>() {
            Ok(sid) if account_desk.subaccount(&sid).is_some() => Shown::One(sid),
            _ => Shown::Unknown(text),
        }
    });
    let content = move || match shown.get() {
        Shown::NotConnected => view! { <h1>{"Subaccount"}</h1><NotConnected /><RotationPanel /> }.into_any(),
        Shown::Unknown(text) => view! { <Unknown text /> }.into_any(),
        Shown::One(sid) => view! { <One sid /> }.into_any(),
    };
    view! {
        <div class="subs-page">
            <p class="crumb"><Link href=routes::SUBACCOUNTS>{"Subaccounts"}</Link></p>
            {content}
        </div>
    }
}

#[component]
fn Unknown(
    /// What stands in the address.
    text: String,
) -> impl IntoView {
    view! {
        <h1>{"Subaccount"}</h1>
        <Notice tone=Tone::Warning title="The connected account has no such subaccount">
            <p>{format!("{text} is not in its list. If it is new, refresh the list.")}</p>
        </Notice>
        <RotationPanel />
    }
}

#[component]
fn One(
    /// The subaccount's SID.
    sid: AccountSid,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let account = Memo::new(move |_| account_desk.subaccount(&sid));
    if let Some(account) = account.get_untracked() {
        subaccounts_desk.open(&account);
    }
    let question = RwSignal::new(None::<Question>);
    provide_context(question);
    let name = move || account.with(|account| account.as_ref().map(|account| account.friendly_name.clone()));
    let status = Memo::new(move |_| account.with(|account| account.as_ref().map(|account| account.status)));
    let badge = move || status.get().map(|status| view! { <StatusBadge status /> });
    let active = move || status.get() == Some(Status::Active);
    view! {
        <header class="result-head">
            <h1 class="name">{name}</h1>
            {badge}
        </header>
        <Details account />
        <ChangeOutcome />
        <Show when=move || !active()>
            <Dormant status />
        </Show>
        <Show when=active>
            <ApiKeys account />
            <OwnKeyPanel account />
        </Show>
        <RotationPanel account />
        <Confirm question account />
    }
}

#[component]
fn Details(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let sid = account
        .with_untracked(|account| account.as_ref().map(|account| account.sid.to_string()))
        .unwrap_or_default();
    let commands = format!("/subaccounts/commands?account={sid}");
    let closed = |account: &Account| account.status == Status::Closed;
    let open = move || !account.with(|account| account.as_ref().is_some_and(closed));
    view! {
        <section class="panel" aria-label="Subaccount">
            <Facts><CopyableFact term="Account SID" test_id="account-sid" text=sid /></Facts>
            <Actions account />
            <Show when=open>
                <p><Link href=commands.clone()>{"Commands for this subaccount"}</Link></p>
            </Show>
        </section>
    }
}

/// Why there are no keys to see.
#[component]
fn Dormant(
    /// The subaccount's status.
    status: Memo<Option<Status>>,
) -> impl IntoView {
    let words = move || {
        if status.get() == Some(Status::Closed) {
            (
                "This subaccount is closed",
                "It cannot be reopened, and its keys do not work. Twilio deletes it after 30 days if your project is set to do so, which is the default for projects created after 5 July 2018.",
            )
        } else {
            (
                "This subaccount is suspended",
                "Its keys do not work while it is suspended, and Twilio does not list them. Twilio still bills for its phone numbers. Reactivate it to see or change them.",
            )
        }
    };
    move || {
        let (title, text) = words();
        view! { <Notice tone=Tone::Info title><p>{text}</p></Notice> }
    }
}
