//! The relaxed-SIMD kernel: limbs of 51 bits in doubles, multiplied without error by fused multiply-add, four candidates at a time.
//!
//! A product of two limbs has up to 102 bits, a double 53. So it is taken in two parts (N. Emmart, F. Zheng, C. Weems,
//! ARITH 2018). To add it to 1.5 * 2^103 with one rounding leaves its multiple of 2^51 in the lowest bits of the result.
//! The rest, at most 2^50 either way, is what a second fused multiply-add gives on top of that multiple taken off, and
//! on top of 1.5 * 2^52 it stands in the lowest bits, too. So both parts can be summed as integers, bit pattern
//! by bit pattern; what the constants put into those patterns is known and taken off once a column.
//!
//! `f64x2.relaxed_madd` may round twice on hardware without fused multiply-add; [`Relaxed::works`] tells.

use super::columns::{Columns, Limb};
use super::kernel::{Kernel, Number};
#[cfg(not(target_arch = "wasm32"))]
use super::tests::simd as instructions;
#[cfg(target_arch = "wasm32")]
use std::arch::wasm32 as instructions;

use instructions::{
    f64x2_relaxed_madd, f64x2_splat, f64x2_sub, i64x2_add, u64x2, u64x2_extract_lane, u64x2_shr, u64x2_splat, v128,
    v128_and, v128_or,
};

const BITS: u32 = 51;
const TWO_51: f64 = 2_251_799_813_685_248.0;
const TWO_52: f64 = 2.0 * TWO_51;
const HIGH: f64 = 1.5 * TWO_51 * TWO_52;
const LOW: f64 = 1.5 * TWO_52;
const MASK: u64 = (1 << BITS) - 1;
/// Added before a limb is cut off, so that limbs lie between -2^50 and 2^50.
const HALF: u64 = 1 << (BITS - 1);
/// Added before a shift, so that it may be a logical one: no sum reaches 2^62.
const BIAS: u64 = 1 << 62;

/// A limb in each of two doubles, or sums in two integers.
impl Limb for v128 {
    const LANES: usize = 2;
    const BITS: u32 = BITS;
    const LOW_EXCESS: u64 = LOW.to_bits();
    const HIGH_EXCESS: u64 = HIGH.to_bits();

    #[allow(clippy::cast_precision_loss, reason = "a limb has 51 bits, a double 53")]
    fn from_limbs(limb: &dyn Fn(usize) -> u64) -> Self {
        u64x2((limb(0) as f64).to_bits(), (limb(1) as f64).to_bits())
    }
    #[inline(always)]
    fn mask(lanes: u32) -> Self {
        let all_or_none = |lane: u32| u64::from(lanes >> lane & 1).wrapping_neg();
        u64x2(all_or_none(0), all_or_none(1))
    }
    #[allow(clippy::cast_possible_truncation, reason = "a limb is a whole number of 51 bits")]
    fn limb(self, lane: usize) -> i64 {
        let bits = [u64x2_extract_lane::<0>(self), u64x2_extract_lane::<1>(self)];
        f64::from_bits(bits[lane]) as i64
    }
    #[inline(always)]
    fn multiply_add(x: Self, y: Self, low: &mut Self, high: &mut Self) {
        let upper = f64x2_relaxed_madd(x, y, f64x2_splat(HIGH));
        let lower = f64x2_relaxed_madd(x, y, f64x2_sub(f64x2_splat(HIGH + LOW), upper));
        *high = i64x2_add(*high, upper);
        *low = i64x2_add(*low, lower);
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        i64x2_add(self, other)
    }
    #[inline(always)]
    fn less(self, excess: u64) -> Self {
        i64x2_add(self, u64x2_splat(excess.wrapping_neg()))
    }
    #[inline(always)]
    fn doubled_where(self, mask: Self) -> Self {
        i64x2_add(self, v128_and(self, mask))
    }
    #[inline(always)]
    fn carried(self) -> (Self, Self) {
        let biased = i64x2_add(self, u64x2_splat(BIAS + HALF));
        // The bits of a limb below those of 2^52 are a double that is too large by 2^52 + HALF.
        let limb = v128_or(v128_and(biased, u64x2_splat(MASK)), f64x2_splat(TWO_52));
        let carry = u64x2_shr(biased, BITS).less(BIAS >> BITS);
        (f64x2_sub(limb, f64x2_splat(TWO_52 + TWO_51 / 2.0)), carry)
    }
}

/// 22 limbs hold a multiple of the modulus below 2^1075; the zero above them is the 23rd.
type Inner = Columns<(v128, v128), 23>;

/// The kernel. Only its functions carry the instructions, so a module without them stays free of relaxed SIMD.
pub struct Relaxed(Inner);

impl Relaxed {
    /// Does this engine's multiply-add round once? (1 + 2^-52)^2 is 1 + 2^-51 + 2^-104. Rounded for itself it loses the last
    /// term; in a fused operation that takes 1 + 2^-51 off, it is all that is left.
    #[must_use]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "relaxed-simd"))]
    pub fn works() -> bool {
        let operand = f64x2_splat(1.0 + f64::EPSILON);
        let rest = f64x2_relaxed_madd(operand, operand, f64x2_splat(-(1.0 + 2.0 * f64::EPSILON)));
        let expected = (f64::EPSILON * f64::EPSILON).to_bits();
        [u64x2_extract_lane::<0>(rest), u64x2_extract_lane::<1>(rest)] == [expected; 2]
    }
}

/// What is computed in here may use the instructions.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "relaxed-simd"))]
fn relaxed<T>(compute: impl FnOnce() -> T) -> T {
    compute()
}

impl Kernel for Relaxed {
    const LANES: usize = Inner::LANES;
    const R_BITS: u32 = Inner::R_BITS;
    type Residues = <Inner as Kernel>::Residues;

    fn new(moduli: &[Number]) -> Self {
        Self(Inner::new(moduli))
    }
    fn residues(&self, forms: &[Number]) -> Self::Residues {
        self.0.residues(forms)
    }
    fn multiply(&self, x: &mut Self::Residues, y: &Self::Residues) {
        relaxed(|| self.0.multiply(x, y));
    }
    fn square(&self, x: &mut Self::Residues, double: u32) {
        relaxed(|| self.0.square(x, double));
    }
    fn numbers(&self, x: &Self::Residues) -> Vec<Number> {
        relaxed(|| self.0.numbers(x))
    }
}
