//! What exists, for tests that compare it with what was said to exist. It holds no secret.

use super::Practice;
use crate::twilio::accounts::Status;
use crate::twilio::{AccountSid, ApiKeySid, PublicKeySid};

/// Everything that exists, each kind in the order in which it was made. Nothing is left out for being listed late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// The account and its subaccounts, closed ones too.
    pub accounts: Vec<InventoryAccount>,
    /// The API keys of all accounts.
    pub api_keys: Vec<InventoryKey<ApiKeySid>>,
    /// The public keys of all accounts.
    pub public_keys: Vec<InventoryKey<PublicKeySid>>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryAccount {
    /// Its SID.
    pub sid: AccountSid,
    /// The account that it belongs to: itself, if it is the parent.
    pub owner: AccountSid,
    /// Its name.
    pub name: String,
    /// Whether it is in use.
    pub status: Status,
}

/// An API key or a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryKey<S> {
    /// Its SID.
    pub sid: S,
    /// The account that it belongs to.
    pub account: AccountSid,
    /// Its name, if it has one.
    pub name: Option<String>,
}

impl Practice {
    /// What exists.
    #[must_use]
    pub fn inventory(&self) -> Inventory {
        let accounts = self.store.accounts.iter().map(|account| InventoryAccount {
            sid: account.sid.clone(),
            owner: account.owner.clone(),
            name: account.friendly_name.clone(),
            status: account.status,
        });
        let api_keys = self.store.api_keys.iter().map(|key| InventoryKey {
            sid: key.sid.clone(),
            account: key.account.clone(),
            name: key.friendly_name.clone(),
        });
        let public_keys = self.store.public_keys.iter().map(|key| InventoryKey {
            sid: key.sid.clone(),
            account: key.account.clone(),
            name: key.friendly_name.clone(),
        });
        Inventory {
            accounts: accounts.collect(),
            api_keys: api_keys.collect(),
            public_keys: public_keys.collect(),
        }
    }
}
