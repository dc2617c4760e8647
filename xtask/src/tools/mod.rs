//! The tools that Keyseed needs besides Rust: found at the right version, or installed into `.tools/`.

pub(crate) mod node;
pub(crate) mod python;
pub(crate) mod rust;
pub(crate) mod system;
pub(crate) mod trunk;
pub(crate) mod wasm_bindgen;

use crate::failure::Outcome;
use crate::project::Project;

/// What it takes to build the page for development: nothing but Rust and what Rust can compile.
pub(crate) fn for_serving(project: &Project) -> Outcome<()> {
    rust::ensure_wasm_target(project)?;
    trunk::ensure(project)?;
    wasm_bindgen::ensure(project)
}

/// What it takes to build the page for production.
pub(crate) fn for_building(project: &Project) -> Outcome<()> {
    for_serving(project)?;
    node::ensure()?;
    node::ensure_optimisers(project)
}
