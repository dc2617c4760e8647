//! What a check says of each kind of trouble; the set-up of a first key says the same.

use super::Enforcement;
use super::causes::causes;
use crate::priming::Finding;
use crate::twilio::accounts::{Account, Status};
use crate::twilio::{CallError, SUBACCOUNTS_MAX};

/// How many seconds a clock may differ without a word.
const CLOCK_MAX: i64 = 30;

/// A local clock that is so many seconds behind Twilio's, if that matters.
pub(super) fn clock(offset: i64) -> Option<Finding> {
    let side = if offset > 0 { "behind" } else { "ahead of" };
    let by = match offset.abs() {
        seconds @ 0..=119 => format!("{seconds} seconds"),
        seconds @ 120..=7_199 => format!("{} minutes", seconds / 60),
        seconds => format!("{} hours", seconds / 3_600),
    };
    (offset.abs() > CLOCK_MAX).then(|| {
        Finding::note(
            format!("This machine's clock is {by} {side} Twilio's."),
            "Keyseed dates its signatures by Twilio's clock, so nothing needs to be done here; other tools will fail with 20155 or 20156.",
        )
    })
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

/// The account was shown to the API key. That it may also create something is seen when it does.
pub(in crate::priming) fn accepted(account: &Account) -> Finding {
    Finding::good(format!(
        "Twilio accepts the API key for the account \u{201c}{}\u{201d}.",
        account.friendly_name
    ))
}

/// A Trial account may do less, and Twilio decides what.
pub(super) fn trial() -> Finding {
    Finding::note(
        "This is a Trial account.",
        "Twilio limits what a Trial account can do. You can continue. If Twilio refuses a step, Keyseed shows its words.",
    )
}

/// How many open subaccounts there are. Twilio decides how many more fit.
pub(super) fn count(open: usize) -> Finding {
    if open < SUBACCOUNTS_MAX {
        return Finding::good(match open {
            0 => "It has no subaccounts yet.".to_owned(),
            1 => "It has one subaccount.".to_owned(),
            _ => format!("It has {open} subaccounts."),
        });
    }
    Finding::note(
        format!(
            "It has {open} subaccounts. Twilio allows {SUBACCOUNTS_MAX}, unless it raised the limit for this account."
        ),
        "You can continue. If Twilio refuses a new one (error 21480), close some that are no longer used, or ask Twilio's support to raise the limit.",
    )
}

/// The list of accounts broke off: it is a help, not a condition.
pub(super) fn partly_listed(read: usize, error: &CallError) -> Finding {
    let read = match read {
        0 => "none of the subaccounts".to_owned(),
        1 => "one of the subaccounts".to_owned(),
        _ => format!("{read} of the subaccounts"),
    };
    Finding::note(
        format!(
            "The list of subaccounts could be read only in part: {read}. {}",
            error.explain().what
        ),
        "You can continue. Keyseed looks each new name up before it creates anything. To choose an existing subaccount that is not in the list, enter its SID.",
    )
}

/// The account takes signed requests only, and the form is set not to sign.
pub(super) fn unsigned(error: &CallError) -> Finding {
    Finding::problem(
        format!(
            "The account takes signed requests only, and this one was not signed (error 70052).{}",
            error.quoted()
        ),
        "Turn on \u{201c}Sign requests\u{201d} and give the public key SID and its private key. If the private key is lost, \u{201c}Set up this account\u{201d} leads back in by the Console.",
    )
}

/// The token names the account and the API key as the fields do, and Twilio says that they do not belong together.
pub(super) fn other_account(error: &CallError) -> Finding {
    Finding::problem(
        format!(
            "The API key does not belong to this account, or one of them is not active (error 20153).{}",
            error.quoted()
        ),
        "Check the Account SID and the Main API key SID: the Twilio Console shows both for the same account.",
    )
}

/// The tokens name a public key that the account does not have.
pub(super) fn unknown_public_key(error: &CallError) -> Finding {
    Finding::problem(
        format!(
            "The account has no public key with this SID (error 20404).{}",
            error.quoted()
        ),
        "Enter the public key SID (CR...) that the Twilio Console lists for this account; another account's does not work.",
    )
}

/// Everything was granted.
pub(super) fn passed(enforcement: Enforcement, signed: bool) -> Finding {
    match (enforcement, signed) {
        (Enforcement::Enforced, _) => Finding::good("The signature is proven: an unsigned request is refused (70052)."),
        (Enforcement::NotEnforced, true) => Finding::note(
            "Signed requests are accepted, but unsigned ones too.",
            "Public Key Client Validation is not enforced for this account, so nothing proves the signature yet.",
        ),
        (Enforcement::NotEnforced, false) => {
            Finding::good("Requests need no signature: Public Key Client Validation is not enforced.")
        }
    }
}

/// After 20003 on the account: what was refused, in Twilio's words, and what may be the cause. `list` is what came of the
/// list of public keys, which a key of any type may read.
pub(in crate::priming) fn refused_key(account: &CallError, list: &Result<(), CallError>) -> Finding {
    let more = match list {
        Ok(()) => " It did show the account's public keys, so the API key's SID and secret are right.".to_owned(),
        Err(error) if error.code() == account.code() && error.quoted() == account.quoted() => {
            " Twilio refused the list of public keys in the same words.".to_owned()
        }
        Err(error) => format!(" The list of public keys did not come either. {}", error.explain().what),
    };
    let mut finding = Finding::problem(
        format!(
            "Twilio did not show the account to this API key (error 20003).{}{more}",
            account.quoted()
        ),
        "The cause may be one of these. The likeliest comes first:",
    );
    finding.causes = causes(account, list);
    finding
}
