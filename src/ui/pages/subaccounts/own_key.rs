//! The subaccount's own API key, which alone lists its public keys.

use super::public_keys::PublicKeys;
use crate::twilio::ApiKeySid;
use crate::twilio::accounts::Account;
use crate::ui::desks::connect_form::sid_error;
use crate::ui::desks::{SubaccountsDesk, desk, own_key_label as label};
use crate::ui::panels::SigningFields;
use crate::ui::parts::{ErrorSummary, SecretField, TextField};
use crate::ui::tools::tools;
use leptos::prelude::*;

/// The panel: the form, or the public keys once a key is given.
#[component]
pub fn OwnKeyPanel(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let own = &desk::<SubaccountsDesk>().own;
    let given = Memo::new(move |_| own.identity.read().is_some());
    let content = move || {
        if given.get() {
            view! { <InUse /><PublicKeys account /> }.into_any()
        } else {
            view! { <OwnKeyForm account /> }.into_any()
        }
    };
    view! {
        <section class="panel" aria-label="Public keys">
            <h2>{"Public keys"}</h2>
            {content}
        </section>
    }
}

/// Which key asks.
#[component]
fn InUse() -> impl IntoView {
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let said = move || {
        subaccounts_desk.own.identity.with(|identity| {
            let identity = identity.as_ref()?;
            let signed = identity.signing.as_ref().map_or_else(
                || "unsigned".to_owned(),
                |signing| format!("signed as {}", signing.public_key_sid),
            );
            Some(format!(
                "Asked by the subaccount's own API key {}, {signed}.",
                identity.credentials.api_key_sid
            ))
        })
    };
    view! {
        <div class="section-head">
            <p class="field-hint">{said}</p>
            <div class="buttons">
                <button type="button" class="small" on:click=move |_| subaccounts_desk.forget_own_key()>{"Use another key"}</button>
                <button type="button" class="small" on:click=move |_| subaccounts_desk.list_public_keys()>{"Refresh public keys"}</button>
            </div>
        </div>
    }
}

#[component]
fn OwnKeyForm(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let lock = tools().lock;
    let own = &subaccounts_desk.own;
    let (fields, errors) = (&own.fields, own.fields.errors);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        subaccounts_desk.use_own_key();
    };
    let session = Memo::new(move |_| account.with(|account| lock.made_here(&account.as_ref()?.sid)));
    let offer = move || {
        session.get().map(|identity| {
            let said = format!("Use {}, made in this session", identity.credentials.api_key_sid);
            view! { <div class="buttons"><button type="button" on:click=move |_| subaccounts_desk.take_own_key(identity.clone())>{said}</button></div> }
        })
    };
    view! {
        <p class="field-hint">{"Twilio lists a subaccount's public keys only to the subaccount itself. Enter an API key of its own; where signing is enforced, with one of its key pairs."}</p>
        {offer}
        <details class="disclosure">
            <summary>{"Enter an API key of the subaccount"}</summary>
        <form novalidate class="own-key" aria-label="The subaccount's own API key" on:submit=submit>
            <ErrorSummary errors id="own-key-errors" />
            <div class="field-grid">
                <TextField label=label::KEY_SID value=fields.key_sid errors hint="SK and 32 hexadecimal digits, of this subaccount."
                    check={sid_error::<ApiKeySid>} />
                <SecretField label=label::SECRET value=fields.secret errors hint="It is kept in this page's memory only." />
            </div>
            <SigningFields fields />
            <div class="buttons">
                <button type="submit" disabled=move || own.reading.get()>{"List public keys"}</button>
            </div>
        </form>
        </details>
    }
}
