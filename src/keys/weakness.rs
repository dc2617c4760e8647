//! Keys that are well-formed and still broken: two known ways to factor a modulus in seconds, and the carelessness
//! that leaves a small factor.

use crypto_bigint::BoxedUint;

use super::primality::{has_small_factor, remainder};

/// A known flaw by which others can find the private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// p and q lie close together, so Fermat's method finds them (CVE-2022-26320).
    #[error("its two primes lie too close together (CVE-2022-26320)")]
    ClosePrimes,
    /// The modulus has the form that Infineon's library gave it (CVE-2017-15361, ROCA).
    #[error("it was made by the faulty Infineon chip library known as ROCA (CVE-2017-15361)")]
    Roca,
    /// A small prime divides the modulus.
    #[error("a small number divides its modulus")]
    SmallFactor,
}

/// Looks for the flaws that show in the modulus alone.
pub(super) fn find_weakness(modulus: &BoxedUint) -> Option<Weakness> {
    if has_small_factor(modulus) {
        Some(Weakness::SmallFactor)
    } else if is_roca_shaped(modulus) {
        Some(Weakness::Roca)
    } else if has_close_primes(modulus) {
        Some(Weakness::ClosePrimes)
    } else {
        None
    }
}

/// The primes of the ROCA test; 2 and the others below 167 tell nothing.
const ROCA_PRIMES: [u32; 17] = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

/// Is n, modulo each of those primes, a power of 65537? By chance, about once in 2^27 (Nemec et al., CCS 2017).
fn is_roca_shaped(modulus: &BoxedUint) -> bool {
    ROCA_PRIMES.iter().all(|&prime| {
        let mut power = 1;
        (0..prime).any(|_| {
            power = power * 65_537 % prime;
            remainder(modulus, prime) == Some(power)
        })
    })
}

/// Rounds of Fermat's method, as the public key checkers of certificate authorities run it (CA/B BR 6.1.1.3).
const FERMAT_ROUNDS: usize = 100;

/// Looks for a and b with n = a² - b², from a = ⌈√n⌉ upwards.
fn has_close_primes(modulus: &BoxedUint) -> bool {
    let precision = modulus.bits_precision();
    let one = BoxedUint::one_with_precision(precision);
    let mut a = modulus.floor_sqrt_vartime();
    for _ in 0..FERMAT_ROUNDS {
        a = a.wrapping_add(&one);
        let b_squared = a.wrapping_square().wrapping_sub(modulus);
        // Only 12 of 64 remainders belong to squares, and the test costs nothing.
        if is_square_mod_64(&b_squared) && b_squared.checked_sqrt_vartime().is_some() {
            return true;
        }
    }
    false
}

fn is_square_mod_64(number: &BoxedUint) -> bool {
    remainder(number, 64).is_some_and(|low| (0..64).any(|root: u32| root * root % 64 == low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::Resize;

    /// 2^1024 - 105 times the next smaller prime, 2^1024 - 179.
    fn close_primes() -> BoxedUint {
        let p = BoxedUint::max(1024).wrapping_sub(BoxedUint::from(104u64).resize(1024));
        let q = BoxedUint::max(1024).wrapping_sub(BoxedUint::from(178u64).resize(1024));
        p.resize(2048).wrapping_mul(q.resize(2048))
    }

    #[test]
    fn finds_close_primes() {
        assert_eq!(find_weakness(&close_primes()), Some(Weakness::ClosePrimes));
    }

    #[test]
    fn finds_a_small_factor() {
        assert_eq!(
            find_weakness(&BoxedUint::max(2048)),
            Some(Weakness::SmallFactor),
            "3 divides 2^2048 - 1"
        );
    }

    #[test]
    fn knows_the_shape_of_roca() {
        // 65537^k, below 2^2048, is such a number by definition, and so is any product of two of them.
        let base = BoxedUint::from(65_537u64).resize(2048);
        let power = (0..119).fold(BoxedUint::one_with_precision(2048), |power, _| {
            power.wrapping_mul(&base)
        });
        assert_eq!(find_weakness(&power), Some(Weakness::Roca));
        assert!(!is_roca_shaped(&close_primes()));
    }
}
