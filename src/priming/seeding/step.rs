//! The steps that a subaccount takes.

use crate::priming::Plan;
use serde::{Deserialize, Serialize};

/// The steps for one subaccount, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// For one that exists: look whether it is the parent's, and active.
    Look,
    /// For a new one: look whether its name is free.
    LookForName,
    /// Make its key pair, before anything exists at Twilio that could be left half-made.
    MakeKeyPair,
    /// Create the subaccount.
    CreateSubaccount,
    /// Give it an API key.
    SeedApiKey,
    /// Give it the public key.
    SeedPublicKey,
    /// List its public keys with its own credentials.
    Verify,
    /// Ask once unsigned, to learn whether signing is enforced.
    AskUnsigned,
    /// Look whether it holds anything twice.
    TakeStock,
    /// Everything is done.
    Done,
}

impl Step {
    const ALL: [Self; 9] = [
        Self::Look,
        Self::LookForName,
        Self::MakeKeyPair,
        Self::CreateSubaccount,
        Self::SeedApiKey,
        Self::SeedPublicKey,
        Self::Verify,
        Self::AskUnsigned,
        Self::TakeStock,
    ];

    /// What the step does, as the admin reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Look => "Look at the subaccount",
            Self::LookForName => "Look whether the name is free",
            Self::MakeKeyPair => "Make the key pair",
            Self::CreateSubaccount => "Create the subaccount",
            Self::SeedApiKey => "Seed the API key",
            Self::SeedPublicKey => "Seed the public key",
            Self::Verify => "Try the new credentials",
            Self::AskUnsigned => "Ask whether signing is enforced",
            Self::TakeStock => "Check for duplicates",
            Self::Done => "Done",
        }
    }

    /// Whether the step makes something at Twilio, which a repeat would make twice.
    #[must_use]
    pub const fn creates(self) -> bool {
        matches!(self, Self::CreateSubaccount | Self::SeedApiKey | Self::SeedPublicKey)
    }

    /// Whether a subaccount of `plan` takes it.
    #[must_use]
    pub const fn is_taken(self, plan: &Plan, existing: bool) -> bool {
        match self {
            Self::Look => existing,
            Self::LookForName | Self::CreateSubaccount => !existing,
            Self::MakeKeyPair => plan.key_pairs.makes_key_pair(),
            Self::SeedPublicKey => plan.key_pairs.seeds_public_key(),
            Self::AskUnsigned => plan.verifies_signed(),
            Self::SeedApiKey | Self::Verify | Self::TakeStock | Self::Done => true,
        }
    }

    /// The steps that a subaccount of `plan` takes, in order.
    pub fn taken(plan: &Plan, existing: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |step| step.is_taken(plan, existing))
    }

    /// The step after this one.
    #[must_use]
    pub fn after(self, plan: &Plan, existing: bool) -> Self {
        Self::taken(plan, existing)
            .find(|step| *step > self)
            .unwrap_or(Self::Done)
    }
}
