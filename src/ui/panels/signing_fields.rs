//! Whether and how requests are signed.

use crate::twilio::PublicKeySid;
use crate::twilio::validation::Algorithm;
use crate::ui::desks::connect_form::{Fields, label, sid_error};
use crate::ui::desks::{ConnectDesk, desk};
use crate::ui::parts::{Checkbox, FieldFrame, Link, Notice, PemField, SecretField, TextField, Tone, field_id};
use crate::ui::routes;
use crate::ui::tools::tools;
use leptos::prelude::*;

/// Whether and how requests are signed.
#[component]
pub fn SigningFields(
    /// The form's fields.
    fields: &'static Fields,
) -> impl IntoView {
    view! {
        <Checkbox checked=fields.sign on_change=move |on: bool| fields.sign.set(on)>{"Sign requests (Public Key Client Validation)"}</Checkbox>
        <p class="field-hint under-check">
            {"Turn it on if the account enforces it. It is part of Twilio's Enterprise and Security Editions."}
        </p>
        <Show when=move || fields.sign.get()>
            <div class="indented">
                <div class="field-grid">
                    <TextField label=label::PUBLIC_KEY_SID value=fields.public_key_sid errors=fields.errors
                        hint="CR and 32 hexadecimal digits, from the Twilio Console."
                        check={sid_error::<PublicKeySid>} />
                    <AlgorithmField fields />
                </div>
                <PrivateKeyFields fields />
            </div>
        </Show>
    }
}

#[component]
fn AlgorithmField(
    /// The form's fields.
    fields: &'static Fields,
) -> impl IntoView {
    const LABEL: &str = "Signature algorithm";
    let choose = move |value: String| {
        if let Some(algorithm) = Algorithm::named(&value) {
            fields.algorithm.set(algorithm);
        }
    };
    let options = Algorithm::ALL.map(|algorithm| {
        view! {
            <option value=algorithm.as_str() selected=move || fields.algorithm.get_untracked() == algorithm>{algorithm.as_str()}</option>
        }
    });
    view! {
        <FieldFrame label=LABEL errors=fields.errors hint="RS256 is what Twilio's libraries use.">
            <select id=field_id(LABEL) on:change:target=move |event| choose(event.target().value())>{options.into_iter().collect_view()}</select>
        </FieldFrame>
    }
}

/// The private key: to be pasted, or held already.
#[component]
fn PrivateKeyFields(
    /// The form's fields.
    fields: &'static Fields,
) -> impl IntoView {
    let paste = move || {
        view! {
            <PemField label=label::PRIVATE_KEY value=fields.pem errors=fields.errors
                hint="Paste it, or drop its file here. It stays in this page: the browser keeps it so that it signs but cannot be read again." />
            <Show when=move || fields.encrypted.get()>
                <SecretField label=label::PASSPHRASE value=fields.passphrase errors=fields.errors hint="This private key is encrypted." />
            </Show>
        }
    };
    let connect_desk = desk::<ConnectDesk>();
    let tools = tools();
    let use_another = move |_| {
        let held = fields.held.get_untracked();
        fields.held.set(None);
        held.into_iter().for_each(|key| tools.release_unused(key));
        connect_desk.check.clear();
    };
    let unsaved = move |key| tools.keyring().pkcs8(key).is_some() && !tools.is_downloaded(key);
    let held = move || {
        fields.held.get().map(|fingerprint| {
            view! {
                <div class="field">
                    <p class="field-name">{"Private key"}</p>
                    <div class="held">
                        <span>{"Held in this page. Fingerprint (SHA-256) of its public key:"}</span>
                        <code>{fingerprint.to_string()}</code>
                        <button type="button" on:click=use_another>{"Use another"}</button>
                    </div>
                    {unsaved(fingerprint).then(|| view! {
                        <Notice tone=Tone::Warning title="This private key is not saved yet">
                            <p>{"It exists in this page only, and is lost with it. "}<Link href=routes::SETUP>{"Save it on the set-up page"}</Link></p>
                        </Notice>
                    })}
                </div>
            }
        })
    };
    move || {
        if fields.held.read().is_some() {
            held().into_any()
        } else {
            paste().into_any()
        }
    }
}
