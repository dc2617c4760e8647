//! Trunk, which builds and serves the page.

use super::rust::{Crate, ensure as ensure_crate};
use crate::failure::Outcome;
use crate::project::Project;

/// Trunk 0.22 wants a newer Rust than rust-toolchain.toml names.
const VERSION: &str = "0.21.14";

/// Installs Trunk where it is missing.
pub(crate) fn ensure(project: &Project) -> Outcome<()> {
    ensure_crate(
        project,
        &Crate {
            package: "trunk",
            program: "trunk",
            version: VERSION,
            arguments: &["--no-default-features", "--features", "rustls"],
            takes: "about 3 minutes",
        },
    )
}

/// A Trunk command. Trunk ends at once where NO_COLOR is set, as some terminals and most CI systems do.
pub(crate) fn command(project: &Project, words: &[&str]) -> Outcome<std::process::Command> {
    let mut command = project.command("trunk")?;
    command
        .args(words)
        .env_remove("NO_COLOR")
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    Ok(command)
}
