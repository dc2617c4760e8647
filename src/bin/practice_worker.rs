//! The worker that holds the practice account.

#[cfg(target_arch = "wasm32")]
fn main() {
    keyseed::browser::practice_worker::run();
}

/// The worker runs in a browser only.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
