//! The worker that looks for primes, for engines with relaxed SIMD.

#[cfg(target_arch = "wasm32")]
fn main() {
    keyseed::browser::search_worker::run_relaxed();
}

/// The worker runs in a browser only.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
