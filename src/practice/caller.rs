//! Who asks, and which accounts they may touch, <https://www.twilio.com/docs/iam/api-keys>.

use super::reply::Refusal;
use super::store::{Account, KeyKind, Store};
use crate::twilio::accounts::Status;
use crate::twilio::{AccountSid, HttpRequest, Secret};
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// With what a caller proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    Main,
    Standard,
    AuthToken,
}

#[derive(Debug)]
pub(super) struct Caller {
    /// The user of HTTP Basic: an API key SID, or the Account SID with the Auth Token.
    pub(super) user: String,
    /// The account that asks.
    pub(super) account: AccountSid,
    pub(super) means: Means,
}

/// The user that `request` names in `Authorization`, unchecked; `None` if it is neither an API key SID nor an Account
/// SID in form. A password that was put in the user's place is thus never given back.
#[must_use]
pub fn basic_user(request: &HttpRequest) -> Option<String> {
    let pair = basic(request.authorization.as_ref()?)?;
    let (user, _) = pair.split_once(':')?;
    let digits = user.strip_prefix("AC").or_else(|| user.strip_prefix("SK"))?;
    (digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| user.to_owned())
}

/// Finds out who asks. Whatever is wrong, the answer is the same 20003.
pub(super) fn authenticate(store: &Store, request: &HttpRequest) -> Result<Caller, Refusal> {
    let authorization = request.authorization.as_ref();
    let pair = authorization.and_then(basic).ok_or_else(Refusal::authenticate)?;
    let (user, password) = pair.split_once(':').ok_or_else(Refusal::authenticate)?;
    if !store.late.knows(user) {
        return Err(Refusal::authenticate());
    }
    let (account, means, secret) = if let Some(key) = store.api_key(user) {
        let means = match key.kind {
            KeyKind::Main => Means::Main,
            KeyKind::Standard => Means::Standard,
        };
        (store.account(key.account.as_str()), means, &key.secret)
    } else {
        let account = store.account(user).ok_or_else(Refusal::authenticate)?;
        (Some(account), Means::AuthToken, &account.auth_token)
    };
    match account {
        Some(account) if account.status == Status::Active && secret.expose() == password => Ok(Caller {
            user: user.to_owned(),
            account: account.sid.clone(),
            means,
        }),
        _ => Err(Refusal::authenticate()),
    }
}

impl Caller {
    /// Refuses Standard keys: accounts and API keys are not theirs to see. Twilio says 401, not 403.
    pub(super) fn must_manage(&self) -> Result<(), Refusal> {
        if self.means == Means::Standard {
            return Err(Refusal::authenticate());
        }
        Ok(())
    }

    /// The account `sid`, if it is the caller's own or one of its subaccounts. A Standard key has only its own. What
    /// the caller may not see does not exist for them.
    pub(super) fn account<'a>(&self, store: &'a Store, sid: &str, path: &str) -> Result<&'a Account, Refusal> {
        let account = store.account(sid).filter(|account| self.reaches(account));
        match account {
            Some(account) if account.sid == self.account => Ok(account),
            _ if self.means == Means::Standard => Err(Refusal::authenticate()),
            Some(account) => Ok(account),
            None => Err(Refusal::not_found(path)),
        }
    }

    /// As [`Self::account`], and it must be in use: nothing can be kept in a suspended or closed account.
    pub(super) fn active_account<'a>(&self, store: &'a Store, sid: &str, path: &str) -> Result<&'a Account, Refusal> {
        let account = self.account(store, sid, path)?;
        if account.status != Status::Active {
            return Err(Refusal::new(
                403,
                20403,
                format!("The account is {}", account.status.as_str()),
            ));
        }
        Ok(account)
    }

    fn reaches(&self, account: &Account) -> bool {
        account.sid == self.account || account.owner == self.account
    }
}

/// The `user:password` of a Basic `Authorization` (RFC 7617).
fn basic(authorization: &Secret) -> Option<Zeroizing<String>> {
    let (scheme, encoded) = authorization.expose().trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = Base64::decode_vec(encoded.trim()).ok()?;
    String::from_utf8(bytes).ok().map(Zeroizing::new)
}
