//! What is to be rotated, and every request before one is made.

use crate::browser::clock;
use crate::priming::{PlannedRequest, RunId};
use crate::subaccounts::{Listing, Progress, RotationDraft, RotationField, RotationKind, RotationPlan};
use crate::twilio::accounts::Account;
use crate::twilio::api_keys::{ApiKey, KeysApi};
use crate::twilio::{ApiKeySid, Identity};
use crate::ui::desks::{AccountDesk, RotationDesk, SubaccountsDesk, desk};
use crate::ui::parts::{Checkbox, ErrorSummary, Errors, Notice, Radio, RadioGroup, TextField, Tone};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A plan, or what is wrong with the form.
type Planned = Result<RotationPlan, Vec<(RotationField, String)>>;

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    account: Memo<Option<Account>>,
    kind: RwSignal<RotationKind>,
    /// Drawn for each form: a rotation's keys are its own by it.
    run: RunId,
    api_key_name: RwSignal<String>,
    public_key_name: RwSignal<String>,
    /// The API keys that stay.
    kept: RwSignal<BTreeSet<ApiKeySid>>,
    keys: Memo<Option<(Vec<ApiKey>, KeysApi)>>,
    errors: RwSignal<Errors>,
}

impl Form {
    fn plan(self, account_desk: &'static AccountDesk, own: Option<Identity>) -> Option<Planned> {
        let account = self.account.get()?;
        let (keys, keys_api) = self.keys.get()?;
        let kept = self.kept.get();
        let old = keys.iter().map(|key| key.sid.clone()).filter(|sid| !kept.contains(sid));
        let draft = RotationDraft {
            kind: self.kind.get(),
            run: self.run,
            api_key_name: self.api_key_name.get(),
            public_key_name: self.public_key_name.get(),
            old_api_keys: old.collect(),
            own,
            keys_api,
        };
        account_desk.connected.with(|connected| {
            let parent = &connected.as_ref()?.checked;
            Some(RotationPlan::new(&draft, &account, &keys, parent))
        })
    }
}

/// The form.
#[component]
pub fn RotationForm(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let rotation_desk = desk::<RotationDesk>();
    let list = &subaccounts_desk.api_keys;
    let signs = account_desk.connected.with_untracked(|connected| {
        connected
            .as_ref()
            .is_some_and(|connected| connected.checked.identity.signing.is_some())
    });
    let today = clock::today();
    let has_pair = subaccounts_desk.public_keys.is_now(|list| !list.items.is_empty());
    let form = Form {
        account,
        kind: RwSignal::new(if signs || has_pair {
            RotationKind::Both
        } else {
            RotationKind::ApiKey
        }),
        run: RunId::of(clock::random_bits()),
        api_key_name: RwSignal::new(format!("API key {today}")),
        public_key_name: RwSignal::new(format!("Public key {today}")),
        kept: RwSignal::default(),
        keys: Memo::new(move |_| {
            let done = |list: &Listing<ApiKey>| {
                (list.progress == Progress::Done).then(|| (list.items.clone(), list.keys_api()))
            };
            list.with(done).flatten()
        }),
        errors: RwSignal::default(),
    };
    let plan = Memo::new(move |_| form.plan(account_desk, subaccounts_desk.own.identity.get()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let problems = match plan.get_untracked() {
            Some(Ok(plan)) => {
                rotation_desk.begin(plan);
                Vec::new()
            }
            Some(Err(problems)) => problems,
            None => Vec::new(),
        };
        // What is said of its own key stands above the button all the time.
        let problems = problems.into_iter().filter(|(field, _)| *field != RotationField::Own);
        form.errors
            .set(problems.map(|(field, message)| (field.label(), message)).collect());
    };
    let lacking = Memo::new(move |_| {
        let Some(Err(problems)) = plan.get() else { return None };
        let own = problems.into_iter().find(|(field, _)| *field == RotationField::Own);
        own.map(|(_, message)| message)
    });
    let lacks = move || {
        lacking.get().map(|title| {
            view! { <Notice tone=Tone::Warning title><p>{"Enter it under \u{201c}Public keys\u{201d} above."}</p></Notice> }
        })
    };
    let ready = move || plan.read().is_some() && lacking.read().is_none();
    let errors = form.errors;
    view! {
        <p>{"New keys are made and tried. You put them to use, and then the old ones are deleted, never the other way round."}</p>
        <form novalidate class="own-key" on:submit=submit>
            <ErrorSummary errors id="rotation-errors" />
            <Kinds form />
            <div class="field-grid">
                <Show when=move || form.kind.get().makes_api_key()>
                    <TextField label=RotationField::ApiKeyName.label() value=form.api_key_name errors hint="Keyseed adds an ID in parentheses, so that no other key has this name." />
                </Show>
                <Show when=move || form.kind.get().makes_key_pair()>
                    <TextField label=RotationField::PublicKeyName.label() value=form.public_key_name errors hint="Keyseed adds an ID in parentheses, so that no other key has this name." />
                </Show>
            </div>
            <OldApiKeys form />
            <Show when=move || form.kind.get().makes_key_pair()>
                <p class="field-hint">{"Old public keys are listed once the new key can read them; you choose then which of them go."}</p>
            </Show>
            {lacks}
            <PlannedRequests plan />
            <div class="buttons">
                <button type="submit" class="primary" disabled=move || !ready()>{"Start rotation"}</button>
                <span class="field-hint">{"Nothing is deleted before you say so."}</span>
            </div>
        </form>
    }
}

#[component]
fn Kinds(
    /// The form.
    form: Form,
) -> impl IntoView {
    let choices = [
        (
            RotationKind::Both,
            "API key and key pair",
            "The usual choice where requests are signed. It needs no old secret.",
        ),
        (
            RotationKind::ApiKey,
            "API key only",
            "The key pair stays. Where signing is enforced, the new key is tried with it.",
        ),
        (
            RotationKind::KeyPair,
            "Key pair only",
            "The API key stays; its secret is needed to try the new key pair.",
        ),
    ];
    let row = move |(kind, name, text): (RotationKind, &'static str, &'static str)| {
        let id = format!("rotate-{kind:?}").to_lowercase();
        let chosen = Signal::derive(move || form.kind.get() == kind);
        view! { <Radio group="rotation-kind" id name text chosen on_choose=move |()| form.kind.set(kind) /> }
    };
    view! {
        <RadioGroup legend="What is renewed">{choices.map(row).into_iter().collect_view()}</RadioGroup>
    }
}

/// Which API keys go in the end.
#[component]
fn OldApiKeys(
    /// The form.
    form: Form,
) -> impl IntoView {
    let keys = move || {
        let (keys, _) = form.keys.get().unwrap_or_default();
        let row = |key: ApiKey| {
            let (sid, name) = (key.sid.clone(), key.friendly_name);
            let toggle = move |on: bool| {
                form.kept.update(|kept| {
                    if on {
                        kept.remove(&sid);
                    } else {
                        kept.insert(sid.clone());
                    }
                });
            };
            let sid = key.sid.clone();
            view! {
                <Checkbox checked=Signal::derive(move || !form.kept.read().contains(&sid)) on_change=toggle>{name}" "<code>{key.sid.to_string()}</code></Checkbox>
            }
        };
        keys.into_iter().map(row).collect_view()
    };
    let any = move || {
        form.keys
            .with(|keys| keys.as_ref().is_some_and(|(keys, _)| !keys.is_empty()))
    };
    view! {
        <Show when=move || form.kind.get().makes_api_key() && any()>
            <fieldset class="field radios">
                <legend>{"Old API keys to delete in the end"}</legend>
                {keys}
            </fieldset>
        </Show>
    }
}

/// Every request, before one is made.
#[component]
fn PlannedRequests(
    /// The plan.
    plan: Memo<Option<Planned>>,
) -> impl IntoView {
    let row = |request: PlannedRequest| {
        let signed = request
            .signs
            .map_or_else(|| "not signed".to_owned(), |who| format!("signed with {who}"));
        let form = (!request.form.is_empty()).then(|| view! { <code class="form">{request.form.clone()}</code> });
        view! {
            <li>
                <p class="purpose">{request.purpose}</p>
                <code>{request.line}</code>
                {form}
                <p class="field-hint">{format!("Asked by {}, {signed}.", request.asks)}</p>
            </li>
        }
    };
    let rows = move || {
        plan.with(|plan| {
            let plan = plan.as_ref()?.as_ref().ok()?;
            let requests = plan.requests();
            let summary = format!("What will be sent: {} requests", requests.len());
            let rows = requests.into_iter().map(row).collect_view();
            Some(view! { <details class="will-be-sent"><summary>{summary}</summary><ol class="planned">{rows}</ol></details> })
        })
    };
    view! { {rows} }
}
