//! What an application needs to use a subaccount: programs that sign, and a file of settings.

use super::region::{SnippetRegion, Unfolded};
use super::signing::SignFromApplication;
use crate::snippets::{ApplicationSubject, Shell, Subject, cli_snippets};
use leptos::prelude::*;

/// The programs, where a public key was seeded, and the settings as a file.
#[component]
pub fn CodeCommands(
    /// What they are about.
    subject: Memo<Option<Subject>>,
    /// Whose requests an application signs, where a public key was seeded.
    application: Memo<Option<ApplicationSubject>>,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
    /// Its name, where there are several on the page: each region then says whose it is.
    whose: Option<String>,
    /// What is done once the secret was saved in a file.
    stored: Callback<()>,
) -> impl IntoView {
    if use_context::<Unfolded>().is_none() {
        provide_context(Unfolded::default());
    }
    let label = |title: &str, whose: &Option<String>| match whose {
        Some(name) => format!("{title}, {name}"),
        None => title.to_owned(),
    };
    let programs = {
        let whose = whose.clone();
        move || {
            let signs = application.read().is_some();
            signs.then(|| view! { <SignFromApplication subject=application whose=whose.clone() /> })
        }
    };
    let settings = move || {
        let application = application.get();
        let file = subject.with(|subject| {
            let all = cli_snippets(subject.as_ref()?, application.as_ref(), Shell::Dotenv);
            all.into_iter().find(|snippet| snippet.shell == Shell::Dotenv)
        });
        file.map(|snippet| {
            let label = label(snippet.title, &whose);
            view! { <div class="snippet-group"><SnippetRegion snippet label revealed stored /></div> }
        })
    };
    view! { <div class="snippets">{programs}{settings}</div> }
}
