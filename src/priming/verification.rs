//! What a run's last requests showed about the new subaccount.

/// What the requests with the new account's own credentials showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// A signed request was accepted and an unsigned one refused with 70052: the signature is proven.
    Enforced,
    /// An unsigned request was refused with 70052, and nothing was signed: the plan signs nothing.
    EnforcedUntried,
    /// A signed request was accepted, and so was an unsigned one: nothing checks the signature yet.
    NotEnforced,
    /// The signed request was refused with 70053, an unsigned one accepted: the subaccount does not take signatures.
    NotEnabled,
    /// Requests are not signed; the new API key was accepted.
    Unsigned,
    /// Signing is enforced, and the subaccount has no public key: it cannot call until it gets one.
    NeedsPublicKey,
    /// The recipient holds the private key, so the signed request is theirs to make.
    AwaitsRecipient {
        /// Whether an unsigned request was refused with 70052.
        enforced: bool,
    },
    /// The recipient's signed request listed the public key, as they say.
    RecipientConfirmed {
        /// As above.
        enforced: bool,
    },
    /// The admin saved the secret before the run was interrupted, so nothing could be asked with it.
    SavedUntried,
    /// A key that the run made was deleted on another page since then.
    KeysDeletedSince,
    /// The subaccount was closed on another page since then.
    ClosedSince,
}

impl Verification {
    /// In one line.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Enforced => "Verified: signature enforced",
            Self::EnforcedUntried => "Signature enforced; key pair not tried",
            Self::NotEnforced => "Verified: accepted, not enforced",
            Self::NotEnabled => "API key verified; signing not enabled",
            Self::Unsigned => "API key verified; requests not signed",
            Self::NeedsPublicKey => "Not usable yet: it needs a public key",
            Self::AwaitsRecipient { .. } => "Waiting for the recipient's check",
            Self::RecipientConfirmed { enforced: true } => "Verified by the recipient: signature enforced",
            Self::RecipientConfirmed { enforced: false } => "Tried by the recipient: accepted, not enforced",
            Self::SavedUntried => "Saved before the interruption; not tried",
            Self::KeysDeletedSince => "Its keys were deleted after the run",
            Self::ClosedSince => "Closed after the run",
        }
    }

    /// What it means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Enforced => {
                "A request signed with the new key pair was accepted, and the same request unsigned was refused (70052). The subaccount takes signed requests only."
            }
            Self::EnforcedUntried => {
                "The subaccount takes signed requests only (70052). This run signed none, so the new key pair is seeded but was not tried."
            }
            Self::NotEnforced => {
                "A request signed with the new key pair was accepted, but so was the same request unsigned. Twilio proves a signature only once Public Key Client Validation is enforced for the subaccount."
            }
            Self::NotEnabled => {
                "The new API key works, but the subaccount refuses signed requests (70053): Public Key Client Validation is not enabled for it. Its public key waits there for the day it is."
            }
            Self::Unsigned => "The new API key works. The subaccount does not ask for signed requests.",
            Self::NeedsPublicKey => {
                "The subaccount takes signed requests only (70052), and it has no public key. Seed one before anybody uses it."
            }
            Self::AwaitsRecipient { enforced: true } => {
                "The public key is seeded, and the subaccount takes signed requests only (70052). Only the recipient can sign: hand over the note below, and enter what their check prints."
            }
            Self::AwaitsRecipient { enforced: false } => {
                "The API key works and the public key is seeded. Only the recipient can sign with it: hand over the note below, and enter what their check prints."
            }
            Self::RecipientConfirmed { enforced: true } => {
                "The recipient's signed request was accepted, as they say, and an unsigned one was refused here (70052). The private key was never in this page."
            }
            Self::RecipientConfirmed { enforced: false } => {
                "The recipient's signed request was accepted, as they say; but so was an unsigned one here, so nothing proves the signature yet. The private key was never in this page."
            }
            Self::SavedUntried => {
                "You saved the API key's secret before the run was interrupted, so this page no longer has it and could not try the new credentials. Try them yourself before you hand them over."
            }
            Self::KeysDeletedSince => {
                "A key that this run made was deleted on the Subaccounts page. These credentials no longer work: hand over the keys that replaced them."
            }
            Self::ClosedSince => "The subaccount was closed on the Subaccounts page. Its keys do not work any more.",
        }
    }

    /// Whether the subaccount refuses requests that are not signed, as the Twilio CLI's are.
    #[must_use]
    pub const fn refuses_unsigned(self) -> bool {
        matches!(
            self,
            Self::Enforced
                | Self::EnforcedUntried
                | Self::NeedsPublicKey
                | Self::AwaitsRecipient { enforced: true }
                | Self::RecipientConfirmed { enforced: true }
        )
    }
}
