//! Saving a key pair that was made here: the private key encrypted unless the admin says otherwise.

use super::{Checkbox, ErrorSummary, Icon, IconName, NewPassphrase, Notice, PassphraseButtons, PassphraseFields, Tone};
use crate::browser::download;
use crate::keys::{Fingerprint, PublicKey, private_key_file_name, public_key_file_name};
use crate::ui::tools::{Tools, tools};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form for a private key's file.
#[derive(Clone, Copy)]
struct KeyFile {
    passphrase: NewPassphrase,
    encrypt: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// The file is saved under a passphrase that the page made, and that the admin has not kept yet.
    to_keep: RwSignal<bool>,
}

impl KeyFile {
    fn new() -> Self {
        Self {
            passphrase: NewPassphrase::new("Passphrase for the private key"),
            encrypt: RwSignal::new(true),
            busy: RwSignal::new(false),
            to_keep: RwSignal::new(false),
        }
    }

    /// Saves the private key, or says beside the passphrase why not.
    fn save(self, tools: &'static Tools, key: Fingerprint, file_name: String) {
        let encrypt = self.encrypt.get_untracked();
        let passphrase = encrypt.then(|| self.passphrase.checked());
        if passphrase == Some(None) {
            return;
        }
        let made = encrypt && self.passphrase.is_made();
        self.busy.set(true);
        spawn_local(async move {
            match tools.private_key_pem(key, passphrase.flatten()).await {
                Ok(pem) if download::save(&file_name, pem.expose().as_bytes()) => {
                    self.to_keep.set(made);
                    if !made {
                        tools.note_download(key);
                    }
                }
                Ok(_) => self.passphrase.fail("The browser did not save the file.".to_owned()),
                Err(message) => self.passphrase.fail(message),
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
            <Encryption file name />
            <div class="buttons">
                <Show when=move || file.encrypt.get()><PassphraseButtons form=file.passphrase /></Show>
                <button type="button" disabled=move || file.busy.get() on:click=save_private>
                    <Icon name=IconName::Download />
                    <span>{word}</span>
                </button>
                <button type="button" on:click=save_public>
                    <Icon name=IconName::Download />
                    <span>{"Download public key"}</span>
                </button>
                <Show when=move || tools.is_downloaded(fingerprint) && !file.to_keep.get()>
                    <span class="saved-mark" role="status"><Icon name=IconName::Check />{"Private key downloaded"}</span>
                </Show>
            </div>
            <Show when=move || file.to_keep.get()>
                <Checkbox checked=Signal::from(false) on_change=move |_: bool| {
                    file.to_keep.set(false);
                    tools.note_download(fingerprint);
                } saved=true>{"I have stored the passphrase. Without it the private key cannot be read."}</Checkbox>
            </Show>
        </div>
    }
}

/// Whether the private key's file is encrypted, and with what.
#[component]
fn Encryption(
    /// The form.
    file: KeyFile,
    /// The name that the file starts with.
    name: Signal<String>,
) -> impl IntoView {
    let command = move || format!("chmod 600 {}", private_key_file_name(&name.get()));
    view! {
        <ErrorSummary errors=file.passphrase.errors id="save-key-errors" />
        <Checkbox checked=file.encrypt on_change=move |on: bool| file.encrypt.set(on)>{"Encrypt the private key with a passphrase"}</Checkbox>
        <Show when=move || file.encrypt.get()>
            <PassphraseFields form=file.passphrase hint="At least 12 characters, needed whenever the key is loaded." />
        </Show>
        <Show when=move || !file.encrypt.get()>
            <Notice tone=Tone::Warning title="The file will not be encrypted">
                <p>{"Whoever reads it, and has an API key's secret too, can sign requests. Keep it for yourself ("}<code>{command}</code>{" on Linux and macOS), and delete it from the downloads once it is where it belongs."}</p>
            </Notice>
        </Show>
    }
}
