//! A kernel's results in one digest: of products and of exponentiations, of random numbers and of the edges. What equals the digest
//! of crypto-bigint's kernel has computed the same.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use crypto_bigint::{NonZero, U1024};
use keyseed::keys::prime::{Kernel, Number, WORDS};
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
            .flatten()
            .for_each(|word| digest.update(word.to_le_bytes()));
        left = left.saturating_sub(K::LANES);
    }
    let mut left = exponentiations as usize;
    while left > 0 {
        let lanes = Lanes::draw(&mut rng, K::LANES.min(left));
        lanes
            .powers_of_two::<K>()
            .iter()
            .flatten()
            .for_each(|word| digest.update(word.to_le_bytes()));
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
        let one: Number = std::array::from_fn(|word| u64::from(word == 0));
        let ones: Vec<Number> = self
            .all::<K>(0)
            .iter()
            .map(|modulus| form(&one, modulus, K::R_BITS))
            .collect();
        let mut x = kernel.residues(&ones);
        for place in (0..WORDS * 64).rev() {
            let bit = |lane: &[Number; 3]| (lane[2][place / 64] >> (place % 64) & 1) as u32;
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

fn random(rng: &mut ChaCha20Rng) -> Number {
    std::array::from_fn(|_| rng.next_u64())
}

/// An odd modulus of 1024 bits: random, near a power of two, or with limbs of ones and zeros.
fn modulus(rng: &mut ChaCha20Rng) -> Number {
    let mut number = match rng.next_u32() % 8 {
        0 => [u64::MAX; WORDS],
        1 => [0; WORDS],
        2 => std::array::from_fn(|word| if word % 2 == 0 { u64::MAX } else { 0 }),
        _ => random(rng),
    };
    number[0] = number[0].wrapping_sub(u64::from(rng.next_u32() % 512)) | 1;
    number[WORDS - 1] |= 1 << 63;
    number
}

/// A number below the modulus: 0, 1, m-1, 2^1023 - 1, or random.
fn below(modulus: &Number, rng: &mut ChaCha20Rng) -> Number {
    match rng.next_u32() % 16 {
        0 => [0; WORDS],
        1 => std::array::from_fn(|word| u64::from(word == 0)),
        2 => std::array::from_fn(|word| modulus[word] & !u64::from(word == 0)),
        3 => std::array::from_fn(|word| if word == WORDS - 1 { u64::MAX >> 1 } else { u64::MAX }),
        _ => {
            let mut number = random(rng);
            number[WORDS - 1] >>= 1;
            number
        }
    }
}

/// number * 2^bits mod modulus, by doubling.
fn form(number: &Number, modulus: &Number, bits: usize) -> Number {
    let integer = |number: &Number| {
        let bytes: Vec<u8> = number.iter().flat_map(|word| word.to_le_bytes()).collect();
        U1024::from_le_slice(&bytes)
    };
    let modulus = NonZero::new(integer(modulus))
        .into_option()
        .unwrap_or(NonZero::<U1024>::MAX);
    let form = (0..bits).fold(integer(number), |form, _| form.double_mod(&modulus));
    let bytes = form.to_le_bytes();
    let mut words = bytes.as_ref().chunks_exact(8);
    std::array::from_fn(|_| {
        words.next().map_or(0, |word| {
            word.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte))
        })
    })
}
