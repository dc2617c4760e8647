//! The plain kernel: limbs of 28 bits in 64-bit words, which every engine has.
//!
//! A product of two limbs has 56 bits, and a column of fewer than 2^8 of them still fits into the word.

use super::columns::{Columns, Limb};

const BITS: u32 = 28;
const MASK: u64 = (1 << BITS) - 1;

impl Limb for u64 {
    const LANES: usize = 1;
    const BITS: u32 = BITS;
    const LOW_EXCESS: u64 = 0;
    const HIGH_EXCESS: u64 = 0;

    fn from_limbs(limb: &dyn Fn(usize) -> u64) -> Self {
        limb(0)
    }
    #[inline(always)]
    fn mask(lanes: u32) -> Self {
        u64::from(lanes & 1).wrapping_neg()
    }
    fn limb(self, _lane: usize) -> i64 {
        self.cast_signed()
    }
    #[inline(always)]
    fn multiply_add(x: Self, y: Self, low: &mut Self, _high: &mut Self) {
        *low += x * y;
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self + other
    }
    #[inline(always)]
    fn less(self, _excess: u64) -> Self {
        self
    }
    #[inline(always)]
    fn doubled_where(self, mask: Self) -> Self {
        self + (self & mask)
    }
    #[inline(always)]
    fn carried(self) -> (Self, Self) {
        (self & MASK, self >> BITS)
    }
}

/// The plain kernel, two candidates at a time. 38 limbs hold a multiple of the modulus below 2^1052; the zero above them is the 39th.
pub type Plain = Columns<(u64, u64), 39>;
