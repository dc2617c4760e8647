//! Modular arithmetic as the prime search needs it: several odd moduli side by side, in Montgomery form.

/// A number of up to 1024 bits.
pub type Number = crypto_bigint::U1024;

/// Arithmetic on [`Self::LANES`] moduli side by side.
///
/// A residue x is kept as x R mod m with R = 2^[`Self::R_BITS`] (Montgomery form: Handbook of Applied Cryptography,
/// 14.3.2), so that a product is one pass over the limbs and no division.
pub trait Kernel: Sized {
    /// How many moduli go side by side. Every slice that is passed or returned has this length.
    const LANES: usize;
    /// The binary logarithm of R.
    const R_BITS: u32;
    /// A residue for each lane.
    type Residues: Clone;

    /// Prepares for these moduli: odd, of exactly 1024 bits.
    fn new(moduli: &[Number]) -> Self;

    /// The residues whose Montgomery forms these numbers are, which must be below their moduli.
    fn residues(&self, forms: &[Number]) -> Self::Residues;

    /// x becomes x y.
    fn multiply(&self, x: &mut Self::Residues, y: &Self::Residues);

    /// x becomes x^2, and 2 x^2 in the lanes whose bit in `double` is set (lane 0 has the lowest).
    fn square(&self, x: &mut Self::Residues, double: u32);

    /// The residues as ordinary numbers, each below its modulus.
    fn numbers(&self, x: &Self::Residues) -> Vec<Number>;
}
