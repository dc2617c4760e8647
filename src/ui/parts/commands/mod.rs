//! The commands for one subaccount, in the shell that the admin uses.

mod code;
mod kinds;
mod region;
mod signing;

use super::{CopyButton, Notice, Tone, field_id};
use crate::browser::prefer_shell;
use crate::snippets::{ApplicationSubject, Group, Shell, Snippet, Subject, all_as_text, cli_snippets};
use crate::ui::tools::tools;
pub use code::CodeCommands;
use kinds::CommandKinds;
use leptos::prelude::*;
use region::SnippetRegion;
pub use region::Unfolded;
use signing::SignFromApplication;

/// The commands for a subaccount, once it has an API key.
#[component]
pub fn Commands(
    /// What they are about.
    subject: Memo<Option<Subject>>,
    /// Whose requests an application signs, where a public key was seeded.
    application: Memo<Option<ApplicationSubject>>,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
    /// Its name, where there are several on the page: each region then says whose it is.
    whose: Option<String>,
    /// Which of them.
    #[prop(default = &Group::ALL)]
    groups: &'static [Group],
    /// Whether the programs that sign stand among them.
    #[prop(default = true)]
    programs: bool,
) -> impl IntoView {
    let shell = tools().shell;
    if use_context::<Unfolded>().is_none() {
        provide_context(Unfolded::default());
    }
    let snippets = Memo::new(move |_| {
        let application = application.get();
        subject.with(|subject| {
            subject
                .as_ref()
                .map(|subject| cli_snippets(subject, application.as_ref(), shell.get()))
        })
    });
    let enforced = Memo::new(move |_| subject.with(|subject| subject.as_ref().is_some_and(|subject| subject.enforces)));
    let signs = Memo::new(move |_| application.read().is_some());
    // Where signing is enforced, it is the one way that works, so it stands first.
    let signing = {
        let whose = whose.clone();
        move |first: bool| {
            (programs && signs.get() && enforced.get() == first)
                .then(|| view! { <SignFromApplication subject=application whose=whose.clone() /> })
        }
    };
    let signing_later = signing.clone();
    let warning = move || {
        let until = if signs.get() {
            "Until then, sign from your application."
        } else {
            "Until then, an application has to sign, for which the subaccount needs a public key; its SID belongs to the programs."
        };
        enforced.get().then(|| {
            view! {
                <Notice tone=Tone::Warning title="The Twilio CLI does not work on this subaccount">
                    <p>{"It takes signed requests only, and the CLI does not sign. The commands below are for the day when signing is not enforced. "}{until}</p>
                </Notice>
            }
        })
    };
    let shown = move || {
        let snippets = snippets.get().unwrap_or_default();
        let group = |group: Group| {
            let of_group = snippets.iter().filter(|snippet| snippet.group == group).cloned();
            let snippets: Vec<_> = of_group.collect();
            let whose = whose.clone();
            (!snippets.is_empty()).then(|| view! { <SnippetGroup group snippets revealed whose subject /> })
        };
        groups.iter().copied().map(group).collect_view()
    };
    let all = move || {
        let mut snippets = snippets.get_untracked().unwrap_or_default();
        snippets.retain(|snippet| snippet.refused.is_none() && groups.contains(&snippet.group));
        all_as_text(&snippets).whole()
    };
    let works = move || {
        snippets.with(|snippets| {
            snippets
                .iter()
                .flatten()
                .any(|snippet| snippet.refused.is_none() && groups.contains(&snippet.group))
        })
    };
    let has_secret = Signal::derive(move || {
        subject.with(|subject| subject.as_ref().is_some_and(|subject| subject.secret.is_some()))
    });
    view! {
        <div class="snippets" hidden=move || subject.read().is_none()>
            <div class="snippets-head">
                <h3>{"Commands"}</h3>
                <ShellSelect />
                <Show when=works><CopyButton label="Copy all as notes" text=all secret=has_secret /></Show>
            </div>
            {move || signing(true)}
            {move || shell.get().hint().map(|hint| view! { <p class="field-hint">{hint}</p> })}
            {warning}
            {shown}
            {move || signing_later(false)}
        </div>
    }
}

/// The shell that commands are shown for, in all places and on the next visit.
#[component]
fn ShellSelect() -> impl IntoView {
    const LABEL: &str = "Shell";
    let shell = tools().shell;
    let choose = move |name: String| {
        if let Some(chosen) = Shell::named(&name) {
            shell.set(chosen);
            prefer_shell(chosen);
        }
    };
    let option = |choice: Shell| view! { <option value=choice.name() selected=move || shell.get() == choice>{choice.name()}</option> };
    view! {
        <label for=field_id(LABEL)>{LABEL}</label>
        <select id=field_id(LABEL) prop:value=move || shell.get().name() on:change:target=move |event| choose(event.target().value())>
            {Shell::ALL.map(option).into_iter().collect_view()}
        </select>
    }
}

#[component]
fn SnippetGroup(
    /// Which.
    group: Group,
    /// Its commands.
    snippets: Vec<Snippet>,
    /// Whether secrets are shown.
    revealed: RwSignal<bool>,
    /// Whose they are, where that must be said.
    whose: Option<String>,
    /// What they are about.
    subject: Memo<Option<Subject>>,
) -> impl IntoView {
    let kinds = (group == Group::Parent).then(|| view! { <CommandKinds subject /> });
    let region = move |snippet: Snippet| {
        let label = match &whose {
            Some(name) => format!("{}, {name}", snippet.title),
            None => snippet.title.to_owned(),
        };
        view! { <SnippetRegion snippet label revealed /> }
    };
    view! {
        <div class="snippet-group">
            <h4>{group.title()}</h4>
            {kinds}
            {snippets.into_iter().map(region).collect_view()}
        </div>
    }
}
