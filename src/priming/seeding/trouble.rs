//! What a refused or lost request means for a subaccount.

use super::{Phase, Search, Seeding, Step, Thing, Tries, Way, Work};
use crate::priming::{KeyPairChoice, Plan, Verification};
use crate::twilio::api_keys::KeysApi;
use crate::twilio::{CallError, Explanation, Fate};

/// No account of that SID can be seen.
fn not_there(error: &CallError) -> Explanation {
    Explanation {
        what: format!("There is no such subaccount (error 20404).{}", error.quoted()),
        next: "Check the SID in the Twilio Console. A subaccount of another account cannot be seen with this Main key, nor one that Twilio deleted after it was closed.".to_owned(),
    }
}

impl Seeding {
    /// Decides what a refused or lost request means.
    pub(super) fn refused(&mut self, plan: &Plan, error: &CallError) -> Phase {
        let phase = self.phase.clone();
        let makes = matches!(&phase, Phase::Working(work, _) if work.makes());
        if let Some(tries) = phase.tries().and_then(|tries| tries.again(error, makes)) {
            return phase.with(tries);
        }
        match phase {
            Phase::Working(work, tries) => self.work_refused(plan, work, &tries, error),
            Phase::Closing(sid, ..) => self.closing_refused(&sid, error),
            Phase::CleaningUp(step, ..) => self.clean_up_refused(plan, step, error),
            phase => phase,
        }
    }

    fn work_refused(&mut self, plan: &Plan, work: Work, tries: &Tries, error: &CallError) -> Phase {
        // What was just made may simply not be known everywhere yet.
        if let (true, Some(tries)) = (self.is_fresh(&work, error), tries.until_known()) {
            return Phase::Working(work, tries);
        }
        let lost = error.fate() == Fate::Unknown;
        match (work, error.code()) {
            (Work::TakeStock(look), _) => self.stock_refused(look, error),
            (Work::RemoveDuplicates(unseen, keys), code) => {
                self.removed_public_key(plan, unseen, keys, code != Some(20404))
            }
            (Work::RemoveLost(keys), Some(20404)) => self.removed_lost(plan, keys),
            (Work::CreateSubaccount(Search::Nothing), _) if lost => {
                self.trail.lost(Thing::Subaccount, &self.name);
                Self::look(Thing::Subaccount, 0)
            }
            (Work::SeedApiKey(Search::Nothing), _) if lost => {
                self.trail.lost(Thing::ApiKey, &plan.api_key_name);
                Self::look(Thing::ApiKey, 0)
            }
            (
                Work::SeedPublicKey {
                    lost: before,
                    reach: false,
                },
                _,
            ) if lost => self.lost_public_key(plan, before + 1, error),
            // Signatures are not taken: it is asked unsigned instead.
            (Work::Verify(unseen), Some(70053)) if self.signs(plan) => {
                self.made.showed = Some(Verification::NotEnabled);
                Work::Verify(unseen).into()
            }
            // The plan's switches leave the new account unable to sign.
            (Work::Verify(_), Some(70052)) if !plan.verifies_signed() => self
                .tried(match plan.key_pairs {
                    KeyPairChoice::No => Verification::NeedsPublicKey,
                    KeyPairChoice::Recipient => Verification::AwaitsRecipient { enforced: true },
                    _ => Verification::EnforcedUntried,
                })
                .into(),
            (work, _) => self.step_refused(work, error),
        }
    }

    fn is_fresh(&self, work: &Work, error: &CallError) -> bool {
        match (work.step(), error.code()) {
            (Step::Verify | Step::AskUnsigned, Some(20003 | 70153)) => true,
            (Step::SeedApiKey | Step::SeedPublicKey, Some(20404)) => {
                !self.existing() && !matches!(work, Work::RemoveLost(_))
            }
            _ => false,
        }
    }

    /// The step fails.
    pub(super) fn step_refused(&self, work: Work, error: &CallError) -> Phase {
        let mut explanation = error.explain();
        let mut ways = vec![Way::TryAgain];
        if (work.step(), error.code()) == (Step::Look, Some(20404)) {
            explanation = not_there(error);
        }
        if work.is_searching() || error.fate() == Fate::Unknown && work.step().creates() {
            explanation.next = format!(
                "{} A reply was lost: what it may have made is looked for before anything is made again.",
                explanation.next
            );
        }
        if work.step() == Step::SeedApiKey && self.keys_api == KeysApi::V2010 && error.code() == Some(20003) {
            let good = if self.existing() {
                "This key has just read the subaccount"
            } else {
                "This key has just created the subaccount"
            };
            explanation.next = format!("{good}, so it is good. Try the newer keys API, which some accounts want.");
            ways.push(Way::TryIam);
        }
        work.stops(explanation, error.code(), &ways)
    }
}
