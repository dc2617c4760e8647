//! Fermat's test to base 2, which throws out nearly every composite: 2^(m-1) = 1 mod m if m is prime.

use super::BITS;
use super::kernel::{Kernel, Number, WORDS, bit};

/// Exponent bits that are worked off one by one. Those above are in the start, which is a power of two itself.
const STEPS: usize = BITS - 10;

/// Which of the candidates, one a lane, pass the test. They are odd and have exactly 1024 bits.
///
/// To need no conversion into Montgomery form, it computes 2^-(m-1), which is 1 in the same cases: the
/// form of 2^-c is R 2^-c, a single bit for the c of at most 2^10 that the exponent's upper bits make.
pub fn passes_fermat<K: Kernel>(candidates: &[Number]) -> Vec<bool> {
    let kernel = K::new(candidates);
    let exponents: Vec<Number> = candidates.iter().map(negated_exponent).collect();
    let starts: Vec<Number> = candidates
        .iter()
        .map(|candidate| power_of_two(K::R_BITS - upper(candidate)))
        .collect();
    let mut power = kernel.residues(&starts);
    for place in (0..STEPS).rev() {
        let set = |(lane, exponent)| u32::from(bit(exponent, place)) << lane;
        kernel.square(&mut power, exponents.iter().enumerate().map(set).sum());
    }
    let one = power_of_two(0);
    kernel.numbers(&power).iter().map(|number| *number == one).collect()
}

/// Does the kernel compute rightly here? It must know 2^1024 - 105, the largest prime of 1024 bits, among its neighbours, which takes
/// thousands of products without a single error. To be asked once an engine, before the kernel is relied on.
#[must_use]
pub fn knows_primes<K: Kernel>() -> bool {
    let below_power = |less: u64| {
        let mut number = [u64::MAX; WORDS];
        number[0] = less.wrapping_neg();
        number
    };
    [103, 105, 107, 109].chunks(K::LANES).all(|batch| {
        let candidates: Vec<Number> = batch.iter().map(|less| below_power(*less)).collect();
        passes_fermat::<K>(&candidates)
            .into_iter()
            .eq(batch.iter().map(|&less| less == 105))
    })
}

/// -(m-1) modulo 2^1024. Below its upper bits this is what has to be added to -c 2^STEPS.
fn negated_exponent(candidate: &Number) -> Number {
    // m-1 clears the lowest bit of an odd m. The negative of an even number: all bits but its lowest zeros turn over.
    let mut carry = true;
    std::array::from_fn(|place| {
        let word = if place == 0 {
            candidate[0] & !1
        } else {
            candidate[place]
        };
        let (negated, overflow) = (!word).overflowing_add(u64::from(carry));
        carry = overflow;
        negated
    })
}

/// c: the upper bits of m-1, rounded up.
fn upper(candidate: &Number) -> usize {
    let rest = candidate[WORDS - 1] & ((1 << (STEPS % 64)) - 1) != 0;
    let below = candidate[0] & !1 != 0 || candidate[1..WORDS - 1].iter().any(|word| *word != 0);
    usize::try_from(candidate[WORDS - 1] >> (STEPS % 64)).unwrap_or(0) + usize::from(rest || below)
}

fn power_of_two(exponent: usize) -> Number {
    std::array::from_fn(|place| {
        if place == exponent / 64 {
            1 << (exponent % 64)
        } else {
            0
        }
    })
}
