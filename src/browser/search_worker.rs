//! The worker that looks for primes and makes key pairs of them. There is one program for each kernel, so that an engine loads
//! only instructions that it has.

use super::message::{Message, pack, unpack};
use crate::keys::prime::{self, Kernel, Prime, Sieve};
use crate::keys::{check_source, join_primes};
use getrandom::SysRng;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

/// What the page asks.
pub(super) enum SearchJob {
    /// Prove that the arithmetic is right in this engine, and be fast from then on.
    WarmUp,
    /// Find a prime.
    Find,
    /// Make a key pair of two primes (128 bytes each).
    Join {
        /// One of them.
        p: Zeroizing<Vec<u8>>,
        /// The other.
        q: Zeroizing<Vec<u8>>,
    },
}

/// What the worker answers.
pub(super) enum SearchDone {
    /// Ready for work.
    Warm,
    /// This engine does not compute what this kernel needs; another one has to be used.
    Unfit,
    /// A prime.
    Prime(Zeroizing<Vec<u8>>),
    /// A key pair, both halves DER.
    Pair {
        /// `PrivateKeyInfo` (PKCS#8).
        pkcs8: Zeroizing<Vec<u8>>,
        /// `SubjectPublicKeyInfo`.
        spki: Vec<u8>,
    },
    /// Why not.
    Refused(String),
}

impl Message for SearchJob {
    fn to_js(&self) -> Option<JsValue> {
        match self {
            Self::WarmUp => pack(0, &[]),
            Self::Find => pack(1, &[]),
            Self::Join { p, q } => pack(2, &[p, q]),
        }
    }
    fn from_js(value: JsValue) -> Option<Self> {
        let (kind, pieces) = unpack(value)?;
        let mut pieces = pieces.into_iter().map(Zeroizing::new);
        match kind {
            0 => Some(Self::WarmUp),
            1 => Some(Self::Find),
            _ => pieces.next().zip(pieces.next()).map(|(p, q)| Self::Join { p, q }),
        }
    }
}

impl Message for SearchDone {
    fn to_js(&self) -> Option<JsValue> {
        match self {
            Self::Warm => pack(0, &[]),
            Self::Unfit => pack(1, &[]),
            Self::Prime(prime) => pack(2, &[prime]),
            Self::Pair { pkcs8, spki } => pack(3, &[pkcs8, spki]),
            Self::Refused(message) => pack(4, &[message.as_bytes()]),
        }
    }
    fn from_js(value: JsValue) -> Option<Self> {
        let (kind, pieces) = unpack(value)?;
        let mut pieces = pieces.into_iter();
        match kind {
            0 => Some(Self::Warm),
            1 => Some(Self::Unfit),
            2 => pieces.next().map(Zeroizing::new).map(Self::Prime),
            3 => pieces.next().zip(pieces.next()).map(|(pkcs8, spki)| {
                let pkcs8 = Zeroizing::new(pkcs8);
                Self::Pair { pkcs8, spki }
            }),
            _ => pieces
                .next()
                .and_then(|text| String::from_utf8(text).ok())
                .map(Self::Refused),
        }
    }
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
            let prime = prime::find_prime::<K, _>(sieve, &mut SysRng).map_err(|error| error.to_string())?;
            Ok(SearchDone::Prime(Zeroizing::new(prime.as_bytes().to_vec())))
        }
        SearchJob::Join { p, q } => {
            let prime =
                |bytes| Prime::from_bytes(bytes).ok_or("A prime was damaged on its way. No key was made: try again.");
            let (private, public) = join_primes(&prime(p)?, &prime(q)?).map_err(|error| error.to_string())?;
            Ok(SearchDone::Pair {
                pkcs8: Zeroizing::new(private.as_bytes().to_vec()),
                spki: public.as_bytes().to_vec(),
            })
        }
    }
}
