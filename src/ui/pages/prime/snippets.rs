//! The Twilio CLI lines for one subaccount.

use crate::priming::Enforcement;
use crate::snippets::{Snippet, Subject, Text, cli_snippets, profile_names};
use crate::ui::console::Console;
use crate::ui::parts::{CodeBlock, MASK, Notice, Tone};
use leptos::prelude::*;

/// The lines for a subaccount, once it has an API key.
#[component]
pub fn Snippets(
    /// Its place in the run.
    index: usize,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
) -> impl IntoView {
    let console = expect_context::<Console>();
    let subject = Memo::new(move |_| subject(console, index));
    let enforced = Memo::new(move |_| {
        console.run.with(|run| {
            let verification = run.as_ref()?.seedings.get(index)?.verification?;
            Some(verification.refuses_unsigned())
        })
    });
    let warning = move || {
        enforced.get().unwrap_or_default().then(|| {
            view! {
                <Notice tone=Tone::Warning title="The Twilio CLI does not work on this subaccount">
                    <p>{"It takes signed requests only, and the CLI does not sign. The lines below work once signing is not enforced; until then, use Twilio's Java, Python or Node library with the private key."}</p>
                </Notice>
            }
        })
    };
    // With several articles on the page, each region says whose it is.
    let whose = console.run.with_untracked(|run| {
        let seedings = &run.as_ref()?.seedings;
        (seedings.len() > 1)
            .then(|| seedings.get(index).map(|one| one.name.clone()))
            .flatten()
    });
    let regions = move || {
        let label = |title: &str| {
            whose
                .as_ref()
                .map_or_else(|| title.to_owned(), |name| format!("{title}, {name}"))
        };
        let snippets = subject.get().map(|subject| cli_snippets(&subject)).unwrap_or_default();
        snippets
            .into_iter()
            .map(|snippet| {
                let label = label(snippet.title);
                view! { <SnippetRegion snippet label revealed /> }
            })
            .collect_view()
    };
    view! {
        <div class="snippets" hidden=move || subject.read().is_none()>
            <h3>{"Twilio CLI"}</h3>
            <p class="field-hint">{"Commands for bash and zsh. The Twilio CLI does not sign its requests."}</p>
            {warning}
            {regions}
        </div>
    }
}

/// Whether the parent account takes signed requests only, so that the CLI does not work with its Main key either.
fn parent_enforces(console: Console) -> bool {
    console.connected.with_untracked(|connected| {
        connected
            .as_ref()
            .is_some_and(|connected| connected.checked.enforcement == Enforcement::Enforced)
    })
}

fn subject(console: Console, index: usize) -> Option<Subject> {
    let parent = console
        .connected
        .with(|connected| connected.as_ref().map(|c| c.checked.identity.credentials.clone()))?;
    console.run.with(|run| {
        let seeding = run.as_ref()?.seedings.get(index)?;
        let own = seeding.credentials()?;
        let names = run.as_ref()?.seedings.iter().map(|one| one.name.as_str());
        Some(Subject {
            account_sid: own.account_sid,
            api_key_sid: own.api_key_sid,
            secret: own.secret,
            profile: profile_names(names).into_iter().nth(index)?,
            parent_sid: parent.account_sid,
            main_key_sid: parent.api_key_sid,
        })
    })
}

#[component]
fn SnippetRegion(
    /// The command.
    snippet: Snippet,
    /// The region's label.
    label: String,
    /// Whether secrets are shown.
    revealed: RwSignal<bool>,
) -> impl IntoView {
    let refused = snippet.asks_parent && parent_enforces(expect_context::<Console>());
    let warning = refused.then(|| {
        view! { <p class="field-error">{"The parent account takes signed requests only, so this does not work there."}</p> }
    });
    let full = snippet.full();
    let command = snippet.command.clone();
    let shown = Signal::derive(move || {
        let piece = |text: &Text| match text {
            Text::Plain(text) => text.clone(),
            Text::Hidden(secret) if revealed.get() => secret.expose().to_owned(),
            Text::Hidden(_) => MASK.to_owned(),
        };
        command.iter().map(piece).collect::<String>()
    });
    let has_secret = snippet.has_secret();
    let hint = move || {
        (has_secret && !revealed.get())
            .then(|| view! { <p class="field-hint">{"The secret is hidden here; Copy takes it along."}</p> })
    };
    view! {
        <section class="snippet" aria-label=label>
            <h4>{snippet.title}</h4>
            <p class="field-hint">{snippet.note}</p>
            {warning}
            <CodeBlock language="bash / zsh" shown full />
            {hint}
        </section>
    }
}
