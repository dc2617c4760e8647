//! Composites that tests take for primes: each passes Fermat's test to base 2, and the search still refuses it.

use super::super::search::is_prime;
use super::kernel_proof::form;
use super::*;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;

/// p (2p - 1) with both factors prime: a strong pseudoprime to every fourth base (Handbook of Applied Cryptography, 4.2.3), of which 2
/// is one.
fn strong_pseudoprime() -> Number {
    let p = Number::from_be_hex(concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "8faf2347a63cf5f9bdcdc219fe72c33b959575fe0a734d03343a2c9fbed3e91c",
        "29ec148cead50263f4d6d23508bd9d9676e9c8092966493dcbc16f01162839cd"
    ));
    p.wrapping_mul(&p.shl_vartime(1).wrapping_sub(&Number::ONE))
}

/// (6k + 1)(12k + 1)(18k + 1) with three prime factors is a Carmichael number (J. Chernick, 1939): it passes Fermat's test to every
/// base that has no factor in common with it.
fn carmichael_number() -> Number {
    let k = Number::from_be_hex(&format!(
        "{:0>256}",
        "34224ef4d6ee6dda4dd1e72488b810dfafe390727d4dad921bf95cc9ff851b6ab9f1ab79db4df26aedb7e"
    ));
    let factor = |times: u32| k.wrapping_mul(&Number::from(times)).wrapping_add(&Number::ONE);
    factor(6).wrapping_mul(&factor(12)).wrapping_mul(&factor(18))
}

fn base_two_is_fooled_and_the_search_is_not<K: Kernel>() {
    for liar in [strong_pseudoprime(), carmichael_number()] {
        assert_eq!(liar.bit_width_vartime(), 1_024);
        assert!(
            passes_fermat::<K>(&vec![liar; K::LANES])
                .into_iter()
                .all(|passes| passes)
        );
        for seed in 0..5 {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            assert_eq!(is_prime::<K, _>(&liar, &mut rng), Ok(false));
        }
    }
    let liar = strong_pseudoprime();
    let two = form(&Number::from(2u8), &liar, K::R_BITS);
    assert_eq!(passes_miller_rabin::<K>(&liar, &vec![two; K::LANES]), Some(true));
}

#[test]
fn pseudoprimes_are_refused_by_every_kernel() {
    base_two_is_fooled_and_the_search_is_not::<Reference>();
    base_two_is_fooled_and_the_search_is_not::<Plain>();
    base_two_is_fooled_and_the_search_is_not::<Relaxed>();
}
