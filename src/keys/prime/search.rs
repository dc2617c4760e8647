//! From a random start to a prime.

use super::fermat::passes_fermat;
use super::kernel::{Kernel, Number, WORDS};
use super::miller_rabin::passes_miller_rabin;
use super::sieve::Sieve;
use super::words::integer;
use crate::keys::randomness::draw;
use crate::keys::{RandomnessError, TryCryptoRng};
use crypto_bigint::BoxedUint;
use zeroize::Zeroizing;

/// Rounds of Miller-Rabin for a prime of 1024 bits at an error of 2^-112 (FIPS 186-5, Table B.1).
const ROUNDS: usize = 5;

/// Random starts for one prime. One in 300 has no prime near it, so two are rare and 20 do not happen to a sound source.
const STARTS: usize = 20;

/// Draws for one Miller-Rabin base: at least half of all draws fit.
const BASE_DRAWS: usize = 128;

/// Why no prime was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// No prime where a sound source and sound arithmetic would have found one.
    #[error("no prime was found")]
    NoneFound,
    /// The random source cannot be used.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

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
        (bytes.len() == WORDS * 8 && bytes[0] >= 0b1100_0000).then_some(Self(bytes))
    }

    /// The prime, 128 bytes, big-endian.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(in crate::keys) fn integer(&self) -> Zeroizing<BoxedUint> {
        Zeroizing::new(BoxedUint::from_be_slice_truncated(&self.0, super::BITS as u32))
    }
}

/// Finds a prime: the first one after a random start (Handbook of Applied Cryptography, 4.51). Primes after a long
/// gap are a little likelier than others, which takes little from what is random in them (J. Brandt, I. Damgard, CRYPTO '92).
///
/// # Errors
/// [`SearchError`]. A random source that fails at any moment leads to an error, never to a prime.
pub fn find_prime<K, R>(sieve: &Sieve, rng: &mut R) -> Result<Prime, SearchError>
where
    K: Kernel,
    R: TryCryptoRng + ?Sized,
{
    for _ in 0..STARTS {
        let mut start = draw_number(rng)?;
        start[WORDS - 1] |= 0b11 << 62;
        start[0] |= 1;
        let candidates = sieve.candidates(&start);
        for batch in candidates.chunks(K::LANES) {
            let mut lanes = Zeroizing::new(batch.to_vec());
            // A last batch that is too short has its first candidate several times.
            lanes.resize(K::LANES, batch[0]);
            for (candidate, passes) in batch.iter().zip(passes_fermat::<K>(&lanes)) {
                if passes && is_prime::<K, R>(candidate, rng)? {
                    return Ok(Prime(Zeroizing::new(
                        integer(candidate).to_be_bytes().as_ref().to_vec(),
                    )));
                }
            }
        }
    }
    Err(SearchError::NoneFound)
}

fn is_prime<K: Kernel, R: TryCryptoRng + ?Sized>(candidate: &Number, rng: &mut R) -> Result<bool, RandomnessError> {
    let mut rounds = 0;
    let mut unusable = 0;
    while rounds < ROUNDS {
        let forms: Vec<Number> = (0..K::LANES)
            .map(|_| draw_below(candidate, rng))
            .collect::<Result<_, _>>()?;
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
        if number.iter().rev().lt(bound.iter().rev()) {
            return Ok(*number);
        }
    }
    Err(RandomnessError::Stuck)
}

fn draw_number<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Zeroizing<Number>, RandomnessError> {
    let bytes = draw::<{ WORDS * 8 }, R>(rng)?;
    let mut number = Zeroizing::new([0; WORDS]);
    for (from, to) in bytes.chunks_exact(8).zip(number.iter_mut()) {
        let mut word = [0; 8];
        word.copy_from_slice(from);
        *to = u64::from_le_bytes(word);
    }
    Ok(number)
}
