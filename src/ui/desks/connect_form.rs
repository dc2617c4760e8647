//! What the admin types at Connect, and what is wrong with it.

use crate::browser::{EnforcementChoice, FaultChoice, PracticeScale};
use crate::keys::Fingerprint;
use crate::practice::FaultPlan;
use crate::twilio::validation::{Algorithm, SigningIdentity};
use crate::twilio::{Credentials, Identity, Secret, SidError};
use crate::ui::lock::TypedSecret;
use crate::ui::parts::Errors;
use leptos::prelude::*;
use std::str::FromStr;

/// Which kind of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// The practice account.
    Practice,
    /// A Twilio account.
    Twilio,
}

/// The labels of the fields, which are also what their errors are filed under.
pub mod label {
    pub const ACCOUNT_SID: &str = "Account SID";
    pub const KEY_SID: &str = "Main API key SID";
    pub const SECRET: &str = "Main API key secret";
    pub const PUBLIC_KEY_SID: &str = "Public key SID";
    pub const PRIVATE_KEY: &str = "Private key (PEM)";
    pub const PASSPHRASE: &str = "Passphrase";
}

/// The fields for one kind of account. Each kind keeps its own, so that nothing typed is lost by a look at the other.
pub struct Fields {
    pub account_sid: RwSignal<String>,
    pub key_sid: RwSignal<String>,
    pub secret: TypedSecret,
    pub sign: RwSignal<bool>,
    pub public_key_sid: RwSignal<String>,
    pub pem: TypedSecret,
    pub passphrase: TypedSecret,
    /// Whether the key was found to be encrypted, so that the passphrase is asked for.
    pub encrypted: RwSignal<bool>,
    pub algorithm: RwSignal<Algorithm>,
    /// The private key that was read already; its text is gone then.
    pub held: RwSignal<Option<Fingerprint>>,
    pub errors: RwSignal<Errors>,
}

impl Fields {
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            account_sid: text(),
            key_sid: text(),
            secret: TypedSecret::new(),
            sign: RwSignal::new(false),
            public_key_sid: text(),
            pem: TypedSecret::new(),
            passphrase: TypedSecret::new(),
            encrypted: RwSignal::new(false),
            algorithm: RwSignal::new(Algorithm::RS256),
            held: RwSignal::new(None),
            errors: RwSignal::default(),
        }
    }

    /// Whether a private key must be read before the check can begin.
    pub fn needs_key(&self) -> bool {
        self.sign.get_untracked() && self.held.get_untracked().is_none()
    }

    /// Checks what was typed, the private key aside, and files what is wrong.
    pub fn check(&self) -> Option<Identity> {
        let mut errors = Errors::default();
        let credentials = self.credentials(&mut errors);
        self.judged(credentials, errors)
    }

    /// Who asks with these credentials, if they and the fields about signing are in order; files what is wrong.
    pub fn judged(&self, credentials: Option<Credentials>, mut errors: Errors) -> Option<Identity> {
        let sign = self.sign.get_untracked();
        let public_key_sid = sign.then(|| sid(&mut errors, label::PUBLIC_KEY_SID, self.public_key_sid));
        if self.needs_key() && self.pem.with_untracked(|pem| pem.trim().is_empty()) {
            errors.add(
                label::PRIVATE_KEY,
                "Paste the private key that belongs to the public key, or drop its file here.",
            );
        }
        let held = self.held.get_untracked();
        let signing = public_key_sid
            .flatten()
            .zip(held)
            .map(|(public_key_sid, key)| SigningIdentity {
                public_key_sid,
                key,
                algorithm: self.algorithm.get_untracked(),
            });
        let sound = errors.is_empty();
        self.errors.set(errors);
        let credentials = credentials?;
        sound.then_some(Identity { credentials, signing })
    }

    /// The Main key that was typed; files what is wrong with it.
    pub fn credentials(&self, errors: &mut Errors) -> Option<Credentials> {
        let account_sid = sid(errors, label::ACCOUNT_SID, self.account_sid);
        let api_key_sid = sid(errors, label::KEY_SID, self.key_sid);
        let missing = "Enter the secret that Twilio showed when the Main key was made.";
        let secret = self.secret(errors, label::SECRET, missing);
        Some(Credentials {
            account_sid: account_sid?,
            api_key_sid: api_key_sid?,
            secret: secret?,
        })
    }

    /// The secret that was typed; files the sentence where there is none.
    pub fn secret(&self, errors: &mut Errors, label: &'static str, missing: &str) -> Option<Secret> {
        let secret = self.secret.get_untracked().trim().to_owned();
        if secret.is_empty() {
            errors.add(label, missing);
            return None;
        }
        Some(Secret::new(secret))
    }

    /// The key pair that signs for this account now, if the form has one that is held.
    pub fn signing(&self) -> Option<SigningIdentity> {
        if !self.sign.get_untracked() {
            return None;
        }
        Some(SigningIdentity {
            public_key_sid: self.public_key_sid.with_untracked(|text| text.parse().ok())?,
            key: self.held.get_untracked()?,
            algorithm: self.algorithm.get_untracked(),
        })
    }
}

pub fn sid<S: FromStr<Err = SidError>>(errors: &mut Errors, label: &'static str, text: RwSignal<String>) -> Option<S> {
    match text.with_untracked(|text| text.parse()) {
        Ok(sid) => Some(sid),
        Err(error) => {
            errors.add(label, error);
            None
        }
    }
}

/// What is wrong with a text as a SID of that kind; for the fields to ask as they are left.
pub fn sid_error<S: FromStr<Err = SidError>>(text: &str) -> Option<String> {
    text.parse::<S>().err().map(|error| error.to_string())
}

/// What is to go wrong with the practice account.
#[derive(Clone, Copy)]
pub struct FaultForm {
    /// What was chosen; of a plan by its number, only that it is one.
    pub chosen: RwSignal<FaultChoice>,
    /// The number of a plan, as it was typed.
    pub number: RwSignal<String>,
}

impl FaultForm {
    /// The number that was typed, if there is such a plan.
    pub fn plan_number(self) -> Option<u32> {
        let number = self.number.with(|text| text.trim().parse().ok())?;
        (number < FaultPlan::numbers()).then_some(number)
    }

    /// What goes wrong: nothing, while the number is wrong.
    pub fn choice(self) -> FaultChoice {
        untrack(|| match self.chosen.get() {
            FaultChoice::Number(_) => self.plan_number().map_or(FaultChoice::Nothing, FaultChoice::Number),
            choice => choice,
        })
    }
}

/// Everything at Connect.
pub struct ConnectForm {
    /// Which kind of account; none at first.
    pub kind: RwSignal<Option<AccountKind>>,
    pub practice: Fields,
    pub twilio: Fields,
    /// Whether the practice account checks signatures.
    pub enforcement: RwSignal<EnforcementChoice>,
    /// How large and how slow the practice account is.
    pub scale: RwSignal<PracticeScale>,
    /// What goes wrong with the practice account.
    pub faults: FaultForm,
    /// Whether the practice account starts without a public key.
    pub practice_keyless: RwSignal<bool>,
    /// Why the practice account could not be opened.
    pub practice_failure: RwSignal<Option<String>>,
    /// Whether the practice account is open.
    pub practice_ready: RwSignal<bool>,
    /// Whether a private key is being read.
    pub reading_key: RwSignal<bool>,
}

impl ConnectForm {
    pub fn new() -> Self {
        Self {
            kind: RwSignal::new(None),
            practice: Fields::new(),
            twilio: Fields::new(),
            enforcement: RwSignal::new(EnforcementChoice::Enforced),
            scale: RwSignal::default(),
            faults: FaultForm {
                chosen: RwSignal::default(),
                number: RwSignal::new("0".to_owned()),
            },
            practice_keyless: RwSignal::new(false),
            practice_failure: RwSignal::new(None),
            practice_ready: RwSignal::new(false),
            reading_key: RwSignal::new(false),
        }
    }

    /// The fields of a kind.
    pub fn fields(&'static self, kind: AccountKind) -> &'static Fields {
        match kind {
            AccountKind::Practice => &self.practice,
            AccountKind::Twilio => &self.twilio,
        }
    }
}
