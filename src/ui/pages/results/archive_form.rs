//! Everything of a run in one file, and the table without secrets.

use crate::machine::Machine;
use crate::priming::Seeding;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::{
    Checkbox, ErrorSummary, Icon, IconName, IdScope, NewPassphrase, PassphraseButtons, PassphraseFields,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form for the archive.
#[derive(Clone, Copy)]
struct BundleForm {
    passphrase: NewPassphrase,
    /// While it is written: how many private keys are in it.
    writing: RwSignal<Option<usize>>,
    /// The archive has a passphrase that the page made.
    made: RwSignal<bool>,
}

impl BundleForm {
    fn new() -> Self {
        Self {
            passphrase: NewPassphrase::new("Passphrase for the archive"),
            writing: RwSignal::new(None),
            made: RwSignal::new(false),
        }
    }

    /// Saves the archive, or says beside the passphrase why not. Under a passphrase that the admin typed the results are
    /// saved then; one that the page made must be kept first.
    fn save(self, run_desk: &'static RunDesk) {
        let Some(passphrase) = self.passphrase.checked() else {
            return;
        };
        // As it was asked for: the field may be another's, or empty, once the keys are encrypted.
        let made = self.passphrase.is_made();
        self.writing.set(Some(0));
        spawn_local(async move {
            let progress = move |count| self.writing.set(Some(count));
            match run_desk.save_archive(&passphrase, progress).await {
                Ok(()) => {
                    self.made.set(made);
                    if !made {
                        run_desk.set_archive_saved(true);
                        self.passphrase.clear();
                    }
                }
                Err(sentence) => self.passphrase.fail(sentence),
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
            <p class="field-hint">{"Every secret and private key in one ZIP. Keep it to yourself: its passphrase unlocks all of them."}</p>
            <form class="bundle-form" novalidate on:submit=save>
                <ErrorSummary errors=form.passphrase.errors id="bundle-errors" />
                <PassphraseFields form=form.passphrase hint="At least 12 characters. README.txt in the archive says how to open it." />
                <div class="buttons">
                    <PassphraseButtons form=form.passphrase />
                    <SaveButton form />
                    <button type="button" on:click=move |_| run_desk.save_table()><Icon name=IconName::Download /><span>{"Download the table without secrets (CSV)"}</span></button>
                </div>
            </form>
            <Show when=move || !run_desk.saving.archived.read().is_empty()>
                <AllSaved form />
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
fn AllSaved(
    /// The form.
    form: BundleForm,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let held = run_desk.saving.archived;
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
        let saved = format!("Downloaded {} with {}.", run_desk.saving.archive.get(), secrets(inside));
        match newer {
            0 => format!("{saved} Check that it opens before you continue."),
            _ => format!(
                "{saved} It does not hold {}. Download it again, or save them one by one.",
                secrets(newer)
            ),
        }
    };
    view! {
        <p role="status" class="field-hint">{holds}</p>
        <Show when=move || form.made.get()>
            <Checkbox checked=Signal::derive(move || counts.get().2) on_change=move |on: bool| run_desk.set_archive_saved(on) saved=true>{"I have stored the passphrase. Without it the archive cannot be opened."}</Checkbox>
        </Show>
    }
}

fn secrets(count: usize) -> String {
    match count {
        1 => "1 secret".to_owned(),
        n => format!("{n} secrets"),
    }
}
