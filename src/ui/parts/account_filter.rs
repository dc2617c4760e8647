//! Which of many accounts are shown.

use super::field_id;
use crate::twilio::accounts::{Account, Status};
use leptos::prelude::*;

/// What the admin looks for.
#[derive(Clone, Copy)]
pub struct AccountFilter {
    /// A part of the name or of the SID.
    pub text: RwSignal<String>,
    /// The status; any if `None`.
    pub status: RwSignal<Option<Status>>,
    /// The page of what was found.
    pub page: RwSignal<usize>,
}

impl AccountFilter {
    /// Shows everything of that status.
    pub fn new(status: Option<Status>) -> Self {
        Self {
            text: RwSignal::default(),
            status: RwSignal::new(status),
            page: RwSignal::new(0),
        }
    }

    /// The places of the accounts that match.
    pub fn found(self, accounts: &[Account]) -> Vec<usize> {
        let (text, status) = (self.text.get(), self.status.get());
        let matches = |account: &Account| account.matches(&text, status);
        let places = accounts.iter().enumerate();
        places
            .filter(|(_, account)| matches(account))
            .map(|(place, _)| place)
            .collect()
    }
}

/// The filter's two controls.
#[component]
pub fn AccountFilterFields(
    /// The filter.
    filter: AccountFilter,
) -> impl IntoView {
    const NAME: &str = "Filter by name or SID";
    const STATUS: &str = "Status";
    let statuses = [Status::Active, Status::Suspended, Status::Closed];
    let choose = move |value: String| {
        filter.page.set(0);
        filter
            .status
            .set(statuses.into_iter().find(|status| status.as_str() == value));
    };
    let chosen = filter.status.get_untracked();
    let option = |status: Status| view! { <option value=status.as_str() selected=chosen == Some(status)>{status.title()}</option> };
    view! {
        <div class="filters">
            <div class="field">
                <label for=field_id(NAME)>{NAME}</label>
                <input id=field_id(NAME) type="search" autocomplete="off" spellcheck="false"
                    prop:value=move || filter.text.get()
                    on:input:target=move |event| {
                        filter.page.set(0);
                        filter.text.set(event.target().value());
                    } />
            </div>
            <div class="field">
                <label for=field_id(STATUS)>{STATUS}</label>
                <select id=field_id(STATUS) on:change:target=move |event| choose(event.target().value())>
                    <option value={"any"} selected=chosen.is_none()>{"Any status"}</option>
                    {statuses.map(option).into_iter().collect_view()}
                </select>
            </div>
        </div>
    }
}
