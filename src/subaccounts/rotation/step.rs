//! The steps of a rotation.

/// The steps of a rotation, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// List the API keys that are there, by the Main key.
    ListApiKeys,
    /// Try the subaccount's own key, and list the public keys that are there.
    TryOwn,
    /// Make the new key pair.
    MakeKeyPair,
    /// Create the new API key.
    CreateApiKey,
    /// List the public keys that are there with the new API key, as far as that works unsigned.
    ListPublicKeys,
    /// Add the new public key.
    AddPublicKey,
    /// List the public keys with the new credentials.
    Verify,
    /// List the API keys once more, by the Main key, and delete what a repeated request created twice.
    TakeStock,
    /// Ask once unsigned, to learn whether signing is enforced.
    AskUnsigned,
    /// The admin saves the new keys, puts them to use, and says which old ones go.
    HandOver,
    /// Delete the old public keys, signed with the new key pair.
    DeletePublicKeys,
    /// Delete the old API keys, by the Main key.
    DeleteApiKeys,
    /// List the public keys with the new credentials once more.
    VerifyAgain,
    /// Everything is done.
    Done,
}

impl Step {
    /// What the step does, as the admin reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ListApiKeys => "List the API keys",
            Self::TryOwn => "Try the subaccount's own key",
            Self::MakeKeyPair => "Make the key pair",
            Self::CreateApiKey => "Create the new API key",
            Self::ListPublicKeys => "Look for public keys",
            Self::AddPublicKey => "Add the new public key",
            Self::Verify => "Try the new keys",
            Self::TakeStock => "Check that nothing was created twice",
            Self::AskUnsigned => "Ask whether signing is enforced",
            Self::HandOver => "Put the new keys to use",
            Self::DeletePublicKeys => "Delete the old public keys",
            Self::DeleteApiKeys => "Delete the old API keys",
            Self::VerifyAgain => "Try the new keys once more",
            Self::Done => "Done",
        }
    }
}
