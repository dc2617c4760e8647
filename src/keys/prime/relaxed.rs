//! The relaxed-SIMD kernel: `f64x2.relaxed_madd`, four candidates at a time.
//!
//! The instruction may round twice on hardware without fused multiply-add; [`Relaxed::works`] tells.

use std::arch::wasm32::{
    f64x2_relaxed_madd, f64x2_sub, i64x2_add, u64x2, u64x2_extract_lane, u64x2_shr, u64x2_splat, v128, v128_and,
    v128_or,
};

use super::columns::{Columns, Limb};
use super::fused::{Fused, Pair, rounds_once};
use super::kernel::{Kernel, Number};

impl Pair for v128 {
    #[inline(always)]
    fn both(bits: u64) -> Self {
        u64x2_splat(bits)
    }
    #[inline(always)]
    fn new(bits: [u64; 2]) -> Self {
        u64x2(bits[0], bits[1])
    }
    #[inline(always)]
    fn bits(self) -> [u64; 2] {
        [u64x2_extract_lane::<0>(self), u64x2_extract_lane::<1>(self)]
    }
    #[inline(always)]
    fn multiply_add(self, by: Self, plus: Self) -> Self {
        f64x2_relaxed_madd(self, by, plus)
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        f64x2_sub(self, other)
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        i64x2_add(self, other)
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        v128_and(self, other)
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        v128_or(self, other)
    }
    #[inline(always)]
    fn shifted(self, bits: u32) -> Self {
        u64x2_shr(self, bits)
    }
}

/// 22 limbs hold a multiple of the modulus below 2^1075; the zero above them is the 23rd.
const LIMBS: usize = 23;

type Lanes = (Fused<v128>, Fused<v128>);
type Inner = Columns<Lanes, LIMBS>;
type Residues = [Lanes; LIMBS];

/// The kernel.
pub struct Relaxed(Inner);

impl Relaxed {
    /// Is this engine's multiply-add a fused one?
    #[must_use]
    #[target_feature(enable = "relaxed-simd")]
    pub fn works() -> bool {
        rounds_once::<v128>()
    }

    #[target_feature(enable = "relaxed-simd")]
    fn multiply_here(&self, x: &mut Residues, y: &Residues) {
        self.0.multiply(x, y);
    }

    #[target_feature(enable = "relaxed-simd")]
    fn square_here(&self, x: &mut Residues, double: u32) {
        self.0.square(x, Lanes::mask(double));
    }
}

impl Kernel for Relaxed {
    const LANES: usize = Lanes::LANES;
    const R_BITS: usize = Inner::R_BITS;
    type Residues = Residues;

    fn new(moduli: &[Number]) -> Self {
        Self(Inner::new(moduli))
    }
    fn residues(&self, forms: &[Number]) -> Residues {
        Inner::split(forms)
    }
    fn multiply(&self, x: &mut Residues, y: &Residues) {
        self.multiply_here(x, y);
    }
    fn square(&self, x: &mut Residues, double: u32) {
        self.square_here(x, double);
    }
    fn numbers(&self, x: &Residues) -> Vec<Number> {
        let mut numbers = *x;
        self.multiply_here(&mut numbers, &Inner::one());
        self.0.joined(&numbers)
    }
}
