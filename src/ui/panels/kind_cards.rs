//! The choice between the practice account and a Twilio account.

use crate::ui::desks::connect_form::AccountKind;
use crate::ui::desks::{ConnectDesk, desk};
use crate::ui::parts::Radio;
use leptos::prelude::*;

/// The choice between the two kinds of account.
#[component]
pub fn KindCards(
    /// What a choice does.
    choose: Callback<AccountKind>,
) -> impl IntoView {
    view! {
        <fieldset class="cards">
            <legend>{"Account"}</legend>
            <KindCard kind=AccountKind::Practice name="Practice account" choose
                text="Try everything without a Twilio account. It lives in this page's memory, and nothing is sent." />
            <KindCard kind=AccountKind::Twilio name="Twilio account" choose
                text="Works on your account, with a Main API key. Requests go to Twilio's US1 hosts through this server's relay." />
        </fieldset>
    }
}

#[component]
fn KindCard(
    /// Which kind.
    kind: AccountKind,
    /// Its name.
    name: &'static str,
    /// What it is.
    text: &'static str,
    /// What its choice does.
    choose: Callback<AccountKind>,
) -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let id = if kind == AccountKind::Practice {
        "kind-practice"
    } else {
        "kind-twilio"
    };
    let chosen = Signal::derive(move || connect_desk.form.kind.get() == Some(kind));
    view! { <Radio card=true group="account-kind" id name text chosen on_choose=move |()| choose.run(kind) /> }
}
