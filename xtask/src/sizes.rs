//! What the page weighs on the wire.

use crate::failure::{Doing, Outcome, fail};
use crate::process::say;
use crate::project::Project;

/// One file of the build: its name, its bytes, and its bytes after brotli.
struct Weight<'a> {
    name: &'a str,
    raw: u64,
    brotli: u64,
}

/// Compresses every file once, so that no server has to, and prints the sizes.
pub(crate) fn compress_and_report(project: &Project) -> Outcome<()> {
    let mut node = project.command("node")?;
    node.args(["--input-type=module", "--eval", include_str!("compress.mjs")])
        .arg(project.dist());
    let output = node.output().doing("start node to compress dist/")?;
    if !output.status.success() {
        return fail(format!(
            "node could not compress dist/: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let files: Vec<Weight<'_>> = lines.lines().filter_map(weight).collect();
    for file in &files {
        say(format!(
            "{:>9} {:>9}  {}",
            kilobytes(file.raw),
            kilobytes(file.brotli),
            file.name
        ));
    }
    // A worker is fetched only when it is needed.
    let first: Vec<&Weight<'_>> = files.iter().filter(|file| !file.name.contains("_worker")).collect();
    let raw = first.iter().map(|file| file.raw).sum();
    let brotli = first.iter().map(|file| file.brotli).sum();
    say(format!(
        "first load: {} raw, {} brotli (dist/ is ready)",
        kilobytes(raw),
        kilobytes(brotli)
    ));
    Ok(())
}

fn weight(line: &str) -> Option<Weight<'_>> {
    let mut fields = line.split('\t');
    Some(Weight {
        name: fields.next()?,
        raw: fields.next()?.parse().ok()?,
        brotli: fields.next()?.parse().ok()?,
    })
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}
