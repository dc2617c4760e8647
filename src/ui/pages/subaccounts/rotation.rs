//! Rotation: the form, then its progress and its result.

use super::rotation_form::RotationForm;
use super::rotation_result::RotationView;
use crate::twilio::accounts::{Account, Status};
use crate::ui::desks::{RotationDesk, desk};
use crate::ui::parts::Link;
use crate::ui::routes;
use leptos::prelude::*;

/// The panel. A rotation of another subaccount must be ended first.
#[component]
pub fn RotationPanel(
    /// The subaccount, if it is in the list.
    #[prop(optional)]
    account: Option<Memo<Option<Account>>>,
) -> impl IntoView {
    let rotation_desk = desk::<RotationDesk>();
    let rotating = Memo::new(move |_| rotation_desk.rotation.with(|rotation| rotation.plan.account.clone()));
    let sid = Memo::new(move |_| {
        account?.with(|account| account.as_ref().map(|account| (account.sid.clone(), account.status)))
    });
    let content = move || match (rotating.get(), sid.get()) {
        (Some(other), Some((sid, status))) if other.sid != sid && status != Status::Active => None,
        (Some(other), Some((sid, _))) if other.sid != sid => Some(view! { <RotationElsewhere other /> }.into_any()),
        (Some(_), _) => Some(view! { <RotationView /> }.into_any()),
        (None, Some((_, Status::Active))) => account.map(|account| view! { <RotationForm account /> }.into_any()),
        (None, _) => None,
    };
    let shown = move || match (rotating.get(), sid.get()) {
        (_, Some((_, Status::Active))) => true,
        (Some(rotating), Some((sid, _))) => rotating.sid == sid,
        (rotating, None) => rotating.is_some(),
        (None, _) => false,
    };
    view! {
        <section class="panel" aria-label="Rotate keys" hidden=move || !shown()>
            <h2>{"Rotate keys"}</h2>
            {content}
        </section>
    }
}

#[component]
fn RotationElsewhere(
    /// The subaccount whose rotation is open.
    other: Account,
) -> impl IntoView {
    let (href, name) = (routes::subaccount(&other.sid), other.friendly_name);
    view! {
        <p>{"The rotation of another subaccount is open. Save its keys and end it first: "}<Link href=href>{name}</Link></p>
    }
}
