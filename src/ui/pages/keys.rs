//! Keys: a key pair made here, or one brought along, without an account.

use crate::browser::{About, clock, page};
use crate::keys::{PublicKey, fingerprint_command, public_key_file_name};
use crate::twilio::Secret;
use crate::ui::desks::{KeysDesk, desk};
use crate::ui::lock::TypedSecret;
use crate::ui::parts::{
    CodeBlock, CopyableFact, ErrorSummary, Errors, Facts, Icon, IconName, PemField, SaveKeys, SecretField, TextField,
};
use crate::ui::tools::tools;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn KeysPage() -> impl IntoView {
    page::set_title("Keys \u{2013} Keyseed");
    let made = desk::<KeysDesk>().key;
    let name = RwSignal::new("twilio".to_owned());
    let errors = RwSignal::new(Errors::default());
    let result = move || made.get().map(|key| view! { <KeyCard key name /> });
    view! {
        <div class="narrow">
            <h1>{"Keys"}</h1>
            <p class="lead">{"Make an RSA key pair, or check one that you have. Twilio takes exactly 2048 bits with the exponent 65537."}</p>
            <section class="panel" aria-label="New key pair">
                <h2>{"New key pair"}</h2>
                <TextField label="File name" value=name errors hint="The saved files start with it." />
                <Generate />
            </section>
            <details class="panel">
                <summary><h2>{"Check a private key that you have"}</h2></summary>
                <ImportForm />
            </details>
            {result}
        </div>
    }
}

/// The button that makes a key pair; while it works, how long it has taken and a way out.
#[component]
fn Generate() -> impl IntoView {
    let keys_desk = desk::<KeysDesk>();
    let started = RwSignal::new(None::<f64>);
    let (elapsed, said, failed) = (RwSignal::new(0_u32), RwSignal::new(String::new()), RwSignal::new(false));
    let ticking = StoredValue::new_local(clock::every(100, move || {
        if let Some(start) = started.get_untracked() {
            elapsed.set(clock::millis_since(start));
        }
    }));
    on_cleanup(move || ticking.dispose());
    let generate = move |_| {
        let start = clock::millis();
        started.set(Some(start));
        elapsed.set(0);
        said.set(String::new());
        failed.set(false);
        spawn_local(async move {
            let outcome = keys_desk.service().make().await;
            if started.try_get_untracked().flatten() != Some(start) {
                return;
            }
            started.set(None);
            match outcome {
                Ok((key, pkcs8)) => {
                    keys_desk.show(key, pkcs8);
                    said.set(format!("Made in {} ms.", clock::millis_since(start)));
                }
                Err(error) => {
                    failed.set(true);
                    said.set(error.message);
                }
            }
        });
    };
    let cancel = move |_| {
        keys_desk.service().cancel();
        started.set(None);
        said.set("Cancelled. No new key pair was made.".to_owned());
    };
    let busy = Memo::new(move |_| started.get().is_some());
    // Usually it is done before anybody could read this.
    let slow = Memo::new(move |_| busy.get() && elapsed.get() >= 300);
    let time = move || {
        format!(
            "{}.{} s, usually a fraction of one",
            elapsed.get() / 1000,
            elapsed.get() % 1000 / 100
        )
    };
    view! {
        <div class="buttons">
            <button type="button" class="primary" disabled=move || busy.get() on:click=generate>{"Generate key pair"}</button>
            <Show when=move || slow.get()>
                <button type="button" on:click=cancel>{"Cancel"}</button>
                <span class="working">{time}</span>
            </Show>
            <Show when=move || keys_desk.is_unsaved() && !busy.get()>
                <span class="field-hint">{"The key pair below is not saved yet; a new one takes its place."}</span>
            </Show>
            <span role="status" class=move || if failed.get() { "field-error" } else { "field-hint" }>{move || said.get()}</span>
        </div>
    }
}

/// A private key brought along: checked as strictly as one made here.
#[component]
fn ImportForm() -> impl IntoView {
    const KEY: &str = "Private key (PEM)";
    const PASSPHRASE: &str = "Passphrase";
    let keys_desk = desk::<KeysDesk>();
    let tools = tools();
    let (pem, passphrase, encrypted) = (TypedSecret::new(), TypedSecret::new(), RwSignal::new(false));
    let (errors, busy) = (RwSignal::new(Errors::default()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Errors::default());
        busy.set(true);
        let (text, secret) = (
            Secret::new(pem.get_untracked()),
            Secret::new(passphrase.get_untracked()),
        );
        spawn_local(async move {
            let secret = (!secret.expose().is_empty()).then_some(secret);
            match keys_desk.service().import(&text, secret.as_ref()).await {
                Ok((key, pkcs8)) => {
                    // The admin has this key already.
                    tools.note_download(key.fingerprint());
                    keys_desk.show(key, pkcs8);
                    pem.set(String::new());
                    passphrase.set(String::new());
                    encrypted.set(false);
                }
                Err(error) => {
                    let label = if error.about == About::Key { KEY } else { PASSPHRASE };
                    encrypted.set(error.about != About::Key);
                    errors.update(|errors| errors.add(label, error.message));
                }
            }
            busy.set(false);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <ErrorSummary errors id="import-errors" />
            <PemField label=KEY value=pem errors hint="PEM (PKCS#8 or PKCS#1, encrypted or not), DER or a JWK. It stays in this page." />
            <Show when=move || encrypted.get()>
                <SecretField label=PASSPHRASE value=passphrase errors hint="This private key is encrypted." />
            </Show>
            <div class="buttons">
                <button type="submit" disabled=move || busy.get()>{"Check private key"}</button>
            </div>
        </form>
    }
}

/// What is known of the key pair at hand.
#[component]
fn KeyCard(
    /// The public half.
    key: PublicKey,
    /// The name that the files take.
    name: RwSignal<String>,
) -> impl IntoView {
    let keys_desk = desk::<KeysDesk>();
    let tools = tools();
    let lock = tools.lock;
    let fingerprint = key.fingerprint();
    let command = Signal::derive(move || fingerprint_command(&public_key_file_name(&name.read())));
    let private = RwSignal::new(None::<Secret>);
    lock.hide_by_itself(private, || None);
    let reveal = move |_| {
        if private.read_untracked().is_some() {
            private.set(None);
            return;
        }
        spawn_local(async move {
            if let Ok(pem) = tools.private_key_pem(fingerprint, None).await {
                private.set(Some(pem));
            }
        });
    };
    let word = move || {
        if private.read().is_some() {
            "Hide private key"
        } else {
            "Reveal private key"
        }
    };
    let pem = move || {
        private.get().map(|pem| view! { <pre class="pem-block unprinted" tabindex="0" data-testid="private-key-pem">{pem.expose().to_owned()}</pre> })
    };
    let text = fingerprint.to_string();
    view! {
        <section class="panel" aria-label="Key pair">
            <h2><Icon name=IconName::Check />{"RSA 2048, exponent 65537"}</h2>
            <Facts><CopyableFact term="Fingerprint (SHA-256)" test_id="fingerprint" text /></Facts>
            <p class="field-hint">{"OpenSSL prints the same fingerprint for the saved file:"}</p>
            <CodeBlock language="bash / zsh" shown=command />
            <h3>{"Public key"}</h3>
            <pre class="pem-block" tabindex="0" data-testid="public-key-pem">{key.to_pem()}</pre>
            <h3>{"Private key"}</h3>
            <div class="buttons">
                <button type="button" on:click=reveal>{word}</button>
                <button type="button" on:click=move |_| keys_desk.forget()>{"Forget this key pair"}</button>
            </div>
            {pem}
            <SaveKeys key name />
        </section>
    }
}
