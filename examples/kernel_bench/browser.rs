//! The browser's side: called from tests/bench/keys.mjs and tests/browser/kernels.test.mjs.

use crate::kernel_proof::digest;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use keyseed::keys::prime::{Kernel, Number, Plain, Reference, Relaxed, knows_primes, passes_fermat};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use wasm_bindgen::prelude::*;

/// A kernel by its name: "relaxed", "plain" or "reference".
macro_rules! with_kernel {
    ($name:expr, $function:ident($($argument:expr),*)) => {
        match $name {
            "relaxed" => $function::<Relaxed>($($argument),*),
            "plain" => $function::<Plain>($($argument),*),
            _ => $function::<Reference>($($argument),*),
        }
    };
}

/// Is this engine's multiply-add fused, and does the kernel know primes?
#[wasm_bindgen]
pub fn works(kernel: &str) -> bool {
    (kernel != "relaxed" || Relaxed::works()) && with_kernel!(kernel, knows_primes())
}

/// One call of Fermat's test; returns how many candidates it tested.
#[wasm_bindgen]
pub fn fermat(kernel: &str, seed: u32) -> usize {
    fn once<K: Kernel>(seed: u32) -> usize {
        passes_fermat::<K>(&random_candidates(seed, K::LANES)).len()
    }
    with_kernel!(kernel, once(seed))
}

/// The digest of many products and exponentiations.
#[wasm_bindgen]
pub fn proof(kernel: &str, seed: u32, chains: u32, exponentiations: u32) -> String {
    with_kernel!(kernel, digest(seed, chains, exponentiations))
}

/// A key pair by the rsa crate, encoded; returns its bytes.
#[wasm_bindgen]
pub fn make_with_rsa() -> Result<usize, String> {
    let key = rsa::PrivateKey::new(&mut UnwrapErr(SysRng), 2048).map_err(|error| error.to_string())?;
    let private = key.to_pkcs8_der().map_err(|error| error.to_string())?;
    let public = key
        .to_public_key()
        .to_public_key_der()
        .map_err(|error| error.to_string())?;
    Ok(private.as_bytes().len() + public.as_bytes().len())
}

/// Candidates as the search meets them: random, odd, with the top two bits set.
fn random_candidates(seed: u32, count: usize) -> Vec<Number> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed.into());
    let mut candidate = || {
        let number = Number::from_words(std::array::from_fn(|_| rng.next_u64()));
        number | Number::ONE | Number::from(0b11u8).shl_vartime(Number::BITS - 2)
    };
    (0..count).map(|_| candidate()).collect()
}
