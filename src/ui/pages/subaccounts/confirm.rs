//! The dialog before something that is hard or impossible to undo.

use crate::browser::page;
use crate::subaccounts::{Item, Wish, word_to_type};
use crate::twilio::accounts::{Account, Status};
use crate::ui::desks::{SubaccountsDesk, desk};
use crate::ui::parts::ConfirmDialog;
use leptos::prelude::*;

const DIALOG: &str = "confirm";

/// What is to be done once it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Suspend the subaccount.
    Suspend,
    /// Close it for good.
    Close,
    /// Delete one of its keys.
    Delete(Item),
}

/// A question to the admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    deed: Deed,
    /// The name that must be typed, if one must.
    typed: Option<String>,
    name: String,
    sid: String,
}

impl Question {
    /// A question about a subaccount; `typed` asks for its name.
    pub fn about(account: &Account, deed: Deed, typed: bool) -> Self {
        Self {
            sid: match &deed {
                Deed::Delete(item) => item.sid().to_owned(),
                Deed::Suspend | Deed::Close => account.sid.to_string(),
            },
            deed,
            typed: typed.then(|| word_to_type(account).to_owned()),
            name: account.friendly_name.clone(),
        }
    }

    /// Asks a question in the page's dialog.
    pub fn asker() -> impl Fn(Self) + Copy {
        let question = expect_context::<RwSignal<Option<Self>>>();
        move |asked| {
            question.set(Some(asked));
            request_animation_frame(|| page::show_dialog(DIALOG));
        }
    }

    fn title(&self) -> String {
        match &self.deed {
            Deed::Suspend => format!("Suspend \u{201c}{}\u{201d}?", self.name),
            Deed::Close => format!("Close \u{201c}{}\u{201d}?", self.name),
            Deed::Delete(item) if self.typed.is_some() => format!("Delete the last {}?", lower(item)),
            Deed::Delete(item) => format!("Delete this {}?", lower(item)),
        }
    }

    fn text(&self) -> &'static str {
        match (&self.deed, self.typed.is_some()) {
            (Deed::Suspend, _) => {
                "Its keys and phone numbers stop working until you reactivate it. Calls under way are not cut off, and Twilio still bills for its phone numbers."
            }
            (Deed::Close, _) => {
                "This cannot be undone. Twilio releases the subaccount's phone numbers and refuses its keys. Twilio deletes it after 30 days if your project is set to do so, which is the default for projects created after 5 July 2018."
            }
            (Deed::Delete(Item::Api(_)), true) => {
                "It is the subaccount's only API key: whoever uses the subaccount with an API key is locked out until it gets another. A deleted key cannot be restored."
            }
            (Deed::Delete(Item::Public(_)), true) => {
                "It is the subaccount's only public key: where signing is enforced, no request of the subaccount works until it gets another. A deleted key cannot be restored."
            }
            (Deed::Delete(_), false) => "Whoever still uses it is refused at once. A deleted key cannot be restored.",
        }
    }

    const fn button(&self) -> &'static str {
        match self.deed {
            Deed::Suspend => "Suspend now",
            Deed::Close => "Close for good",
            Deed::Delete(_) => "Delete for good",
        }
    }
}

fn lower(item: &Item) -> &'static str {
    match item {
        Item::Api(_) => "API key",
        Item::Public(_) => "public key",
    }
}

/// The dialog.
#[component]
pub fn Confirm(
    /// What is asked.
    question: RwSignal<Option<Question>>,
    /// The subaccount.
    account: Memo<Option<Account>>,
) -> impl IntoView {
    let subaccounts_desk = desk::<SubaccountsDesk>();
    let confirm = move |typed: String| {
        let (Some(asked), Some(account)) = (question.get_untracked(), account.get_untracked()) else {
            return;
        };
        match asked.deed {
            Deed::Suspend => subaccounts_desk.change(account, Wish::Status(Status::Suspended), ""),
            Deed::Close => subaccounts_desk.change(account, Wish::Status(Status::Closed), &typed),
            Deed::Delete(item) => subaccounts_desk.delete_key(&account, item, asked.typed.is_some(), &typed),
        }
    };
    let of = move |read: fn(&Question) -> String| {
        Signal::derive(move || question.with(|asked| asked.as_ref().map(read)).unwrap_or_default())
    };
    let sid = of(|asked| asked.sid.clone());
    let word = Signal::derive(move || question.with(|asked| asked.as_ref()?.typed.clone()));
    let text = of(|asked| asked.text().to_owned());
    view! {
        <ConfirmDialog id=DIALOG title=of(Question::title) sid=Signal::derive(move || Some(sid.get())) word
            button=of(|asked| asked.button().to_owned()) on_confirm=confirm>
            <p>{text}</p>
        </ConfirmDialog>
    }
}
