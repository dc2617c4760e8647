//! The subaccount's public keys.

use super::api_keys::{DeletionOutcome, KeyRow, KeyTable};
use super::confirm::{Deed, Question};
use super::progress_notice;
use crate::subaccounts::{Item, Listing, Progress};
use crate::twilio::accounts::Account;
use crate::twilio::public_keys::PublicKeyResource;
use crate::ui::desks::{SubaccountsDesk, desk};
use crate::ui::parts::Inspector;
use leptos::prelude::*;

/// The list, with what can be done.
#[component]
pub fn PublicKeys(
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let list = &desk::<SubaccountsDesk>().public_keys;
    let ask = Question::asker();
    let state = move || list.with(|list| progress_notice(&list.progress, "Listing the public keys\u{2026}"));
    let keys = Memo::new(move |_| {
        let done = |list: &Listing<PublicKeyResource>| (list.progress == Progress::Done).then(|| list.items.clone());
        list.with(done).flatten()
    });
    let delete = move |item: Item, last: bool| {
        if let Some(account) = account.get_untracked() {
            ask(Question::about(&account, Deed::Delete(item), last));
        }
    };
    let rows = move || {
        let keys = keys.get().unwrap_or_default();
        let last = keys.len() == 1;
        keys.into_iter()
            .map(|key| {
                let (name, sid, item) = (key.friendly_name, key.sid.to_string(), Item::Public(key.sid));
                view! { <KeyRow name sid on_delete=Callback::new(move |()| delete(item.clone(), last)) /> }
            })
            .collect_view()
    };
    let empty = Signal::derive(move || keys.read().as_ref().is_none_or(Vec::is_empty));
    let exchanges = list.exchanges();
    view! {
        {state}
        <Show when=move || keys.read().is_some()>
            <KeyTable empty what="public keys"><tbody>{rows}</tbody></KeyTable>
        </Show>
        <DeletionOutcome public=true />
        <Inspector exchanges />
    }
}
