//! Mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    keyseed::ui::mount();
}

/// The page runs in a browser only; on the host there is nothing to start.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
