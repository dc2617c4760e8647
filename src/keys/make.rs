//! Makes key pairs: FIPS 186-5, A.1.3, "random primes that are probably prime".

use crypto_bigint::BoxedUint;
use rsa::rand_core::TryCryptoRng;
use rsa::traits::PrivateKeyParts;
use zeroize::Zeroizing;

use super::check::are_far_apart;
use super::prime::{PRIME_BYTES, is_probably_prime, is_usable_base, remainder};
use super::randomness::{check_source, draw};
use super::{KeyPair, MODULUS_BITS, PRIME_BITS, PUBLIC_EXPONENT, RandomnessError};

/// Why no key pair was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MakeKeyError {
    /// No prime among so many candidates that a sound random source would have hit one.
    #[error("No prime was found where one was certain to be. No key was made: use another browser or computer.")]
    NoPrimeFound,
    /// The random source cannot be used.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// The new pair failed the test that every new pair has to pass.
    #[error("The new key failed its test and was thrown away. Try again; if it happens again, use another computer.")]
    SelfTestFailed,
}

/// Candidates for one prime. One in 355 is prime, so that a sound source needs more once in 10^12 tries
/// (FIPS 186-5, A.1.3, steps 4.7 and 5.8).
const MAX_CANDIDATES: u32 = 5 * MODULUS_BITS;

/// Draws for one Miller-Rabin base: at least half of all draws fit.
const MAX_BASE_DRAWS: usize = 128;

/// Makes a key pair: two random primes of 1024 bits with their top two bits set, |p - q| > 2^924, d = e^-1 mod
/// lcm(p-1, q-1) > 2^1024, tested by a signature (SP 800-56B, 6.4.1.1).
///
/// It takes about 0.1 s natively and 1 s in WebAssembly, a few times that now and then.
///
/// # Errors
/// [`MakeKeyError`]. A random source that fails at any moment leads to an error, never to a key.
pub fn make_key_pair<R>(rng: &mut R) -> Result<KeyPair, MakeKeyError>
where
    R: TryCryptoRng + ?Sized,
{
    check_source(rng)?;
    loop {
        let p = make_prime(rng)?;
        let q = make_prime(rng)?;
        if !are_far_apart(&p, &q) {
            continue;
        }
        let private = rsa::PrivateKey::from_p_q((*p).clone(), (*q).clone(), BoxedUint::from(PUBLIC_EXPONENT))
            .map_err(|_| MakeKeyError::SelfTestFailed)?;
        // Too small a d leads to a new pair of primes (A.1.1, step 3); it has never been seen to happen.
        if private.d().bit_width() <= PRIME_BITS {
            continue;
        }
        let pair = KeyPair::new(private).map_err(|_| MakeKeyError::SelfTestFailed)?;
        test_pair(&pair, rng)?;
        return Ok(pair);
    }
}

/// Draws candidates until one is prime; a new draw for each, so that every such prime is equally likely.
fn make_prime<R>(rng: &mut R) -> Result<Zeroizing<BoxedUint>, MakeKeyError>
where
    R: TryCryptoRng + ?Sized,
{
    for _ in 0..MAX_CANDIDATES {
        let mut bytes = draw::<PRIME_BYTES, R>(rng)?;
        // The top two bits make the product of two such primes exactly 2048 bits long.
        bytes[0] |= 0b1100_0000;
        bytes[PRIME_BYTES - 1] |= 1;
        let candidate = Zeroizing::new(BoxedUint::from_be_slice_truncated(&*bytes, PRIME_BITS));
        // e is prime, so gcd(p - 1, e) = 1 unless e divides p - 1.
        if remainder(&candidate, PUBLIC_EXPONENT) == Some(1) {
            continue;
        }
        if is_probably_prime(&candidate, || draw_base(&candidate, rng))? {
            return Ok(candidate);
        }
    }
    Err(MakeKeyError::NoPrimeFound)
}

/// A random Miller-Rabin base (FIPS 186-5, B.3.1, steps 4.1 and 4.2).
fn draw_base<R>(candidate: &BoxedUint, rng: &mut R) -> Result<BoxedUint, RandomnessError>
where
    R: TryCryptoRng + ?Sized,
{
    for _ in 0..MAX_BASE_DRAWS {
        let bytes = draw::<PRIME_BYTES, R>(rng)?;
        let base = BoxedUint::from_be_slice_truncated(&*bytes, PRIME_BITS);
        if is_usable_base(&base, candidate) {
            return Ok(base);
        }
    }
    Err(RandomnessError::Stuck)
}

/// Signs and verifies once: what the private half does, the public half must undo.
fn test_pair<R>(pair: &KeyPair, rng: &mut R) -> Result<(), MakeKeyError>
where
    R: TryCryptoRng + ?Sized,
{
    let message = draw::<32, R>(rng)?;
    let signature = pair.sign_rs256(&*message, rng).map_err(|error| match error {
        super::SignError::Randomness(fault) => fault.into(),
        super::SignError::Failed => MakeKeyError::SelfTestFailed,
    })?;
    if pair.public_key().verify_rs256(&*message, &signature) {
        Ok(())
    } else {
        Err(MakeKeyError::SelfTestFailed)
    }
}
