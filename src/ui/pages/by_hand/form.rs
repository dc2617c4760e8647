//! The values of the script and of the commands.

use super::Form;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};
use crate::ui::desks::by_hand_form::label;
use crate::ui::desks::connect_form::{label as connect, sid_error};
use crate::ui::parts::{Checkbox, TextField};
use leptos::prelude::*;

/// The form. Nothing is submitted: script and commands follow what is typed.
#[component]
pub fn Values(
    /// Its fields.
    form: Form,
) -> impl IntoView {
    form.watch_names();
    let errors = form.errors;
    view! {
        <section class="panel" aria-label={"Values"}>
            <div class="field-grid">
                <TextField label=connect::ACCOUNT_SID value=form.account_sid errors hint="AC and 32 hexadecimal digits: the parent account."
                    check={sid_error::<AccountSid>} />
                <TextField label=connect::KEY_SID value=form.key_sid errors hint="SK and 32 hexadecimal digits; its type must be Main."
                    check={sid_error::<ApiKeySid>} />
            </div>
            <SigningValues form />
            <div class="field-grid">
                <TextField label=label::NAME value=form.name errors hint="The new subaccount, 64 characters at most." />
                <TextField label=label::API_KEY_NAME value=form.api_key_name errors hint="The new subaccount's API key." />
            </div>
            <SeedValues form />
        </section>
    }
}

#[component]
fn SigningValues(
    /// The form's fields.
    form: Form,
) -> impl IntoView {
    let errors = form.errors;
    view! {
        <Checkbox checked=form.sign on_change=move |on: bool| form.sign.set(on)>{"Sign requests (Public Key Client Validation)"}</Checkbox>
        <Show when=move || form.sign.get()>
            <div class="indented">
                <div class="field-grid">
                    <TextField label=connect::PUBLIC_KEY_SID value=form.public_key_sid errors
                        hint="CR and 32 hexadecimal digits: the parent's public key." check={sid_error::<PublicKeySid>} />
                    <TextField label=label::PRIVATE_KEY value=form.private_key errors
                        hint="Where the script runs, such as ~/keys/parent.pem." />
                </div>
            </div>
        </Show>
    }
}

#[component]
fn SeedValues(
    /// The form's fields.
    form: Form,
) -> impl IntoView {
    view! {
        <Checkbox checked=Signal::derive(move || form.seeds_public_key()) on_change=move |on: bool| form.seeds.set(Some(on))>{"Make a key pair and seed its public key"}</Checkbox>
        <Show when=move || form.seeds_public_key()>
            <div class="indented">
                <TextField label=label::PUBLIC_KEY_NAME value=form.public_key_name errors=form.errors hint="The new subaccount's public key." />
            </div>
        </Show>
    }
}
