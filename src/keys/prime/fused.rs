//! Limbs of 51 bits in floating-point numbers, multiplied without error by fused multiply-add.
//!
//! A product of two limbs has up to 102 bits, a double 53. So it is taken in two parts (N. Emmart, F. Zheng, C. Weems,
//! ARITH 2018). To add it to 1.5 * 2^103 with one rounding leaves its multiple of 2^51 in the lowest bits of the result.
//! The rest, at most 2^50 either way, is what a second fused multiply-add gives on top of that multiple taken off, and
//! on top of 1.5 * 2^52 it stands in the lowest bits, too. So both parts can be summed as integers, bit pattern
//! by bit pattern; what the constants put into those patterns is known and taken off once a column.

use super::columns::Limb;

const BITS: usize = 51;
const TWO_51: f64 = 2_251_799_813_685_248.0;
const TWO_52: f64 = 2.0 * TWO_51;
const HIGH: f64 = 1.5 * TWO_51 * TWO_52;
const LOW: f64 = 1.5 * TWO_52;
const MASK: u64 = (1 << BITS) - 1;
/// Added before a limb is cut off, so that limbs lie between -2^50 and 2^50.
const HALF: u64 = 1 << (BITS - 1);
/// Added before a shift, so that it may be a logical one: no sum reaches 2^62.
const BIAS: u64 = 1 << 62;

/// Two doubles, or two 64-bit integers.
pub trait Pair: Copy {
    /// The same bits twice.
    fn both(bits: u64) -> Self;
    /// These bits.
    fn new(bits: [u64; 2]) -> Self;
    /// The bits.
    fn bits(self) -> [u64; 2];
    /// self * by + plus, with one rounding.
    fn multiply_add(self, by: Self, plus: Self) -> Self;
    /// Difference of doubles.
    fn minus(self, other: Self) -> Self;
    /// Sum of integers, modulo 2^64.
    fn plus(self, other: Self) -> Self;
    /// Bits of both.
    fn and(self, other: Self) -> Self;
    /// Bits of either.
    fn or(self, other: Self) -> Self;
    /// Bits moved downwards, zeros above.
    fn shifted(self, bits: u32) -> Self;
}

/// A limb in each of two doubles, and sums in two integers.
#[derive(Clone, Copy)]
pub struct Fused<P>(P);

#[inline(always)]
fn double<P: Pair>(value: f64) -> P {
    P::both(value.to_bits())
}

impl<P: Pair> Limb for Fused<P> {
    const LANES: usize = 2;
    const BITS: usize = BITS;
    const LOW_EXCESS: u64 = LOW.to_bits();
    const HIGH_EXCESS: u64 = HIGH.to_bits();

    #[allow(clippy::cast_precision_loss, reason = "a limb has 51 bits, a double 53")]
    fn from_limbs(limb: &dyn Fn(usize) -> u64) -> Self {
        Self(P::new([0, 1].map(|lane| (limb(lane) as f64).to_bits())))
    }
    #[inline(always)]
    fn zero() -> Self {
        Self(P::both(0))
    }
    #[inline(always)]
    fn mask(lanes: u32) -> Self {
        let all_or_none = |lane: u32| u64::from(lanes >> lane & 1).wrapping_neg();
        Self(P::new([all_or_none(0), all_or_none(1)]))
    }
    #[allow(clippy::cast_possible_truncation, reason = "a limb is a whole number of 51 bits")]
    fn limb(self, lane: usize) -> i64 {
        f64::from_bits(self.0.bits()[lane]) as i64
    }
    #[inline(always)]
    fn multiply_add(x: Self, y: Self, low: &mut Self, high: &mut Self) {
        let upper = x.0.multiply_add(y.0, double(HIGH));
        let lower = x.0.multiply_add(y.0, double::<P>(HIGH + LOW).minus(upper));
        *high = Self(high.0.plus(upper));
        *low = Self(low.0.plus(lower));
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self(self.0.plus(other.0))
    }
    #[inline(always)]
    fn less(self, excess: u64) -> Self {
        Self(self.0.plus(P::both(excess.wrapping_neg())))
    }
    #[inline(always)]
    fn doubled_where(self, mask: Self) -> Self {
        Self(self.0.plus(self.0.and(mask.0)))
    }
    #[inline(always)]
    fn digit(self) -> Self {
        // The bits of a limb below those of 2^52 are a double that is too large by 2^52 + HALF.
        let bits = self.0.plus(P::both(BIAS + HALF)).and(P::both(MASK)).or(double(TWO_52));
        Self(bits.minus(double(TWO_52 + TWO_51 / 2.0)))
    }
    #[inline(always)]
    fn carry(self) -> Self {
        let shifted = self.0.plus(P::both(BIAS + HALF)).shifted(51);
        Self(shifted.plus(P::both((BIAS >> BITS).wrapping_neg())))
    }
}

/// Does this multiply-add round once? (1 + 2^-52)^2 is 1 + 2^-51 + 2^-104. Rounded for itself it loses the last term;
/// in a fused operation that takes 1 + 2^-51 off, it is all that is left.
pub(super) fn rounds_once<P: Pair>() -> bool {
    let operand = double::<P>(1.0 + f64::EPSILON);
    let rest = operand.multiply_add(operand, double(-(1.0 + 2.0 * f64::EPSILON)));
    rest.bits() == [(f64::EPSILON * f64::EPSILON).to_bits(); 2]
}
