//! One subaccount on its way: what it wants next, and what each answer makes of it.
//!
//! [`Seeding::next`] is a pure function of the state, so that a run can pause between any two acts and go on later,
//! and one pacer can drive a thousand of these. A [`Seeding`] is what was made so far and one [`Phase`]. What has a meaning in
//! one phase only lives in it, and a transition gives a new one, so nothing of the old one is left over.
//!
//! | file | what it has |
//! |---|---|
//! | `phase`, `work`, `tries` | the phase it is in; the step that it works on, with what only that step needs; the tries of the request under way |
//! | `made` | what was made so far, and whether its secret was saved |
//! | `next` | what is wanted next |
//! | `queries` | what others ask about it |
//! | `replies`, `trouble` | what a reply, or the lack of one, makes of a step |
//! | `ways` | what the admin makes of a failure |
//! | `search` | what became of a subaccount or an API key whose reply was lost |
//! | `duplicates` | the same of a public key |
//! | `stock` | whether anything exists twice, once it is primed |
//! | `seconds` | other subaccounts of its name |
//! | `holds` | what it holds, in words |
//! | `since` | what became of it on other pages |
//! | `clean_up`, `clean_up_steps` | clean-up, and its requests |
//! | `trail` | everything that was made, or may have been |
//! | `entry`, `journal` | what the journal keeps, and the way from and to it |

mod clean_up;
mod clean_up_steps;
mod duplicates;
mod entry;
mod holds;
mod journal;
mod made;
mod next;
mod phase;
mod queries;
mod recipient;
mod replies;
mod search;
mod seconds;
mod since;
mod step;
mod stock;
mod trail;
mod tries;
mod trouble;
mod ways;
mod work;

pub use clean_up::CleanUp;
pub use entry::Entry;
pub(super) use next::Act;
pub use phase::{Failure, State, Way};
pub use step::Step;
pub(super) use stock::Turn;
pub use trail::{Standing, Thing, Trace, Trail};

use super::{Plan, Target, Verification};
use crate::machine::Exchange;
use crate::twilio::AccountSid;
use crate::twilio::api_keys::KeysApi;
use holds::Others;
use journal::Notes;
use made::{Made, Origin, OwnKey};
use phase::Phase;
use stock::Look;
use tries::Tries;
use work::{Search, Unseen, Work};

/// One subaccount on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeding {
    /// The subaccount's name; its SID where the name is not known yet.
    pub name: String,
    /// Everything that was made for it, or may have been.
    pub trail: Trail,
    /// The requests made for it, in order.
    pub exchanges: Vec<Exchange>,
    origin: Origin,
    made: Made,
    /// The subaccounts of its name that were there before its own was created.
    before: Vec<AccountSid>,
    others: Others,
    keys_api: KeysApi,
    /// What of it this tab holds, so that no other works on it: its name, its SID.
    claimed: Vec<String>,
    notes: Notes,
    phase: Phase,
}

impl Seeding {
    pub(super) fn new(target: &Target, plan: &Plan) -> Self {
        let (origin, account_sid) = match target {
            Target::New(_) => (Origin::New, None),
            Target::Existing { sid, .. } => (Origin::Existing, Some(sid.clone())),
        };
        let first = match origin.existing() {
            true => Work::Look,
            false => Work::LookForName { insisted: false },
        };
        Self {
            name: target.label().to_owned(),
            trail: Trail::default(),
            exchanges: Vec::new(),
            origin,
            made: Made {
                account_sid,
                public_key: plan.given.clone(),
                ..Made::default()
            },
            before: Vec::new(),
            others: Others::default(),
            keys_api: KeysApi::V2010,
            claimed: Vec::new(),
            notes: Notes::default(),
            phase: Phase::Waiting(first),
        }
    }

    /// What comes after its step: the next that is still to be taken.
    fn next_work(&mut self, plan: &Plan) -> Work {
        let mut step = self.step().after(plan, self.existing());
        while self.has_what_comes_of(step) {
            step = step.after(plan, self.existing());
        }
        // Only the admin has its secret now, so nothing can be asked with it.
        if step >= Step::Verify && self.is_kept() {
            self.tried(Verification::SavedUntried)
        } else {
            self.work_at(step)
        }
    }

    /// Whether what a step makes is there: after an interruption some of it is.
    fn has_what_comes_of(&self, step: Step) -> bool {
        match step {
            Step::LookForName => self.origin.is_resumed(),
            Step::CreateSubaccount => self.made.account_sid.is_some(),
            Step::MakeKeyPair | Step::SeedApiKey => self.is_kept(),
            Step::SeedPublicKey => self.made.public_key_sid.is_some(),
            _ => false,
        }
    }

    /// The new credentials were tried. It is done once its stock is taken.
    const fn tried(&mut self, verification: Verification) -> Work {
        self.made.showed = Some(verification);
        Work::TakeStock(Look::Due)
    }
}
