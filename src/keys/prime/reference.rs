//! The kernel of crypto-bigint: what the two others are held against, and what runs outside a browser.

use super::kernel::{Kernel, Number};
use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U1024};

type Form = FixedMontyForm<{ U1024::LIMBS }>;

/// The kernel, one candidate at a time.
pub struct Reference(FixedMontyParams<{ U1024::LIMBS }>);

impl Kernel for Reference {
    const LANES: usize = 1;
    const R_BITS: u32 = Number::BITS;
    type Residues = Form;

    fn new(moduli: &[Number]) -> Self {
        let odd = moduli.first().and_then(|&modulus| Odd::new(modulus).into_option());
        Self(FixedMontyParams::new_vartime(odd.unwrap_or_default()))
    }
    fn residues(&self, forms: &[Number]) -> Form {
        Form::from_montgomery(forms.first().copied().unwrap_or_default(), &self.0)
    }
    fn multiply(&self, x: &mut Form, y: &Form) {
        *x = x.mul(y);
    }
    fn square(&self, x: &mut Form, double: u32) {
        *x = x.square();
        if double & 1 == 1 {
            *x = x.double();
        }
    }
    fn numbers(&self, x: &Form) -> Vec<Number> {
        vec![x.retrieve()]
    }
}
