//! What a run made for a subaccount, or may have made: the answer to "what is there now?", whatever went wrong.

use crate::twilio::ApiKeySid;
use serde::{Deserialize, Serialize};

/// A kind of thing that a run makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    /// The subaccount itself.
    Subaccount,
    /// An API key in it.
    ApiKey,
    /// A public key of it.
    PublicKey,
}

impl Thing {
    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Subaccount => "Subaccount",
            Self::ApiKey => "API key",
            Self::PublicKey => "Public key",
        }
    }
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It exists.
    Exists,
    /// The reply to its creation was lost, and it was not found out yet whether it exists.
    MayExist,
    /// The reply to its creation was lost, and it was looked for in vain.
    NotFound,
    /// It exists, and nobody holds its secret.
    SecretLost,
    /// It exists and is of no use, but could not be deleted.
    LeftBehind,
    /// It exists beside the run's own, with the same name: created twice, or by somebody else.
    Duplicate,
    /// Such a one that stays on the admin's word.
    Kept,
    /// Such a one that was deleted.
    DuplicateDeleted,
    /// It was deleted.
    Deleted,
    /// It was closed for good.
    Closed,
}

impl Standing {
    /// In a few words.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Exists => "Exists",
            Self::MayExist => "Reply lost: may exist",
            Self::NotFound => "Reply lost: looked for, not there",
            Self::SecretLost => "Exists, its secret is lost",
            Self::LeftBehind => "Exists, could not be deleted",
            Self::Duplicate => "Exists, perhaps a duplicate",
            Self::Kept => "Exists, has the same name, left open",
            Self::DuplicateDeleted => "Duplicate, deleted",
            Self::Deleted => "Deleted",
            Self::Closed => "Closed for good",
        }
    }

    /// Whether it is there, as far as is known.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(
            self,
            Self::Exists | Self::SecretLost | Self::LeftBehind | Self::Duplicate | Self::Kept
        )
    }
}

/// One thing that a run made, or may have made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// What it is.
    pub thing: Thing,
    /// Its name, which is all that is known of one whose reply was lost.
    pub name: String,
    /// Its SID, once it is known.
    pub sid: Option<String>,
    /// How it stands.
    pub standing: Standing,
}

impl Trace {
    /// Whether it is there, as far as is known, or may be.
    #[must_use]
    pub fn may_be_there(&self) -> bool {
        self.standing.is_there() || self.standing == Standing::MayExist
    }
}

/// Everything that a run made for one subaccount, or may have made, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trail(Vec<Trace>);

impl Trail {
    /// The traces, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Trace> {
        self.0.iter()
    }

    /// The SIDs of that kind that stand so.
    pub(super) fn sids(&self, thing: Thing, is: impl Fn(Standing) -> bool) -> impl Iterator<Item = &str> {
        let fits = move |trace: &&Trace| trace.thing == thing && is(trace.standing);
        self.0.iter().filter(fits).filter_map(|trace| trace.sid.as_deref())
    }

    /// Whether one of that kind may exist unseen.
    pub(super) fn may_exist(&self, thing: Thing) -> bool {
        self.0
            .iter()
            .any(|trace| trace.thing == thing && trace.standing == Standing::MayExist)
    }

    /// The reply to a creation was lost.
    pub(super) fn lost(&mut self, thing: Thing, name: &str) {
        if !self.may_exist(thing) {
            self.0.push(Trace {
                thing,
                name: name.to_owned(),
                sid: None,
                standing: Standing::MayExist,
            });
        }
    }

    /// What was lost was looked for in vain.
    pub(super) fn not_found(&mut self, thing: Thing) {
        let lost = |trace: &&mut Trace| trace.thing == thing && trace.standing == Standing::MayExist;
        self.0
            .iter_mut()
            .filter(lost)
            .for_each(|trace| trace.standing = Standing::NotFound);
    }

    /// Sets how the thing of that SID stands. One that was not known takes the place of one that may exist.
    pub(super) fn set(&mut self, thing: Thing, name: &str, sid: &str, standing: Standing) {
        if let Some(trace) = self.0.iter_mut().find(|trace| trace.sid.as_deref() == Some(sid)) {
            trace.standing = standing;
            return;
        }
        let lost = |trace: &Trace| trace.thing == thing && trace.standing == Standing::MayExist;
        self.0.retain(|trace| !lost(trace));
        self.0.push(Trace {
            thing,
            name: name.to_owned(),
            sid: Some(sid.to_owned()),
            standing,
        });
    }

    /// A list shows a thing of that SID: a duplicate, unless it is known.
    pub(super) fn found(&mut self, thing: Thing, name: &str, sid: &str) {
        if self.0.iter().all(|trace| trace.sid.as_deref() != Some(sid)) {
            self.set(thing, name, sid, Standing::Duplicate);
        }
    }

    /// The thing of that SID was deleted.
    pub(super) fn gone(&mut self, sid: &str) {
        let found = self.0.iter_mut().find(|trace| trace.sid.as_deref() == Some(sid));
        if let Some(trace) = found {
            trace.standing = match trace.standing {
                Standing::Duplicate => Standing::DuplicateDeleted,
                _ => Standing::Deleted,
            };
        }
    }

    /// The page that held the secrets is gone; of the key `saved` the admin has it.
    pub(super) fn secrets_are_lost(&mut self, saved: Option<&ApiKeySid>) {
        let saved = saved.map(ApiKeySid::as_str);
        let held = |trace: &&mut Trace| {
            trace.thing == Thing::ApiKey
                && trace.standing == Standing::Exists
                && (saved.is_none() || trace.sid.as_deref() != saved)
        };
        self.0
            .iter_mut()
            .filter(held)
            .for_each(|trace| trace.standing = Standing::SecretLost);
    }

    /// Something new was made while another of its kind may still exist unseen.
    pub(super) fn made(&mut self, thing: Thing, name: &str, sid: &str) {
        self.0.push(Trace {
            thing,
            name: name.to_owned(),
            sid: Some(sid.to_owned()),
            standing: Standing::Exists,
        });
    }
}
