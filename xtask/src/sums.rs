//! `dist/SHA256SUMS`: what was built, so that it can be told from anything else.

use std::fs;

use sha2::{Digest, Sha256};

use crate::failure::{Doing, Outcome};
use crate::project::Project;

/// The file's name.
pub(crate) const NAME: &str = "SHA256SUMS";

/// Writes the digest of every file in `dist/`, as `sha256sum --check` reads it.
pub(crate) fn write(project: &Project) -> Outcome<()> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(project.dist()).doing("list dist/")?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != NAME && entry.path().is_file() {
            let content = fs::read(entry.path()).doing(format!("read {name}"))?;
            let digest: String = Sha256::digest(&content)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            lines.push((name.clone(), format!("{digest}  {name}\n")));
        }
    }
    lines.sort();
    let text: String = lines.into_iter().map(|(_, line)| line).collect();
    fs::write(project.dist().join(NAME), text).doing(format!("write {NAME}"))
}
