//! What is to be rotated, and every request that it takes.

use super::Step;
use crate::priming::{AppliesTo, Checked, Enforcement, PlannedRequest, check_name};
use crate::twilio::accounts::{Account, Status};
use crate::twilio::api_keys::{ApiKey, KeysApi};
use crate::twilio::validation::Algorithm;
use crate::twilio::{ApiKeySid, Identity};
use std::collections::BTreeSet;

/// What is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationKind {
    /// API key and key pair.
    Both,
    /// The API key alone.
    ApiKey,
    /// The key pair alone.
    KeyPair,
}

impl RotationKind {
    /// Whether a new API key is made.
    #[must_use]
    pub const fn makes_api_key(self) -> bool {
        matches!(self, Self::Both | Self::ApiKey)
    }

    /// Whether a new key pair is made.
    #[must_use]
    pub const fn makes_key_pair(self) -> bool {
        matches!(self, Self::Both | Self::KeyPair)
    }
}

/// What the admin typed and chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationDraft {
    /// What is renewed.
    pub kind: RotationKind,
    /// The name of the new API key.
    pub api_key_name: String,
    /// The name of the new public key.
    pub public_key_name: String,
    /// The API keys that go in the end.
    pub old_api_keys: BTreeSet<ApiKeySid>,
    /// The subaccount's own API key and, where it signs, its key pair.
    pub own: Option<Identity>,
    /// By which API keys are made.
    pub keys_api: KeysApi,
}

/// A field of the rotation's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationField {
    /// The subaccount's own API key.
    Own,
    /// The name of the new API key.
    ApiKeyName,
    /// The name of the new public key.
    PublicKeyName,
}

/// A rotation that can begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationPlan {
    /// The subaccount.
    pub account: Account,
    /// What was typed and chosen; names are trimmed.
    pub draft: RotationDraft,
    /// The API keys that it has, as they were listed.
    pub existing: Vec<ApiKey>,
    /// How the new key pair signs.
    pub algorithm: Algorithm,
    /// Whether the Main key's requests are signed.
    pub main_signs: bool,
}

impl RotationPlan {
    /// Makes a plan of a draft. `existing` are the API keys that the subaccount has.
    ///
    /// # Errors
    /// Every problem, filed under its field.
    pub fn new(
        draft: &RotationDraft,
        account: &Account,
        existing: &[ApiKey],
        parent: &Checked,
    ) -> Result<Self, Vec<(RotationField, String)>> {
        let mut draft = draft.clone();
        draft.api_key_name = draft.api_key_name.trim().to_owned();
        draft.public_key_name = draft.public_key_name.trim().to_owned();
        draft
            .old_api_keys
            .retain(|sid| existing.iter().any(|key| key.sid == *sid));
        let mut problems = Vec::new();
        if draft.kind.makes_api_key() {
            let taken = existing.iter().any(|key| key.friendly_name == draft.api_key_name);
            let name = check_name(&draft.api_key_name).and_then(|()| not_taken(taken));
            problems.extend(name.err().map(|message| (RotationField::ApiKeyName, message)));
        }
        if draft.kind.makes_key_pair() {
            let name = check_name(&draft.public_key_name);
            problems.extend(name.err().map(|message| (RotationField::PublicKeyName, message)));
        }
        let own = own_problem(&draft, account, parent);
        problems.extend(own.map(|message| (RotationField::Own, message.to_owned())));
        if !problems.is_empty() {
            return Err(problems);
        }
        let signing = parent.identity.signing.as_ref();
        let own_signing = draft.own.as_ref().and_then(|own| own.signing.as_ref());
        Ok(Self {
            account: account.clone(),
            existing: existing.to_vec(),
            algorithm: signing
                .or(own_signing)
                .map_or_else(Algorithm::default, |signing| signing.algorithm),
            main_signs: signing.is_some(),
            draft,
        })
    }

    /// Whether the new keys are tried with a signed request.
    #[must_use]
    pub fn signs(&self) -> bool {
        self.draft.kind.makes_key_pair() || self.own_signs()
    }

    fn own_signs(&self) -> bool {
        self.draft.own.as_ref().is_some_and(|own| own.signing.is_some())
    }

    /// The steps that this rotation takes, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        use Step::{
            AddPublicKey, AskUnsigned, CreateApiKey, DeleteApiKeys, DeletePublicKeys, HandOver, ListApiKeys,
            ListPublicKeys, MakeKeyPair, TryOwn, Verify, VerifyAgain,
        };
        let (kind, own) = (self.draft.kind, self.draft.own.is_some());
        let taken = |step: &Step| match step {
            TryOwn => own,
            MakeKeyPair | AddPublicKey | DeletePublicKeys => kind.makes_key_pair(),
            CreateApiKey | DeleteApiKeys => kind.makes_api_key(),
            ListPublicKeys => kind.makes_key_pair() && !own,
            AskUnsigned => self.signs(),
            _ => true,
        };
        [
            ListApiKeys,
            TryOwn,
            MakeKeyPair,
            CreateApiKey,
            ListPublicKeys,
            AddPublicKey,
            Verify,
            AskUnsigned,
            HandOver,
            DeletePublicKeys,
            DeleteApiKeys,
            VerifyAgain,
        ]
        .into_iter()
        .filter(taken)
        .collect()
    }

    /// The requests, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<PlannedRequest> {
        self.steps().into_iter().filter_map(|step| self.request(step)).collect()
    }

    fn request(&self, step: Step) -> Option<PlannedRequest> {
        let (main, own) = ("your Main API key", "the subaccount's own API key");
        let new = if self.draft.kind.makes_api_key() {
            "the new API key"
        } else {
            own
        };
        let main_signs = self.main_signs.then_some("your key pair");
        let own_pair = self.own_signs().then_some("the subaccount's present key pair");
        let new_signs = if self.draft.kind.makes_key_pair() {
            Some("the new key pair")
        } else {
            own_pair
        };
        let keys = match self.draft.keys_api {
            KeysApi::V2010 => format!("https://api.twilio.com/2010-04-01/Accounts/{}/Keys", self.account.sid),
            KeysApi::IamV1 => "https://iam.twilio.com/v1/Keys".to_owned(),
        };
        let json = if self.draft.keys_api == KeysApi::V2010 {
            ".json"
        } else {
            ""
        };
        let public = "https://accounts.twilio.com/v1/Credentials/PublicKeys";
        let list = format!("GET {public}");
        let (line, form, asks, signs) = match step {
            Step::ListApiKeys => (format!("GET {keys}{json}"), String::new(), main, main_signs),
            Step::TryOwn => (list, String::new(), own, own_pair),
            Step::CreateApiKey => {
                let form = format!("FriendlyName = {}", self.draft.api_key_name);
                (format!("POST {keys}{json}"), form, main, main_signs)
            }
            Step::AddPublicKey => {
                let (name, sid) = (&self.draft.public_key_name, &self.account.sid);
                let form = format!("PublicKey = {{PEM}}, FriendlyName = {name}, AccountSid = {sid}");
                (format!("POST {public}"), form, main, main_signs)
            }
            Step::ListPublicKeys | Step::AskUnsigned => (list, String::new(), new, None),
            Step::Verify | Step::VerifyAgain => (list, String::new(), new, new_signs),
            Step::DeletePublicKeys => (format!("DELETE {public}/{{CR}}"), String::new(), new, new_signs),
            Step::DeleteApiKeys => (format!("DELETE {keys}/{{SK}}{json}"), String::new(), main, main_signs),
            Step::MakeKeyPair | Step::HandOver | Step::Done => return None,
        };
        Some(PlannedRequest {
            applies_to: AppliesTo::Each,
            purpose: step.title(),
            line,
            form,
            asks,
            signs,
        })
    }
}

fn not_taken(taken: bool) -> Result<(), String> {
    if taken {
        return Err(
            "An API key of this name exists. Choose another name, so that the two can be told apart.".to_owned(),
        );
    }
    Ok(())
}

/// What the subaccount's own key lacks for this rotation, said before anything is made.
fn own_problem(draft: &RotationDraft, account: &Account, parent: &Checked) -> Option<&'static str> {
    if account.status != Status::Active {
        return Some("The subaccount is not active. Reactivate it first.");
    }
    let own = draft.own.as_ref();
    if own.is_some_and(|own| own.credentials.account_sid != account.sid) {
        return Some("This key belongs to another account.");
    }
    match (draft.kind, own) {
        (RotationKind::KeyPair, None) => Some(
            "The new key pair is tried with an API key of the subaccount. Enter one that it has, or make a new API key too.",
        ),
        (RotationKind::ApiKey, own)
            if parent.enforcement == Enforcement::Enforced && own.is_none_or(|own| own.signing.is_none()) =>
        {
            Some(
                "Signing is enforced, so the new API key can only be tried with a key pair of the subaccount. Enter its own key with a public key SID and private key, or make a new key pair too.",
            )
        }
        _ => None,
    }
}
