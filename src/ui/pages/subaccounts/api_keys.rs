//! The subaccount's API keys, as its parent's Main key sees them.

use super::actions::about;
use super::confirm::{Deed, Question};
use super::progress_notice;
use crate::machine::Conversation;
use crate::subaccounts::{Deletion, Item, Listing, Progress};
use crate::twilio::accounts::Account;
use crate::twilio::api_keys::{ApiKey, KeysApi};
use crate::ui::desks::{SubaccountsDesk, desk};
use crate::ui::parts::{Inspector, Pager, page_rows};
use leptos::prelude::*;

/// The panel.
#[component]
pub fn ApiKeys(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let list = &subaccounts_desk.api_keys;
    let loaded = Memo::new(move |_| !list.is_taken());
    // A subaccount that was just made active again has no list yet.
    Effect::new(move |_| {
        if loaded.get() {
            subaccounts_desk.list_api_keys(KeysApi::V2010);
        }
    });
    let state = move || list.with(|list| progress_notice(&list.progress, "Listing the API keys\u{2026}"));
    let offer = move || list.is(|list| list.offer_iam);
    let api = move || list.with_now(Listing::keys_api).unwrap_or_default();
    let exchanges = list.exchanges();
    view! {
        <section class="panel" aria-label="API keys">
            <div class="section-head">
                <h2>{"API keys"}</h2>
                <button type="button" class="small" on:click=move |_| subaccounts_desk.list_api_keys(api())>{"Refresh"}</button>
            </div>
            <p class="field-hint">{"Listed with your Main API key. Secrets are shown only when a key is made."}</p>
            {state}
            <Show when=offer>
                <div class="buttons"><button type="button" on:click=move |_| subaccounts_desk.list_api_keys(KeysApi::IamV1)>{"Try with the newer keys API (IAM v1)"}</button></div>
            </Show>
            <ApiKeyTable account />
            <DeletionOutcome public=false />
            <Inspector exchanges />
        </section>
    }
}

#[component]
fn ApiKeyTable(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let list = &desk::<SubaccountsDesk>().api_keys;
    let ask = Question::asker();
    let page = RwSignal::new(0);
    let keys = Memo::new(move |_| {
        let done = |list: &Listing<ApiKey>| (list.progress == Progress::Done).then(|| list.items.clone());
        list.with(done).flatten()
    });
    let delete = move |key: &ApiKey, last: bool| {
        if let Some(account) = account.get_untracked() {
            ask(Question::about(
                &account,
                Deed::Delete(Item::Api(key.sid.clone())),
                last,
            ));
        }
    };
    let rows = move || {
        let keys = keys.get().unwrap_or_default();
        let last = keys.len() == 1;
        let shown = keys.get(page_rows(keys.len(), page.get())).unwrap_or_default().to_vec();
        shown
            .into_iter()
            .map(|key| {
                let (name, sid) = (key.friendly_name.clone(), key.sid.to_string());
                view! { <KeyRow name sid on_delete=Callback::new(move |()| delete(&key, last)) /> }
            })
            .collect_view()
    };
    let count = Signal::derive(move || keys.read().as_ref().map_or(0, Vec::len));
    view! {
        <Show when=move || keys.read().is_some()>
            <KeyTable empty=Signal::derive(move || count.get() == 0) what="API keys"><tbody>{rows}</tbody></KeyTable>
            <Show when=move || { count.get() > 50 }><Pager what="API keys" count page /></Show>
        </Show>
    }
}

/// A table of keys: name, SID, and what can be done.
#[component]
pub fn KeyTable(
    /// Whether there are none.
    empty: Signal<bool>,
    /// What they are.
    what: &'static str,
    /// The table's body.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <Show when=move || !empty.get() fallback=move || view! { <p class="empty">{format!("The subaccount has no {what}.")}</p> }>
            <div class="table-wrap">
                <table class="table stack">
                    <thead><tr><th scope="col">{"Name"}</th><th scope="col">{"SID"}</th><th scope="col" class="end"><span class="visually-hidden">{"Action"}</span></th></tr></thead>
                    {children()}
                </table>
            </div>
        </Show>
    }
}

/// A key's row.
#[component]
pub fn KeyRow(
    /// The key's name.
    name: String,
    /// Its SID.
    sid: String,
    /// Asked when it is to be deleted.
    on_delete: Callback<()>,
) -> impl IntoView {
    let shown = if name.is_empty() { "(no name)".to_owned() } else { name };
    let label = format!("Delete {shown}, {sid}");
    // One at a time: whether a key is the last is known only once the deletion before is.
    let pages = desk::<SubaccountsDesk>();
    view! {
        <tr>
            <th scope="row">{shown}</th>
            <td class="sid"><code>{sid}</code></td>
            <td class="end"><button type="button" class="small danger-button" aria-label=label disabled=move || pages.is_deleting() on:click=move |_| on_delete.run(())>{"Delete"}</button></td>
        </tr>
    }
}

/// What came of the last deletion of that kind.
#[component]
pub fn DeletionOutcome(
    /// Whether public keys are meant.
    public: bool,
) -> impl IntoView {
    let pages = desk::<SubaccountsDesk>();
    let deletion = &pages.deletion;
    let meant = move |deletion: &Deletion| matches!(deletion.item, Item::Public(_)) == public;
    let outcome = move || {
        let said = |deletion: &Deletion| {
            let outcome = progress_notice(&deletion.progress, "Deleting\u{2026}").unwrap_or_else(|| {
                let said = format!("{} is deleted.", deletion.item.sid());
                view! { <p class="field-hint" role="status">{said}</p> }.into_any()
            });
            let own = pages.open.read().as_ref() == Some(&deletion.account().sid);
            meant(deletion).then(|| view! { {about(deletion.account(), own)}{outcome} })
        };
        deletion.with(said).flatten()
    };
    let exchanges = Signal::derive(move || {
        let those = |deletion: &Deletion| meant(deletion).then(|| deletion.exchanges().to_vec());
        deletion.with(those).flatten().unwrap_or_default()
    });
    view! {
        {outcome}
        <Inspector exchanges />
    }
}
