//! The plain kernel: limbs of 28 bits in 64-bit words, which every engine has.
//!
//! A product of two limbs has 56 bits, and a column of fewer than 2^8 of them still fits into the word.

use super::columns::{Columns, Limb};
use super::kernel::{Kernel, Number};

const BITS: usize = 28;
const MASK: u64 = (1 << BITS) - 1;

impl Limb for u64 {
    const LANES: usize = 1;
    const BITS: usize = BITS;
    const LOW_EXCESS: u64 = 0;
    const HIGH_EXCESS: u64 = 0;

    fn from_limbs(limb: &dyn Fn(usize) -> u64) -> Self {
        limb(0)
    }
    #[inline(always)]
    fn zero() -> Self {
        0
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
    fn digit(self) -> Self {
        self & MASK
    }
    #[inline(always)]
    fn carry(self) -> Self {
        self >> BITS
    }
}

/// 38 limbs hold a multiple of the modulus below 2^1052; the zero above them is the 39th.
const LIMBS: usize = 39;

/// The plain kernel, one candidate at a time.
pub struct Plain(Columns<(u64, u64), LIMBS>);

impl Kernel for Plain {
    const LANES: usize = 2;
    const R_BITS: usize = Columns::<(u64, u64), LIMBS>::R_BITS;
    type Residues = [(u64, u64); LIMBS];

    fn new(moduli: &[Number]) -> Self {
        Self(Columns::new(moduli))
    }
    fn residues(&self, forms: &[Number]) -> Self::Residues {
        Columns::<(u64, u64), LIMBS>::split(forms)
    }
    fn multiply(&self, x: &mut Self::Residues, y: &Self::Residues) {
        self.0.multiply(x, y);
    }
    fn square(&self, x: &mut Self::Residues, double: u32) {
        self.0.square(x, <(u64, u64)>::mask(double));
    }
    fn numbers(&self, x: &Self::Residues) -> Vec<Number> {
        let mut numbers = *x;
        self.0.multiply(&mut numbers, &Columns::<(u64, u64), LIMBS>::one());
        self.0.joined(&numbers)
    }
}
