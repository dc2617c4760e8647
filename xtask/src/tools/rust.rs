//! The wasm target, and programs that cargo can compile.

use std::path::Path;
use std::process::Command;

use crate::failure::{Outcome, fail};
use crate::process::{answers, ask, has_version, run, say};
use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

/// rust-toolchain.toml names the target too, but rustup heeds it only when it installs the toolchain.
pub(crate) fn ensure_wasm_target(project: &Project) -> Outcome<()> {
    let installed = |project: &Project| -> Outcome<bool> {
        let folder = ask(project
            .command("rustc")?
            .args(["--print", "target-libdir", "--target", TARGET]));
        Ok(folder.is_some_and(|folder| Path::new(&folder).is_dir()))
    };
    if installed(project)? {
        return Ok(());
    }
    if !answers("rustup", "--version") {
        return fail(format!(
            "this Rust has no target {TARGET} and there is no rustup to add it: install Rust with rustup."
        ));
    }
    say(format!("adding the Rust target {TARGET} ..."));
    run(
        project.command("rustup")?.args(["target", "add", TARGET]),
        &format!("add the target {TARGET}"),
    )
}

/// A program from crates.io at one version.
pub(crate) struct Crate<'a> {
    /// The package.
    pub(crate) package: &'a str,
    /// The program that it installs.
    pub(crate) program: &'a str,
    /// The one version that will do.
    pub(crate) version: &'a str,
    /// More arguments for `cargo install`.
    pub(crate) arguments: &'a [&'a str],
    /// For the line of progress.
    pub(crate) takes: &'a str,
}

/// Reuses `.tools/` or the PATH where the version is right, else compiles the program into `.tools/`.
pub(crate) fn ensure(project: &Project, wanted: &Crate<'_>) -> Outcome<()> {
    let Crate {
        package,
        program,
        version,
        takes,
        ..
    } = wanted;
    if has_version(&project.tools().join("bin").join(program), version) || has_version(Path::new(program), version) {
        return Ok(());
    }
    say(format!("installing {package} {version} into .tools ({takes}) ..."));
    let what = format!("install {package} {version}");
    // The locked list can name a version that its author has withdrawn since.
    if run(install(project, wanted)?.arg("--locked"), &what).is_err() {
        say(format!(
            "{package} did not install with its own lock file; trying without ..."
        ));
        run(&mut install(project, wanted)?, &what)?;
    }
    Ok(())
}

/// Unoptimised: these tools wait for cargo and the disk, and compile in a quarter of the time so.
fn install(project: &Project, wanted: &Crate<'_>) -> Outcome<Command> {
    let mut command = project.command("cargo")?;
    command
        .args(["install", "--quiet", "--force", "--root"])
        .arg(project.tools())
        .args(["--version", wanted.version, wanted.package])
        .args(wanted.arguments)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    Ok(command)
}
