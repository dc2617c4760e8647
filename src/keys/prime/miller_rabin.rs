//! The test of Miller and Rabin (FIPS 186-5, B.3.1), a base in each lane.

use super::BITS;
use super::kernel::{Kernel, Number, ONE, WORDS, bit};
use zeroize::Zeroizing;

/// Exponent bits that one multiplication takes at most.
const WINDOW: usize = 5;

/// Does the candidate pass with each of these bases, one a lane? Nothing if one of them is 0, 1 or -1, which says nothing.
///
/// `forms` are the bases in Montgomery form. Whoever draws bases at random may draw their forms: the bases are then as
/// random as these, being the same numbers in another order.
pub fn passes_miller_rabin<K: Kernel>(candidate: &Number, forms: &[Number]) -> Option<bool> {
    let kernel = K::new(&vec![*candidate; K::LANES]);
    let base = kernel.residues(forms);
    let mut less_one = *candidate;
    less_one[0] &= !1;
    let less_one = Zeroizing::new(less_one);
    let says_nothing = |number: &Number| *number == *less_one || *number == ONE || *number == [0; WORDS];
    if kernel.numbers(&base).iter().any(says_nothing) {
        return None;
    }
    // m - 1 = 2^twos times an odd number.
    let twos = (0..BITS).find(|&place| bit(&less_one, place))?;
    let mut power = odd_part_power(&kernel, &base, &less_one, twos);
    let mut passed = vec![false; K::LANES];
    for halving in 0..twos {
        for (passed, number) in passed.iter_mut().zip(kernel.numbers(&power)) {
            *passed |= number == *less_one || halving == 0 && number == ONE;
        }
        if passed.iter().all(|&passed| passed) {
            return Some(true);
        }
        kernel.square(&mut power, 0);
    }
    Some(false)
}

/// The base to the power of the exponent without its lowest `twos` bits, by windows that begin and end with a set bit (Handbook of
/// Applied Cryptography, 14.85).
fn odd_part_power<K: Kernel>(kernel: &K, base: &K::Residues, exponent: &Number, twos: usize) -> K::Residues {
    let mut square = base.clone();
    kernel.square(&mut square, 0);
    let mut odd_powers = vec![base.clone()];
    for last in 0..(1 << (WINDOW - 1)) - 1 {
        let mut next = odd_powers[last].clone();
        kernel.multiply(&mut next, &square);
        odd_powers.push(next);
    }
    let mut power: Option<K::Residues> = None;
    let mut place = BITS;
    while place > twos {
        if !bit(exponent, place - 1) {
            if let Some(power) = &mut power {
                kernel.square(power, 0);
            }
            place -= 1;
            continue;
        }
        let mut end = place.saturating_sub(WINDOW).max(twos);
        while !bit(exponent, end) {
            end += 1;
        }
        let window = (end..place)
            .rev()
            .fold(0, |window, place| 2 * window + usize::from(bit(exponent, place)));
        let factor = &odd_powers[window / 2];
        if let Some(power) = &mut power {
            (end..place).for_each(|_| kernel.square(power, 0));
            kernel.multiply(power, factor);
        } else {
            power = Some(factor.clone());
        }
        place = end;
    }
    power.unwrap_or_else(|| base.clone())
}
