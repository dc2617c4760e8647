//! What was counted over many scenes.

use std::fmt;

/// What was counted.
#[derive(Debug, Default)]
pub struct Count {
    pub scenes: u32,
    pub faults: u32,
    pub crashes: u32,
    pub resumed: u32,
    pub words: u32,
    pub cleaned_up: u32,
    /// Second subaccounts of a name that the admin closed.
    pub closed: u32,
    /// Duplicate keys that the runs found and deleted.
    pub deleted: u32,
    pub requests: u32,
    /// The most requests that a run made for one subaccount between two words of the admin's.
    pub most: usize,
    pub duplicates: u32,
    pub orphans: u32,
    pub unheld: u32,
    pub strangers: u32,
    pub endless: u32,
    pub too_many: u32,
    /// The first scenes that went wrong, and how.
    pub wrong: Vec<String>,
}

impl Count {
    pub fn and(mut self, other: Self) -> Self {
        self.scenes += other.scenes;
        self.faults += other.faults;
        self.crashes += other.crashes;
        self.resumed += other.resumed;
        self.words += other.words;
        self.cleaned_up += other.cleaned_up;
        self.closed += other.closed;
        self.deleted += other.deleted;
        self.requests += other.requests;
        self.most = self.most.max(other.most);
        self.duplicates += other.duplicates;
        self.orphans += other.orphans;
        self.unheld += other.unheld;
        self.strangers += other.strangers;
        self.endless += other.endless;
        self.too_many += other.too_many;
        self.wrong.extend(other.wrong);
        self.wrong.truncate(12);
        self
    }

    pub fn is_clean(&self) -> bool {
        self.duplicates + self.orphans + self.unheld + self.strangers + self.endless + self.too_many == 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} scenes: {} faults met, {} crashes, {} runs gone on with, {} words of the admin's, {} clean-ups, {} second subaccounts closed, {} duplicate keys deleted, {} requests (at most {} for one subaccount at a stretch): {} duplicates, {} orphans, {} live keys without a holder, {} of somebody else's touched, {} runs without an end, {} with too many requests",
            self.scenes,
            self.faults,
            self.crashes,
            self.resumed,
            self.words,
            self.cleaned_up,
            self.closed,
            self.deleted,
            self.requests,
            self.most,
            self.duplicates,
            self.orphans,
            self.unheld,
            self.strangers,
            self.endless,
            self.too_many,
        )
    }
}
