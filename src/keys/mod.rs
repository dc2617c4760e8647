//! RSA-2048 key pairs: make, check, import, export, fingerprint.
//!
//! Twilio accepts RSA keys of exactly 2048 bits with the public exponent 65537 and no others, so those are the only
//! keys that exist here: a [`PublicKey`] or a [`KeyPair`] that was built is one Twilio can take.
//!
//! The room is pure. Randomness is an argument, a [`TryCryptoRng`]: `getrandom::SysRng` in production.
//! Whatever holds private bytes is wiped when dropped; what a library keeps on the heap without wiping it is the
//! concern of the program's allocator.

mod check;
mod export;
mod file_name;
mod fingerprint;
mod import;
mod make;
mod new_passphrase;
mod pair;
mod passphrase;
mod primality;
pub mod prime;
mod public;
mod randomness;
mod sign;
mod weakness;

pub use self::check::KeyFlaw;
pub use self::export::ExportError;
pub use self::file_name::{fingerprint_command, private_key_file_name, public_key_file_name};
pub use self::fingerprint::{Fingerprint, FingerprintError};
pub use self::import::{
    ImportError, KeyAlgorithm, MAX_PASTE_BYTES, PemFault, PublicKeyError, holds_private_key, import_private_key,
    text_of_file,
};
pub use self::make::{MakeKeyError, join_primes, make_key_pair};
pub use self::new_passphrase::make_passphrase;
pub use self::pair::KeyPair;
pub use self::passphrase::{PBKDF2_ITERATIONS, PassphraseKey, seal_text, unseal_command};
pub use self::public::PublicKey;
pub use self::randomness::{RandomnessError, check_source};
pub use self::sign::SignError;
pub use self::weakness::Weakness;

pub use rsa::rand_core::TryCryptoRng;

/// Bits of the modulus of every key (facts of Twilio: errors 70101 to 70104 refuse any other).
pub const MODULUS_BITS: u32 = 2048;

/// Bits of each of the two primes: half the modulus (FIPS 186-5, A.1.1).
pub const PRIME_BITS: u32 = MODULUS_BITS / 2;

/// The public exponent of every key, F4.
pub const PUBLIC_EXPONENT: u32 = 65_537;
