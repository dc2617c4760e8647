//! The steps that a subaccount takes.

/// The steps for one subaccount, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
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
    /// Everything is done.
    Done,
}

impl Step {
    /// What the step does, as the admin reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::MakeKeyPair => "Make the key pair",
            Self::CreateSubaccount => "Create the subaccount",
            Self::SeedApiKey => "Seed the API key",
            Self::SeedPublicKey => "Seed the public key",
            Self::Verify => "Try the new credentials",
            Self::AskUnsigned => "Ask whether signing is enforced",
            Self::Done => "Done",
        }
    }
}
