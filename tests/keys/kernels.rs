//! The plain kernel against crypto-bigint's. tests/browser/kernels does the same with both kernels of the page, in its engine, and more often.

use crate::kernel_proof::digest;
use getrandom::SysRng;
use keyseed::keys::prime::{Number, Plain, Reference, Sieve, find_prime, passes_miller_rabin};

#[test]
fn the_plain_kernel_computes_what_crypto_bigint_does() {
    assert_eq!(digest::<Plain>(11, 200, 20), digest::<Reference>(11, 200, 20));
}

#[test]
fn the_plain_kernel_finds_what_crypto_bigint_takes_for_a_prime() {
    let sieve = Sieve::default();
    for _ in 0..2 {
        let prime = find_prime::<Plain, _>(&sieve, &mut SysRng).unwrap();
        let number = Number::from_be_slice(prime.as_bytes());
        assert_eq!(
            passes_miller_rabin::<Reference>(&number, &[Number::from(3u8)]),
            Some(true)
        );
    }
}
