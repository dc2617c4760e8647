//! What a check says of each kind of trouble; the set-up of a first key says the same.

use crate::priming::Finding;
use crate::twilio::CallError;
use crate::twilio::accounts::{Account, Status};

/// Whether the clock is to blame. The next request is dated by the refusal's own `Date`.
pub(crate) fn is_clock(error: &CallError) -> bool {
    matches!(error.code(), Some(20155 | 20156))
}

/// Why an account cannot be worked on, whosever key it is.
pub(in crate::priming) fn unfit(account: &Account) -> Option<Finding> {
    if account.is_subaccount() {
        return Some(Finding::problem(
            format!(
                "{} is a subaccount (\u{201c}{}\u{201d}).",
                account.sid, account.friendly_name
            ),
            format!(
                "Subaccounts cannot have subaccounts. Enter the parent account's SID, {}, and its Main key.",
                account.owner_sid
            ),
        ));
    }
    (account.status != Status::Active).then(|| {
        Finding::problem(
            format!(
                "The account \u{201c}{}\u{201d} is {}.",
                account.friendly_name,
                account.status.as_str()
            ),
            "Reactivate it in the Twilio Console first.",
        )
    })
}

/// The account was shown to the API key: only a Main key gets so far.
pub(in crate::priming) fn may_manage(account: &Account) -> Finding {
    Finding::good(format!(
        "The API key may manage the account \u{201c}{}\u{201d}.",
        account.friendly_name
    ))
}

/// The account takes signed requests only, and the form is set not to sign.
pub(super) fn unsigned() -> Finding {
    Finding::problem(
        "The account takes signed requests only, and this one was not signed (error 70052).",
        "Turn on \u{201c}Sign requests\u{201d} and give the public key SID and its private key. If the private key is lost, \u{201c}Set up this account\u{201d} leads back in by the Console.",
    )
}

/// After 20003 on the account: a key that may list public keys is a good key of the wrong kind.
pub(in crate::priming) fn refused_key(lists_public_keys: bool) -> Finding {
    if lists_public_keys {
        return Finding::problem(
            "This is not a Main key: it may use the account, but not manage it (error 20003).",
            "Make a key of the type Main in the Twilio Console; \u{201c}Set up this account\u{201d} has the steps. No API makes one.",
        );
    }
    Finding::problem(
        "Twilio did not accept these credentials (error 20003).",
        "Check the secret first: it is shown only once, when the key is made. Then check that the API key belongs to this Account SID and was not deleted.",
    )
}
