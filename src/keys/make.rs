//! Makes key pairs that meet the conditions of FIPS 186-5, A.1.1 and A.1.3. It is not A.1.3's method, which draws every candidate afresh: the
//! search goes upwards from a random start (see `prime::find_prime`).

use std::sync::OnceLock;

use crypto_bigint::BoxedUint;
use pkcs8::{Document, SecretDocument};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use rsa::rand_core::TryCryptoRng;
use rsa::traits::PrivateKeyParts;

use super::check::are_far_apart;
use super::primality::remainder;
use super::prime::{Prime, Reference, Sieve, find_prime};
use super::randomness::{check_source, draw};
use super::{KeyPair, PRIME_BITS, PUBLIC_EXPONENT, RandomnessError};

/// Why no key pair was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MakeKeyError {
    /// No prime where one was certain to be.
    #[error("No prime was found where one was certain to be. No key was made: use another browser or computer.")]
    NoPrimeFound,
    /// The random source cannot be used.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// The new pair failed the test that every new pair has to pass.
    #[error("The new key failed its test and was thrown away. Try again; if it happens again, use another computer.")]
    SelfTestFailed,
}

/// Makes a key pair from start to end, tested by a signature (SP 800-56B, 6.4.1.1). The page's workers share this work
/// otherwise, and have faster arithmetic.
///
/// # Errors
/// [`MakeKeyError`]. A random source that fails at any moment leads to an error, never to a key.
pub fn make_key_pair<R>(rng: &mut R) -> Result<KeyPair, MakeKeyError>
where
    R: TryCryptoRng + ?Sized,
{
    static SIEVE: OnceLock<Sieve> = OnceLock::new();
    let sieve = SIEVE.get_or_init(Sieve::default);
    check_source(rng)?;
    let (p, q) = (
        find_prime::<Reference, R>(sieve, rng)?,
        find_prime::<Reference, R>(sieve, rng)?,
    );
    let pair = KeyPair::new(private_key(&p, &q)?).map_err(|_| MakeKeyError::SelfTestFailed)?;
    test_pair(&pair, rng)?;
    Ok(pair)
}

/// The key pair of two new primes, as `PrivateKeyInfo` (about 1,218 bytes) and `SubjectPublicKeyInfo` (294 bytes), both DER. It has
/// still to prove itself by a signature.
///
/// # Errors
/// [`MakeKeyError::SelfTestFailed`] if a condition of FIPS 186-5 does not hold. With primes of [`find_prime`] that does not
/// happen once in 2^99 times, so something is wrong with source or computer.
pub fn join_primes(p: &Prime, q: &Prime) -> Result<(SecretDocument, Document), MakeKeyError> {
    let key = private_key(p, q)?;
    let private = key.to_pkcs8_der().map_err(|_| MakeKeyError::SelfTestFailed)?;
    let public = key
        .as_public_key()
        .to_public_key_der()
        .map_err(|_| MakeKeyError::SelfTestFailed)?;
    Ok((private, public))
}

/// |p - q| > 2^924, e has no factor in common with p-1 and q-1, 2^1024 < d = e^-1 mod lcm(p-1, q-1) (FIPS 186-5, A.1.1 and A.1.3).
fn private_key(p: &Prime, q: &Prime) -> Result<rsa::PrivateKey, MakeKeyError> {
    let (p, q) = (p.integer(), q.integer());
    let shares_factor = |prime: &BoxedUint| remainder(prime, PUBLIC_EXPONENT) == Some(1);
    if !are_far_apart(&p, &q) || shares_factor(&p) || shares_factor(&q) {
        return Err(MakeKeyError::SelfTestFailed);
    }
    let private = rsa::PrivateKey::from_p_q((*p).clone(), (*q).clone(), BoxedUint::from(PUBLIC_EXPONENT))
        .map_err(|_| MakeKeyError::SelfTestFailed)?;
    if private.d().bit_width() <= PRIME_BITS {
        return Err(MakeKeyError::SelfTestFailed);
    }
    Ok(private)
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
