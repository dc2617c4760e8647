//! The search for a prime of 1024 bits: a random start, a sieve, Fermat's test to base 2, then Miller-Rabin.
//!
//! Almost all of the time goes into modular exponentiation, so the arithmetic is a [`Kernel`] of its own, of which there are
//! three: [`Relaxed`] and [`Plain`] for WebAssembly, [`Reference`] elsewhere. docs/arithmetic.md explains them.

mod columns;
mod fermat;
mod kernel;
mod limbs;
mod miller_rabin;
mod plain;
mod reference;
#[cfg(any(target_arch = "wasm32", test))]
mod relaxed;
mod search;
mod sieve;
#[cfg(test)]
mod tests;

pub use self::fermat::{knows_primes, passes_fermat};
pub use self::kernel::{Kernel, Number};
pub use self::miller_rabin::passes_miller_rabin;
pub use self::plain::Plain;
pub use self::reference::Reference;
#[cfg(any(target_arch = "wasm32", test))]
pub use self::relaxed::Relaxed;
pub use self::search::{Prime, find_prime};
pub use self::sieve::Sieve;
