//! The parts of Connect's form that are there only sometimes.

use super::practice_faults::PracticeFaultFields;
use super::practice_scale::PracticeScaleFields;
use crate::browser::EnforcementChoice;
use crate::twilio::validation::Algorithm;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};
use crate::ui::desks::connect_form::{AccountKind, Fields, label, sid_error};
use crate::ui::desks::{ConnectDesk, desk};
use crate::ui::parts::{Checkbox, Errors, FieldFrame, Link, Notice, PemField, SecretField, TextField, Tone, field_id};
use crate::ui::routes;
use crate::ui::tools::tools;
use leptos::prelude::*;

/// What is special about the practice account: how strict it is, and that its fields fill themselves.
#[component]
pub fn PracticeSetup(
    /// Whether its size, its speed and what goes wrong can be chosen, too.
    scale: bool,
) -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let form = &connect_desk.form;
    let options = [
        (
            EnforcementChoice::Enforced,
            "enforced",
            "Enforced: unsigned requests are refused",
        ),
        (EnforcementChoice::Optional, "optional", "Enabled, not enforced"),
        (EnforcementChoice::Off, "off", "Off: signed requests are refused"),
    ];
    let choose = move |value: String| {
        if let Some((choice, ..)) = options.into_iter().find(|(_, name, _)| *name == value) {
            connect_desk.open_practice(choice);
        }
    };
    let keyless = move |on: bool| {
        form.practice_keyless.set(on);
        connect_desk.open_practice(form.enforcement.get_untracked());
    };
    let list = options.map(|(choice, value, text)| {
        view! { <option value=value selected=move || form.enforcement.get_untracked() == choice>{text}</option> }
    });
    let waiting = move || !form.practice_ready.get() && form.practice_failure.read().is_none();
    let failure = move || {
        form.practice_failure.get().map(|message| {
            view! { <Notice tone=Tone::Danger title="The practice account could not be opened"><p>{message}</p></Notice> }
        })
    };
    view! {
        <Notice tone=Tone::Warning title="Everything here is practice">
            <p>{"Its credentials are filled in below. Change them to see what the check says of a mistake."}</p>
            <div class="inline-fields">
                <div class="field inline">
                    <label for="practice-enforcement">{"Public Key Client Validation"}</label>
                    <select id="practice-enforcement" on:change:target=move |event| choose(event.target().value())>{list.into_iter().collect_view()}</select>
                </div>
                {scale.then(|| view! { <PracticeScaleFields /><PracticeFaultFields /> })}
            </div>
            <Checkbox checked=form.practice_keyless on_change=keyless>{"The account has no public key yet"}</Checkbox>
        </Notice>
        <Show when=waiting>
            <p class="working" role="status">{"Opening the practice account\u{2026}"}</p>
        </Show>
        {failure}
    }
}

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
