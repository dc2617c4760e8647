//! The step that a subaccount works on, with what only that step needs.

use super::{Look, Seeding, Standing, Step, Thing};
use crate::twilio::{ApiKeySid, PublicKeySid};

/// The step that a subaccount works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Work {
    /// Look at one that exists.
    Look,
    /// Look whether its name is free. `insisted`: the admin wants it created though others have its name.
    LookForName { insisted: bool },
    /// Make its key pair.
    MakeKeyPair,
    /// Create it, or look for it.
    CreateSubaccount(Search),
    /// Give it an API key, or look for one in a list.
    SeedApiKey(Search),
    /// Delete these API keys, whose secrets were lost, before it gets another.
    RemoveLost(Vec<ApiKeySid>),
    /// Give it the public key. So many posts were lost; `reach`: not before Twilio answers a reading.
    SeedPublicKey { lost: usize, reach: bool },
    /// List its public keys with its own credentials.
    Verify(Unseen),
    /// Delete these public keys that a list showed besides its own.
    RemoveDuplicates(Unseen, Vec<PublicKeySid>),
    /// Ask once unsigned.
    AskUnsigned,
    /// Look whether it holds anything twice.
    TakeStock(Look),
}

/// How far the search for something lost is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Nothing is lost: it is made.
    Nothing,
    /// So many looks found nothing.
    Looking(usize),
    /// One more look before it is made again.
    BeforeMaking,
}

/// Public keys that may have been added unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Unseen {
    /// Posts whose reply was lost and whose key was not seen.
    pub(super) lost: usize,
    /// How many lists did not show it.
    pub(super) looks: usize,
}

impl Work {
    /// The step, as the admin reads it.
    pub(super) const fn step(&self) -> Step {
        match self {
            Self::Look => Step::Look,
            Self::LookForName { .. } => Step::LookForName,
            Self::MakeKeyPair => Step::MakeKeyPair,
            Self::CreateSubaccount(_) => Step::CreateSubaccount,
            Self::SeedApiKey(_) | Self::RemoveLost(_) => Step::SeedApiKey,
            Self::SeedPublicKey { .. } => Step::SeedPublicKey,
            Self::Verify(_) | Self::RemoveDuplicates(..) => Step::Verify,
            Self::AskUnsigned => Step::AskUnsigned,
            Self::TakeStock(_) => Step::TakeStock,
        }
    }

    /// Whether it looks for something whose reply was lost, or puts that away.
    pub(super) const fn is_searching(&self) -> bool {
        match self {
            Self::CreateSubaccount(search) | Self::SeedApiKey(search) => !matches!(search, Search::Nothing),
            Self::RemoveLost(_) => true,
            Self::SeedPublicKey { reach, .. } => *reach,
            _ => false,
        }
    }

    /// Whether its request makes something at Twilio.
    pub(super) const fn makes(&self) -> bool {
        self.step().creates() && !self.is_searching()
    }

    /// The public keys that may have been added unseen.
    pub(super) const fn unseen(&self) -> Unseen {
        match self {
            Self::SeedPublicKey { lost, .. } => Unseen { lost: *lost, looks: 0 },
            Self::Verify(unseen) | Self::RemoveDuplicates(unseen, _) => *unseen,
            _ => Unseen { lost: 0, looks: 0 },
        }
    }

    /// The same from its beginning: lists are read from their first page.
    pub(super) fn afresh(self) -> Self {
        match self {
            Self::TakeStock(look) => Self::TakeStock(look.afresh()),
            work => work,
        }
    }
}

impl Seeding {
    /// How a step begins. What has to be found out before anything is made is there after an interruption only.
    pub(super) fn work_at(&self, step: Step) -> Work {
        match step {
            Step::Look => Work::Look,
            Step::LookForName => Work::LookForName { insisted: false },
            Step::MakeKeyPair => Work::MakeKeyPair,
            Step::CreateSubaccount => Work::CreateSubaccount(self.search_for(Thing::Subaccount)),
            Step::SeedApiKey => {
                let known = self.trail.sids(Thing::ApiKey, Standing::is_there);
                let known: Vec<ApiKeySid> = known.filter_map(|sid| sid.parse().ok()).collect();
                match known.is_empty() {
                    true => Work::SeedApiKey(self.search_for(Thing::ApiKey)),
                    false => Work::RemoveLost(known),
                }
            }
            Step::SeedPublicKey => Work::SeedPublicKey {
                lost: self.unseen().lost,
                reach: false,
            },
            Step::Verify => Work::Verify(self.unseen()),
            Step::AskUnsigned => Work::AskUnsigned,
            Step::TakeStock | Step::Done => Work::TakeStock(Look::Due),
        }
    }

    fn unseen(&self) -> Unseen {
        self.phase.work().map(Work::unseen).unwrap_or_default()
    }

    fn search_for(&self, thing: Thing) -> Search {
        match self.trail.may_exist(thing) {
            true => Search::Looking(0),
            false => Search::Nothing,
        }
    }
}

/// A key in a list: its SID and its name.
pub(super) type Listed = (String, String);

/// Where a clean-up is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CleanUpStep {
    /// Look for a subaccount whose creation got no reply; so many looks found nothing.
    Find(usize),
    /// List the public keys of one that stays, as the subaccount itself; so many lists were late.
    ListPublicKeys(usize),
    /// Delete these public keys, as the subaccount itself.
    PublicKeys(Vec<PublicKeySid>),
    /// List the API keys; so many lists were late.
    ListKeys(usize),
    /// Delete these API keys.
    Keys(Vec<ApiKeySid>),
    /// Close the subaccount.
    Close,
    /// Look for another of its name that was created during the run; so many lists were late.
    Seconds(usize),
}
