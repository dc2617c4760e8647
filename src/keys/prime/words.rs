//! The few conversions between words, limbs and crypto-bigint's integers.

use super::kernel::{Number, WORDS};
use crypto_bigint::{NonZero, U1024, U1280};
use zeroize::Zeroizing;

/// (k m + 1) / 2^bits for the smallest k that makes it a whole number. It is below 2^1024.
pub(super) fn multiple(modulus: &Number, bits: usize) -> Number {
    // Newton's iteration doubles the number of right bits, from the three that an odd number has as its own inverse.
    let mut inverse = modulus[0];
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(modulus[0].wrapping_mul(inverse)));
    }
    let factor = u128::from(inverse.wrapping_neg() & ((1 << bits) - 1));
    let mut product = [0; WORDS + 1];
    let mut carry = 1;
    for (word, to) in modulus.iter().zip(&mut product) {
        carry += factor * u128::from(*word);
        *to = low(carry);
        carry >>= 64;
    }
    product[WORDS] = low(carry);
    std::array::from_fn(|place| product[place] >> bits | product[place + 1] << (64 - bits))
}

/// The number with these limbs, the highest first, modulo `modulus`. Limbs may be negative; the number lies
/// above -2^bits times the modulus.
pub(super) fn remainder(limbs: impl Iterator<Item = i64>, bits: usize, modulus: &Number) -> Number {
    let modulus: Zeroizing<U1280> = Zeroizing::new(integer(modulus).resize());
    let shift = u32::try_from(bits).unwrap_or(0);
    let mut number = Zeroizing::new(U1280::ZERO);
    for limb in limbs {
        let magnitude = U1280::from(limb.unsigned_abs());
        let shifted = number.wrapping_shl_vartime(shift);
        *number = if limb < 0 {
            shifted.wrapping_sub(&magnitude)
        } else {
            shifted.wrapping_add(&magnitude)
        };
    }
    *number = number.wrapping_add(&modulus.wrapping_shl_vartime(shift));
    match NonZero::new(*modulus).into_option() {
        Some(modulus) => words(&number.rem_vartime(&modulus).resize()),
        None => [0; WORDS],
    }
}

/// The number as crypto-bigint has it.
pub(super) fn integer(number: &Number) -> U1024 {
    let mut bytes = Zeroizing::new([0; WORDS * 8]);
    for (word, to) in number.iter().zip(bytes.chunks_exact_mut(8)) {
        to.copy_from_slice(&word.to_le_bytes());
    }
    U1024::from_le_slice(&*bytes)
}

/// The words of an integer.
pub(super) fn words(integer: &U1024) -> Number {
    let bytes = Zeroizing::new(integer.to_le_bytes());
    let mut words = [0; WORDS];
    for (from, to) in bytes.as_ref().chunks_exact(8).zip(&mut words) {
        let mut word = [0; 8];
        word.copy_from_slice(from);
        *to = u64::from_le_bytes(word);
    }
    words
}

#[allow(clippy::cast_possible_truncation, reason = "the low word is what is wanted")]
const fn low(wide: u128) -> u64 {
    wide as u64
}
