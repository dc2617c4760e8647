//! From a random start to a prime.

use super::fermat::passes_fermat;
use super::kernel::{Kernel, Number};
use super::miller_rabin::passes_miller_rabin;
use super::sieve::Sieve;
use crate::keys::randomness::draw;
use crate::keys::{MakeKeyError, RandomnessError, TryCryptoRng};
use crypto_bigint::BoxedUint;
use zeroize::Zeroizing;

/// Rounds of Miller-Rabin for a prime of 1024 bits at an error of 2^-112 (FIPS 186-5, Table B.1).
const ROUNDS: usize = 5;

/// The two bits that every prime has set.
const TOP_BITS: Number = Number::from_u8(0b11).shl_vartime(Number::BITS - 2);

/// Random starts for one prime. One in 300 has no prime near it, so two are rare and 20 do not happen to a sound source.
const STARTS: usize = 20;

/// Draws for one Miller-Rabin base: at least half of all draws fit.
const BASE_DRAWS: usize = 128;

/// A prime of 1024 bits with its top two bits set, so that the product of two has 2048; p - 1 is not a multiple of e.
///
/// Wiped when dropped; Debug shows nothing.
#[derive(Clone)]
pub struct Prime(Zeroizing<Vec<u8>>);

impl std::fmt::Debug for Prime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Prime(..)")
    }
}

impl Prime {
    /// Takes over a prime that another worker found: 128 bytes, big-endian. Nothing if it has not that size or its top two
    /// bits are not set; whether it is prime is not tested.
    #[must_use]
    pub fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Option<Self> {
        (bytes.len() == Number::BYTES && bytes[0] >= 0b1100_0000).then_some(Self(bytes))
    }

    /// The prime, 128 bytes, big-endian.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(in crate::keys) fn integer(&self) -> Zeroizing<BoxedUint> {
        Zeroizing::new(BoxedUint::from_be_slice_truncated(&self.0, Number::BITS))
    }
}

/// Finds a prime: the first one after a random start (Handbook of Applied Cryptography, 4.51). Primes after a long
/// gap are a little likelier than others, which takes little from what is random in them (J. Brandt, I. Damgard, CRYPTO '92).
///
/// # Errors
/// [`MakeKeyError`]. A random source that fails at any moment leads to an error, never to a prime.
pub fn find_prime<K: Kernel, R: TryCryptoRng + ?Sized>(sieve: &Sieve, rng: &mut R) -> Result<Prime, MakeKeyError> {
    for _ in 0..STARTS {
        let start = Zeroizing::new(*draw_number(rng)? | TOP_BITS | Number::ONE);
        let candidates = sieve.candidates(&start);
        for batch in candidates.chunks(K::LANES) {
            let mut lanes = Zeroizing::new(batch.to_vec());
            // A last batch that is too short has its first candidate several times.
            lanes.resize(K::LANES, batch[0]);
            for (candidate, passes) in batch.iter().zip(passes_fermat::<K>(&lanes)) {
                if passes && is_prime::<K, R>(candidate, rng)? {
                    return Ok(Prime(Zeroizing::new(candidate.to_be_bytes().as_ref().to_vec())));
                }
            }
        }
    }
    Err(MakeKeyError::NoPrimeFound)
}

pub(super) fn is_prime<K: Kernel, R: TryCryptoRng + ?Sized>(
    candidate: &Number,
    rng: &mut R,
) -> Result<bool, RandomnessError> {
    let mut rounds = 0;
    let mut unusable = 0;
    while rounds < ROUNDS {
        let draws = (0..K::LANES).map(|_| draw_below(candidate, rng));
        let forms: Vec<Number> = draws.collect::<Result<_, _>>()?;
        match passes_miller_rabin::<K>(candidate, &forms) {
            Some(true) => rounds += K::LANES,
            Some(false) => return Ok(false),
            None if unusable < BASE_DRAWS => unusable += 1,
            None => return Err(RandomnessError::Stuck),
        }
    }
    Ok(true)
}

fn draw_below<R: TryCryptoRng + ?Sized>(bound: &Number, rng: &mut R) -> Result<Number, RandomnessError> {
    for _ in 0..BASE_DRAWS {
        let number = draw_number(rng)?;
        if *number < *bound {
            return Ok(*number);
        }
    }
    Err(RandomnessError::Stuck)
}

fn draw_number<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Zeroizing<Number>, RandomnessError> {
    let bytes = draw::<{ Number::BYTES }, R>(rng)?;
    Ok(Zeroizing::new(Number::from_le_slice(&*bytes)))
}
