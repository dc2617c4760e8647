pub(super) mod simd;

use super::kernel::{Kernel, Number, WORDS};
use super::words::{integer, words};
use super::*;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use crypto_bigint::{NonZero, U1024};

fn random(rng: &mut ChaCha20Rng) -> Number {
    std::array::from_fn(|_| rng.next_u64())
}

/// An odd modulus of 1024 bits: random, or near a power of two, or with limbs of ones.
fn modulus(rng: &mut ChaCha20Rng) -> Number {
    let mut number = match rng.next_u32() % 8 {
        0 => [u64::MAX; WORDS],
        1 => [0; WORDS],
        2 => std::array::from_fn(|word| {
            if rng.next_u32() % 2 == word as u32 % 2 {
                u64::MAX
            } else {
                0
            }
        }),
        _ => random(rng),
    };
    number[0] = number[0].wrapping_sub(u64::from(rng.next_u32() % 512)) | 1;
    number[WORDS - 1] |= 1 << 63;
    number
}

fn below(modulus: &Number, rng: &mut ChaCha20Rng) -> Number {
    let small = |value: u64| std::array::from_fn(|word| if word == 0 { value } else { 0 });
    let mut less = *modulus;
    match rng.next_u32() % 16 {
        0 => small(0),
        1 => small(1),
        2 => {
            less[0] -= 1;
            less
        }
        3 => {
            less[WORDS - 1] >>= 1;
            less.map(|word| word | (u64::MAX >> 2))
        }
        _ => random(rng),
    }
    .pipe(|number| words(&integer(&number).rem(&NonZero::new(integer(modulus)).unwrap())))
}

trait Pipe: Sized {
    fn pipe<T>(self, to: impl FnOnce(Self) -> T) -> T {
        to(self)
    }
}
impl Pipe for Number {}

/// x y / R mod m as crypto-bigint has it, from the residues' forms.
fn expected(x: &Number, y: &Number, modulus: &Number, r_bits: usize) -> U1024 {
    let modulus = NonZero::new(integer(modulus)).unwrap();
    let params = crypto_bigint::modular::FixedMontyParams::new(crypto_bigint::Odd::new(*modulus).unwrap());
    let form = |number: &Number| crypto_bigint::modular::FixedMontyForm::new(&integer(number), &params);
    // Division by R: as many halvings.
    let mut result = form(x) * form(y);
    for _ in 0..r_bits {
        result = result.div_by_2();
    }
    result.retrieve()
}

/// Holds a kernel against crypto-bigint: chains of products and squares from random and extreme numbers.
fn agrees<K: Kernel>(seed: u64, chains: usize, steps: usize) -> Result<(), String> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    for chain in 0..chains {
        let moduli: Vec<Number> = (0..K::LANES).map(|_| modulus(&mut rng)).collect();
        let kernel = K::new(&moduli);
        let mut draw = || -> Vec<Number> { moduli.iter().map(|modulus| below(modulus, &mut rng)).collect() };
        let (first, second) = (draw(), draw());
        let double = rng.next_u32() % (1 << K::LANES);
        let (mut x, y) = (kernel.residues(&first), kernel.residues(&second));
        // In the reference: the numbers themselves, with R divided out after each product.
        let mut values = first;
        for step in 0..steps {
            let squares = step % 3 != 1;
            if squares {
                kernel.square(&mut x, double);
            } else {
                kernel.multiply(&mut x, &y);
            }
            for (lane, value) in values.iter_mut().enumerate() {
                let factor = if squares { *value } else { second[lane] };
                let mut product = expected(value, &factor, &moduli[lane], K::R_BITS);
                if squares && double >> lane & 1 == 1 {
                    product = product.double_mod(&NonZero::new(integer(&moduli[lane])).unwrap());
                }
                *value = words(&product);
            }
        }
        for ((lane, number), value) in kernel.numbers(&x).iter().enumerate().zip(&values) {
            let mut one = [0; WORDS];
            one[0] = 1;
            let plain = words(&expected(value, &one, &moduli[lane], K::R_BITS));
            if *number != plain {
                return Err(format!("chain {chain}, lane {lane}: {number:x?} instead of {plain:x?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn the_plain_kernel_agrees_with_crypto_bigint() {
    agrees::<Plain>(1, 300, 10).unwrap();
}

#[test]
fn the_relaxed_kernels_arithmetic_agrees_with_crypto_bigint() {
    agrees::<Relaxed>(2, 100, 10).unwrap();
}

#[test]
fn a_multiply_add_that_rounds_twice_is_noticed_and_would_be_wrong() {
    assert!(Relaxed::works());
    simd::round_twice(true);
    assert!(!Relaxed::works());
    assert!(!knows_primes::<Relaxed>());
    agrees::<Relaxed>(3, 1, 1).unwrap_err();
}

#[test]
fn every_kernel_knows_primes_from_composites() {
    fn verdicts<K: Kernel>() -> Vec<bool> {
        // 2^1024 - 105 is the largest prime of 1024 bits.
        let last = |low: u64| {
            let mut number = [u64::MAX; WORDS];
            number[0] = low;
            number
        };
        let candidates: Vec<Number> = (1..120).step_by(2).map(|less| last(0u64.wrapping_sub(less))).collect();
        candidates
            .chunks(K::LANES)
            .flat_map(|batch| {
                let mut lanes = batch.to_vec();
                lanes.resize(K::LANES, batch[0]);
                let bases: Vec<Number> = (3..).take(K::LANES).map(|base| [base; WORDS]).collect();
                let passes = passes_fermat::<K>(&lanes);
                let both = |(candidate, fermat): (&Number, bool)| {
                    assert_eq!(passes_miller_rabin::<K>(candidate, &bases), Some(fermat));
                    fermat
                };
                batch.iter().zip(passes).map(both).collect::<Vec<_>>()
            })
            .collect()
    }
    let prime: Vec<bool> = (1..120).step_by(2).map(|less| less == 105).collect();
    assert_eq!(verdicts::<Reference>(), prime);
    assert_eq!(verdicts::<Plain>(), prime);
    assert_eq!(verdicts::<Relaxed>(), prime);
}
