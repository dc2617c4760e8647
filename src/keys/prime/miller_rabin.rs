//! The test of Miller and Rabin (FIPS 186-5, B.3.1), a base in each lane.

use super::kernel::{Kernel, Number};
use zeroize::Zeroizing;

/// Exponent bits that one multiplication takes at most.
const WINDOW: u32 = 5;

/// Does the candidate pass with each of these bases, one a lane? Nothing if one of them is 0, 1 or -1, which says nothing.
///
/// `forms` are the bases in Montgomery form. Whoever draws bases at random may draw their forms: the bases are then as
/// random as these, being the same numbers in another order.
pub fn passes_miller_rabin<K: Kernel>(candidate: &Number, forms: &[Number]) -> Option<bool> {
    let kernel = K::new(&vec![*candidate; K::LANES]);
    let base = kernel.residues(forms);
    let less_one = Zeroizing::new(candidate.wrapping_sub(&Number::ONE));
    let says_nothing = |number: &Number| *number == *less_one || *number <= Number::ONE;
    if kernel.numbers(&base).iter().any(says_nothing) {
        return None;
    }
    // m - 1 = 2^twos times an odd number.
    let twos = less_one.trailing_zeros_vartime();
    let odd = Zeroizing::new(less_one.wrapping_shr_vartime(twos));
    let mut power = raised(&kernel, &base, &odd);
    let mut passed = vec![false; K::LANES];
    for halving in 0..twos {
        for (passed, number) in passed.iter_mut().zip(kernel.numbers(&power)) {
            *passed |= number == *less_one || halving == 0 && number == Number::ONE;
        }
        if passed.iter().all(|&passed| passed) {
            return Some(true);
        }
        kernel.square(&mut power, 0);
    }
    Some(false)
}

/// The base to the power of an exponent of more than 5 bits, which a window of bits after the other is taken from (Handbook of Applied
/// Cryptography, 14.82).
fn raised<K: Kernel>(kernel: &K, base: &K::Residues, exponent: &Number) -> K::Residues {
    let mut powers = vec![base.clone()];
    while powers.len() < (1 << WINDOW) - 1 {
        let mut next = base.clone();
        kernel.multiply(&mut next, &powers[powers.len() - 1]);
        powers.push(next);
    }
    let bits_from = |place| exponent.wrapping_shr_vartime(place).as_words()[0] as usize;
    let mut place = exponent.bit_width_vartime() - WINDOW;
    let mut power = powers[bits_from(place) - 1].clone();
    while place > 0 {
        let taken = WINDOW.min(place);
        place -= taken;
        (0..taken).for_each(|_| kernel.square(&mut power, 0));
        let window = bits_from(place) % (1 << taken);
        if window > 0 {
            kernel.multiply(&mut power, &powers[window - 1]);
        }
    }
    power
}
