//! Everything of a run in one file, and the table without secrets.

use crate::browser::{download, save_archive};
use crate::handover::{ARCHIVE_NAME, TABLE_NAME, handed, table};
use crate::twilio::Secret;
use crate::ui::console::Console;
use crate::ui::parts::{ErrorSummary, Errors, Icon, IconName, IdScope, PASSPHRASE_MIN, SecretField};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

const PASSPHRASE: &str = "Passphrase for the archive";

/// How far the archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saving {
    No,
    /// So many private keys are in it.
    Writing(usize),
    Saved,
}

/// The two downloads, and the admin's word that they are kept.
#[component]
pub fn Bundle() -> impl IntoView {
    let console = expect_context::<Console>();
    provide_context(IdScope("bundle".to_owned()));
    let passphrase = RwSignal::new(String::new());
    let (errors, saving) = (RwSignal::new(Errors::default()), RwSignal::new(Saving::No));
    let held = RwSignal::new(BTreeSet::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Errors::default());
        let text = Secret::new(passphrase.get_untracked());
        if text.expose().chars().count() < PASSPHRASE_MIN {
            let sentence = format!(
                "Enter a passphrase of at least {PASSPHRASE_MIN} characters. One serves for all private keys and secrets."
            );
            errors.update(|errors| errors.add(PASSPHRASE, sentence));
            return;
        }
        saving.set(Saving::Writing(0));
        spawn_local(async move {
            let done = console
                .save_everything(&text, move |count| saving.set(Saving::Writing(count)))
                .await;
            match done {
                Ok(places) => {
                    passphrase.set(String::new());
                    held.set(places);
                    saving.set(Saving::Saved);
                }
                Err(sentence) => {
                    saving.set(Saving::No);
                    errors.update(|errors| errors.add(PASSPHRASE, sentence));
                }
            }
        });
    };
    // A run that goes on makes more than an archive of now would hold.
    let open = Memo::new(move |_| console.run.with(|run| run.as_ref().is_some_and(|run| !run.is_quiet())));
    let busy = Memo::new(move |_| open.get() || matches!(saving.get(), Saving::Writing(_)));
    let word = move || match saving.get() {
        _ if open.get() => "Download everything (once the run is over)".to_owned(),
        Saving::Writing(0) => "Encrypting\u{2026}".to_owned(),
        Saving::Writing(count) => format!("Encrypting\u{2026} {count} keys"),
        Saving::No | Saving::Saved => "Download everything (ZIP)".to_owned(),
    };
    let save_table = move |_| console.save_table();
    view! {
        <section class="panel" aria-label="All results">
            <h2>{"All results"}</h2>
            <p class="field-hint">{"The archive holds each private key and every API key secret, encrypted with one passphrase, with a table and a manifest. The table alone has names, SIDs and fingerprints, and no secret."}</p>
            <form class="bundle-form" novalidate on:submit=save>
                <ErrorSummary errors id="bundle-errors" />
                <SecretField label=PASSPHRASE value=passphrase errors new=true hint="At least 12 characters. OpenSSL asks for it; the archive's README.txt has the commands." />
                <div class="buttons">
                    <button type="submit" class="primary" disabled=move || busy.get()><Icon name=IconName::Download /><span>{word}</span></button>
                    <button type="button" on:click=save_table><Icon name=IconName::Download /><span>{"Download the table (CSV)"}</span></button>
                </div>
            </form>
            <Show when=move || saving.get() == Saving::Saved>
                <p role="status" class="field-hint">{format!("Saved as {ARCHIVE_NAME}. Open it once before you go on.")}</p>
                <AllSaved held />
            </Show>
        </section>
    }
}

/// The admin's word for all that the archive holds.
#[component]
fn AllSaved(
    /// The places of the subaccounts that are in it.
    held: RwSignal<BTreeSet<usize>>,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let all = move || held.read().is_subset(&console.saved.read());
    let set = move |on: bool| {
        console.saved.update(|saved| {
            let held = held.read_untracked();
            if on {
                saved.extend(held.iter().copied());
            } else {
                saved.retain(|place| !held.contains(place));
            }
        });
    };
    view! {
        <label class="check saved">
            <input type="checkbox" prop:checked=all on:change:target=move |event| set(event.target().checked()) />
            <span>{"I have saved the archive and its passphrase"}</span>
        </label>
    }
}

impl Console {
    /// Saves the whole run as one archive, and gives the places of the subaccounts that are in it.
    async fn save_everything(self, passphrase: &Secret, progress: impl Fn(usize)) -> Result<BTreeSet<usize>, String> {
        let results = self
            .run
            .with_untracked(|run| run.as_ref().map(handed))
            .unwrap_or_default();
        save_archive(&self.key_service(), &self.keyring(), passphrase, &results, progress).await?;
        results
            .iter()
            .filter_map(|one| one.fingerprint())
            .for_each(|key| self.note_download(key));
        Ok(results.iter().map(|one| one.index).collect())
    }

    /// Saves the table without secrets.
    fn save_table(self) {
        let results = self
            .run
            .with_untracked(|run| run.as_ref().map(handed))
            .unwrap_or_default();
        download::save(TABLE_NAME, table(&results).as_bytes());
    }
}
