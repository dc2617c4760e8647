//! The worker that looks for primes and makes key pairs of them. There is one program for each kernel, so that an engine loads
//! only instructions that it has.

use crate::keys::prime::{self, Kernel, Prime, Sieve};
use crate::keys::{MakeKeyError, check_source, join_primes};
use getrandom::SysRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub(super) enum SearchJob {
    /// Prove that the arithmetic is right in this engine, and be fast from then on.
    WarmUp,
    /// Find a prime.
    Find,
    /// Make a key pair of two primes (128 bytes each).
    Join {
        #[serde(with = "serde_bytes")]
        p: Vec<u8>,
        #[serde(with = "serde_bytes")]
        q: Vec<u8>,
    },
}

/// What the worker answers.
#[derive(Serialize, Deserialize)]
pub(super) enum SearchDone {
    /// Ready for work.
    Warm,
    /// This engine does not compute what this kernel needs; another one has to be used.
    Unfit,
    /// A prime.
    Prime(#[serde(with = "serde_bytes")] Vec<u8>),
    /// A key pair: PKCS#8 and SubjectPublicKeyInfo, both DER.
    Pair {
        #[serde(with = "serde_bytes")]
        pkcs8: Vec<u8>,
        #[serde(with = "serde_bytes")]
        spki: Vec<u8>,
    },
    /// Why not.
    Refused(String),
}

/// Runs the worker with the kernel that every engine can run.
pub fn run_plain() {
    run::<prime::Plain>(true);
}

/// Runs the worker with the kernel for relaxed SIMD.
pub fn run_relaxed() {
    run::<prime::Relaxed>(prime::Relaxed::works());
}

fn run<K: Kernel>(fused: bool) {
    let fit = fused && prime::knows_primes::<K>();
    let mut sieve = None;
    super::worker::serve(move |job| {
        if fit {
            let sieve = sieve.get_or_insert_with(Sieve::default);
            answer::<K>(sieve, job).unwrap_or_else(SearchDone::Refused)
        } else {
            SearchDone::Unfit
        }
    });
}

fn answer<K: Kernel>(sieve: &Sieve, job: SearchJob) -> Result<SearchDone, String> {
    match job {
        SearchJob::WarmUp => Ok(SearchDone::Warm),
        SearchJob::Find => {
            check_source(&mut SysRng).map_err(|error| error.to_string())?;
            let prime =
                prime::find_prime::<K, _>(sieve, &mut SysRng).map_err(|error| MakeKeyError::from(error).to_string())?;
            Ok(SearchDone::Prime(prime.as_bytes().to_vec()))
        }
        SearchJob::Join { p, q } => {
            let prime = |bytes| {
                Prime::from_bytes(Zeroizing::new(bytes))
                    .ok_or("A prime was damaged on its way. No key was made: try again.")
            };
            let (private, public) = join_primes(&prime(p)?, &prime(q)?).map_err(|error| error.to_string())?;
            Ok(SearchDone::Pair {
                pkcs8: private.as_bytes().to_vec(),
                spki: public.as_bytes().to_vec(),
            })
        }
    }
}
