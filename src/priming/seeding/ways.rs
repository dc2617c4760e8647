//! What the admin makes of a failure, and a new key pair of a subaccount.

use super::{Origin, Phase, Search, Seeding, State, Step, Thing, Way, Work};
use crate::keys::PublicKey;
use crate::priming::Plan;
use crate::twilio::api_keys::KeysApi;

impl Seeding {
    /// Goes on after a failure in one of the ways that it offered.
    pub(in crate::priming) fn go_on(&mut self, plan: &Plan, way: &Way) {
        let Phase::Failed(work, failure) = self.phase.clone() else {
            return;
        };
        if !failure.ways.contains(way) {
            return;
        }
        let work = match way {
            Way::TryAgain => work,
            Way::TryIam => {
                self.keys_api = KeysApi::IamV1;
                work
            }
            Way::CreateAnother => {
                // The admin has seen them: they are somebody else's.
                self.before.extend(failure.ways.into_iter().filter_map(|way| match way {
                    Way::TakeOver(sid) => Some(sid),
                    _ => None,
                }));
                self.trail.not_found(Thing::Subaccount);
                match work {
                    Work::CreateSubaccount(_) => Work::CreateSubaccount(Search::Nothing),
                    _ => Work::LookForName { insisted: true },
                }
            }
            Way::Adopt(sid) => {
                self.origin = Origin::Existing;
                self.made.account_sid = Some(sid.clone());
                Work::Look
            }
            Way::TakeOver(sid) => {
                self.adopt(sid);
                self.next_work(plan)
            }
            Way::KeepOthers => {
                self.keep_others();
                work
            }
            Way::SkipCheck => {
                self.phase = self.skip_check(plan, work);
                return;
            }
        };
        self.phase = work.afresh().into();
    }

    /// Another key pair takes the place of the one that it was to get. Once it is primed, it keeps what it has.
    pub(in crate::priming) fn give(&mut self, key: &PublicKey) {
        if self.state() == State::Done || self.public_key() == Some(key) {
            return;
        }
        self.made.public_key = Some(key.clone());
        // What was seeded is found by its name and deleted when the new one is verified.
        if self.made.public_key_sid.take().is_none() || self.step() <= Step::SeedPublicKey {
            return;
        }
        let seed = self.work_at(Step::SeedPublicKey);
        self.phase = match self.phase.clone() {
            Phase::Waiting(_) => Phase::Waiting(seed),
            Phase::Working(..) => seed.into(),
            Phase::Failed(_, failure) => Phase::Failed(seed, failure),
            phase => phase,
        };
    }
}
