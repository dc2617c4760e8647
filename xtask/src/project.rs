//! Where things are.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Doing, Outcome, fail};

/// The repository that this xtask belongs to.
pub(crate) struct Project {
    /// The folder that holds Trunk.toml.
    pub(crate) root: PathBuf,
}

impl Project {
    /// The nearest folder upwards that holds Trunk.toml.
    pub(crate) fn find() -> Outcome<Self> {
        let here = std::env::current_dir().doing("tell the current folder")?;
        match here.ancestors().find(|folder| folder.join("Trunk.toml").is_file()) {
            Some(root) => Ok(Self { root: root.to_owned() }),
            None => fail("this is not a folder of Keyseed's repository: change into it and try again."),
        }
    }

    /// The project's own tools; nothing global is changed.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// The production build.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        let elsewhere = std::env::var_os("CARGO_TARGET_DIR");
        self.root.join(elsewhere.unwrap_or_else(|| "target".into()))
    }

    /// A program to be run in the repository, with the project's tools ahead of the machine's.
    pub(crate) fn command(&self, program: impl Into<OsString>) -> Outcome<Command> {
        let mut folders = vec![self.tools().join("bin"), self.tools().join("node_modules/.bin")];
        folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let path =
            std::env::join_paths(folders).doing("put .tools on the PATH (is there a `:` in the folder's name?)")?;
        let mut command = Command::new(program.into());
        command.current_dir(&self.root).env("PATH", path);
        Ok(command)
    }

    /// The exact version of a package in Cargo.lock.
    pub(crate) fn locked_version(&self, package: &str) -> Outcome<String> {
        let lock = fs::read_to_string(self.root.join("Cargo.lock")).doing("read Cargo.lock")?;
        match version_in(&lock, package) {
            Some(version) => Ok(version.to_owned()),
            None => fail(format!("Cargo.lock names no package {package}.")),
        }
    }
}

fn version_in<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn finds_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-x\"\nversion = \"9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
