//! A list that comes in pages: the subaccounts, the API keys of one, its public keys.

use super::Progress;
use crate::machine::{Conversation, Effect, Line};
use crate::twilio::accounts::{self, Account};
use crate::twilio::api_keys::{self, ApiKey, KeysApi};
use crate::twilio::public_keys::{self, PublicKeyResource};
use crate::twilio::{AccountSid, CallError, HttpReply, Identity, Page, Request};

/// A list on its way.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// What was read so far, in Twilio's order.
    pub items: Vec<T>,
    /// How far it is.
    pub progress: Progress,
    /// Whether the newer keys API is worth a try.
    pub offer_iam: bool,
    identity: Identity,
    parse: fn(&HttpReply) -> Result<Page<T>, CallError>,
    keys_api: Option<KeysApi>,
    line: Line,
}

impl Listing<Account> {
    /// Lists the subaccounts of the account that asks.
    #[must_use]
    pub fn subaccounts(identity: Identity) -> (Self, Vec<Effect>) {
        Self::begin(identity, accounts::list(), accounts::parse_list)
    }

    /// The subaccounts; the account that asks is in Twilio's list too.
    #[must_use]
    pub fn subaccounts_only(&self) -> Vec<Account> {
        let own = &self.identity.credentials.account_sid;
        self.items
            .iter()
            .filter(|account| account.sid != *own)
            .cloned()
            .collect()
    }
}

impl Listing<ApiKey> {
    /// Lists the API keys of a subaccount, with its parent's Main key.
    #[must_use]
    pub fn api_keys(main: Identity, account: &AccountSid, api: KeysApi) -> (Self, Vec<Effect>) {
        let parse: fn(&HttpReply) -> _ = match api {
            KeysApi::V2010 => |reply| api_keys::parse_list(KeysApi::V2010, reply),
            KeysApi::IamV1 => |reply| api_keys::parse_list(KeysApi::IamV1, reply),
        };
        let (mut listing, effects) = Self::begin(main, api_keys::list(api, account), parse);
        listing.keys_api = Some(api);
        (listing, effects)
    }

    /// By which API the keys are listed.
    #[must_use]
    pub fn keys_api(&self) -> KeysApi {
        self.keys_api.unwrap_or_default()
    }
}

impl Listing<PublicKeyResource> {
    /// Lists the public keys of the account that asks: nobody else's are listed.
    #[must_use]
    pub fn public_keys(own: Identity) -> (Self, Vec<Effect>) {
        Self::begin(own, public_keys::list(), public_keys::parse_list)
    }

    /// Who asks.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl<T> Listing<T> {
    fn begin(
        identity: Identity,
        request: Request,
        parse: fn(&HttpReply) -> Result<Page<T>, CallError>,
    ) -> (Self, Vec<Effect>) {
        let mut listing = Self {
            items: Vec::new(),
            progress: Progress::Asking,
            offer_iam: false,
            identity: identity.clone(),
            parse,
            keys_api: None,
            line: Line::default(),
        };
        let effects = listing.line.send(request, identity);
        (listing, effects)
    }
}

impl<T> Conversation for Listing<T> {
    fn line(&self) -> &Line {
        &self.line
    }

    fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect> {
        match result.and_then(|reply| (self.parse)(&reply)) {
            Ok(page) => {
                self.items.extend(page.items);
                if let Some(next) = page.next {
                    self.line.renew();
                    return self.line.send(next.request(), self.identity.clone());
                }
                self.progress = Progress::Done;
            }
            Err(error) => {
                self.offer_iam = self.keys_api == Some(KeysApi::V2010) && error.code() == Some(20003);
                self.progress = Progress::Failed(error.explain());
            }
        }
        Vec::new()
    }
}
