//! What happens in the scene of a number: the same each time.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use keyseed::practice::{Enforcement, FaultPlan};
use keyseed::priming::KeyPairChoice;

/// How a scene ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything is primed.
    Primed,
    /// Everything is cleaned up.
    CleanedUp,
    /// The run is stopped on its way, and cleaned up.
    Stopped,
}

/// A scene.
#[derive(Debug)]
pub struct Scene {
    pub number: u32,
    pub enforcement: Enforcement,
    pub signed: bool,
    pub names: usize,
    /// The last of them is a subaccount that exists.
    pub existing: bool,
    pub key_pairs: KeyPairChoice,
    pub faults: FaultPlan,
    /// After how many events the page dies, each time it does; and whether what was sent still arrives.
    pub crashes: Vec<(u32, bool)>,
    pub ending: Ending,
}

impl Scene {
    /// What the surroundings draw from.
    pub fn seed(&self) -> u64 {
        u64::from(self.number) + (1 << 40)
    }

    /// The scene of that number. The first numbers meet each fault alone, the others pairs.
    pub fn number(number: u32) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(number.into());
        let mut below = |limit: u32| rng.next_u32() % limit;
        let signed = below(16) == 0;
        let enforcement = match (signed, below(3)) {
            (true, 0) => Enforcement::Optional,
            (true, _) => Enforcement::Enforced,
            (false, 0) => Enforcement::Optional,
            (false, _) => Enforcement::Off,
        };
        let key_pairs = match (below(10), signed) {
            (0, _) => KeyPairChoice::No,
            (1 | 2, _) => KeyPairChoice::OneForAll,
            (3, _) => KeyPairChoice::Recipient,
            (4, true) => KeyPairChoice::Signing,
            _ => KeyPairChoice::Each,
        };
        // A prime stride goes through all pairs in an order of its own.
        let pairs = FaultPlan::numbers() - FaultPlan::singles();
        let plan = match number.checked_sub(FaultPlan::singles()) {
            None => number,
            Some(further) => FaultPlan::singles() + further.wrapping_mul(7_919) % pairs,
        };
        let crashes = (0..[0, 0, 1, 1, 2][below(5) as usize])
            .map(|_| (1 + below(70), below(2) == 0))
            .collect();
        Self {
            number,
            enforcement,
            signed,
            names: 1 + below(5) as usize,
            existing: below(4) == 0,
            key_pairs,
            faults: FaultPlan::number(plan),
            crashes,
            ending: match below(6) {
                0 => Ending::CleanedUp,
                1 => Ending::Stopped,
                _ => Ending::Primed,
            },
        }
    }
}
