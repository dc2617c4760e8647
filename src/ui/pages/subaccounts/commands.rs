//! Commands for a subaccount that was primed elsewhere.

use crate::browser::page;
use crate::snippets::{SECRET_PLACEHOLDER, profile_name_error};
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};
use crate::ui::desks::connect_form::sid_error;
use crate::ui::desks::{AccountDesk, CommandsForm, desk};
use crate::ui::parts::{Checkbox, Commands, Link, SecretField, TextField};
use crate::ui::routes;
use crate::ui::tools::tools;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page: a few SIDs, and the commands for them.
#[component]
pub fn CommandsPage() -> impl IntoView {
    page::set_title("Commands \u{2013} Keyseed");
    let form = *desk::<CommandsForm>();
    fill_in(form);
    view! {
        <div class="subs-page">
            <p class="crumb"><Link href=routes::SUBACCOUNTS>{"Subaccounts"}</Link></p>
            <h1>{"Commands for a subaccount"}</h1>
            <p class="lead">{"For a subaccount that has an API key already, wherever it was made. Nothing that you type here is sent anywhere."}</p>
            <CommandsFields form />
            <CommandsResult form />
        </div>
    }
}

/// Takes what is known: the account in the page's address, and the parent of the connection.
fn fill_in(form: CommandsForm) {
    let account_desk = desk::<AccountDesk>();
    let asked = use_query_map().with_untracked(|query| query.get("account"));
    if let Some(sid) = asked.filter(|sid| sid.parse::<AccountSid>().is_ok()) {
        form.begin(&sid);
    }
    let practice = account_desk
        .connected
        .with_untracked(|connected| connected.as_ref().is_some_and(|connected| connected.practice));
    if let Some(parent) = untrack(|| account_desk.parent()).filter(|_| !practice) {
        form.take_parent(&parent);
    }
    // A secret stays no longer than the page that shows what it is for.
    on_cleanup(move || form.secret.set(String::new()));
}

#[component]
fn CommandsFields(
    /// What is typed.
    form: CommandsForm,
) -> impl IntoView {
    let errors = form.errors;
    view! {
        <form class="panel fields" aria-label="Subaccount" on:submit=|event| event.prevent_default()>
            <TextField label="Account SID" value=form.account_sid errors hint="The subaccount's: AC and 32 hexadecimal digits." check={sid_error::<AccountSid>} />
            <TextField label="API key SID" value=form.api_key_sid errors hint="The subaccount's own key: SK and 32 hexadecimal digits." check={sid_error::<ApiKeySid>} />
            <SecretField label="API key secret (optional)" value=form.secret errors hint="Without it, the commands have API_KEY_SECRET in its place, or ask for it." />
            <TextField label="Profile name" value=form.profile errors hint="Lowercase letters, digits and hyphens; made from the SID if left empty."
                check={|name: &str| profile_name_error(name.trim()).map(str::to_owned)} />
            <details>
                <summary>{"Signing, and the parent account"}</summary>
                <div class="fields">
                    <Checkbox checked=form.enforced on_change=move |on: bool| form.enforced.set(on)>{"Only signed requests are accepted (Public Key Client Validation is enforced)"}</Checkbox>
                    <TextField label="Public key SID" value=form.public_key_sid errors hint="The subaccount's, for the programs that sign: CR and 32 hexadecimal digits." check={sid_error::<PublicKeySid>} />
                    <TextField label="Parent account SID" value=form.parent_sid errors hint="For the commands with the Main key." check={sid_error::<AccountSid>} />
                    <TextField label="Main API key SID" value=form.main_key_sid errors hint="Its secret is never asked for here." check={sid_error::<ApiKeySid>} />
                </div>
            </details>
        </form>
    }
}

#[component]
fn CommandsResult(
    /// What was typed.
    form: CommandsForm,
) -> impl IntoView {
    let account_desk = desk::<AccountDesk>();
    let lock = tools().lock;
    let subject = Memo::new(move |_| form.subject(account_desk.parent().as_ref()));
    let application = Memo::new(move |_| form.application());
    let some = Memo::new(move |_| subject.read().is_some());
    let placeholder = move || {
        let missing = subject.with(|subject| subject.as_ref().is_some_and(|subject| subject.secret.is_none()));
        missing.then(|| {
            let text = format!(
                "Type the secret above, put it where {SECRET_PLACEHOLDER} stands, or use the commands that ask for it."
            );
            view! { <p class="field-hint">{text}</p> }
        })
    };
    let empty = move || {
        (!some.get()).then(|| view! { <p class="empty">{"The commands stand here once the two SIDs are typed."}</p> })
    };
    // The secret was typed on this page, so it is hidden here as well.
    let revealed = RwSignal::new(false);
    lock.hide_by_itself(revealed, || false);
    view! {
        <section class="panel" aria-label="Commands">
            <h2>{"Ready to paste"}</h2>
            {empty}
            {placeholder}
            <Commands subject application revealed whose=None />
        </section>
    }
}
