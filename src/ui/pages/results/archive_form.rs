//! Everything of a run in one file, and the table without secrets.

use crate::handover::ARCHIVE_NAME;
use crate::machine::Machine;
use crate::priming::Seeding;
use crate::twilio::Secret;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::{Checkbox, ErrorSummary, Errors, Icon, IconName, IdScope, PASSPHRASE_MIN, SecretField};
use leptos::prelude::*;
use leptos::task::spawn_local;

const PASSPHRASE: &str = "Passphrase for the archive";

/// The form for the archive.
#[derive(Clone, Copy)]
struct BundleForm {
    passphrase: RwSignal<String>,
    errors: RwSignal<Errors>,
    /// While it is written: how many private keys are in it.
    writing: RwSignal<Option<usize>>,
}

impl BundleForm {
    fn new() -> Self {
        Self {
            passphrase: RwSignal::default(),
            errors: RwSignal::default(),
            writing: RwSignal::new(None),
        }
    }

    /// Saves the archive, or says beside the passphrase why not.
    fn save(self, run_desk: &'static RunDesk) {
        self.errors.set(Errors::default());
        let fail = move |sentence: String| self.errors.update(|errors| errors.add(PASSPHRASE, sentence));
        let passphrase = Secret::new(self.passphrase.get_untracked());
        if passphrase.expose().chars().count() < PASSPHRASE_MIN {
            return fail(format!(
                "Enter a passphrase of at least {PASSPHRASE_MIN} characters. One serves for all private keys and secrets."
            ));
        }
        self.writing.set(Some(0));
        spawn_local(async move {
            let progress = move |count| self.writing.set(Some(count));
            match run_desk.save_archive(&passphrase, progress).await {
                Ok(()) => self.passphrase.set(String::new()),
                Err(sentence) => fail(sentence),
            }
            self.writing.set(None);
        });
    }
}

/// The two downloads, and the admin's word that they are kept.
#[component]
pub fn ArchiveForm() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    provide_context(IdScope("bundle".to_owned()));
    let form = BundleForm::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save(run_desk);
    };
    view! {
        <section class="panel" aria-label="All results">
            <h2>{"All results"}</h2>
            <p class="field-hint">{"The archive holds each private key and every API key secret, encrypted with one passphrase, with a table and a manifest. It is for you: whoever has its passphrase opens all of it. For a recipient, download the key of their subaccount alone, with a passphrase of its own."}</p>
            <form class="bundle-form" novalidate on:submit=save>
                <ErrorSummary errors=form.errors id="bundle-errors" />
                <SecretField label=PASSPHRASE value=form.passphrase errors=form.errors new=true
                    hint="At least 12 characters. OpenSSL asks for it; the archive's README.txt has the commands." />
                <div class="buttons">
                    <SaveButton form />
                    <button type="button" on:click=move |_| run_desk.save_table()><Icon name=IconName::Download /><span>{"Download the table (CSV)"}</span></button>
                </div>
            </form>
            <Show when=move || !run_desk.archived.read().is_empty()>
                <AllSaved />
            </Show>
        </section>
    }
}

#[component]
fn SaveButton(
    /// The form.
    form: BundleForm,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    // A run that goes on makes more than an archive of now would hold.
    let open = Memo::new(move |_| run_desk.run.is(|run| !run.is_quiet()));
    let word = move || match form.writing.get() {
        _ if open.get() => "Download everything (once the run is over)".to_owned(),
        Some(0) => "Encrypting\u{2026}".to_owned(),
        Some(count) => format!("Encrypting\u{2026} {count} keys"),
        None => "Download everything (ZIP)".to_owned(),
    };
    let busy = move || open.get() || form.writing.read().is_some();
    view! {
        <button type="submit" class="primary" disabled=busy><Icon name=IconName::Download /><span>{word}</span></button>
    }
}

/// What the archive holds, what came after it, and the admin's word for what it holds.
#[component]
fn AllSaved() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let held = run_desk.archived;
    // How many secrets the archive has, how many it does not have that are not saved either, and whether its own are.
    let counts = run_desk.of_seedings(move |seedings| {
        let held = held.read();
        let is_held = |seeding: &&Seeding| seeding.api_key_sid().is_some_and(|sid| held.contains(sid));
        let (inside, outside): (Vec<_>, Vec<_>) = seedings
            .iter()
            .filter(|seeding| seeding.has_secret())
            .partition(is_held);
        let newer = outside.iter().filter(|seeding| seeding.is_unsaved()).count();
        (inside.len(), newer, inside.iter().all(|seeding| seeding.is_saved()))
    });
    let holds = move || {
        let (inside, newer, _) = counts.get();
        let saved = format!("Saved as {ARCHIVE_NAME}, with {}.", secrets(inside));
        match newer {
            0 => format!("{saved} Open it once before you continue."),
            _ => format!(
                "{saved} It does not hold {}. Download it again, or save them one by one.",
                secrets(newer)
            ),
        }
    };
    view! {
        <p role="status" class="field-hint">{holds}</p>
        <Checkbox checked=Signal::derive(move || counts.get().2) on_change=move |on: bool| run_desk.set_archive_saved(on) saved=true>{"I have saved the archive and its passphrase"}</Checkbox>
    }
}

fn secrets(count: usize) -> String {
    match count {
        1 => "1 secret".to_owned(),
        n => format!("{n} secrets"),
    }
}
