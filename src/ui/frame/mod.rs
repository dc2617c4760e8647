//! What stays on every page: the product's name, the account in use, the navigation, theme and lock.

mod lock_dialog;

use super::desks::{AccountDesk, desk};
use super::lazily::lazily;
use super::parts::{ClipboardNotice, Icon, IconName, Link, MissingNotice, later};
use super::routes;
use crate::browser::page::{self, Theme};
use leptos::prelude::*;
use lock_dialog::{CutOffNotice, ForgottenNotice, LockDialog};

/// The frame around every page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="skip" href="#main">{"Skip to the page"}</a>
        <header class="frame">
            <div class="frame-bar">
                <Link href=routes::CONNECT class="brand">
                    <Icon name=IconName::Seed />
                    <span>{"Keyseed"}</span>
                </Link>
                <AccountChip />
                <div class="frame-tools">
                    <ThemeSelect />
                    <LockButton />
                </div>
            </div>
            <nav aria-label="Main" class="frame-nav">
                <Link href=routes::CONNECT>{"Prime"}</Link>
                <Link href=routes::KEYS>{"Keys"}</Link>
                <Link href=routes::SUBACCOUNTS>{"Subaccounts"}</Link>
                <Link href=routes::INSPECT>{"Inspect"}</Link>
                <Link href=routes::SECURITY>{"Security"}</Link>
            </nav>
        </header>
        <main id="main" class="page" tabindex="-1">
            <MissingNotice />
            <ForgottenNotice />
            <CutOffNotice />
            {children()}
        </main>
        <ClipboardNotice />
        <LockDialog />
    }
}

/// The account in use, once there is one.
#[component]
fn AccountChip() -> impl IntoView {
    let connected = desk::<AccountDesk>().connected;
    let some = Memo::new(move |_| connected.read().is_some());
    view! { <div class="frame-account"><Show when=move || some.get()>{later(chip)}</Show></div> }
}

lazily! {
    connect:
    fn chip() -> AnyView { view! { <Chip /> }.into_any() }
}

/// The practice account has a colour of its own.
#[component]
fn Chip() -> impl IntoView {
    let connected = desk::<AccountDesk>().connected;
    move || {
        connected.with(|connected| {
            connected.as_ref().map(|connected| {
                let account = &connected.checked.account;
                let (class, kind) = if connected.practice {
                    ("chip practice", "Practice account")
                } else {
                    ("chip", "Twilio account")
                };
                // The practice account's own name would say the same again.
                let name = (!connected.practice).then(|| account.friendly_name.clone());
                let sid = account.sid.to_string();
                view! {
                    <span class=class title=sid>
                        <strong>{kind}</strong>
                        {name.map(|name| view! { <span class="chip-name">{name}</span> })}
                    </span>
                }
            })
        })
    }
}

#[component]
fn ThemeSelect() -> impl IntoView {
    let choose = move |value: String| {
        if let Some(theme) = Theme::ALL.into_iter().find(|theme| theme.as_str() == value) {
            theme.apply();
        }
    };
    let stored = Theme::stored().as_str();
    let options = Theme::ALL.map(|theme| {
        let name = match theme {
            Theme::System => "System",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        };
        view! { <option value=theme.as_str() selected=theme.as_str() == stored>{name}</option> }
    });
    view! {
        <select class={"quiet"} aria-label="Theme" on:change:target=move |event| choose(event.target().value())>
            {options.into_iter().collect_view()}
        </select>
    }
}

/// Locks by loading the page afresh, so that nothing stays in its memory. The browser asks first if something is
/// unsaved.
#[component]
fn LockButton() -> impl IntoView {
    view! {
        <button type="button" class="quiet" title={"Forget everything in this page"} on:click=move |_| page::reload()>
            <Icon name=IconName::Lock />
            <span>{"Lock"}</span>
        </button>
    }
}
