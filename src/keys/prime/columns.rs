//! Montgomery multiplication by columns (product scanning), for any kind of limb: the one algorithm behind the plain and
//! the relaxed-SIMD kernel. docs/arithmetic.md explains it with a small example.
//!
//! It works on a multiple M = k m with M = -1 mod 2^BITS. Then M + 1 = 2^BITS M', and to add q M is to subtract q, which
//! clears the lowest limb, and to add q M' one limb higher: the quotient q of a column is simply its lowest limb. M has
//! one limb more than m. R is some bits larger than that, so a product of two numbers below 2^BITS m comes out
//! below M again and no final subtraction is needed.

use super::kernel::{Kernel, Number};
use super::limbs::{limb, multiple, remainder};

/// How a kind of machine word multiplies limbs and sums the products of a column.
pub trait Limb: Copy {
    /// Numbers side by side in one value.
    const LANES: usize;
    /// Bits of a limb.
    const BITS: u32;
    /// By how much too large (modulo 2^64) a sum gets with the low part of a product added.
    const LOW_EXCESS: u64;
    /// The same for the high part.
    const HIGH_EXCESS: u64;

    /// A value with these limbs, each below 2^BITS, one a lane.
    fn from_limbs(limb: &dyn Fn(usize) -> u64) -> Self;
    /// Sums with all bits set in the lanes that `lanes` names and none in the others.
    fn mask(lanes: u32) -> Self;
    /// Zero in every lane, as a limb and as a sum.
    #[inline(always)]
    fn zero() -> Self {
        Self::mask(0)
    }
    /// The limb in a lane, possibly negative.
    fn limb(self, lane: usize) -> i64;
    /// Adds the product x y to the sums of its column (`low`) and of the next (`high`).
    fn multiply_add(x: Self, y: Self, low: &mut Self, high: &mut Self);
    /// A sum of two sums.
    fn plus(self, other: Self) -> Self;
    /// A sum less a constant in every lane.
    fn less(self, excess: u64) -> Self;
    /// Twice the sum in the lanes of the mask.
    fn doubled_where(self, mask: Self) -> Self;
    /// The limb that a sum leaves in its column, congruent to it modulo 2^BITS, and what goes to the next: (sum - limb) / 2^BITS.
    fn carried(self) -> (Self, Self);
}

/// Two values as one: while one waits for a result, the other computes.
impl<L: Limb> Limb for (L, L) {
    const LANES: usize = 2 * L::LANES;
    const BITS: u32 = L::BITS;
    const LOW_EXCESS: u64 = L::LOW_EXCESS;
    const HIGH_EXCESS: u64 = L::HIGH_EXCESS;

    fn from_limbs(limb: &dyn Fn(usize) -> u64) -> Self {
        (L::from_limbs(limb), L::from_limbs(&|lane| limb(L::LANES + lane)))
    }
    #[inline(always)]
    fn mask(lanes: u32) -> Self {
        (L::mask(lanes), L::mask(lanes >> L::LANES))
    }
    fn limb(self, lane: usize) -> i64 {
        if lane < L::LANES {
            self.0.limb(lane)
        } else {
            self.1.limb(lane - L::LANES)
        }
    }
    #[inline(always)]
    fn multiply_add(x: Self, y: Self, low: &mut Self, high: &mut Self) {
        L::multiply_add(x.0, y.0, &mut low.0, &mut high.0);
        L::multiply_add(x.1, y.1, &mut low.1, &mut high.1);
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        (self.0.plus(other.0), self.1.plus(other.1))
    }
    #[inline(always)]
    fn less(self, excess: u64) -> Self {
        (self.0.less(excess), self.1.less(excess))
    }
    #[inline(always)]
    fn doubled_where(self, mask: Self) -> Self {
        (self.0.doubled_where(mask.0), self.1.doubled_where(mask.1))
    }
    #[inline(always)]
    fn carried(self) -> (Self, Self) {
        let (lower, upper) = (self.0.carried(), self.1.carried());
        ((lower.0, upper.0), (lower.1, upper.1))
    }
}

/// The kernel on limbs of kind L. A number has N - 1 of them, an even number because two columns are summed at a time, and above
/// them a zero.
pub struct Columns<L, const N: usize> {
    moduli: Vec<Number>,
    /// M' of each lane.
    multiples: [L; N],
}

/// The sums of two neighbouring columns, with what the second of them passes on to a third.
struct Sums<L> {
    first: L,
    second: L,
    third: L,
    /// How many products the first and the second column have.
    products: (u64, u64),
}

impl<L: Limb> Sums<L> {
    #[inline(always)]
    fn add_to_first(&mut self, x: L, y: L) {
        L::multiply_add(x, y, &mut self.first, &mut self.second);
        self.products.0 += 1;
    }

    #[inline(always)]
    fn add_to_second(&mut self, x: L, y: L) {
        L::multiply_add(x, y, &mut self.second, &mut self.third);
        self.products.1 += 1;
    }

    /// Adds x_i y_j to the first column and x_i y_(j+1) to the second, for i from `start` to below `end` and j from `top` - 1
    /// downwards. Returns the last y_j.
    #[inline(always)]
    fn add_all<const N: usize>(&mut self, x: &[L; N], y: &[L; N], (start, end): (usize, usize), top: usize) -> L {
        let mut upper = y[top];
        let (mut left, mut right) = (x[start..end].iter(), y[top + start - end..top].iter());
        // Of all ways to write this loop the one that engines run fastest, whatever the compiler was asked to optimise for.
        while let (Some(x), Some(y)) = (left.next(), right.next_back()) {
            L::multiply_add(*x, *y, &mut self.first, &mut self.second);
            L::multiply_add(*x, upper, &mut self.second, &mut self.third);
            upper = *y;
        }
        let products = (end - start) as u64;
        self.products.0 += products;
        self.products.1 += products;
        upper
    }

    /// Adds the columns of x y from this one on.
    #[inline(always)]
    fn add_product<const N: usize>(&mut self, x: &[L; N], y: &[L; N], column: usize) {
        let (start, end) = ((column + 2).saturating_sub(N), (N - 1).min(column + 1));
        let next = self.add_all(x, y, (start, end), column + 1 - start);
        if column < N - 1 {
            self.add_to_second(x[column + 1], next);
        }
    }

    /// Adds the columns of x^2: the products x_i x_j with i < j, twice, and the square in the middle.
    #[inline(always)]
    fn add_square<const N: usize>(&mut self, x: &[L; N], column: usize) {
        let (middle, start) = (column / 2, (column + 2).saturating_sub(N));
        let next = self.add_all(x, x, (start, middle), column + 1 - start);
        self.add_to_second(x[middle], next);
        self.first = self.first.plus(self.first);
        self.second = self.second.plus(self.second);
        self.third = self.third.plus(self.third);
        self.products = (2 * self.products.0, 2 * self.products.1);
        self.add_to_first(x[middle], x[middle]);
    }

    /// Takes off by how much the products made the sums too large.
    #[inline(always)]
    fn correct(&mut self) {
        let (first, second) = self.products;
        let low = |count: u64| count.wrapping_mul(L::LOW_EXCESS);
        let high = |count: u64| count.wrapping_mul(L::HIGH_EXCESS);
        self.first = self.first.less(low(first));
        self.second = self.second.less(low(second).wrapping_add(high(first)));
        self.third = self.third.less(high(second));
        self.products = (0, 0);
    }
}

impl<L: Limb, const N: usize> Columns<L, N> {
    /// Limbs of a number, and half of the columns of a product.
    const ROWS: usize = N - 1;

    /// x becomes x y / R mod M, or x^2 / R where there is no y, and twice that in the lanes of the mask. Two columns are summed at a
    /// time, from the lowest. The result takes the place of x, limb by limb when the last column that needs a limb is done.
    #[inline(always)]
    fn multiplied(&self, x: &mut [L; N], y: Option<&[L; N]>, double: L) {
        let zero = L::zero();
        let mut quotients = [zero; N];
        let (mut passed_on, mut carry) = (zero, zero);
        let mut column = 0;
        while column < 2 * Self::ROWS {
            let mut sums = Sums {
                first: zero,
                second: zero,
                third: zero,
                products: (0, 0),
            };
            match y {
                Some(y) => sums.add_product(x, y, column),
                None => sums.add_square(x, column),
            }
            // q_i meets M'_j in column i + j + 1.
            let (start, end) = (column.saturating_sub(Self::ROWS - 1), column.min(Self::ROWS));
            sums.add_all(&quotients, &self.multiples, (start, end), column - start);
            sums.correct();
            sums.first = sums.first.plus(passed_on);
            if column <= Self::ROWS {
                // From there on columns are doubled, and what comes from below them has to be in before.
                sums.first = sums.first.plus(carry);
                carry = zero;
            }
            let upper = column >= Self::ROWS;
            if upper {
                sums.first = sums.first.doubled_where(double).plus(carry);
                sums.second = sums.second.doubled_where(double);
            }
            let (limb, to_second) = sums.first.carried();
            let limbs = if upper { &mut *x } else { &mut quotients };
            let place = if upper { column - Self::ROWS } else { column };
            limbs[place] = limb;
            if !upper {
                sums.add_to_second(limb, self.multiples[0]);
                sums.correct();
            }
            (limbs[place + 1], carry) = sums.second.plus(to_second).carried();
            passed_on = sums.third;
            column += 2;
        }
    }
}

impl<L: Limb, const N: usize> Kernel for Columns<L, N> {
    const LANES: usize = L::LANES;
    const R_BITS: u32 = (N as u32 - 1) * L::BITS;
    type Residues = [L; N];

    fn new(moduli: &[Number]) -> Self {
        let multiples: Vec<Number> = moduli.iter().map(|modulus| multiple(modulus, L::BITS)).collect();
        Self {
            moduli: moduli.to_vec(),
            multiples: split(&multiples),
        }
    }
    fn residues(&self, forms: &[Number]) -> [L; N] {
        split(forms)
    }
    #[inline(always)]
    fn multiply(&self, x: &mut [L; N], y: &[L; N]) {
        self.multiplied(x, Some(y), L::zero());
    }
    #[inline(always)]
    fn square(&self, x: &mut [L; N], double: u32) {
        self.multiplied(x, None, L::mask(double));
    }
    #[inline(always)]
    fn numbers(&self, x: &[L; N]) -> Vec<Number> {
        let mut x = *x;
        self.multiply(&mut x, &split(&vec![Number::ONE; L::LANES]));
        let moduli = self.moduli.iter().enumerate();
        let number = |(lane, modulus)| remainder(x.iter().rev().map(|limb| limb.limb(lane)), L::BITS, modulus);
        moduli.map(number).collect()
    }
}

/// The numbers as limbs; a lane without a number has zero.
fn split<L: Limb, const N: usize>(numbers: &[Number]) -> [L; N] {
    std::array::from_fn(|place| {
        L::from_limbs(&|lane| numbers.get(lane).map_or(0, |number| limb(number, place, L::BITS)))
    })
}
