//! Whether the page is split into what is loaded first and what follows, which `cargo xtask build` asks for.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=KEYSEED_SPLIT");
    println!("cargo::rustc-check-cfg=cfg(split)");
    let wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|architecture| architecture == "wasm32");
    if wasm && std::env::var_os("KEYSEED_SPLIT").is_some() {
        println!("cargo::rustc-cfg=split");
        // What a function needs, the split reads from relocations.
        println!("cargo::rustc-link-arg-bin=keyseed=--emit-relocs");
    }
}
