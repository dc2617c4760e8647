//! Tells the linker what the split of the page needs; see `xtask/src/finish/split.rs`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    // Which functions and data a function needs is known from relocations alone.
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bin=keyseed=--emit-relocs");
    }
}
