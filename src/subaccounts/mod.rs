//! A parent's subaccounts: list them, change one, delete its keys, and rotate them.
//!
//! These are machines ([`crate::machine`]). A parent's Main key may do everything here but see or delete a subaccount's public keys: those are listed by the
//! subaccount's own API key, signed where signing is enforced.

mod change;
mod deletion;
mod listing;
mod rotation;

pub use change::{Change, Wish};
pub use deletion::Deletion;
pub use listing::Listing;
pub use rotation::{
    Item, KeyState, RecordedKey, Rotation, RotationDraft, RotationField, RotationKind, RotationPlan, Setback, Stage,
    State, Step, Stock, Way,
};

use crate::priming::is_typed;
use crate::twilio::Explanation;
use crate::twilio::accounts::Account;

/// How far a single wish is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Under way.
    Asking,
    /// Done.
    Done,
    /// Not done, and why.
    Failed(Explanation),
}

/// What must be typed before something is done to this account that cannot be undone: its name, or its SID where
/// nothing of the name can be seen. See [`is_typed`].
#[must_use]
pub fn word_to_type(account: &Account) -> &str {
    let name = account.friendly_name.trim();
    if is_typed(name, name) {
        name
    } else {
        account.sid.as_str()
    }
}

fn explain(what: impl Into<String>, next: impl Into<String>) -> Explanation {
    Explanation {
        what: what.into(),
        next: next.into(),
    }
}
