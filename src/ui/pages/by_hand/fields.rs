//! What is to be made, and for whom.

use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};
use crate::ui::connect_form::{label, sid_error};
use crate::ui::console::ByHandForm;
use crate::ui::parts::TextField;
use leptos::prelude::*;

/// The longest name that Twilio takes, in characters.
const NAME_MAX: usize = 64;

fn name_error(name: &str) -> Option<String> {
    (name.trim().chars().count() > NAME_MAX).then(|| format!("A name has at most {NAME_MAX} characters."))
}

/// The form.
#[component]
pub fn Fields(
    /// What is typed.
    form: ByHandForm,
) -> impl IntoView {
    let errors = form.errors;
    view! {
        <form class="panel fields" aria-label="What is to be made" on:submit=|event| event.prevent_default()>
            <div class="field-grid">
                <TextField label=label::ACCOUNT_SID value=form.account_sid errors hint="The parent account: AC and 32 hexadecimal digits." check={sid_error::<AccountSid>} />
                <TextField label=label::KEY_SID value=form.main_key_sid errors hint="SK and 32 hexadecimal digits; its secret stays with you." check={sid_error::<ApiKeySid>} />
            </div>
            <CheckField word="Sign requests (Public Key Client Validation)" on=form.signs />
            <Show when=move || form.signs.get()>
                <div class="field-grid">
                    <TextField label=label::PUBLIC_KEY_SID value=form.public_key_sid errors hint="The parent's: CR and 32 hexadecimal digits." check={sid_error::<PublicKeySid>} />
                    <TextField label="Path of the private key" value=form.private_key errors hint="Where the parent's private key lies on your machine (PEM)." />
                </div>
            </Show>
            <TextField label="Subaccount name" value=form.name errors hint="64 characters at most." check=name_error />
            <CheckField word="Seed a public key" on=form.seeds />
            <div class="field-grid">
                <TextField label="API key name" value=form.api_key_name errors hint="The new key's name." check=name_error />
                <Show when=move || form.seeds.get()>
                    <TextField label="Public key name" value=form.public_key_name errors hint="The new public key's name." check=name_error />
                </Show>
            </div>
        </form>
    }
}

#[component]
fn CheckField(
    /// Its label.
    word: &'static str,
    /// Whether it is on.
    on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() on:change:target=move |event| on.set(event.target().checked()) />
            <span>{word}</span>
        </label>
    }
}
