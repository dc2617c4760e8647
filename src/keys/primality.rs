//! Is a number prime: trial division, Miller-Rabin and Lucas, as FIPS 186-5 B.3 tests it.
//!
//! `crypto_primes::fips::is_prime` does the same but takes a source of randomness that cannot fail, and the ways to
//! force a fallible one into that shape panic when it does. So the rounds are driven from here, with bases that the
//! caller draws or derives.

use std::sync::LazyLock;

use crypto_bigint::{BoxedUint, Limb, NonZero};
use crypto_primes::hazmat::{LucasCheck, MillerRabin, SelfridgeBase, lucas_test};

use super::PRIME_BITS;

/// Bytes of a prime.
pub(super) const PRIME_BYTES: usize = PRIME_BITS as usize / 8;

/// Rounds of Miller-Rabin for a 1024-bit prime at an error of 2^-112 (FIPS 186-5, Table B.1).
const MILLER_RABIN_ROUNDS: usize = 5;

/// Trial division stops here: a bound, not a promise. It spares Miller-Rabin seven of eight candidates.
const SMALL_PRIME_BOUND: u32 = 8_192;

/// Tests a number of exactly 1024 bits, taking the Miller-Rabin bases from `next_base`.
///
/// # Errors
/// Those of `next_base`.
pub(super) fn is_probably_prime<E>(
    candidate: &BoxedUint,
    mut next_base: impl FnMut() -> Result<BoxedUint, E>,
) -> Result<bool, E> {
    let Some(odd) = candidate.as_odd_vartime() else {
        return Ok(false);
    };
    if has_small_factor(candidate) {
        return Ok(false);
    }
    let miller_rabin = MillerRabin::new(odd.clone());
    for _ in 0..MILLER_RABIN_ROUNDS {
        if miller_rabin.test(&next_base()?).is_composite() {
            return Ok(false);
        }
    }
    Ok(lucas_test(odd.clone(), SelfridgeBase, LucasCheck::Strong).is_probably_prime())
}

/// May `base` be used on `candidate`: 1 < base < candidate - 1 (FIPS 186-5, B.3.1, step 4.2)?
pub(super) fn is_usable_base(base: &BoxedUint, candidate: &BoxedUint) -> bool {
    let one = BoxedUint::one_with_precision(PRIME_BITS);
    *base > one && *base < candidate.wrapping_sub(&one)
}

/// Does an odd prime below the bound divide `number`, which must be larger than the bound?
pub(super) fn has_small_factor(number: &BoxedUint) -> bool {
    SMALL_PRIMES.iter().any(|&prime| remainder(number, prime) == Some(0))
}

/// `number` mod `divisor`; nothing for a divisor of zero.
pub(super) fn remainder(number: &BoxedUint, divisor: u32) -> Option<u32> {
    let divisor = NonZero::new(Limb::from(divisor)).into_option()?;
    u32::try_from(number.rem_limb(divisor).0).ok()
}

static SMALL_PRIMES: LazyLock<Vec<u32>> = LazyLock::new(|| odd_primes_below(SMALL_PRIME_BOUND));

/// The odd primes below the bound, in order.
pub(super) fn odd_primes_below(bound: u32) -> Vec<u32> {
    let mut primes: Vec<u32> = Vec::new();
    for candidate in (3..bound).step_by(2) {
        let mut smaller = primes.iter().take_while(|&&prime| prime * prime <= candidate);
        if smaller.all(|prime| candidate % prime != 0) {
            primes.push(candidate);
        }
    }
    primes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::Resize;

    fn verdict(number: &BoxedUint) -> bool {
        let mut base = 1u64;
        is_probably_prime(number, || {
            base += 1;
            Ok::<_, ()>(BoxedUint::from(base).resize(PRIME_BITS))
        })
        .unwrap()
    }

    /// 2^1024 - 105 is the largest prime of 1024 bits.
    fn largest_prime() -> BoxedUint {
        BoxedUint::max(PRIME_BITS).wrapping_sub(BoxedUint::from(104u64).resize(PRIME_BITS))
    }

    #[test]
    fn the_small_primes_are_the_odd_primes_below_the_bound() {
        assert_eq!(SMALL_PRIMES.len(), 1_027);
        assert_eq!(SMALL_PRIMES[..4], [3, 5, 7, 11]);
        assert_eq!(SMALL_PRIMES.last(), Some(&8_191));
    }

    #[test]
    fn knows_a_prime_of_1024_bits_from_its_neighbours() {
        let prime = largest_prime();
        assert!(verdict(&prime));
        for offset in 1u64..60 {
            let neighbour = prime.wrapping_add(BoxedUint::from(offset).resize(PRIME_BITS));
            assert!(!verdict(&neighbour), "2^1024 - 105 + {offset} was taken for a prime");
        }
    }

    #[test]
    fn a_base_lies_strictly_between_one_and_the_number_less_one() {
        let prime = largest_prime();
        let one = BoxedUint::one_with_precision(PRIME_BITS);
        let two = one.wrapping_add(&one);
        assert!(!is_usable_base(&one, &prime));
        assert!(is_usable_base(&two, &prime));
        assert!(is_usable_base(&prime.wrapping_sub(&two), &prime));
        assert!(!is_usable_base(&prime.wrapping_sub(&one), &prime));
    }
}
