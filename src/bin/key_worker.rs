//! The worker that makes and checks key pairs.

#[cfg(target_arch = "wasm32")]
fn main() {
    keyseed::browser::key_worker::run();
}

/// The worker runs in a browser only.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
