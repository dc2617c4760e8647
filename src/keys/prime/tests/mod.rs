#[path = "../../../../tests/keys/kernel_proof.rs"]
mod kernel_proof;
mod liars;
pub(super) mod simd;

use super::*;
use kernel_proof::digest;

#[test]
fn the_relaxed_kernels_arithmetic_agrees_with_crypto_bigint() {
    assert_eq!(digest::<Relaxed>(1, 80, 8), digest::<Reference>(1, 80, 8));
}

#[test]
fn a_multiply_add_that_rounds_twice_is_noticed_and_would_be_wrong() {
    assert!(Relaxed::works());
    simd::round_twice(true);
    assert!(!Relaxed::works());
    assert!(!knows_primes::<Relaxed>());
    assert_ne!(digest::<Relaxed>(2, 4, 0), digest::<Reference>(2, 4, 0));
}

#[test]
fn every_kernel_knows_primes_from_composites() {
    fn verdicts<K: Kernel>() -> Vec<bool> {
        let base = |number: u32| Number::from(number).shl_vartime(1_000);
        let bases: Vec<Number> = (3..).take(K::LANES).map(base).collect();
        let candidates: Vec<Number> = (1u32..120)
            .step_by(2)
            .map(|less| Number::from(less).wrapping_neg())
            .collect();
        let verdict = |batch: &[Number]| {
            let mut lanes = batch.to_vec();
            lanes.resize(K::LANES, batch[0]);
            let both = |(candidate, fermat): (&Number, bool)| {
                assert_eq!(passes_miller_rabin::<K>(candidate, &bases), Some(fermat));
                fermat
            };
            batch
                .iter()
                .zip(passes_fermat::<K>(&lanes))
                .map(both)
                .collect::<Vec<_>>()
        };
        candidates.chunks(K::LANES).flat_map(verdict).collect()
    }
    // 2^1024 - 105 is the largest prime of 1024 bits.
    let prime: Vec<bool> = (1..120).step_by(2).map(|less| less == 105).collect();
    assert_eq!(verdicts::<Reference>(), prime);
    assert_eq!(verdicts::<Plain>(), prime);
    assert_eq!(verdicts::<Relaxed>(), prime);
}
