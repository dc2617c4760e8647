//! Saving a key pair that was made here: the private key encrypted unless the admin says otherwise.

use super::{Checkbox, ErrorSummary, Errors, Icon, IconName, Notice, SecretField, Tone};
use crate::browser::download;
use crate::keys::{Fingerprint, PublicKey, private_key_file_name, public_key_file_name};
use crate::twilio::Secret;
use crate::ui::tools::{Tools, tools};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The shortest passphrase for a private key, in characters.
pub const PASSPHRASE_MIN: usize = 12;

/// The label of the passphrase's field.
const PASSPHRASE: &str = "Passphrase for the private key";

/// The form for a private key's file.
#[derive(Clone, Copy)]
struct KeyFile {
    passphrase: RwSignal<String>,
    encrypt: RwSignal<bool>,
    busy: RwSignal<bool>,
    errors: RwSignal<Errors>,
}

impl KeyFile {
    fn new() -> Self {
        Self {
            passphrase: RwSignal::new(String::new()),
            encrypt: RwSignal::new(true),
            busy: RwSignal::new(false),
            errors: RwSignal::default(),
        }
    }

    /// The passphrase to encrypt with; `None` for no encryption. An error if it is too short.
    fn passphrase(self) -> Result<Option<Secret>, String> {
        if !self.encrypt.get_untracked() {
            return Ok(None);
        }
        let text = self.passphrase.get_untracked();
        if text.chars().count() < PASSPHRASE_MIN {
            return Err(format!(
                "Enter a passphrase of at least {PASSPHRASE_MIN} characters, or turn the encryption off."
            ));
        }
        Ok(Some(Secret::new(text)))
    }

    /// Saves the private key, or says beside the passphrase why not.
    fn save(self, tools: &'static Tools, key: Fingerprint, file_name: String) {
        self.errors.set(Errors::default());
        let fail = move |sentence: String| self.errors.update(|errors| errors.add(PASSPHRASE, sentence));
        let passphrase = match self.passphrase() {
            Ok(passphrase) => passphrase,
            Err(sentence) => return fail(sentence),
        };
        self.busy.set(true);
        spawn_local(async move {
            match tools.private_key_pem(key, passphrase).await {
                Ok(pem) if download::save(&file_name, pem.expose().as_bytes()) => tools.note_download(key),
                Ok(_) => fail("The browser did not save the file.".to_owned()),
                Err(message) => fail(message),
            }
            self.busy.set(false);
        });
    }
}

/// The downloads of a key pair, under a name that the files take.
#[component]
pub fn SaveKeys(
    /// The public half; the private one is in the keyring.
    key: PublicKey,
    /// The name that the files start with.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let tools = tools();
    let file = KeyFile::new();
    let (fingerprint, pem) = (key.fingerprint(), key.to_pem());
    let save_private = move |_| file.save(tools, fingerprint, private_key_file_name(&name.get_untracked()));
    let save_public = move |_| {
        download::save(&public_key_file_name(&name.get_untracked()), pem.as_bytes());
    };
    let word = move || {
        if file.busy.get() {
            "Encrypting\u{2026}"
        } else {
            "Download private key"
        }
    };
    view! {
        <div class="save-keys">
            <PassphraseFields file name />
            <div class="buttons">
                <button type="button" disabled=move || file.busy.get() on:click=save_private>
                    <Icon name=IconName::Download />
                    <span>{word}</span>
                </button>
                <button type="button" on:click=save_public>
                    <Icon name=IconName::Download />
                    <span>{"Download public key"}</span>
                </button>
                <Show when=move || tools.is_downloaded(fingerprint)>
                    <span class="saved-mark" role="status"><Icon name=IconName::Check />{"Private key downloaded"}</span>
                </Show>
            </div>
        </div>
    }
}

/// Whether the private key's file is encrypted, and with what.
#[component]
fn PassphraseFields(
    /// The form.
    file: KeyFile,
    /// The name that the file starts with.
    name: Signal<String>,
) -> impl IntoView {
    let command = move || format!("chmod 600 {}", private_key_file_name(&name.get()));
    view! {
        <ErrorSummary errors=file.errors id="save-key-errors" />
        <Checkbox checked=file.encrypt on_change=move |on: bool| file.encrypt.set(on)>{"Encrypt the private key with a passphrase"}</Checkbox>
        <Show when=move || file.encrypt.get()>
            <SecretField label=PASSPHRASE value=file.passphrase errors=file.errors new=true
                hint="At least 12 characters. OpenSSL, Java, Node and Python ask for it when they read the file." />
        </Show>
        <Show when=move || !file.encrypt.get()>
            <Notice tone=Tone::Warning title="The file will not be encrypted">
                <p>{"Whoever reads it, and has an API key's secret too, can sign requests. Keep it for yourself ("}<code>{command}</code>{" on Linux and macOS), and delete it from the downloads once it is where it belongs."}</p>
            </Notice>
        </Show>
    }
}
