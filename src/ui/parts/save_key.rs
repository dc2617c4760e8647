//! Saving a key pair that was made here: the private key encrypted unless the admin says otherwise.

use super::{ErrorSummary, Errors, Icon, IconName, SecretField};
use crate::browser::download;
use crate::keys::{PublicKey, private_key_file_name, public_key_file_name};
use crate::twilio::Secret;
use crate::ui::console::Console;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The shortest passphrase for a private key, in characters.
const PASSPHRASE_MIN: usize = 12;

/// The label of the passphrase's field.
const PASSPHRASE: &str = "Passphrase for the private key";

/// The downloads of a key pair, under a name that the files take.
#[component]
pub fn SaveKeys(
    /// The public half; the private one is in the keyring.
    key: PublicKey,
    /// The name that the files start with.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let (passphrase, encrypt, busy) = (RwSignal::new(String::new()), RwSignal::new(true), RwSignal::new(false));
    let errors = RwSignal::new(Errors::default());
    let fingerprint = key.fingerprint();
    let save_private = move |_| {
        errors.set(Errors::default());
        let secret = passphrase.get_untracked();
        if encrypt.get_untracked() && secret.chars().count() < PASSPHRASE_MIN {
            let sentence =
                format!("Enter a passphrase of at least {PASSPHRASE_MIN} characters, or turn the encryption off.");
            errors.update(|errors| errors.add(PASSPHRASE, sentence));
            return;
        }
        let secret = encrypt.get_untracked().then(|| Secret::new(secret));
        busy.set(true);
        spawn_local(async move {
            let file = private_key_file_name(&name.get_untracked());
            match console.private_key_pem(fingerprint, secret).await {
                Ok(pem) if download::save(&file, pem.expose().as_bytes()) => console.note_download(fingerprint),
                Ok(_) => errors.update(|errors| errors.add(PASSPHRASE, "The browser did not save the file.")),
                Err(message) => errors.update(|errors| errors.add(PASSPHRASE, message)),
            }
            busy.set(false);
        });
    };
    let pem = key.to_pem();
    let save_public = move |_| {
        download::save(&public_key_file_name(&name.get_untracked()), pem.as_bytes());
    };
    let word = move || {
        if busy.get() {
            "Encrypting\u{2026}"
        } else {
            "Download private key"
        }
    };
    view! {
        <div class="save-keys">
            <ErrorSummary errors id="save-key-errors" />
            <label class="check">
                <input type="checkbox" prop:checked=move || encrypt.get() on:change:target=move |event| encrypt.set(event.target().checked()) />
                <span>{"Encrypt the private key with a passphrase"}</span>
            </label>
            <Show when=move || encrypt.get()>
                <SecretField label=PASSPHRASE value=passphrase errors new=true
                    hint="At least 12 characters. OpenSSL, Java, Node and Python ask for it when they read the file." />
            </Show>
            <div class="buttons">
                <button type="button" disabled=move || busy.get() on:click=save_private>
                    <Icon name=IconName::Download />
                    <span>{word}</span>
                </button>
                <button type="button" on:click=save_public>
                    <Icon name=IconName::Download />
                    <span>{"Download public key"}</span>
                </button>
            </div>
        </div>
    }
}
