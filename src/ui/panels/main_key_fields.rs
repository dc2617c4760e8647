//! The account and its Main key, to be typed.

use crate::twilio::{AccountSid, ApiKeySid};
use crate::ui::desks::connect_form::{AccountKind, label, sid_error};
use crate::ui::desks::{ConnectDesk, desk};
use crate::ui::parts::{Errors, SecretField, TextField};
use leptos::prelude::*;

/// The account and its Main key.
#[component]
pub fn MainKeyFields(
    /// Which kind of account.
    kind: AccountKind,
    /// The errors of the form that the fields stand in.
    errors: RwSignal<Errors>,
) -> impl IntoView {
    let fields = desk::<ConnectDesk>().form.fields(kind);
    let hint = if kind == AccountKind::Practice {
        "It never leaves this page."
    } else {
        "The relay on this origin reads it on its way to Twilio. It is kept in this page's memory only."
    };
    view! {
        <div class="field-grid">
            <TextField label=label::ACCOUNT_SID value=fields.account_sid errors hint="AC and 32 hexadecimal digits: the parent account."
                check={sid_error::<AccountSid>} />
            <TextField label=label::KEY_SID value=fields.key_sid errors hint="SK and 32 hexadecimal digits; its type must be Main."
                check={sid_error::<ApiKeySid>} />
        </div>
        <SecretField label=label::SECRET value=fields.secret errors hint />
    }
}
