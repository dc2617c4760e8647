//! What the page weighs on the wire.

use std::fs;

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
    let page = fs::read_to_string(project.dist().join("index.html")).doing("read the built index.html")?;
    let mut sums: Vec<(String, u64, u64)> = Vec::new();
    for file in &files {
        let share = share(file.name, &page);
        say(format!(
            "{:>9} {:>9}  {:<16} {}",
            kilobytes(file.raw),
            kilobytes(file.brotli),
            share,
            file.name
        ));
        match sums.iter_mut().find(|(name, ..)| *name == share) {
            Some((_, raw, brotli)) => (*raw, *brotli) = (*raw + file.raw, *brotli + file.brotli),
            None => sums.push((share, file.raw, file.brotli)),
        }
    }
    for (share, raw, brotli) in sums {
        say(format!("{share}: {} raw, {} brotli", kilobytes(raw), kilobytes(brotli)));
    }
    say("dist/ is ready");
    Ok(())
}

/// When a file is fetched: before Connect is drawn, which is what the page itself names; with a worker; or later.
fn share(name: &str, page: &str) -> String {
    match name.split_once("_worker") {
        Some((worker, _)) => format!("{worker} worker"),
        None if name == "index.html" || page.contains(name) => "first load".to_owned(),
        None => "lazy parts".to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn the_first_load_is_what_the_page_names() {
        let page = "<link href=\"/keyseed-1.js\"><script data-key-worker=\"/key_worker_loader-2.js\">";
        let all = [
            ("index.html", "first load"),
            ("keyseed-1.js", "first load"),
            ("key_worker_loader-2.js", "key worker"),
            ("keyseed-prime-3.wasm", "lazy parts"),
        ];
        for (name, expected) in all {
            assert_eq!(share(name, page), expected, "{name}");
        }
    }
}
