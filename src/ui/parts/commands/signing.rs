//! How the application that uses a subaccount signs its requests.

use super::super::{CodeBlock, Programs};
use crate::snippets::{ApplicationSubject, OTHER_LIBRARIES, application};
use leptos::prelude::*;

/// The region with the programs, where a public key was seeded.
#[component]
pub fn SignFromApplication(
    /// Whose requests are signed.
    subject: Memo<Option<ApplicationSubject>>,
    /// Whose it is, where that must be said.
    whose: Option<String>,
) -> impl IntoView {
    const TITLE: &str = "Sign from your application";
    let label = whose.map_or_else(|| TITLE.to_owned(), |name| format!("{TITLE}, {name}"));
    let chosen = RwSignal::new(0);
    let shown = move || {
        subject.get().map(|subject| {
            let application = application(&subject);
            view! {
                <Programs programs=application.programs.into() label="Language" chosen />
                <details>
                    <summary>{"If your code cannot read an encrypted key"}</summary>
                    <p class="field-hint">{"Writes the private key without its passphrase, which it asks for. Keep that file where only the application can read it, or better not at all: the programs above read the encrypted one."}</p>
                    <CodeBlock language="bash/zsh" shown=application.decrypt />
                </details>
            }
        })
    };
    view! {
        <div class="snippet-group">
            <h4>{"Signed requests"}</h4>
            <section class="snippet" aria-label=label.clone()>
                <h5>{TITLE}</h5>
                <p>{"For the application that uses the subaccount: it loads the downloaded private key, encrypted or not, and makes one signed request with Twilio's own library."}</p>
                <p class="field-hint">{"It asks for the API key secret and the passphrase, or takes them from TWILIO_API_SECRET and PRIVATE_KEY_PASSPHRASE. It reads the other settings from the environment if TWILIO_PUBLIC_KEY_SID is set there: the .env file has all of them. "}{OTHER_LIBRARIES}</p>
                {shown}
            </section>
        </div>
    }
}
