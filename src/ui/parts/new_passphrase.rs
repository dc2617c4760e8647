//! A new passphrase: typed twice, or made by the page.

use super::{CopyButton, Errors, SecretField};
use crate::browser::make_passphrase;
use crate::twilio::Secret;
use crate::ui::lock::TypedSecret;
use crate::ui::tools::tools;
use leptos::prelude::*;

/// The shortest passphrase, in characters.
pub const PASSPHRASE_MIN: usize = 12;

/// The label of the second field.
const REPEATED: &str = "Repeat the passphrase";

/// What is typed.
#[derive(Clone, Copy)]
pub struct NewPassphrase {
    label: &'static str,
    value: TypedSecret,
    repeated: TypedSecret,
    /// The passphrase that the page made last.
    made: RwSignal<String>,
    pub errors: RwSignal<Errors>,
}

impl NewPassphrase {
    /// Nothing typed yet.
    pub fn new(label: &'static str) -> Self {
        Self {
            label,
            value: TypedSecret::new(),
            repeated: TypedSecret::new(),
            made: RwSignal::default(),
            errors: RwSignal::default(),
        }
    }

    /// Whether the page made it, so that nobody knows it yet.
    pub fn is_made(self) -> bool {
        self.value
            .with_untracked(|text| !text.is_empty() && *text == *self.made.read_untracked())
    }

    /// The passphrase, or `None` with a sentence beside its field.
    pub fn checked(self) -> Option<Secret> {
        let mut errors = Errors::default();
        let text = self.value.get_untracked();
        if text.chars().count() < PASSPHRASE_MIN {
            errors.add(
                self.label,
                format!("Enter a passphrase of at least {PASSPHRASE_MIN} characters, or generate one."),
            );
        } else if text != *self.repeated.read_untracked() {
            errors.add(REPEATED, "The two passphrases differ. Enter the same one twice.");
        }
        let sound = errors.is_empty();
        self.errors.set(errors);
        sound.then(|| Secret::new(text))
    }

    /// Says beside the field why something failed.
    pub fn fail(self, sentence: String) {
        self.errors.update(|errors| errors.add(self.label, sentence));
    }

    /// Empties both fields.
    pub fn clear(self) {
        for text in [*self.value, *self.repeated, self.made] {
            text.set(String::new());
        }
    }

    fn make(self) {
        match make_passphrase() {
            Ok(text) => {
                for field in [*self.value, *self.repeated, self.made] {
                    field.set(text.expose().to_owned());
                }
                self.errors.set(Errors::default());
            }
            Err(sentence) => self.fail(sentence),
        }
    }
}

/// The two fields.
#[component]
pub fn PassphraseFields(
    /// What is typed.
    form: NewPassphrase,
    /// What it is for.
    hint: &'static str,
) -> impl IntoView {
    let NewPassphrase {
        label,
        value,
        repeated,
        made,
        errors,
    } = form;
    tools().lock.typed.know(label, made);
    view! {
        <p class="field-hint">{hint}</p>
        <div class="field-grid">
            <SecretField label value errors new=true />
            <SecretField label=REPEATED known_as=label value=repeated errors new=true />
        </div>
    }
}

/// The buttons that make a passphrase and copy it.
#[component]
pub fn PassphraseButtons(
    /// What is typed.
    form: NewPassphrase,
) -> impl IntoView {
    let NewPassphrase { value, made, .. } = form;
    let is_made = move || !made.read().is_empty() && *value.read() == *made.read();
    view! {
        <button type="button" on:click=move |_| form.make()>{"Generate a passphrase"}</button>
        <Show when=is_made>
            <CopyButton label="Copy passphrase" text=move || Secret::new(value.get_untracked()) secret=true />
        </Show>
    }
}
