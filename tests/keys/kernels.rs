//! The plain kernel against crypto-bigint's. tests/browser/kernels does the same with both kernels of the page, in its engine, and more often.

use crate::kernel_proof::digest;
use getrandom::SysRng;
use keyseed::keys::prime::{Plain, Reference, Sieve, find_prime, passes_miller_rabin};

#[test]
fn the_plain_kernel_computes_what_crypto_bigint_does() {
    assert_eq!(digest::<Plain>(11, 200, 20), digest::<Reference>(11, 200, 20));
}

#[test]
fn the_plain_kernel_finds_what_crypto_bigint_takes_for_a_prime() {
    let sieve = Sieve::default();
    for _ in 0..2 {
        let prime = find_prime::<Plain, _>(&sieve, &mut SysRng).unwrap();
        let mut number = [0; 16];
        for (word, bytes) in number.iter_mut().rev().zip(prime.as_bytes().chunks_exact(8)) {
            *word = u64::from_be_bytes(bytes.try_into().unwrap());
        }
        assert_eq!(passes_miller_rabin::<Reference>(&number, &[[3; 16]]), Some(true));
    }
}
