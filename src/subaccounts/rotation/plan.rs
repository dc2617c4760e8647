//! What is to be rotated, and every request that it takes.

use super::Step;
use crate::priming::{AppliesTo, Checked, Enforcement, PlannedRequest, RunId, check_key_name};
use crate::twilio::accounts::{Account, Status};
use crate::twilio::api_keys::{self, ApiKey, KeysApi};
use crate::twilio::validation::Algorithm;
use crate::twilio::{ApiKeySid, Identity, PublicKeySid, Request, encode, public_keys};
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
    /// This rotation's ID. The names of its keys carry it, so that a key of such a name is its own, whoever repeated a
    /// request.
    pub run: RunId,
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

impl RotationField {
    /// Its label, under which what is wrong with it is filed.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Own => "API key of the subaccount",
            Self::ApiKeyName => "New API key name",
            Self::PublicKeyName => "New public key name",
        }
    }
}

/// A rotation that can begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationPlan {
    /// The subaccount.
    pub account: Account,
    /// What was typed and chosen; the names are complete, with the rotation's ID.
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
        let (api, pair) = (draft.kind.makes_api_key(), draft.kind.makes_key_pair());
        for (made, name, field) in [
            (api, &draft.api_key_name, RotationField::ApiKeyName),
            (pair, &draft.public_key_name, RotationField::PublicKeyName),
        ] {
            let wrong = made.then(|| check_key_name(name).err()).flatten();
            problems.extend(wrong.map(|message| (field, message)));
        }
        let own = own_problem(&draft, account, parent);
        problems.extend(own.map(|message| (RotationField::Own, message.to_owned())));
        if !problems.is_empty() {
            return Err(problems);
        }
        draft.api_key_name = draft.run.key_name(&draft.api_key_name);
        draft.public_key_name = draft.run.key_name(&draft.public_key_name);
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
            ListPublicKeys, MakeKeyPair, TakeStock, TryOwn, Verify, VerifyAgain,
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
            TakeStock,
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

    /// The requests, in order, if nothing has to be asked twice.
    #[must_use]
    pub fn requests(&self) -> Vec<PlannedRequest> {
        let planned = |step: Step| self.requests_of(step).into_iter().map(move |request| (step, request));
        let all = self.steps().into_iter().flat_map(planned);
        all.map(|(step, request)| self.planned(step, &request)).collect()
    }

    /// The requests of a step, made as the rotation itself makes them. What is not known yet stands in braces.
    fn requests_of(&self, step: Step) -> Vec<Request> {
        let (draft, account) = (&self.draft, &self.account.sid);
        let api = draft.keys_api;
        match step {
            Step::ListApiKeys => vec![api_keys::list(api, account)],
            Step::TakeStock if draft.kind.makes_api_key() => vec![api_keys::list(api, account)],
            Step::CreateApiKey => vec![api_keys::create(api, account, &draft.api_key_name)],
            Step::AddPublicKey => vec![public_keys::create_of("{PEM}", &draft.public_key_name, Some(account))],
            Step::TryOwn | Step::ListPublicKeys | Step::Verify | Step::AskUnsigned | Step::VerifyAgain => {
                vec![public_keys::list()]
            }
            Step::DeletePublicKeys => unknown_public_key().iter().map(public_keys::delete).collect(),
            Step::DeleteApiKeys => {
                let old = draft.old_api_keys.iter();
                old.map(|sid| api_keys::delete(api, account, sid)).collect()
            }
            // What was created twice is known only then.
            Step::MakeKeyPair | Step::TakeStock | Step::HandOver | Step::Done => Vec::new(),
        }
    }

    fn planned(&self, step: Step, request: &Request) -> PlannedRequest {
        let own = "the subaccount's own API key";
        let (api, pair) = (self.draft.kind.makes_api_key(), self.draft.kind.makes_key_pair());
        let new = if api { "the new API key" } else { own };
        let own_pair = self.own_signs().then_some("the subaccount's present key pair");
        let new_pair = if pair { Some("the new key pair") } else { own_pair };
        let (asks, signs) = match step {
            Step::TryOwn => (own, own_pair),
            Step::ListPublicKeys | Step::AskUnsigned => (new, None),
            Step::Verify | Step::VerifyAgain | Step::DeletePublicKeys => (new, new_pair),
            _ => ("your Main API key", self.main_signs.then_some("your key pair")),
        };
        let line = format!("{} {}", request.method.as_str(), request.url());
        let fields = encode::form_fields(&request.body).into_iter();
        let fields: Vec<String> = fields.map(|(name, value)| format!("{name} = {value}")).collect();
        PlannedRequest {
            applies_to: AppliesTo::Each,
            purpose: step.title(),
            line: unknown_public_key().map_or(line.clone(), |sid| line.replace(sid.as_str(), "{CR}")),
            form: fields.join(", "),
            asks,
            signs,
        }
    }
}

/// Stands for a public key whose SID is not known yet.
fn unknown_public_key() -> Option<PublicKeySid> {
    format!("CR{}", "0".repeat(32)).parse().ok()
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
