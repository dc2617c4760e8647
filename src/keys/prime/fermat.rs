//! Fermat's test to base 2, which throws out nearly every composite: 2^(m-1) = 1 mod m if m is prime.

use super::kernel::{Kernel, Number};

/// Exponent bits that are worked off one by one. Those above are in the start, which is a power of two itself.
const STEPS: u32 = Number::BITS - 10;

/// Which of the candidates, one a lane, pass the test. They are odd and have exactly 1024 bits.
///
/// To need no conversion into Montgomery form, it computes 2^-(m-1), which is 1 in the same cases: the
/// form of 2^-c is R 2^-c, a single bit for the c of at most 2^10 that the exponent's upper bits make.
pub fn passes_fermat<K: Kernel>(candidates: &[Number]) -> Vec<bool> {
    let kernel = K::new(candidates);
    // 2^1024 - (m-1). Its upper bits say how much is missing to c = 2^10, the others what has to be added to -c 2^STEPS.
    let exponents: Vec<Number> = candidates
        .iter()
        .map(|candidate| Number::ONE.wrapping_sub(candidate))
        .collect();
    let upper = |exponent: &Number| exponent.wrapping_shr_vartime(STEPS).as_words()[0] as u32;
    let start =
        |exponent| Number::ONE.wrapping_shl_vartime(K::R_BITS + upper(exponent) - (1 << (Number::BITS - STEPS)));
    let starts: Vec<Number> = exponents.iter().map(start).collect();
    let mut power = kernel.residues(&starts);
    for place in (0..STEPS).rev() {
        let set = |(lane, exponent): (usize, &Number)| u32::from(exponent.bit_vartime(place)) << lane;
        kernel.square(&mut power, exponents.iter().enumerate().map(set).sum());
    }
    kernel
        .numbers(&power)
        .iter()
        .map(|number| *number == Number::ONE)
        .collect()
}

/// Does the kernel compute rightly here? It must know 2^1024 - 105, the largest prime of 1024 bits, among its neighbours, which takes
/// thousands of products without a single error. To be asked once an engine, before the kernel is relied on.
#[must_use]
pub fn knows_primes<K: Kernel>() -> bool {
    [103u64, 105, 107, 109].chunks(K::LANES).all(|batch| {
        let candidates: Vec<Number> = batch.iter().map(|&less| Number::from(less).wrapping_neg()).collect();
        let expected = batch.iter().map(|&less| less == 105);
        passes_fermat::<K>(&candidates).into_iter().eq(expected)
    })
}
