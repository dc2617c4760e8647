//! What a request asks for, as plans name it.

use crate::practice::route::{self, Resource};
use crate::twilio::{Method, Request};

/// What a request asks for. The two APIs for API keys count as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// A page of the accounts.
    ListAccounts,
    /// A new subaccount.
    CreateAccount,
    /// One account.
    ReadAccount,
    /// Another name or status for an account.
    ChangeAccount,
    /// A page of an account's API keys.
    ListKeys,
    /// A new API key.
    CreateKey,
    /// The end of an API key.
    DeleteKey,
    /// A page of the public keys.
    ListPublicKeys,
    /// A new public key.
    CreatePublicKey,
    /// The end of a public key.
    DeletePublicKey,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::ListAccounts,
        Self::CreateAccount,
        Self::ReadAccount,
        Self::ChangeAccount,
        Self::ListKeys,
        Self::CreateKey,
        Self::DeleteKey,
        Self::ListPublicKeys,
        Self::CreatePublicKey,
        Self::DeletePublicKey,
    ];

    /// What `request` asks for. `None` for what no plan speaks of: phone numbers, one key by its SID, a key's name, and
    /// what Twilio does not know.
    #[must_use]
    pub fn of(request: &Request) -> Option<Self> {
        match (route::find(request).ok()?, request.method) {
            (Resource::Accounts, Method::Get) => Some(Self::ListAccounts),
            (Resource::Accounts, Method::Post) => Some(Self::CreateAccount),
            (Resource::Account(_), Method::Get) => Some(Self::ReadAccount),
            (Resource::Account(_), Method::Post) => Some(Self::ChangeAccount),
            (Resource::Keys(_) | Resource::IamKeys, Method::Get) => Some(Self::ListKeys),
            (Resource::Keys(_) | Resource::IamKeys, Method::Post) => Some(Self::CreateKey),
            (Resource::Key(..) | Resource::IamKey(_), Method::Delete) => Some(Self::DeleteKey),
            (Resource::PublicKeys, Method::Get) => Some(Self::ListPublicKeys),
            (Resource::PublicKeys, Method::Post) => Some(Self::CreatePublicKey),
            (Resource::PublicKey(_), Method::Delete) => Some(Self::DeletePublicKey),
            _ => None,
        }
    }

    /// Whether something is there afterwards that was not.
    #[must_use]
    pub const fn creates(self) -> bool {
        matches!(self, Self::CreateAccount | Self::CreateKey | Self::CreatePublicKey)
    }

    /// Whether something is gone afterwards; its reply has no body.
    #[must_use]
    pub const fn deletes(self) -> bool {
        matches!(self, Self::DeleteKey | Self::DeletePublicKey)
    }

    /// Whether nothing is changed by it.
    #[must_use]
    pub const fn reads(self) -> bool {
        matches!(
            self,
            Self::ListAccounts | Self::ReadAccount | Self::ListKeys | Self::ListPublicKeys
        )
    }
}
