//! Does a private key hold together? `rsa` itself neither tests that p and q are prime nor reads the CRT parts of a
//! file, so a key altered there would sign wrongly, or give itself away by a faulty signature.

use std::convert::Infallible;

use crypto_bigint::{BoxedUint, ConcatenatingMul, NonZero};
use rsa::pkcs1::{RsaPrivateKeyRef, UintRef, Version};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::primality::{PRIME_BYTES, is_probably_prime, is_usable_base};
use super::weakness::Weakness;
use super::{ImportError, MODULUS_BITS, PRIME_BITS, PUBLIC_EXPONENT};

/// Which property of a private key does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFlaw {
    /// The arithmetic library refuses the key for a reason of its own.
    #[error("its numbers do not work together")]
    Arithmetic,
    /// dp is not d mod p-1, or dq is not d mod q-1.
    #[error("its exponents for the two primes do not belong to its private exponent")]
    CrtExponents,
    /// qinv is not the inverse of q mod p.
    #[error("its coefficient does not belong to its primes")]
    CrtCoefficient,
    /// n is not p times q.
    #[error("its modulus is not the product of its primes")]
    Modulus,
    /// The file lists three primes or more (RFC 8017, A.1.2, version 1).
    #[error("it has more than two primes, which hardly any program can use")]
    MoreThanTwoPrimes,
    /// p or q is not prime.
    #[error("one of its two primes is not prime")]
    NotPrime,
    /// d times e is not 1 mod p-1 and mod q-1, or d is not below n.
    #[error("its private exponent does not belong to its public exponent")]
    PrivateExponent,
    /// p or q does not have 1024 bits.
    #[error("its two primes are not 1024 bits each")]
    UnevenPrimes,
}

/// The distance that p and q must exceed is 2 to this power (FIPS 186-5, A.1.3, step 5.5).
const DISTANCE_BITS: u32 = PRIME_BITS - 100;

/// Checks every number of the file against the others, and builds the key from them.
pub(super) fn check_private_key(file: &RsaPrivateKeyRef<'_>) -> Result<rsa::PrivateKey, ImportError> {
    let bits = bit_length(&file.modulus);
    if bits != MODULUS_BITS {
        return Err(ImportError::WrongSize { bits });
    }
    if !is_public_exponent(&file.public_exponent) {
        return Err(ImportError::OtherExponent {
            exponent: exponent_in_words(&file.public_exponent),
        });
    }
    if file.version() != Version::TwoPrime {
        return Err(KeyFlaw::MoreThanTwoPrimes.into());
    }
    if bit_length(&file.prime1) != PRIME_BITS || bit_length(&file.prime2) != PRIME_BITS {
        return Err(KeyFlaw::UnevenPrimes.into());
    }

    let n = integer(&file.modulus, MODULUS_BITS).ok_or(KeyFlaw::Modulus)?;
    let d = integer(&file.private_exponent, MODULUS_BITS).ok_or(KeyFlaw::PrivateExponent)?;
    let p = integer(&file.prime1, PRIME_BITS).ok_or(KeyFlaw::UnevenPrimes)?;
    let q = integer(&file.prime2, PRIME_BITS).ok_or(KeyFlaw::UnevenPrimes)?;
    let dp = integer(&file.exponent1, PRIME_BITS).ok_or(KeyFlaw::CrtExponents)?;
    let dq = integer(&file.exponent2, PRIME_BITS).ok_or(KeyFlaw::CrtExponents)?;
    let qinv = integer(&file.coefficient, PRIME_BITS).ok_or(KeyFlaw::CrtCoefficient)?;

    if *n != p.concatenating_mul(&*q) {
        return Err(KeyFlaw::Modulus.into());
    }
    if !is_prime(&p) || !is_prime(&q) {
        return Err(KeyFlaw::NotPrime.into());
    }
    if !are_far_apart(&p, &q) {
        return Err(ImportError::Weak {
            weakness: Weakness::ClosePrimes,
        });
    }
    check_exponents(&n, &d, [(&p, &dp), (&q, &dq)])?;
    let p_modulus = NonZero::new((*p).clone())
        .into_option()
        .ok_or(KeyFlaw::CrtCoefficient)?;
    let product = Zeroizing::new(q.concatenating_mul(&*qinv).rem(&p_modulus));
    if *qinv >= *p || !product.is_one().to_bool() {
        return Err(KeyFlaw::CrtCoefficient.into());
    }

    let primes = vec![(*p).clone(), (*q).clone()];
    let key = rsa::PrivateKey::from_components((*n).clone(), BoxedUint::from(PUBLIC_EXPONENT), (*d).clone(), primes);
    Ok(key.map_err(|_| KeyFlaw::Arithmetic)?)
}

/// d < n, d e = 1 mod p-1 and mod q-1 (RFC 8017, 3.2), and the file's own d mod p-1 and d mod q-1 agree.
fn check_exponents(n: &BoxedUint, d: &BoxedUint, primes: [(&BoxedUint, &BoxedUint); 2]) -> Result<(), KeyFlaw> {
    if d >= n {
        return Err(KeyFlaw::PrivateExponent);
    }
    let product = Zeroizing::new(d.concatenating_mul(&BoxedUint::from(PUBLIC_EXPONENT)));
    for (prime, residue) in primes {
        let less_one = prime.wrapping_sub(BoxedUint::one_with_precision(PRIME_BITS));
        let less_one = NonZero::new(less_one).into_option().ok_or(KeyFlaw::NotPrime)?;
        if !product.rem(&less_one).is_one().to_bool() {
            return Err(KeyFlaw::PrivateExponent);
        }
        if d.rem(&less_one) != *residue {
            return Err(KeyFlaw::CrtExponents);
        }
    }
    Ok(())
}

/// Is |p - q| > 2^924?
pub(super) fn are_far_apart(p: &BoxedUint, q: &BoxedUint) -> bool {
    let distance = if p > q { p.wrapping_sub(q) } else { q.wrapping_sub(p) };
    distance.bit_width() > DISTANCE_BITS
}

/// Tests a prime somebody else chose. The Miller-Rabin bases come from the number's digest, so that an import needs
/// no randomness, gives one verdict for one file, and still nobody can prepare a composite for known bases; the Lucas
/// test backs them.
fn is_prime(candidate: &BoxedUint) -> bool {
    let mut counter = 0u32;
    let verdict = is_probably_prime(candidate, || {
        loop {
            let base = derive_base(candidate, counter);
            counter = counter.wrapping_add(1);
            if is_usable_base(&base, candidate) {
                return Ok::<_, Infallible>(base);
            }
        }
    });
    matches!(verdict, Ok(true))
}

/// The digests of candidate, counter and block number, one after the other: 1024 bits.
fn derive_base(candidate: &BoxedUint, counter: u32) -> BoxedUint {
    let candidate = Zeroizing::new(candidate.to_be_bytes());
    let mut bytes = Zeroizing::new([0; PRIME_BYTES]);
    for (number, block) in (0u32..).zip(bytes.chunks_mut(32)) {
        let digest = Sha256::new()
            .chain_update(&**candidate)
            .chain_update(counter.to_be_bytes())
            .chain_update(number.to_be_bytes());
        block.copy_from_slice(&digest.finalize());
    }
    BoxedUint::from_be_slice_truncated(&*bytes, PRIME_BITS)
}

/// Bits of an integer, without leading zeros.
pub(super) fn bit_length(number: &UintRef<'_>) -> u32 {
    let bytes = number.as_bytes();
    let unused = bytes.first().map_or(0, |first| first.leading_zeros());
    u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX) - unused
}

/// Is this 65537?
pub(super) fn is_public_exponent(number: &UintRef<'_>) -> bool {
    number.as_bytes() == [1, 0, 1]
}

/// The exponent for a sentence: its digits while they are few.
pub(super) fn exponent_in_words(number: &UintRef<'_>) -> String {
    let mut bytes = [0; 8];
    match bytes.len().checked_sub(number.as_bytes().len()) {
        Some(start) => {
            bytes[start..].copy_from_slice(number.as_bytes());
            u64::from_be_bytes(bytes).to_string()
        }
        None => format!("a number of {} bits", bit_length(number)),
    }
}

/// The integer at a fixed width; nothing if it does not fit.
fn integer(number: &UintRef<'_>, bits: u32) -> Option<Zeroizing<BoxedUint>> {
    BoxedUint::from_be_slice(number.as_bytes(), bits)
        .ok()
        .map(Zeroizing::new)
}
