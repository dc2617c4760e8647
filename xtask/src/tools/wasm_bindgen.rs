//! The wasm-bindgen program, whose version must be that of the library in Cargo.lock.

use super::rust::{Crate, ensure as ensure_crate};
use crate::failure::Outcome;
use crate::project::Project;

/// Installs it where the right version is missing.
pub(crate) fn ensure(project: &Project) -> Outcome<()> {
    let version = project.locked_version("wasm-bindgen")?;
    ensure_crate(
        project,
        &Crate {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: &version,
            arguments: &[],
            takes: "about 1 minute",
        },
    )
}
