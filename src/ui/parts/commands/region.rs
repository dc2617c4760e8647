//! One way to use a subaccount.

use super::super::{CodeBlock, SecretCode};
use crate::browser::download;
use crate::snippets::{Copyable, ProgramFile, Snippet};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The regions that the admin unfolded: another shell, or another letter in a form, redraws them as they were.
#[derive(Clone, Copy, Default)]
pub struct Unfolded(RwSignal<BTreeSet<&'static str>>);

/// A part that is folded until the admin wants it.
#[component]
pub fn Folded(
    /// What it is about.
    title: &'static str,
    /// Its heading.
    summary: AnyView,
    /// The rest.
    children: Children,
) -> impl IntoView {
    let Unfolded(unfolded) = expect_context::<Unfolded>();
    let open = unfolded.with_untracked(|titles| titles.contains(title));
    let note = move |open: bool| {
        unfolded.update(|titles| {
            if open {
                titles.insert(title);
            } else {
                titles.remove(title);
            }
        });
    };
    view! {
        <details open=open on:toggle:target=move |event| note(event.target().open())>
            <summary>{summary}</summary>
            {children()}
        </details>
    }
}

/// A region with its command.
#[component]
pub fn SnippetRegion(
    /// The command.
    snippet: Snippet,
    /// The region's label.
    label: String,
    /// Whether secrets are shown.
    revealed: RwSignal<bool>,
    /// What is done once the secret was saved in a file.
    #[prop(optional)]
    stored: Option<Callback<()>>,
) -> impl IntoView {
    let Snippet {
        title, danger, folded, ..
    } = snippet;
    let body = view! { <Body snippet revealed stored /> };
    let class = if danger { "snippet danger" } else { "snippet" };
    if folded {
        view! {
            <section class=class aria-label=label>
                <Folded title summary={view! { <h5>{title}</h5> }.into_any()}>{body}</Folded>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class=class aria-label=label>
                <h5>{title}</h5>
                {body}
            </section>
        }
        .into_any()
    }
}

#[component]
fn Body(
    /// The command.
    snippet: Snippet,
    /// Whether secrets are shown.
    revealed: RwSignal<bool>,
    /// What is done once the secret was saved in a file.
    stored: Option<Callback<()>>,
) -> impl IntoView {
    let is_envrc = snippet.file.as_ref().is_some_and(|file| file.ends_with(".envrc"));
    let language = if is_envrc { ".envrc" } else { snippet.shell.name() };
    let command = match snippet.text {
        Ok(text) => {
            let save = snippet.file.map(|file| {
                let text = text.clone();
                view! { <SaveButton file text stored /> }
            });
            view! { <SecretCode language text revealed />{save} }.into_any()
        }
        Err(unsayable) => view! { <p class="field-error">{unsayable.to_string()}</p> }.into_any(),
    };
    let program = snippet.program.map(|program| view! { <Program program /> });
    let refused = snippet.refused.map(|why| view! { <p class="field-error">{why}</p> });
    view! {
        {refused}
        <p>{snippet.when}</p>
        <p class="field-hint">{snippet.cost}</p>
        {program}
        {command}
    }
}

/// The program that the command runs: to download, and to read.
#[component]
fn Program(
    /// The program.
    program: ProgramFile,
) -> impl IntoView {
    let ProgramFile { name, text } = program;
    let save = move |_| {
        download::save(name, text.as_bytes());
    };
    view! {
        <div class="buttons">
            <button type="button" on:click=save>{format!("Download {name}")}</button>
        </div>
        <details>
            <summary>{format!("Read {name}")}</summary>
            <div class="script-text"><CodeBlock language="Node" shown=text.to_owned() /></div>
        </details>
    }
}

/// Saves the text as a file.
#[component]
fn SaveButton(
    /// Its name.
    file: String,
    /// The text.
    text: Copyable,
    /// What is done once it was saved.
    stored: Option<Callback<()>>,
) -> impl IntoView {
    let ending = file
        .rfind('.')
        .and_then(|dot| file.get(dot..))
        .unwrap_or_default()
        .to_owned();
    let save = move |_| {
        if download::save(&file, text.whole().expose().as_bytes())
            && let Some(stored) = stored
        {
            stored.run(());
        }
    };
    view! {
        <div class="buttons">
            <button type="button" on:click=save>{format!("Download {ending}")}</button>
        </div>
    }
}
