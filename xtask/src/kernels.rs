//! The kernels of the prime search as a program of their own, for a browser: `examples/kernel_bench`.

use std::path::PathBuf;

use crate::build::without_paths;
use crate::failure::Outcome;
use crate::process::run;
use crate::project::Project;
use crate::tools::wasm_bindgen;

/// Builds it as the workers are built, and returns the folder that a page can import it from.
pub(crate) fn build(project: &Project) -> Outcome<PathBuf> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut cargo = project.command("cargo")?;
    cargo.args([
        "build",
        "--locked",
        "--release",
        "--no-default-features",
        "--target",
        TARGET,
    ]);
    cargo.args(["--example", "kernel_bench"]);
    without_paths(project, &mut cargo)?;
    run(&mut cargo, "build the kernels for a browser")?;
    wasm_bindgen::ensure(project)?;
    let examples = project.target().join(TARGET).join("release/examples");
    let folder = examples.join("kernel_bench");
    let mut bindgen = project.command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--out-dir"]).arg(&folder);
    run(bindgen.arg(examples.join("kernel_bench.wasm")), "bind the kernels")?;
    Ok(folder)
}
