//! Every number of a private key is held against the others.

use base64ct::{Base64, Encoding};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use crypto_bigint::Resize;
use keyseed::keys::{ImportError, KeyFlaw, Weakness, import_private_key};
use pkcs8::EncodePrivateKey;
use pkcs8::der::{Decode, Encode};
use rsa::BoxedUint;
use rsa::pkcs1::{RsaPrivateKeyRef, UintRef};
use rsa::traits::PublicKeyParts;

use crate::peers::{openssl, python, their_key};
use crate::refusals::refused;

/// The numbers of an RSA private key in the order of RFC 8017, A.1.2.
#[derive(Clone)]
struct Numbers([Vec<u8>; 8]);

const N: usize = 0;
const D: usize = 2;
const P: usize = 3;
const Q: usize = 4;
const DP: usize = 5;
const DQ: usize = 6;
const QINV: usize = 7;

impl Numbers {
    fn theirs() -> Self {
        Self::read(&openssl("rsa -traditional -outform DER", their_key().as_bytes()))
    }

    fn read(pkcs1: &[u8]) -> Self {
        let key = RsaPrivateKeyRef::from_der(pkcs1).unwrap();
        let (n, e, d, p, q) = (
            key.modulus,
            key.public_exponent,
            key.private_exponent,
            key.prime1,
            key.prime2,
        );
        let numbers = [n, e, d, p, q, key.exponent1, key.exponent2, key.coefficient];
        Self(numbers.map(|number| number.as_bytes().to_vec()))
    }

    /// The key with one number replaced.
    fn with(&self, which: usize, bytes: &[u8]) -> String {
        let mut numbers = self.clone();
        numbers.0[which] = bytes.to_vec();
        numbers.armour()
    }

    /// The key with one number two larger, so that odd stays odd.
    fn with_more(&self, which: usize) -> String {
        let sum = self.integer(which).wrapping_add(BoxedUint::from(2u64));
        self.with(which, &sum.to_be_bytes())
    }

    fn integer(&self, which: usize) -> BoxedUint {
        let bytes = &self.0[which];
        BoxedUint::from_be_slice(bytes, u32::try_from(bytes.len() * 8).unwrap()).unwrap()
    }

    fn armour(&self) -> String {
        let [n, e, d, p, q, dp, dq, qinv] = self.0.each_ref().map(|bytes| UintRef::new(bytes).unwrap());
        let key = RsaPrivateKeyRef {
            modulus: n,
            public_exponent: e,
            private_exponent: d,
            prime1: p,
            prime2: q,
            exponent1: dp,
            exponent2: dq,
            coefficient: qinv,
            other_prime_infos: None,
        };
        armour(&key.to_der().unwrap())
    }
}

fn armour(der: &[u8]) -> String {
    let base64 = Base64::encode_string(der);
    format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
}

#[test]
fn every_number_of_the_key_is_checked() {
    let key = Numbers::theirs();
    assert!(import_private_key(&key.armour(), None).is_ok());
    let mut swapped = key.clone();
    swapped.0.swap(P, Q);
    for (text, flaw, words) in [
        (key.with_more(N), KeyFlaw::Modulus, "not the product of its primes"),
        (key.with_more(P), KeyFlaw::Modulus, "not the product of its primes"),
        (key.with_more(Q), KeyFlaw::Modulus, "not the product of its primes"),
        (
            key.with(P, &key.0[P][..64]),
            KeyFlaw::UnevenPrimes,
            "not 1024 bits each",
        ),
        (
            key.with_more(D),
            KeyFlaw::PrivateExponent,
            "does not belong to its public exponent",
        ),
        (
            key.with(D, &[1]),
            KeyFlaw::PrivateExponent,
            "does not belong to its public exponent",
        ),
        (key.with_more(DP), KeyFlaw::CrtExponents, "exponents for the two primes"),
        (key.with_more(DQ), KeyFlaw::CrtExponents, "exponents for the two primes"),
        (swapped.armour(), KeyFlaw::CrtExponents, "exponents for the two primes"),
        (
            key.with_more(QINV),
            KeyFlaw::CrtCoefficient,
            "coefficient does not belong",
        ),
        (
            key.with(QINV, &[1]),
            KeyFlaw::CrtCoefficient,
            "coefficient does not belong",
        ),
    ] {
        refused(&text, &ImportError::Inconsistent { flaw }, words);
    }
}

/// p, q and e as a key whose other numbers agree with them; `rsa` does not ask whether p and q are prime.
fn key_of(p: BoxedUint, q: BoxedUint) -> Option<String> {
    let key = rsa::PrivateKey::from_p_q(p, q, BoxedUint::from(65_537u64)).ok()?;
    (key.n().bit_width() == 2048).then(|| armour(key.to_pkcs8_der().unwrap().as_bytes()))
}

#[test]
fn a_prime_that_is_not_prime_is_refused_though_the_rest_agrees() {
    // The modulus of a 1024-bit key is a product of two primes of 512 bits, which no trial division finds.
    let composite = || {
        let key = openssl("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024", b"");
        Numbers::read(&openssl("rsa -traditional -outform DER", &key)).integer(N)
    };
    let prime = Numbers::theirs().integer(P);
    // The product is one bit short now and then.
    let key = (0..50).find_map(|_| key_of(composite(), prime.clone())).unwrap();
    let flaw = KeyFlaw::NotPrime;
    refused(
        &key,
        &ImportError::Inconsistent { flaw },
        "one of its two primes is not prime",
    );
}

/// The largest prime of 1024 bits that is at least so far below 2^1024.
fn prime_below(distance: &BoxedUint) -> BoxedUint {
    let mut candidate = BoxedUint::max(1024).wrapping_sub(distance);
    while !crypto_primes::is_prime(crypto_primes::Flavor::Any, &candidate) {
        candidate = candidate.wrapping_sub(BoxedUint::from(2u64));
    }
    candidate
}

#[test]
fn close_primes_are_refused() {
    let zero = BoxedUint::from(0u64).resize(1024);
    // The first two are within the reach of Fermat's method, the next two only within the bound of FIPS 186-5.
    let near = BoxedUint::from(200u64).resize(1024);
    let bound = BoxedUint::from(1u64).resize(1024).shl(923);
    let weakness = Weakness::ClosePrimes;
    for distance in [near, bound.clone()] {
        for (p, q) in [(&zero, &distance), (&distance, &zero)] {
            let key = key_of(prime_below(p), prime_below(q)).unwrap();
            refused(&key, &ImportError::Weak { weakness }, "lie too close together");
        }
    }
    let far = prime_below(&bound.shl(2));
    assert!(import_private_key(&key_of(prime_below(&zero), far).unwrap(), None).is_ok());
}

#[test]
fn a_private_key_of_the_roca_chips_is_refused() {
    let weakness = Weakness::Roca;
    refused(&python(&["roca_key"], b""), &ImportError::Weak { weakness }, "ROCA");
}

#[test]
fn a_prime_that_is_taken_twice_is_refused() {
    let p = Numbers::theirs().integer(P);
    let mut twice = Numbers::theirs();
    let square = p.clone().resize(2048).wrapping_mul(&p).to_be_bytes();
    twice.0[N] = square.into_vec();
    twice.0[Q] = twice.0[P].clone();
    twice.0[DQ] = twice.0[DP].clone();
    assert!(import_private_key(&twice.armour(), None).is_err());
}

/// What signs is made of such a key or not at all, so none of these signs.
#[test]
fn a_key_in_which_one_bit_has_flipped_is_refused_a_hundred_times_of_a_hundred() {
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let key = Numbers::theirs();
    for flip in 0..100 {
        let which = [N, D, P, Q, DP, DQ, QINV][flip % 7];
        let mut bytes = key.0[which].clone();
        // Not in the first byte: the file's length stays as it is.
        let place = 1 + usize::try_from(rng.next_u32()).unwrap() % (bytes.len() - 1);
        bytes[place] ^= 1 << (rng.next_u32() % 8);
        assert!(
            import_private_key(&key.with(which, &bytes), None).is_err(),
            "number {which}, byte {place}"
        );
    }
}
