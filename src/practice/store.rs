//! What exists: accounts, API keys, public keys. Everything is kept in the order in which it was made.

use super::faults::Late;
use super::new_ids::{self, NoRandomness};
use crate::keys::{self, TryCryptoRng};
use crate::twilio::accounts::Status;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid, Secret};

/// When a thing was made and changed, in seconds since 1970, and its place in the order of all things.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) place: u64,
}

#[derive(Debug)]
pub(super) struct Account {
    pub(super) sid: AccountSid,
    pub(super) owner: AccountSid,
    pub(super) friendly_name: String,
    pub(super) status: Status,
    pub(super) suspended_by_twilio: bool,
    pub(super) auth_token: Secret,
    pub(super) stamp: Stamp,
}

impl Account {
    /// An active account; its place in the order is given when it is added.
    pub(super) fn new(
        sid: AccountSid,
        owner: AccountSid,
        friendly_name: String,
        auth_token: Secret,
        created: i64,
    ) -> Self {
        Self {
            sid,
            owner,
            friendly_name,
            status: Status::Active,
            suspended_by_twilio: false,
            auth_token,
            stamp: stamp(created),
        }
    }

    pub(super) fn is_subaccount(&self) -> bool {
        self.sid != self.owner
    }
}

/// What a key may do, <https://www.twilio.com/docs/iam/api-keys>. No API tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    Main,
    Standard,
}

#[derive(Debug)]
pub(super) struct ApiKey {
    pub(super) sid: ApiKeySid,
    pub(super) account: AccountSid,
    pub(super) kind: KeyKind,
    pub(super) friendly_name: Option<String>,
    pub(super) secret: Secret,
    pub(super) stamp: Stamp,
}

#[derive(Debug)]
pub(super) struct PublicKey {
    pub(super) sid: PublicKeySid,
    pub(super) account: AccountSid,
    pub(super) friendly_name: Option<String>,
    pub(super) key: keys::PublicKey,
    pub(super) stamp: Stamp,
}

/// A public key that is about to be stored. The same key may be stored more than once, under a SID each.
pub(super) struct NewPublicKey {
    pub(super) account: AccountSid,
    pub(super) friendly_name: Option<String>,
    pub(super) key: keys::PublicKey,
}

#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) accounts: Vec<Account>,
    pub(super) api_keys: Vec<ApiKey>,
    pub(super) public_keys: Vec<PublicKey>,
    /// What is not shown or not known yet.
    pub(super) late: Late,
    made: u64,
}

impl Store {
    pub(super) fn account(&self, sid: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.sid.as_str() == sid)
    }

    pub(super) fn api_key(&self, sid: &str) -> Option<&ApiKey> {
        self.api_keys.iter().find(|key| key.sid.as_str() == sid)
    }

    pub(super) fn add_account(&mut self, mut account: Account) {
        account.stamp.place = self.next_place();
        self.accounts.push(account);
    }

    /// Makes an API key; returns its SID and its secret.
    pub(super) fn make_key<R: TryCryptoRng + ?Sized>(
        &mut self,
        account: &AccountSid,
        kind: KeyKind,
        friendly_name: Option<String>,
        now: i64,
        rng: &mut R,
    ) -> Result<(ApiKeySid, Secret), NoRandomness> {
        let sid: ApiKeySid = new_ids::sid(ApiKeySid::PREFIX, rng)?;
        let secret = new_ids::secret(rng)?;
        let place = self.next_place();
        self.api_keys.push(ApiKey {
            sid: sid.clone(),
            account: account.clone(),
            kind,
            friendly_name,
            secret: secret.clone(),
            stamp: Stamp { place, ..stamp(now) },
        });
        Ok((sid, secret))
    }

    /// Stores a public key; returns its SID.
    pub(super) fn make_public_key<R: TryCryptoRng + ?Sized>(
        &mut self,
        new: NewPublicKey,
        now: i64,
        rng: &mut R,
    ) -> Result<PublicKeySid, NoRandomness> {
        let sid: PublicKeySid = new_ids::sid(PublicKeySid::PREFIX, rng)?;
        let place = self.next_place();
        self.public_keys.push(PublicKey {
            sid: sid.clone(),
            account: new.account,
            friendly_name: new.friendly_name,
            key: new.key,
            stamp: Stamp { place, ..stamp(now) },
        });
        Ok(sid)
    }

    pub(super) fn suspend_by_twilio(&mut self, sid: &AccountSid) -> bool {
        let account = self.accounts.iter_mut().find(|account| account.sid == *sid);
        account.is_some_and(|account| {
            account.status = Status::Suspended;
            account.suspended_by_twilio = true;
            true
        })
    }

    /// How many things were made so far: the place of the newest in the order.
    pub(super) const fn made(&self) -> u64 {
        self.made
    }

    /// The SIDs of what was made after that place.
    pub(super) fn sids_after(&self, place: u64) -> Vec<String> {
        let accounts = self
            .accounts
            .iter()
            .map(|account| (account.stamp.place, account.sid.as_str()));
        let api_keys = self.api_keys.iter().map(|key| (key.stamp.place, key.sid.as_str()));
        let public_keys = self.public_keys.iter().map(|key| (key.stamp.place, key.sid.as_str()));
        let all = accounts.chain(api_keys).chain(public_keys);
        all.filter(|(at, _)| *at > place)
            .map(|(_, sid)| sid.to_owned())
            .collect()
    }

    fn next_place(&mut self) -> u64 {
        self.made += 1;
        self.made
    }
}

fn stamp(now: i64) -> Stamp {
    Stamp {
        created: now,
        updated: now,
        place: 0,
    }
}
