//! One subaccount on its way: what it wants next, and what each answer makes of it.
//!
//! [`Seeding::next`] is a pure function of the state, so that a run can pause between any two acts and go on later,
//! and one pacer can drive a thousand of these.
//!
//! | file | what it decides |
//! |---|---|
//! | `next` | what is wanted next |
//! | `facts` | what others ask about it |
//! | `take`, `trouble` | what a reply, or the lack of one, makes of a step |
//! | `search` | what became of a subaccount or an API key whose reply was lost |
//! | `strays` | the same of a public key |
//! | `stock` | whether anything exists twice, once it is primed |
//! | `seconds` | other subaccounts of its name |
//! | `holds` | what it holds, in words |
//! | `leave` | clean-up |
//! | `trail` | everything that was made, or may have been |
//! | `entry` | what the journal keeps, and how to go on from it |

mod entry;
mod facts;
mod holds;
mod leave;
mod next;
mod recipient;
mod search;
mod seconds;
mod step;
mod stock;
mod strays;
mod take;
mod trail;
mod trouble;

pub use entry::Entry;
pub use leave::CleanUp;
pub(super) use next::Act;
pub use step::Step;
pub(super) use stock::Turn;
pub use trail::{Standing, Thing, Trace, Trail};

use super::{Plan, Target, Verification};
use crate::keys::PublicKey;
use crate::machine::Exchange;
use crate::machine::Pause;
use crate::machine::pauses::exactly;
use crate::twilio::api_keys::{ApiKey, KeysApi, NewApiKey};
use crate::twilio::{AccountSid, ApiKeySid, CallError, Explanation, PageRef, PublicKeySid, public_keys};
use leave::Leave;
use search::Search;
use stock::Stock;
use strays::Strays;

/// How a subaccount stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its turn has not come.
    Waiting,
    /// At work.
    Working,
    /// Stopped by a failure that the admin must look at.
    Failed,
    /// Primed.
    Done,
}

/// A way on after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Take the step again.
    TryAgain,
    /// Take the step again with the newer keys API.
    TryIam,
    /// This subaccount was there before, and is meant: give it the keys.
    Adopt(AccountSid),
    /// This subaccount is the one whose reply was lost: go on with it as this run's own.
    TakeOver(AccountSid),
    /// Create one all the same, beside those of its name.
    CreateAnother,
    /// Leave other subaccounts of its name as they are.
    KeepOthers,
    /// Go on without the check for duplicates that failed.
    SkipCheck,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened and what to do.
    pub explanation: Explanation,
    /// Twilio's code, if it gave one.
    pub code: Option<u32>,
    /// The ways on.
    pub ways: Vec<Way>,
}

impl Failure {
    /// Whether the step can simply be taken again.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        self.ways.contains(&Way::TryAgain)
    }
}

/// One subaccount on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeding {
    /// The subaccount's name; its SID where the name is not known yet.
    pub name: String,
    /// Whether the subaccount was there before the run.
    pub existing: bool,
    /// The step that it is at.
    pub step: Step,
    /// How it stands.
    pub state: State,
    /// Why it stands still, if it failed.
    pub failure: Option<Failure>,
    /// The subaccount, once it exists.
    pub account_sid: Option<AccountSid>,
    /// Its API key with the secret, once it was seeded.
    pub api_key: Option<NewApiKey>,
    /// The key pair that it gets, once it was made.
    pub public_key: Option<PublicKey>,
    /// The SID of its public key, once it was seeded.
    pub public_key_sid: Option<PublicKeySid>,
    /// What the last requests showed.
    pub verification: Option<Verification>,
    /// How far its clean-up is.
    pub clean_up: CleanUp,
    /// Everything that was made for it, or may have been.
    pub trail: Trail,
    /// As it stood when the run was interrupted, if nothing was left to do for it then.
    pub settled: Option<Entry>,
    /// The requests made for it, in order.
    pub exchanges: Vec<Exchange>,
    keys_api: KeysApi,
    attempts: usize,
    pause: Option<Pause>,
    /// What the last reply's `Retry-After` asked for, in milliseconds.
    retry_after: u32,
    /// A wrong clock was corrected for this request once.
    clock_blamed: bool,
    /// The signed list was refused with 70053: ask unsigned instead.
    unsigned: bool,
    /// What of it this tab holds, so that no other works on it: its name, its SID.
    claimed: Vec<String>,
    /// The API key whose secret the admin has saved, and the private key with it. No other key's secret is.
    saved: Option<ApiKeySid>,
    /// The admin wants it created though others have its name.
    insisted: bool,
    /// The subaccounts of its name that were there before its own was created.
    before: Vec<AccountSid>,
    search: Search,
    strays: Strays,
    stock: Stock,
    leave: Leave,
    /// The list that is being read: the next page, and what the earlier ones held.
    page: Option<PageRef>,
    keys_seen: Vec<ApiKey>,
    public_keys_seen: Vec<public_keys::PublicKey>,
    /// Whether the run was interrupted, and this goes on from the journal.
    resumed: bool,
    /// What the journal has of it, and what is being written.
    recorded: Option<Entry>,
    writing: Option<Entry>,
}

impl Seeding {
    pub(super) fn new(target: &Target, plan: &Plan) -> Self {
        let existing = !target.is_new();
        let account_sid = match target {
            Target::New(_) => None,
            Target::Existing { sid, .. } => Some(sid.clone()),
        };
        Self {
            name: target.label().to_owned(),
            existing,
            step: Step::taken(plan, existing).next().unwrap_or(Step::Done),
            state: State::Waiting,
            failure: None,
            account_sid,
            api_key: None,
            public_key: plan.given.clone(),
            public_key_sid: None,
            verification: None,
            clean_up: CleanUp::No,
            trail: Trail::default(),
            settled: None,
            exchanges: Vec::new(),
            keys_api: KeysApi::V2010,
            attempts: 0,
            pause: None,
            retry_after: 0,
            clock_blamed: false,
            unsigned: false,
            claimed: Vec::new(),
            saved: None,
            insisted: false,
            before: Vec::new(),
            search: Search::Nothing,
            strays: Strays::default(),
            stock: Stock::default(),
            leave: Leave::default(),
            page: None,
            keys_seen: Vec::new(),
            public_keys_seen: Vec::new(),
            resumed: false,
            recorded: None,
            writing: None,
        }
    }

    /// Goes on to the next step that is still to be taken.
    fn next_step(&mut self, plan: &Plan) {
        let mut step = self.step.after(plan, self.existing);
        while self.has_what_comes_of(step) {
            step = step.after(plan, self.existing);
        }
        // Only the admin has its secret now, so nothing can be asked with it.
        if step >= Step::Verify && self.is_kept() {
            self.done(Verification::SavedUntried);
        } else {
            self.step(step);
        }
    }

    /// Whether what a step makes is there: after an interruption some of it is.
    fn has_what_comes_of(&self, step: Step) -> bool {
        match step {
            Step::LookForName => self.resumed,
            Step::CreateSubaccount => self.account_sid.is_some(),
            Step::MakeKeyPair | Step::SeedApiKey => self.is_kept(),
            Step::SeedPublicKey => self.public_key_sid.is_some(),
            _ => false,
        }
    }

    fn step(&mut self, step: Step) {
        self.step = step;
        self.anew();
        self.search = self.search_at(step);
    }

    /// What is asked next is another request: repeats are counted anew.
    fn anew(&mut self) {
        (self.attempts, self.pause, self.clock_blamed) = (0, None, false);
        self.page = None;
        self.keys_seen.clear();
        self.public_keys_seen.clear();
    }

    fn wait(&mut self, millis: u32) {
        self.pause = (millis > 0).then(|| exactly(millis));
    }

    fn fail_with(&mut self, error: &CallError, ways: &[Way]) {
        self.fail(error.explain(), ways);
        if let Some(failure) = &mut self.failure {
            failure.code = error.code();
        }
    }

    fn fail(&mut self, explanation: Explanation, ways: &[Way]) {
        self.state = State::Failed;
        self.pause = None;
        self.failure = Some(Failure {
            explanation,
            code: None,
            ways: ways.to_vec(),
        });
    }
}
