//! What is measured and proved of the kernels in a browser; natively, the digests that a browser's must equal.

#[path = "../../tests/keys/kernel_proof.rs"]
mod kernel_proof;

#[cfg(target_arch = "wasm32")]
mod browser;

#[cfg(target_arch = "wasm32")]
fn main() {}

/// `kernel_bench SEED CHAINS EXPONENTIATIONS` prints the digest by crypto-bigint.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::print_stdout, reason = "it is a program for a terminal")]
fn main() {
    let numbers: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if let [seed, chains, exponentiations] = numbers[..] {
        println!(
            "{}",
            kernel_proof::digest::<keyseed::keys::prime::Reference>(seed, chains, exponentiations)
        );
    }
}
