//! From numbers to limbs and back.

use super::kernel::Number;
use crypto_bigint::{Int, U64, U1280};
use zeroize::Zeroizing;

/// Limb `place` of a number, when limbs have `bits` bits.
pub(super) fn limb(number: &Number, place: usize, bits: u32) -> u64 {
    let (first, words) = (place * bits as usize, number.as_words());
    let word = |place: usize| words.get(place).copied().unwrap_or(0);
    let (lower, shift) = (word(first / 64), first % 64);
    // In two steps, because a shift by 64 is none.
    let upper = word(first / 64 + 1) << 1 << (63 - shift);
    (lower >> shift | upper) & ((1 << bits) - 1)
}

/// (k m + 1) / 2^bits for the smallest k that makes it a whole number. It is below 2^1024.
pub(super) fn multiple(modulus: &Number, bits: u32) -> Number {
    // Newton's iteration doubles the number of right bits, from the three that an odd number has as its own inverse.
    let lowest = modulus.as_words()[0];
    let mut inverse = lowest;
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(lowest.wrapping_mul(inverse)));
    }
    let factor = U64::from(inverse.wrapping_neg() & ((1 << bits) - 1));
    let product: U1280 = modulus.resize().wrapping_mul(&factor).wrapping_add(&U1280::ONE);
    product.wrapping_shr_vartime(bits).resize()
}

/// The number with these limbs, the highest first, modulo `modulus`. Limbs may be negative; the number lies
/// between -2^bits and 2^bits times the modulus.
pub(super) fn remainder(limbs: impl Iterator<Item = i64>, bits: u32, modulus: &Number) -> Number {
    let modulus: Zeroizing<U1280> = Zeroizing::new(modulus.resize());
    let mut number = Zeroizing::new(U1280::ZERO);
    for limb in limbs {
        let limb = Int::from_i64(limb);
        *number = number.wrapping_shl_vartime(bits).wrapping_add(limb.as_uint());
    }
    *number = number.wrapping_add(&modulus.wrapping_shl_vartime(bits));
    // From the upper words a quotient that is right, or too small by one or two.
    let (upper, divisor) = (number.as_words(), modulus.as_words()[Number::LIMBS - 1]);
    let dividend = u128::from(upper[Number::LIMBS]) << 64 | u128::from(upper[Number::LIMBS - 1]);
    let quotient = U64::from(low(dividend / (u128::from(divisor) + 1)));
    *number = number.wrapping_sub(&modulus.wrapping_mul(&quotient));
    // Not `while`: with an engine that computes wrongly it would not end.
    for _ in 0..2 {
        if *number >= *modulus {
            *number = number.wrapping_sub(&modulus);
        }
    }
    number.resize()
}

#[allow(clippy::cast_possible_truncation, reason = "a quotient has fewer bits than a word")]
const fn low(wide: u128) -> u64 {
    wide as u64
}
