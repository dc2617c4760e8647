//! A Twilio account made of memory: a small, strict Twilio to practise on and to test against.
//!
//! It answers the calls that Keyseed and its snippets make, with the permissions, limits and error codes that Twilio
//! documents. Where Twilio's documentation is silent, the stricter reading is taken, and the comment beside it says
//! that it is an assumption. It is pure: a request, the time and random bytes go in, a reply comes out.
//!
//! | file | what it decides |
//! |---|---|
//! | `route` | which resource a host, method and path name |
//! | `caller` | who asks, and which accounts they may touch |
//! | `validation` | whether the request is signed as it must be |
//! | `accounts`, `api_keys`, `public_keys`, `phone_numbers` | what each resource answers |
//! | `page`, `reply`, `dates`, `new_ids` | the forms: pages, errors, dates, SIDs |
//! | `store` | what exists |
//! | `faults` | what goes wrong on the way, by a plan |
//! | `inventory` | what exists, for tests |

mod accounts;
mod api_keys;
mod ask;
mod caller;
mod dates;
mod dispatch;
mod faults;
mod inventory;
mod new_ids;
mod page;
mod params;
mod phone_numbers;
mod public_keys;
mod reply;
mod route;
mod store;
mod validation;

pub use caller::basic_user;
pub use faults::{Fault, FaultPlan, Met, Operation, named};
pub use inventory::{Inventory, InventoryAccount, InventoryKey};
pub use new_ids::NoRandomness;

use crate::keys::{self, TryCryptoRng};
use crate::twilio::accounts::Status;
use crate::twilio::{AccountSid, Credentials, HttpReply, HttpRequest, PublicKeySid, Secret};
use faults::Faults;
use reply::Refusal;
use store::{Account, KeyKind, NewPublicKey, Store};

/// How an account treats Public Key Client Validation, <https://www.twilio.com/docs/iam/pkcv>.
///
/// Subaccounts are treated as their parent. That is an assumption: Twilio's priming page implies it, no page says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforcement {
    /// The feature is off: a signed request is refused with 70053.
    Off,
    /// Unsigned requests are taken; a signature that is there must be right.
    Optional,
    /// Unsigned requests are refused with 70052, and so is the Auth Token.
    Enforced,
}

/// What the holder of the practice account knows, as an admin would have it from the Twilio Console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeCredentials {
    /// The parent account.
    pub account_sid: AccountSid,
    /// A Main key: may do everything, in the account and in its subaccounts.
    pub main_key: Credentials,
    /// A Standard key: neither accounts nor API keys, and no other account.
    pub standard_key: Credentials,
    /// The account's Auth Token: 32 hexadecimal digits.
    pub auth_token: Secret,
    /// The SID of the account's public key, if it was made with one.
    pub public_key_sid: Option<PublicKeySid>,
}

/// What came of a request's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The signature is right.
    Valid,
    /// It is not, or one is missing, or there should be none: Twilio's error code.
    Refused(u32),
}

/// A Twilio account made of memory, with its subaccounts.
#[derive(Debug)]
pub struct Practice {
    enforcement: Enforcement,
    credentials: PracticeCredentials,
    store: Store,
    verdict: Option<Verdict>,
    faults: Faults,
}

/// When the practice account was opened, in seconds since 1970: 5 January 2026, 09:00 UTC.
const OPENED: i64 = 1_767_603_600;

impl Practice {
    /// An account with a Main key, a Standard key and its Auth Token. If `public_key` is given, it is registered as the
    /// account's public key.
    ///
    /// # Errors
    /// [`NoRandomness`] if `rng` fails.
    pub fn new<R: TryCryptoRng + ?Sized>(
        enforcement: Enforcement,
        public_key: Option<&keys::PublicKey>,
        rng: &mut R,
    ) -> Result<Self, NoRandomness> {
        let mut store = Store::default();
        let account_sid: AccountSid = new_ids::sid(AccountSid::PREFIX, rng)?;
        let auth_token = new_ids::auth_token(rng)?;
        store.add_account(Account::new(
            account_sid.clone(),
            account_sid.clone(),
            "Practice account".to_owned(),
            auth_token.clone(),
            OPENED,
        ));
        let mut key = |kind, name: &str| {
            let (api_key_sid, secret) = store.make_key(&account_sid, kind, Some(name.to_owned()), OPENED, rng)?;
            Ok::<_, NoRandomness>(Credentials {
                account_sid: account_sid.clone(),
                api_key_sid,
                secret,
            })
        };
        let main_key = key(KeyKind::Main, "Main key")?;
        let standard_key = key(KeyKind::Standard, "Standard key")?;
        let public_key_sid = public_key
            .map(|key| {
                let new = NewPublicKey {
                    account: account_sid.clone(),
                    friendly_name: Some("First public key".to_owned()),
                    key: key.clone(),
                };
                store.make_public_key(new, OPENED, rng)
            })
            .transpose()?;
        Ok(Self {
            enforcement,
            credentials: PracticeCredentials {
                account_sid,
                main_key,
                standard_key,
                auth_token,
                public_key_sid,
            },
            store,
            verdict: None,
            faults: Faults::default(),
        })
    }

    /// What the holder of the account knows.
    #[must_use]
    pub fn credentials(&self) -> PracticeCredentials {
        self.credentials.clone()
    }

    /// Answers `request` at `now` (seconds since 1970). No fault meets it; what faults before it planted for later
    /// holds all the same.
    pub fn answer<R: TryCryptoRng + ?Sized>(&mut self, request: &HttpRequest, now: i64, rng: &mut R) -> HttpReply {
        self.verdict = None;
        self.store.late.settle(now);
        let clock = self.clock(now);
        let request_id = new_ids::request_id(rng);
        let done = match &request_id {
            Ok(_) => self.perform(request, clock, rng),
            Err(error) => Err(Refusal::from(*error)),
        };
        reply::write(done, request_id.ok(), clock)
    }

    /// What came of the signature of the last request; `None` if it had none and needed none, or if the request was
    /// refused before the signature was looked at.
    #[must_use]
    pub const fn last_verdict(&self) -> Option<Verdict> {
        self.verdict
    }

    /// Adds so many subaccounts, as an account has that was used for years: most are active, a few suspended or closed.
    /// They have no keys.
    ///
    /// # Errors
    /// [`NoRandomness`] if `rng` fails.
    pub fn add_subaccounts<R: TryCryptoRng + ?Sized>(&mut self, count: usize, rng: &mut R) -> Result<(), NoRandomness> {
        let parent = &self.credentials.account_sid;
        for number in 1..=count {
            let (sid, auth_token) = (new_ids::sid(AccountSid::PREFIX, rng)?, new_ids::auth_token(rng)?);
            let mut account = Account::new(sid, parent.clone(), new_ids::customer(number), auth_token, OPENED);
            account.status = match number % 100 {
                17 => Status::Suspended,
                61 => Status::Closed,
                _ => Status::Active,
            };
            self.store.add_account(account);
        }
        Ok(())
    }

    /// Adds a public key to the account as its holder does in Twilio's Console, which asks for no signature.
    ///
    /// # Errors
    /// [`NoRandomness`] if `rng` fails.
    pub fn paste_public_key<R: TryCryptoRng + ?Sized>(
        &mut self,
        key: &keys::PublicKey,
        friendly_name: &str,
        now: i64,
        rng: &mut R,
    ) -> Result<PublicKeySid, NoRandomness> {
        let new = NewPublicKey {
            account: self.credentials.account_sid.clone(),
            friendly_name: Some(friendly_name.to_owned()),
            key: key.clone(),
        };
        self.store.make_public_key(new, self.clock(now), rng)
    }

    /// Suspends an account as Twilio itself does on suspicion of fraud; its holder cannot undo it (error 21478).
    /// Returns whether there is such an account.
    pub fn suspend_by_twilio(&mut self, sid: &AccountSid) -> bool {
        self.store.suspend_by_twilio(sid)
    }

    /// What Twilio's clock shows at `now`.
    const fn clock(&self, now: i64) -> i64 {
        now.saturating_add(self.faults.skew)
    }

    /// In Twilio's order as far as its errors tell it: who asks, then the signature, then what is asked.
    fn perform<R: TryCryptoRng + ?Sized>(
        &mut self,
        request: &HttpRequest,
        now: i64,
        rng: &mut R,
    ) -> Result<reply::Done, Refusal> {
        let caller = caller::authenticate(&self.store, request)?;
        let checked = validation::check(&self.store, &caller, request, self.enforcement, now);
        self.verdict = match &checked {
            Ok(signed) => signed.then_some(Verdict::Valid),
            Err(refusal) => Some(Verdict::Refused(refusal.code)),
        };
        checked?;
        dispatch::perform(&mut self.store, &caller, &request.request, now, rng)
    }
}
