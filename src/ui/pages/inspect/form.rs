//! What is to be inspected.

use super::Found;
use crate::browser::{clock, page};
use crate::twilio::validation::inspect::{Field, Inspection, Pasted, Question};
use crate::ui::lock::TypedSecret;
use crate::ui::parts::{AreaField, ErrorSummary, Errors, FieldFrame, PublicPemField, SecretField, TextField, field_id};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How much is hashed at a time while what the client signed is searched for, in bytes: about 10 ms.
const AT_A_TIME: usize = 512 * 1024;

/// The fields' labels.
mod label {
    pub const TOKEN: &str = "Token";
    pub const METHOD: &str = "Method";
    pub const URL: &str = "URL";
    pub const BODY: &str = "Body";
    pub const AUTHORIZATION: &str = "Authorization header";
    pub const HEADERS: &str = "Other signed headers";
    pub const PUBLIC_KEY: &str = "Public key (PEM)";
    pub const AT: &str = "Time of the request";
    pub const CANONICAL: &str = "Your client's canonical request";
}

const fn label_of(field: Field) -> &'static str {
    match field {
        Field::Token => label::TOKEN,
        Field::Method => label::METHOD,
        Field::Url => label::URL,
        Field::Body => label::BODY,
        Field::Authorization => label::AUTHORIZATION,
        Field::Headers => label::HEADERS,
        Field::PublicKey => label::PUBLIC_KEY,
        Field::At => label::AT,
        Field::Canonical => label::CANONICAL,
    }
}

/// The texts of the form.
#[derive(Clone, Copy, Default)]
struct Texts {
    token: RwSignal<String>,
    method: RwSignal<String>,
    url: RwSignal<String>,
    body: RwSignal<String>,
    authorization: TypedSecret,
    headers: RwSignal<String>,
    public_key: RwSignal<String>,
    at: RwSignal<String>,
    canonical: RwSignal<String>,
}

impl Texts {
    fn all(self) -> [RwSignal<String>; 9] {
        let Self {
            token,
            method,
            url,
            body,
            authorization,
            headers,
            public_key,
            at,
            canonical,
        } = self;
        [
            token,
            method,
            url,
            body,
            *authorization,
            headers,
            public_key,
            at,
            canonical,
        ]
    }

    fn question(self) -> Result<Question, Vec<(Field, String)>> {
        let [
            token,
            method,
            url,
            body,
            authorization,
            headers,
            public_key,
            at,
            canonical,
        ] = self.all().map(|text| text.read_untracked());
        let pasted = Pasted {
            token: &token,
            method: &method,
            url: &url,
            body: &body,
            authorization: &authorization,
            headers: &headers,
            public_key: &public_key,
            at: &at,
            canonical: &canonical,
        };
        Question::read(&pasted, clock::now_seconds())
    }
}

/// Inspects in pieces, so that the page stays responsive. Another inspection, or leaving the page, ends it.
fn start(question: Question, found: Found) {
    let turn = found.turn.get_value() + 1;
    found.turn.set_value(turn);
    spawn_local(async move {
        let mut inspection = Inspection::begin(question);
        let report = loop {
            if let Some(report) = inspection.go_on(AT_A_TIME) {
                break report.clone();
            }
            found.report.set(None);
            found.tried.set(Some(inspection.tried()));
            clock::sleep(Duration::ZERO).await;
            if found.turn.try_get_value() != Some(turn) {
                return;
            }
        };
        found.tried.set(None);
        found.report.set(Some(report));
        request_animation_frame(|| page::focus(super::report::TITLE));
    });
}

/// The form.
#[component]
pub fn InspectForm(
    /// Where what it finds goes.
    found: Found,
) -> impl IntoView {
    let texts = Texts::default();
    let (errors, changed) = (RwSignal::new(Errors::default()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        changed.set(false);
        let mut wrong = Errors::default();
        match texts.question() {
            Ok(question) => start(question, found),
            Err(sentences) => {
                found.forget();
                sentences
                    .into_iter()
                    .for_each(|(field, sentence)| wrong.add(label_of(field), sentence));
            }
        }
        // First without errors, so that the summary takes the focus again if some remain.
        errors.set(Errors::default());
        errors.set(wrong);
    };
    let clear = move |_| {
        texts.all().iter().for_each(|text| text.set(String::new()));
        errors.set(Errors::default());
        found.forget();
        page::focus(&field_id(label::TOKEN));
    };
    view! {
        <form novalidate on:submit=submit on:input=move |_| changed.set(true)>
            <ErrorSummary errors id="inspect-errors" />
            <section class="panel" aria-label={"Token and request"}>
                <AreaField label=label::TOKEN value=texts.token errors rows="4"
                    hint="The value of the Twilio-Client-Validation header. Its name, quotes and line breaks do not matter." />
                <RequestFields texts errors />
            </section>
            <div class="buttons">
                <button type="submit" class="primary">{"Inspect token"}</button>
                <button type="button" on:click=clear>{"Clear"}</button>
                <Show when=move || changed.get() && found.report.read().is_some()>
                    <span class="field-hint">{"The form has changed since the inspection below."}</span>
                </Show>
            </div>
        </form>
    }
}

/// What the token was sent with; each of it lets more be checked.
#[component]
fn RequestFields(
    /// The texts of the form.
    texts: Texts,
    /// The form's errors.
    errors: RwSignal<Errors>,
) -> impl IntoView {
    view! {
        <fieldset class="request-fields">
            <legend>{"The request (optional)"}</legend>
            <p class="field-hint">{"Give what you have: the more, the more is checked."}</p>
            <div class="request-line">
                <MethodField value=texts.method errors />
                <TextField label=label::URL value=texts.url errors hint="As it was sent to Twilio, with its query." />
            </div>
            <AreaField label=label::BODY value=texts.body errors rows="3" hint="Byte for byte as it was sent; empty if there was none." />
            <div class="request-pairs">
                <SecretField label=label::AUTHORIZATION value=texts.authorization errors
                    hint="Its whole value, or the API key SID alone. It stays in this page." />
                <TextField label=label::AT value=texts.at errors
                    hint="Such as 2026-11-14T08:30:00Z, or the reply's Date. Now, if empty." />
                <div>
                    <PublicPemField label=label::PUBLIC_KEY value=texts.public_key errors on_change=|_| ()
                        hint="The one that Twilio holds under kid. It checks the signature." />
                </div>
                <div class="blurred">
                    <AreaField label=label::CANONICAL value=texts.canonical errors rows="5" secret=true
                        hint="If the client can print it. It stays in this page." />
                </div>
            </div>
            <AreaField label=label::HEADERS value=texts.headers errors rows="2" secret=true
                hint="Only if hrh names more than authorization and host: one a line, name and value joined by a colon." />
        </fieldset>
    }
}

#[component]
fn MethodField(
    /// The method; GET while it is empty.
    value: RwSignal<String>,
    /// The form's errors.
    errors: RwSignal<Errors>,
) -> impl IntoView {
    let options =
        ["GET", "POST", "DELETE", "PUT", "PATCH"].map(|method| view! { <option value=method>{method}</option> });
    let shown = move || {
        if value.read().is_empty() {
            "GET".to_owned()
        } else {
            value.get()
        }
    };
    view! {
        <FieldFrame label=label::METHOD hint="As it was sent." errors>
            <select id=field_id(label::METHOD) prop:value=shown on:change:target=move |event| value.set(event.target().value())>
                {options.into_iter().collect_view()}
            </select>
        </FieldFrame>
    }
}
