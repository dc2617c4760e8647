//! The sieve: which numbers after a random start no small prime divides.

use super::kernel::Number;
use crate::keys::PUBLIC_EXPONENT;
use crate::keys::primality::odd_primes_below;
use crypto_bigint::CheckedAdd;
use zeroize::Zeroizing;

/// Primes below this are sieved by. Doubling it would spare one exponentiation in sixteen, and cost as much.
const BOUND: u32 = 1 << 16;
/// Odd numbers that are looked at from one start. All of them composite: once in 300 starts.
const ODD_NUMBERS: usize = 2_048;
/// 32-bit words of a number.
const HALF_WORDS: usize = 2 * Number::LIMBS;

/// The small primes with what makes remainders by them cheap. It takes some milliseconds to make, half a megabyte to keep, and
/// serves any number of searches.
pub struct Sieve {
    rows: Vec<Row>,
}

struct Row {
    prime: u32,
    /// The remainder that candidates must not have: 0, but 1 for e, so that e and p-1 have no common factor.
    forbidden: u32,
    /// 2^(32 i) modulo the prime.
    powers: [u16; HALF_WORDS],
}

impl Row {
    fn new(prime: u32, forbidden: u32) -> Self {
        let mut power = 1;
        let powers = std::array::from_fn(|_| {
            let this = power;
            power = (power << 32) % u64::from(prime);
            // 2^32 is 1 modulo e; every other prime fits.
            u16::try_from(this).unwrap_or(0)
        });
        Self {
            prime,
            forbidden,
            powers,
        }
    }

    /// How many twos have to be added to the start for the first forbidden candidate.
    fn first(&self, start: &[u64; HALF_WORDS]) -> usize {
        let sum: u64 = start
            .iter()
            .zip(&self.powers)
            .map(|(half, power)| half * u64::from(*power))
            .sum();
        let prime = u64::from(self.prime);
        let distance = (prime + u64::from(self.forbidden) - sum % prime) % prime;
        let even = distance + distance % 2 * prime;
        usize::try_from(even / 2).unwrap_or(0)
    }
}

impl Default for Sieve {
    fn default() -> Self {
        let primes = odd_primes_below(BOUND).into_iter().map(|prime| Row::new(prime, 0));
        Self {
            rows: primes.chain([Row::new(PUBLIC_EXPONENT, 1)]).collect(),
        }
    }
}

impl Sieve {
    /// The candidates among start, start + 2, start + 4, ... that no small prime divides and that e allows. `start` is odd.
    pub(super) fn candidates(&self, start: &Number) -> Zeroizing<Vec<Number>> {
        let halves = Zeroizing::new(std::array::from_fn(|place| {
            start.as_words()[place / 2] >> (place % 2 * 32) & 0xffff_ffff
        }));
        let mut crossed_out = [false; ODD_NUMBERS];
        for row in &self.rows {
            for place in (row.first(&halves)..ODD_NUMBERS).step_by(row.prime as usize) {
                crossed_out[place] = true;
            }
        }
        let left = (0u64..).zip(crossed_out).filter(|(_, out)| !out);
        // Until the sum would need a bit more.
        let candidate = |(twos, _)| start.checked_add(&Number::from(2 * twos)).into_option();
        Zeroizing::new(left.map_while(candidate).collect())
    }
}
