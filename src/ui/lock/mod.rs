//! The lock: who holds what must not be lost or cut off, and what is forgotten while nobody is there.
//!
//! It knows no desk. Each enrols, and answers for itself ([`Desk`]); the closing tab, the idle lock and a new connection
//! ask them all.

mod desk;
mod reveal;
mod typed_secrets;

pub use desk::{Change, Desk, Forgotten, Kept};
pub use typed_secrets::{TypedSecret, TypedSecrets, clear};

use crate::browser::{leave_note, page};
use crate::keys::Fingerprint;
use crate::twilio::{AccountSid, Identity};
use leptos::prelude::*;

/// After how many seconds without a sign of anybody the console locks itself.
pub const IDLE_SECONDS: i64 = 15 * 60;

/// What a lock did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// What was forgotten.
    pub forgotten: Vec<String>,
    /// What was kept.
    pub kept: Vec<Kept>,
}

/// The lock, and the desks that it asks.
pub struct Lock {
    /// The fields for secrets that are on the page.
    pub typed: TypedSecrets,
    /// What the last lock did, until the admin has read it.
    pub locked: RwSignal<Option<Locked>>,
    /// Counts the locks: what is revealed is hidden at each.
    masked: RwSignal<u32>,
    desks: StoredValue<Vec<&'static dyn Desk>, LocalStorage>,
}

impl Lock {
    /// One that nobody has enrolled with.
    pub fn new() -> Self {
        Self {
            typed: TypedSecrets::new(),
            locked: RwSignal::new(None),
            masked: RwSignal::new(0),
            desks: StoredValue::new_local(Vec::new()),
        }
    }

    /// Asks these desks from now on, in this order. The lazy parts bring them when they arrive.
    pub fn enrol(&'static self, desks: impl FnOnce() -> Vec<&'static dyn Desk>) {
        if self.desks.with_value(Vec::is_empty) {
            self.desks.set_value(desks());
        }
    }

    fn any(&'static self, is_so: impl Fn(&'static dyn Desk) -> bool) -> bool {
        // A desk may ask the lock in turn, so none is asked while the list is borrowed.
        let desks = self.desks.get_value();
        untrack(|| desks.iter().any(|desk| is_so(*desk)))
    }

    fn all(&'static self, ask: impl Fn(&'static dyn Desk) -> Vec<Kept>) -> Vec<Kept> {
        let desks = self.desks.get_value();
        untrack(|| desks.iter().flat_map(|desk| ask(*desk)).collect())
    }

    fn each(&'static self, tell: impl Fn(&'static dyn Desk)) {
        let desks = self.desks.get_value();
        untrack(|| desks.iter().for_each(|desk| tell(*desk)));
    }

    /// Whether leaving the page now would lose a secret, a private key, or sight of a run.
    pub fn is_anything_unsaved(&'static self) -> bool {
        self.any(|desk| desk.is_busy() || !desk.unsaved().is_empty())
    }

    /// Whether something is under way that would be cut off without its credentials.
    pub fn is_anything_busy(&'static self) -> bool {
        self.any(|desk| desk.is_busy())
    }

    /// Whether somebody signs with this key pair.
    pub fn signs_with(&'static self, key: Fingerprint) -> bool {
        self.any(|desk| desk.signs_with(key))
    }

    /// Whether everything that is open can go on with these credentials.
    pub fn accepts(&'static self, identity: &Identity) -> bool {
        !self.any(|desk| !desk.accepts(identity))
    }

    /// The keys of that subaccount that were made in this session and are still here.
    pub fn made_here(&'static self, account: &AccountSid) -> Option<Identity> {
        let desks = self.desks.get_value();
        // The newest are at the desks that come later.
        desks.iter().rev().find_map(|desk| desk.made_here(account))
    }

    /// Tells all desks what changed.
    pub fn tell(&'static self, change: &Change) {
        self.each(|desk| desk.changed(change));
    }

    /// Forgets the credentials and whatever is saved. What is not saved yet is hidden, and the admin is asked.
    pub fn lock(&'static self) {
        let mut kept = self.all(|desk| desk.unsaved());
        let forgotten = Forgotten::default();
        self.each(|desk| desk.forget_credentials(&forgotten));
        for label in self.typed.wipe() {
            forgotten.note(format!("What was typed as \u{201c}{label}\u{201d}"));
        }
        self.each(|desk| desk.forget_saved(&forgotten));
        // It goes with the page, or stays with it.
        let rest = self.all(|desk| desk.saved());
        if kept.is_empty() {
            let is_secret = !forgotten.is_empty() || rest.iter().any(|thing| thing.is_secret);
            // A page without a secret stays as it is.
            if is_secret {
                rest.into_iter().for_each(|thing| forgotten.note(thing.what));
                leave_note(&forgotten.take());
                page::reload();
            }
            return;
        }
        kept.extend(rest.into_iter().filter(|thing| thing.is_secret));
        self.masked.update(|masked| *masked = masked.wrapping_add(1));
        self.locked.update(|locked| {
            // Whoever stays away longer is told of everything.
            let mut all = locked.take().map(|locked| locked.forgotten).unwrap_or_default();
            all.extend(forgotten.take());
            *locked = Some(Locked { forgotten: all, kept });
        });
    }
}
