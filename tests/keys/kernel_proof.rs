//! A kernel's results in one digest: of products and of exponentiations, of random numbers and of the edges. What equals the digest
//! of crypto-bigint's kernel has computed the same.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use crypto_bigint::NonZero;
use keyseed::keys::prime::{Kernel, Number};
use sha2::{Digest, Sha256};

/// Products in a chain: each takes the result of the one before, so that no error is lost.
pub const CHAIN: u32 = 100;

/// The digest of `chains` chains of [`CHAIN`] products, and of as many powers of two as `exponentiations`, each with an exponent of
/// 1024 bits.
pub fn digest<K: Kernel>(seed: u32, chains: u32, exponentiations: u32) -> String {
    let mut digest = Sha256::new();
    let mut rng = ChaCha20Rng::seed_from_u64(seed.into());
    let mut left = chains as usize;
    while left > 0 {
        let lanes = Lanes::draw(&mut rng, K::LANES.min(left));
        lanes
            .products::<K>()
            .iter()
            .for_each(|number| digest.update(number.to_le_bytes()));
        left = left.saturating_sub(K::LANES);
    }
    let mut left = exponentiations as usize;
    while left > 0 {
        let lanes = Lanes::draw(&mut rng, K::LANES.min(left));
        lanes
            .powers_of_two::<K>()
            .iter()
            .for_each(|number| digest.update(number.to_le_bytes()));
        left = left.saturating_sub(K::LANES);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Moduli with two numbers below each.
struct Lanes(Vec<[Number; 3]>);

impl Lanes {
    fn draw(rng: &mut ChaCha20Rng, count: usize) -> Self {
        let mut lane = || {
            let modulus = modulus(rng);
            let (x, y) = (below(&modulus, rng), below(&modulus, rng));
            [modulus, x, y]
        };
        Self((0..count).map(|_| lane()).collect())
    }

    /// One number of each lane, the last again for lanes that nothing was drawn for.
    fn all<K: Kernel>(&self, which: usize) -> Vec<Number> {
        (0..K::LANES)
            .map(|lane| self.0[lane.min(self.0.len() - 1)][which])
            .collect()
    }

    fn forms<K: Kernel>(&self, which: usize) -> Vec<Number> {
        let forms = self.all::<K>(0).into_iter().zip(self.all::<K>(which));
        forms
            .map(|(modulus, number)| form(&number, &modulus, K::R_BITS))
            .collect()
    }

    /// Alternately squared and multiplied by y.
    fn products<K: Kernel>(&self) -> Vec<Number> {
        let kernel = K::new(&self.all::<K>(0));
        let mut x = kernel.residues(&self.forms::<K>(1));
        let y = kernel.residues(&self.forms::<K>(2));
        for step in 0..CHAIN {
            if step % 2 == 0 {
                kernel.multiply(&mut x, &y);
            } else {
                // Every lane doubles now and then, and the same of a modulus whatever its lane.
                kernel.square(&mut x, if step % 3 == 0 { u32::MAX } else { 0 });
            }
        }
        kernel.numbers(&x)[..self.0.len()].to_vec()
    }

    /// 2 to the power of the second number.
    fn powers_of_two<K: Kernel>(&self) -> Vec<Number> {
        let kernel = K::new(&self.all::<K>(0));
        let ones: Vec<Number> = self
            .all::<K>(0)
            .iter()
            .map(|modulus| form(&Number::ONE, modulus, K::R_BITS))
            .collect();
        let mut x = kernel.residues(&ones);
        for place in (0..Number::BITS).rev() {
            let bit = |lane: &[Number; 3]| u32::from(lane[2].bit_vartime(place));
            let double = self
                .0
                .iter()
                .enumerate()
                .map(|(number, lane)| bit(lane) << number)
                .sum();
            kernel.square(&mut x, double);
        }
        kernel.numbers(&x)[..self.0.len()].to_vec()
    }
}

/// A random number, with the words changed by `change` from how they came.
fn random(rng: &mut ChaCha20Rng, change: impl Fn(usize, u64) -> u64) -> Number {
    Number::from_words(std::array::from_fn(|word| change(word, rng.next_u64())))
}

/// An odd modulus of 1024 bits: random, near a power of two, or with limbs of ones and zeros.
fn modulus(rng: &mut ChaCha20Rng) -> Number {
    let number = match rng.next_u32() % 8 {
        0 => Number::MAX,
        1 => Number::ZERO,
        2 => random(rng, |word, _| if word % 2 == 0 { u64::MAX } else { 0 }),
        3 => random(rng, |_, drawn| if drawn % 2 == 0 { u64::MAX } else { 0 }),
        _ => random(rng, |_, drawn| drawn),
    };
    let near = number.wrapping_sub(&Number::from(rng.next_u32() % 512));
    near | Number::ONE | Number::ONE.shl_vartime(Number::BITS - 1)
}

/// A number below the modulus: 0, 1, m-1, 2^1023 - 1, or random.
fn below(modulus: &Number, rng: &mut ChaCha20Rng) -> Number {
    match rng.next_u32() % 16 {
        0 => Number::ZERO,
        1 => Number::ONE,
        2 => modulus.wrapping_sub(&Number::ONE),
        3 => Number::MAX.shr_vartime(1),
        _ => random(rng, |_, drawn| drawn).shr_vartime(1),
    }
}

/// number * 2^bits mod modulus, by doubling.
pub fn form(number: &Number, modulus: &Number, bits: u32) -> Number {
    let modulus = NonZero::new(*modulus).into_option().unwrap_or(NonZero::<Number>::MAX);
    (0..bits).fold(*number, |form, _| form.double_mod(&modulus))
}
