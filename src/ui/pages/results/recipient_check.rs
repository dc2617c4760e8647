//! The last step where the recipient holds the private key: the code for them, and their answer.

use crate::priming::{Seeding, Verification};
use crate::snippets::{ApplicationSubject, application};
use crate::twilio::Explanation;
use crate::ui::desks::{RunDesk, desk};
use crate::ui::parts::{FieldFrame, Notice, PrivateKeyWiped, Programs, Tone, field_id, take_text};
use leptos::prelude::*;

/// Shown while the recipient's check is awaited.
#[component]
pub fn RecipientCheck(
    /// The subaccount.
    seeding: Memo<Option<Seeding>>,
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let waits = Memo::new(move |_| {
        seeding.with(|seeding| {
            seeding
                .as_ref()
                .is_some_and(|seeding| matches!(seeding.verification(), Some(Verification::AwaitsRecipient { .. })))
        })
    });
    let chosen = RwSignal::new(0);
    let programs = move || {
        let subject = seeding.with_untracked(|seeding| {
            let seeding = seeding.as_ref()?;
            Some(ApplicationSubject {
                account_sid: seeding.account_sid().cloned()?,
                api_key_sid: seeding.api_key()?.sid.clone(),
                public_key_sid: seeding.public_key_sid().cloned()?,
                private_key_file: "private-key.pem".to_owned(),
            })
        });
        subject.map(|subject| {
            view! { <Programs programs=application(&subject).programs.into() label="Language of the check" chosen /> }
        })
    };
    view! {
        <Show when=move || waits.get()>
            <section class="recipient">
                <h3>{"The recipient's check"}</h3>
                <p class="field-hint">{"Send one of these programs with the note below. It reads the recipient's private key from private-key.pem beside it, asks for what it needs (the API key secret, and the passphrase if there is one), makes one signed request, and prints what Twilio answered."}</p>
                {programs}
                <Answer index />
            </section>
        </Show>
    }
}

/// Takes the recipient's answer.
#[component]
fn Answer(
    /// The subaccount's place in the run.
    index: usize,
) -> impl IntoView {
    const LABEL: &str = "What the check printed";
    let run_desk = desk::<RunDesk>();
    let (text, refused) = (RwSignal::new(String::new()), RwSignal::new(None::<Explanation>));
    let (errors, wiped) = (RwSignal::default(), RwSignal::new(false));
    let take = move |_| {
        let taken = run_desk
            .run
            .change(|run| run.recipient_answered(index, &text.read_untracked()));
        refused.set(taken.and_then(Result::err));
    };
    view! {
        <FieldFrame label=LABEL errors hint="Paste everything that it printed, whether it worked or not. You can also finish without it.">
            <PrivateKeyWiped wiped />
            <textarea id=field_id(LABEL) class={"mono"} rows="3" spellcheck="false" autocomplete="off"
                aria-describedby=format!("{}-hint", field_id(LABEL))
                prop:value=move || text.get()
                on:input:target=move |event| {
                    if !take_text(event.target().value(), text, wiped) {
                        event.target().set_value("");
                    }
                }
            ></textarea>
        </FieldFrame>
        {move || refused.get().map(|refused| view! {
            <div role="alert"><Notice tone=Tone::Danger title=refused.what><p>{refused.next}</p></Notice></div>
        })}
        <div class="buttons">
            <button type="button" disabled=move || text.read().trim().is_empty() on:click=take>{"Take the answer"}</button>
        </div>
    }
}
